"""Duties and reminders may be looked at; acts of the chain open and end them."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Duty, Reminder


@admin.register(Duty)
class DutyAdmin(ReadOnly):
    list_display = ["kind", "title", "start_on", "due_on", "rule", "done_at", "void_at"]
    list_filter = ["kind"]
    search_fields = ["title", "=case"]
    date_hierarchy = "due_on"
    fields = [*list_display, "case", "holder", "calendar_version", "created_at"]


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ["duty", "point", "due_on", "recipient", "created_at"]
    list_select_related = ["duty", "recipient"]
    date_hierarchy = "created_at"
    fields = list_display
