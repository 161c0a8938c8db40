"""The outbox: what is told to whom. A message is a row before it is a mail."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from proposals.trail.models import Row


class NoticeQuerySet(models.QuerySet):
    def of(self, user):
        """A person's inbox, newest first."""
        return self.filter(recipient=user).order_by("-created_at")

    def unread(self):
        return self.filter(read_at=None)

    def unread_first(self):
        return self.order_by(Case(When(read_at=None, then=0), default=1), "-created_at", "pk")


class Notice(Row):
    """One message to one person, shown in the inbox; ``path`` leads to the one act it asks for.

    ``key`` is the identity of the message: a second insert of the same key does nothing.
    """

    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.PROTECT)
    case = models.UUIDField(_("提案"), null=True, blank=True)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("内容"), blank=True)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["case"]),
        ]

    def __str__(self):
        return self.subject


class DeliveryQuerySet(models.QuerySet):
    def waiting(self, now):
        """Not sent, and nobody is at it: no lease, or a lease that has run out."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now), state=Delivery.State.PENDING)

    def dead(self):
        """Given up after the last attempt."""
        return self.filter(state=Delivery.State.DEAD)


class Delivery(Row):
    """A notice on its way through one outer channel to one address; claimed by a lease, so that it leaves once."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("电子邮件")

    class State(models.TextChoices):
        PENDING = "pending", _("待发")
        SENT = "sent", _("已发")
        DEAD = "dead", _("发送失败")
        DROPPED = "dropped", _("已不需要")

    notice = models.ForeignKey(Notice, verbose_name=_("消息"), on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    to = models.CharField(_("地址"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    error = models.CharField(_("原因"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("发送")
        verbose_name_plural = _("发送")
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="delivery_sent_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(state="pending"), name="delivery_waiting"),
            models.Index(fields=["-sent_at", "-id"], name="delivery_unsent_first"),  # as the admin lists them
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.get_state_display()}"
