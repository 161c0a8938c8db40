"""Progress reports, read-only."""

from django.contrib import admin

from .models import Progress


@admin.register(Progress)
class ProgressAdmin(admin.ModelAdmin):
    list_display = ["commitment", "fulfils", "reported_at", "reported_by"]
    list_select_related = ["commitment", "reported_by"]
    list_filter = ["fulfils"]
    date_hierarchy = "reported_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
