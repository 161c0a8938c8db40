"""Looking only, and no text: who handles what is decided on the pages, where every step is recorded."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.duties.admin import SOON
from proposals.duties.models import Duty
from proposals.trail.admin import ReadOnly

from .models import Assignment, Extension, ReturnRequest


class DueFilter(admin.SimpleListFilter):
    """How urgent the clock of the item is."""

    title, parameter_name = _("期限"), "due"

    def lookups(self, request, model_admin):
        return [("late", _("逾期")), ("soon", _("七天内到期")), ("open", _("有未办事项"))]

    def queryset(self, request, queryset):
        today, duties = timezone.localdate(request.now), Duty.objects.all()
        found = {
            "late": lambda: duties.overdue(today),
            "soon": lambda: duties.due_within(today, SOON),
            "open": lambda: duties.open(),
        }
        return queryset.owing(found[self.value()]()) if self.value() in found else queryset


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    list_display = ["case_number", "unit", "kind", "status", "handed_over_at", "accepted_at", "ended_at"]
    list_filter = [DueFilter, "status", "kind", "unit__channel", "proposal__session", "unit"]
    list_select_related = ["proposal", "unit"]
    ordering = ["-handed_over_at"]
    search_fields = ["=proposal__case_number", "unit__name", "unit__short_name", "unit__pinyin_key"]
    search_help_text = _("案号或单位")
    date_hierarchy = "handed_over_at"
    fields = [*list_display, "handed_over_by", "accepted_by", "replaces", "waived_at", "waived_by"]

    @admin.display(description=_("案号"), ordering="proposal__case_number")
    def case_number(self, assignment):
        return assignment.proposal.case_number or _("未编号")


@admin.register(ReturnRequest)
class ReturnRequestAdmin(ReadOnly):
    list_display = ["assignment", "suggested_unit", "asked_at", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict", ("asked_at", admin.DateFieldListFilter)]
    list_select_related = ["assignment__unit", "suggested_unit", "decided_by"]
    ordering = ["-asked_at"]
    search_fields = ["assignment__unit__name", "assignment__unit__short_name"]
    fields = list_display


@admin.register(Extension)
class ExtensionAdmin(ReadOnly):
    list_display = ["assignment", "due_before", "until", "asked_at", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict", ("asked_at", admin.DateFieldListFilter)]
    list_select_related = ["assignment__unit", "decided_by"]
    ordering = ["-asked_at"]
    search_fields = ["assignment__unit__name", "assignment__unit__short_name"]
    fields = list_display
