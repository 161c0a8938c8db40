"""The committee, its sessions with their limits, the working calendar and the dictionaries."""

from django.contrib import admin

from .models import (
    CalendarDay,
    Committee,
    DeadlinePolicy,
    DeclineReason,
    PlenarySession,
    RatingStep,
    ResponseClass,
    Theme,
    Topic,
)


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "city", "division_code", "is_home", "is_demo"]
    readonly_fields = ["is_demo"]


class DeadlinePolicyInline(admin.TabularInline):
    """Only what differs from the defaults; an empty list means that all defaults hold."""

    model = DeadlinePolicy
    extra = 0


@admin.register(PlenarySession)
class PlenarySessionAdmin(admin.ModelAdmin):
    list_display = ["title", "committee", "year", "call_opens_at", "cutoff_at", "sits_from", "sits_to"]
    list_filter = ["committee"]
    list_select_related = ["committee"]
    inlines = [DeadlinePolicyInline]


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ["date", "is_workday", "name", "division_code", "source", "version"]
    list_filter = ["division_code", "is_workday"]
    date_hierarchy = "date"
    search_fields = ["name"]
    readonly_fields = ["version"]

    def save_model(self, request, obj, form, change):
        """Every change is a new version, which due dates counted from now on remember."""
        obj.version = CalendarDay.objects.next_version()
        super().save_model(request, obj, form, change)


class DictionaryAdmin(admin.ModelAdmin):
    """An ordered list of words. One that is out of use is switched off, not deleted, once something refers to it."""

    list_display = ["name", "order", "is_active", "committee"]
    list_editable = ["order", "is_active"]
    list_filter = ["is_active", "committee"]
    list_select_related = ["committee"]
    search_fields = ["name"]


admin.site.register([Topic, DeclineReason], DictionaryAdmin)


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
