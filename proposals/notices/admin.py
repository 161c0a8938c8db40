"""Messages and their way out, read-only; the text of a message is its recipient's alone."""

from django.contrib import admin

from .models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ["to", "channel", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "channel"]
    search_fields = ["to"]
    fields = ["to", "channel", "state", "attempts", "sent_at", "error"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
