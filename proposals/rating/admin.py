"""Rounds and ratings, read-only: nobody changes a rating here."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Rating, Round


@admin.register(Round)
class RoundAdmin(ReadOnly):
    list_display = ["response", "opened_at", "all_rated_at", "closed_at"]
    list_select_related = ["response__assignment__unit"]
    date_hierarchy = "opened_at"


@admin.register(Rating)
class RatingAdmin(ReadOnly):
    """Closed rounds only: before that not even the administrator reads what was rated."""

    list_display = ["ballot", "version", "attitude", "result", "given_at", "is_late", "from_own_unit"]
    list_select_related = ["ballot__user", "ballot__group", "attitude", "result"]
    list_filter = ["result", "is_late"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(ballot__round__closed_at__isnull=False)
