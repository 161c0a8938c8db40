"""Looking only, and no text: the administrator sees that a proposal exists, where it stands and when it moved. The
subject groups of the examination are kept here."""

from django.contrib import admin

from proposals.accounts.models import User
from proposals.permissions import Role
from proposals.trail.admin import Listed, ReadOnly

from .models import CoSponsor, Proposal, Ruling, SubjectGroup, WithdrawalRequest


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ["number_text", "lead_name", "kind", "topic", "session", "status", "outcome", "submitted_at"]
    list_filter = ["status", "outcome", "session", "kind", "is_plenary"]
    list_select_related = ["proposer", "group", "topic", "session"]
    search_fields = ["=case_number", "=serial", "proposer__name", "group__name"]
    date_hierarchy = "submitted_at"
    show_full_result_count = False
    fields = [
        "session", "serial", "series", "case_number", "kind", "topic", "proposer", "group", "status", "outcome",
        "is_plenary", "is_key", "created_at", "submitted_at", "handed_over_at", "closed_at", "imported_at",
    ]  # fmt: skip


@admin.register(CoSponsor)
class CoSponsorAdmin(ReadOnly):
    list_display = ["user", "invited_at", "expires_at", "verdict", "decided_at"]
    list_filter = ["verdict"]
    list_select_related = ["user"]
    search_fields = ["user__name"]
    fields = ["user", "invited_at", "expires_at", "verdict", "decided_at"]


@admin.register(Ruling)
class RulingAdmin(ReadOnly):
    list_display = ["outcome", "at", "by", "reason", "ended_at"]
    list_filter = ["outcome", "reason"]
    list_select_related = ["by", "reason"]
    date_hierarchy = "at"
    fields = ["outcome", "at", "by", "reason", "ended_at"]


@admin.register(WithdrawalRequest)
class WithdrawalRequestAdmin(ReadOnly):
    list_display = ["asked_by", "asked_at", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict"]
    list_select_related = ["asked_by", "decided_by"]
    fields = ["asked_by", "asked_at", "verdict", "decided_by", "decided_at"]


@admin.register(SubjectGroup)
class SubjectGroupAdmin(Listed):
    list_display = ["name", "committee"]
    list_select_related = ["committee"]
    search_fields = ["name", "topics__name", "reviewers__name"]
    filter_horizontal = ["topics", "reviewers"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Only people of the committee's office can look at proposals."""
        if db_field.name == "reviewers":
            kwargs["queryset"] = User.objects.with_role(Role.REVIEWER, request.user.committee)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
