from django.contrib import admin

from proposals.report.models import RateSnapshot


@admin.register(RateSnapshot)
class RateSnapshotAdmin(admin.ModelAdmin):
    """Stored counts may be looked at; they are never edited."""

    list_display = ["session", "base", "as_of", "computed_at"]
    list_filter = ["base", "session"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
