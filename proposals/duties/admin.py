"""Duties and reminders may be looked at, without the title of the case; acts of the chain open and end them."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.permissions import Channel
from proposals.trail.admin import ReadOnly

from .models import Duty, Reminder

DESKS = {"review": _("提案委"), "hand_over": _("交办督查")}
HOLDERS = {"user": User, "group": ProposerGroup, "unit": HandlingUnit, "leader": HandlingUnit}
SOON = 7  # days


class StateFilter(admin.SimpleListFilter):
    """Open, and how urgent; ended."""

    title, parameter_name = _("状态"), "state"

    def lookups(self, request, model_admin):
        return [("open", _("未办")), ("late", _("逾期")), ("soon", _("七天内到期")), ("ended", _("已了结"))]

    def queryset(self, request, queryset):
        today = timezone.localdate(request.now)
        found = {
            "open": lambda: queryset.open(),
            "late": lambda: queryset.overdue(today),
            "soon": lambda: queryset.due_within(today, SOON),
            "ended": lambda: queryset.ended(),
        }
        return found[self.value()]() if self.value() in found else queryset


class UnitFilter(admin.SimpleListFilter):
    """What a unit's officers or its leader have to do."""

    title, parameter_name = _("承办单位"), "unit"

    def lookups(self, request, model_admin):
        return [(str(unit.pk), unit.short_name) for unit in HandlingUnit.objects.of(request.user.committee)]

    def queryset(self, request, queryset):
        return queryset.held_by(f"unit:{self.value()}", f"leader:{self.value()}") if self.value() else queryset


class NamedHolders(ChangeList):
    """Whose duty it is, in words: at most one query for each kind of holder."""

    def get_results(self, request):
        super().get_results(request)
        names = holder_names({duty.holder for duty in self.result_list})
        for duty in self.result_list:
            duty.holder_name = names[duty.holder]


def holder_names(holders):
    """{holder key: name} of holder keys (see ``User.holder_keys``)."""
    parts = {holder: holder.split(":") for holder in holders}
    keys = {}
    for kind, key, *_rest in parts.values():
        if kind in HOLDERS:
            keys.setdefault(HOLDERS[kind], set()).add(key)
    rows = {
        model: {str(pk): str(row) for pk, row in model.objects.in_bulk(found).items()} for model, found in keys.items()
    }
    channels = dict(Channel.choices)
    return {
        holder: rows[HOLDERS[kind]].get(key, "") if kind in HOLDERS else str(DESKS.get(key) or channels.get(key, ""))
        for holder, (kind, key, *_rest) in parts.items()
    }


@admin.register(Duty)
class DutyAdmin(ReadOnly):
    list_display = ["kind", "held_by", "start_on", "due_on", "done_at", "void_at"]
    list_filter = [StateFilter, "kind", UnitFilter]
    search_fields = ["=case"]
    search_help_text = _("案卷编号")
    date_hierarchy = "due_on"
    ordering = ["-created_at"]
    fields = [*list_display, "case", "calendar_version", "created_at"]

    def get_changelist(self, request, **kwargs):
        return NamedHolders

    @admin.display(description=_("责任方"))
    def held_by(self, duty):
        return getattr(duty, "holder_name", None) or holder_names({duty.holder})[duty.holder]


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ["duty", "point", "due_on", "recipient", "created_at"]
    list_display_links = ["created_at"]
    list_filter = [("created_at", admin.DateFieldListFilter), "duty__kind"]
    list_select_related = ["duty", "recipient"]
    ordering = ["-created_at"]
    search_fields = ["recipient__name", "recipient__pinyin_key"]
    search_help_text = _("收件人姓名或拼音")
    fields = ["duty", "point", "due_on", "recipient", "created_at"]
