"""The committee, its sessions with their limits, the working calendar and the dictionaries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.trail.admin import Listed

from .models import (
    CalendarDay,
    Committee,
    DeadlinePolicy,
    DeclineReason,
    PlenarySession,
    RatingStep,
    ResponseClass,
    SynonymSet,
    Theme,
    Topic,
)


@admin.register(Committee)
class CommitteeAdmin(Listed):
    list_display = ["name", "short_name", "city", "division_code", "is_home", "is_demo"]
    readonly_fields = ["is_demo"]


class DeadlinePolicyInline(admin.TabularInline):
    """Only what differs from the defaults; an empty list means that all defaults hold."""

    model = DeadlinePolicy
    extra = 0


@admin.register(PlenarySession)
class PlenarySessionAdmin(Listed):
    list_display = ["title", "committee", "year", "call_opens_at", "cutoff_at", "sits_from", "sits_to"]
    list_filter = ["year", "committee"]
    list_select_related = ["committee"]
    search_fields = ["title", "year"]
    inlines = [DeadlinePolicyInline]
    ways = [(_("照抄一届，建立新的届次"), "committee:copy_session"), (_("本届规定和变动"), "committee:policy")]
    fieldsets = [
        (None, {"fields": ["committee", "title", ("term", "number", "year")]}),
        (_("时间"), {"fields": ["call_opens_at", "cutoff_at", ("sits_from", "sits_to")]}),
        (_("联名"), {"fields": [("invitation_hours", "invitation_hours_sitting")]}),
        (_("案号"), {"fields": [("number_prefix", "number_width"), "number_order", "numbers_locked_at"]}),
        (_("审查和字数"), {"fields": ["review_steps", ("title_limit", "part_limit", "recommended_length")]}),
    ]
    readonly_fields = ["numbers_locked_at"]


@admin.register(DeadlinePolicy)
class DeadlinePolicyAdmin(Listed):
    """All sessions side by side; what a session does not name here holds by default."""

    list_display = ["session", "step", "kind", "words", "roll"]
    list_filter = ["session", "step", "kind"]
    list_select_related = ["session"]
    ordering = ["-session__year", "step", "kind"]
    search_fields = ["session__title"]
    ways = [(_("本届规定和变动"), "committee:policy")]

    @admin.display(description=_("期限"))
    def words(self, policy):
        return policy.words


@admin.register(CalendarDay)
class CalendarDayAdmin(Listed):
    list_display = ["date", "is_workday", "name", "division_code", "source", "version"]
    list_filter = ["division_code", "is_workday"]
    date_hierarchy = "date"
    search_fields = ["name", "source"]
    readonly_fields = ["version"]

    def save_model(self, request, obj, form, change):
        """Every change is a new version, which due dates counted from now on remember."""
        obj.version = CalendarDay.objects.next_version()
        super().save_model(request, obj, form, change)


class DictionaryAdmin(Listed):
    """An ordered list of words. One that is out of use is switched off, not deleted, once something refers to it."""

    list_display = ["name", "order", "is_active", "committee"]
    list_editable = ["order", "is_active"]
    list_filter = ["is_active", "committee"]
    list_select_related = ["committee"]
    search_fields = ["name"]


admin.site.register([Topic, DeclineReason, SynonymSet], DictionaryAdmin)


@admin.register(Theme)
class ThemeAdmin(DictionaryAdmin):
    list_display = ["name", "year", "order", "is_active", "committee"]
    list_filter = ["year", "is_active", "committee"]


@admin.register(ResponseClass)
class ResponseClassAdmin(DictionaryAdmin):
    list_display = ["name", "letter", "meaning", "year", "order", "is_active", "committee"]
    list_filter = ["year", "meaning", "committee"]


@admin.register(RatingStep)
class RatingStepAdmin(DictionaryAdmin):
    list_display = ["name", "counts_as", "order", "is_active", "committee"]
