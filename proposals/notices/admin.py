"""Messages and their way out, read-only; the text of a message is its recipient's alone."""

from django.contrib import admin

from proposals.trail.admin import ReadOnly

from .models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["to", "channel", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "channel"]
    search_fields = ["to"]
    fields = ["to", "channel", "state", "attempts", "sent_at", "error"]
