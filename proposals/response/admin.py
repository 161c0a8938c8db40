"""Looking only, and no text: the administrator sees that a response exists and when it moved."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Response


@admin.register(Response)
class ResponseAdmin(ReadOnly):
    list_display = ["assignment", "round_number", "response_class", "submitted_at", "delivered_at", "publication"]
    list_filter = ["round_number", "publication"]
    list_select_related = ["assignment__unit", "response_class"]
    ordering = ["-updated_at"]
    search_fields = ["assignment__unit__name", "assignment__unit__short_name"]
    fields = [*list_display, "class_submitted", "updated_at", "signed_off_at", "responded_on"]
    readonly_fields = fields
