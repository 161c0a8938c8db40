"""The trail may be looked at, by anyone the admin lets in; what was said stays on the pages of the case."""

from django.contrib import admin

from .models import Event


class ReadOnly(admin.ModelAdmin):
    """Rows that are looked up here and never changed by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ["at", "case", "seq", "action", "from_status", "to_status", "by", "by_role"]
    list_filter = ["action", "by_role"]
    list_select_related = ["by"]
    date_hierarchy = "at"
    search_fields = ["=case", "by__name"]
    fields = [*list_display, "subject", "previous_hash", "hash"]
    show_full_result_count = False
