"""Looking only: who handles what is decided on the pages, where every step is recorded."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Assignment, Extension, ReturnRequest


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    list_display = ["proposal", "unit", "kind", "status", "handed_over_at", "accepted_at", "ended_at"]
    list_filter = ["status", "kind", "unit__channel"]
    list_select_related = ["proposal", "unit"]
    search_fields = ["proposal__title", "proposal__case_number", "unit__name"]
    date_hierarchy = "handed_over_at"


@admin.register(ReturnRequest)
class ReturnRequestAdmin(ReadOnly):
    list_display = ["assignment", "suggested_unit", "asked_at", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict"]
    list_select_related = ["assignment__unit", "suggested_unit", "decided_by"]


@admin.register(Extension)
class ExtensionAdmin(ReadOnly):
    list_display = ["assignment", "due_before", "until", "asked_at", "verdict", "decided_by", "decided_at"]
    list_filter = ["verdict"]
    list_select_related = ["assignment__unit", "decided_by"]
