"""Messages and their way out, read-only; the text of a message is its recipient's alone."""

from django.contrib import admin, messages
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from proposals.trail.admin import ReadOnly

from . import actions
from .models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["recipient", "to", "channel", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "channel", ("sent_at", admin.DateFieldListFilter)]
    ordering = [F("sent_at").desc(nulls_first=True)]  # what has not left stands on top
    search_fields = ["to", "notice__recipient__name"]
    search_help_text = _("收件人姓名或地址")
    fields = ["recipient", "to", "channel", "state", "attempts", "sent_at", "error"]
    actions = ["resend"]

    def get_queryset(self, request):
        """Joined, the whole table would be sorted with its messages."""
        return super().get_queryset(request).prefetch_related("notice__recipient")

    @admin.display(description=_("收件人"), ordering="notice__recipient__name")
    def recipient(self, delivery):
        return delivery.notice.recipient.name

    @admin.action(description=_("重发失败的消息"), permissions=["view"])
    def resend(self, request, queryset):
        dead = list(queryset.dead())
        sent = actions.resend(dead)
        for delivery in dead:
            self.log_change(request, delivery, str(_("重发失败的消息")))
        told = _("已重新排队 %(n)s 条。") if sent else _("所选的里面没有发送失败的。")
        self.message_user(request, told % {"n": sent} if sent else told, messages.SUCCESS if sent else messages.WARNING)
