"""What waits for whom until when. The only place a due date is stored."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proposals.notices.models import Notice
from proposals.trail.models import Row


class DutyQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None, void_at=None)

    def of(self, user):
        """What is this person's in the active role."""
        return self.filter(holder__in=user.holder_keys())

    def overdue(self, on):
        """Open and past the due day (calendar days of Asia/Shanghai)."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, on, days):
        return self.open().filter(due_on__range=(on, on + timedelta(days=days)))

    def of_case(self, case):
        return self.filter(case=case).order_by("created_at")

    def of_cases(self, cases):
        """{case: its duties, the most urgent first}; one query."""
        found = {}
        for duty in self.filter(case__in=list(cases)).most_urgent_first():
            found.setdefault(duty.case, []).append(duty)
        return found

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def counts_by_kind(self):
        """{kind: how many}."""
        return dict(self.order_by().values_list("kind").annotate(n=models.Count("pk")))

    def most_urgent_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "created_at")

    def ended(self):
        return self.exclude(done_at=None, void_at=None)

    def held_by(self, *holders):
        return self.filter(holder__in=holders)

    def latest(self, kind, subject):
        """The newest duty of this kind on this subject, whatever became of it, or None."""
        return self.filter(kind=kind, subject=subject, void_at=None).order_by("-created_at").first()


class Duty(Row):
    """One thing one holder has to do. ``due_on`` is due until 24:00 Asia/Shanghai; None: no limit.

    ``rule``, ``start_on`` and ``calendar_version`` say how the date was counted. Opened and closed by actions, in
    their transaction. ``holder`` is a holder key (``accounts.User.holder_keys``); ``title`` and ``path`` let every
    list show the duty and lead to the one act that ends it.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("确认联名")
        REVISE = "revise", _("修改提案")
        REVIEW = "review", _("审查")
        DECIDE_WITHDRAWAL = "decide_withdrawal", _("审定撤案申请")
        HAND_OVER = "hand_over", _("交办")
        REASSIGN = "reassign", _("改派")
        ACCEPT = "accept", _("签收")
        DECIDE_RETURN = "decide_return", _("审定退回申请")
        DECIDE_EXTENSION = "decide_extension", _("审定延期申请")
        CONSULT = "consult", _("首次沟通")
        OPINION = "opinion", _("提会办意见")
        RESPOND = "respond", _("答复")
        REHANDLE = "rehandle", _("重新答复")
        SIGN_OFF = "sign_off", _("审签答复")
        CHECK = "check", _("核查答复")
        RATE = "rate", _("评议")
        MEET = "meet", _("会商办结")
        PROMISE = "promise", _("兑现承诺")

    kind = models.CharField(_("事项"), max_length=20, choices=Kind.choices)
    case = models.UUIDField(_("提案"))
    subject = models.UUIDField(_("对象"))
    holder = models.CharField(_("责任方"), max_length=90)
    title = models.CharField(_("标题"), max_length=120)
    path = models.CharField(max_length=200)
    start_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("期限"), null=True, blank=True)
    rule = models.CharField(_("规则"), max_length=80, blank=True)
    calendar_version = models.PositiveIntegerField(_("日历版本"), default=0)
    created_at = models.DateTimeField(_("产生时间"))
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    void_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办")
        verbose_name_plural = _("待办")
        ordering = [F("due_on").asc(nulls_last=True), "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "holder"],
                condition=Q(done_at=None, void_at=None),
                name="one_open_duty_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(void_at=None), name="duty_done_or_void"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("start_on")), name="duty_due_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "due_on"], condition=Q(done_at=None, void_at=None), name="duty_open_of_holder"
            ),
            models.Index(fields=["due_on"], condition=Q(done_at=None, void_at=None), name="duty_open_due"),
            models.Index(fields=["case"]),
            models.Index(fields=["subject", "kind"]),
        ]

    def __str__(self):
        """Without the title of the case, which not everybody who looks after duties may read."""
        return f"{self.get_kind_display()} {self.due_on or ''}".strip()

    @property
    def is_open(self):
        return self.done_at is None and self.void_at is None


class Reminder(Row):
    """A point before or after a due date that has been reached and told to one person: the row is the claim."""

    duty = models.ForeignKey(Duty, verbose_name=_("待办"), on_delete=models.PROTECT, related_name="reminders")
    point = models.SmallIntegerField(_("提醒点（天）"))
    due_on = models.DateField(_("期限"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="+"
    )
    notice = models.ForeignKey(Notice, verbose_name=_("消息"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        constraints = [
            models.UniqueConstraint(fields=["duty", "point", "due_on", "recipient"], name="reminded_once"),
        ]

    def __str__(self):
        return f"{self.duty} {self.point}"
