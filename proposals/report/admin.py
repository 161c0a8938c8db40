from django.contrib import admin

from proposals.report.models import RateSnapshot
from proposals.trail.admin import ReadOnly


@admin.register(RateSnapshot)
class RateSnapshotAdmin(ReadOnly):
    """Stored counts may be looked at; they are never edited."""

    list_display = ["session", "base", "as_of", "computed_at"]
    list_filter = ["base", "session"]
