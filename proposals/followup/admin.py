"""Progress reports, read-only."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Progress


@admin.register(Progress)
class ProgressAdmin(ReadOnly):
    list_display = ["commitment", "fulfils", "reported_at", "reported_by"]
    list_select_related = ["commitment", "reported_by"]
    list_filter = ["fulfils"]
    date_hierarchy = "reported_at"
