"""Committees and their plenary sessions."""

from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.trail.models import Row


class CommitteeQuerySet(models.QuerySet):
    def home(self):
        """Our own committee, or None before it has been set up."""
        return self.filter(is_home=True).first()


class Committee(Row):
    """A CPPCC committee. One is ours (``is_home``); the others hold imported lists and never enter our figures."""

    name = models.CharField(_("全称"), max_length=60, unique=True)
    short_name = models.CharField(_("简称"), max_length=20)
    city = models.CharField(_("地区"), max_length=40)
    division_code = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    is_home = models.BooleanField(_("本会"), default=False)
    office = models.CharField(_("提案工作机构"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    hours = models.CharField(_("工作时间"), max_length=40, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("政协委员会")
        verbose_name_plural = _("政协委员会")
        constraints = [
            models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="one_home_committee"),
        ]

    def __str__(self):
        return self.name


class SessionQuerySet(models.QuerySet):
    def current(self, committee):
        """The newest session of the committee: what is written now belongs to it."""
        return self.filter(committee=committee).order_by("-year", "-number").first()

    def at(self, committee, moment):
        """The session something submitted at ``moment`` belongs to: the newest whose call had opened by then."""
        opened = Q(call_opens_at=None) | Q(call_opens_at__lte=moment)
        return self.filter(opened, committee=committee).order_by("-year", "-number").first()

    def newest_first(self, committee):
        return self.filter(committee=committee).order_by("-year", "-number")


@pghistory.track()
class PlenarySession(Row):
    """届次: a plenary session. What is submitted from the opening of the call to the cut-off is a plenary proposal
    (大会提案); everything later is inter-session (平时提案) and continues the same case numbers."""

    class NumberOrder(models.TextChoices):
        KEY_TOPIC = "key_topic", _("重点提案在前，再按内容分类，再按提交先后")
        SUBMITTED = "submitted", _("按提交先后")

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    term = models.PositiveSmallIntegerField(_("届"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("次"), null=True, blank=True)
    title = models.CharField(_("名称"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年度"))
    call_opens_at = models.DateTimeField(_("征集开始"), null=True, blank=True)
    cutoff_at = models.DateTimeField(_("大会提案截止"), null=True, blank=True)
    sits_from = models.DateField(_("会期开始"), null=True, blank=True)
    sits_to = models.DateField(_("会期结束"), null=True, blank=True)
    invitation_hours = models.PositiveSmallIntegerField(_("联名邀请有效小时"), default=24)
    invitation_hours_sitting = models.PositiveSmallIntegerField(_("会期内联名邀请有效小时"), default=3)
    number_prefix = models.CharField(_("案号前缀"), max_length=10, blank=True)
    number_width = models.PositiveSmallIntegerField(_("案号位数"), default=4)
    number_order = models.CharField(
        _("锁定前的排号"), max_length=10, choices=NumberOrder.choices, default=NumberOrder.KEY_TOPIC
    )
    numbers_locked_at = models.DateTimeField(_("案号锁定时间"), null=True, blank=True, editable=False)
    numbers_locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("案号锁定人"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    review_steps = models.PositiveSmallIntegerField(
        _("审查步骤"), default=1, choices=[(1, _("一步审查")), (2, _("初审和复审"))]
    )
    title_limit = models.PositiveSmallIntegerField(_("案由字数上限"), default=50)
    part_limit = models.PositiveSmallIntegerField(_("各部分字数上限"), default=3000)
    recommended_length = models.PositiveSmallIntegerField(_("建议总字数"), default=2000)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("届次")
        verbose_name_plural = _("届次")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "title"], name="session_title_once"),
            models.CheckConstraint(
                condition=Q(call_opens_at=None) | Q(cutoff_at=None) | Q(cutoff_at__gt=models.F("call_opens_at")),
                name="session_cutoff_after_call",
            ),
            models.CheckConstraint(
                condition=Q(numbers_locked_at=None, numbers_locked_by=None)
                | Q(numbers_locked_at__isnull=False, numbers_locked_by__isnull=False),
                name="numbers_locked_whole",
            ),
            models.CheckConstraint(condition=Q(review_steps__in=[1, 2]), name="one_or_two_review_steps"),
        ]
        # few rows, but from it the planner learns that the newest session's proposals are the first of the list
        indexes = [models.Index(fields=["-year", "-number"], name="session_newest")]

    def __str__(self):
        return self.title

    def is_plenary_at(self, moment):
        """Whether something submitted at ``moment`` is a plenary proposal."""
        opened = self.call_opens_at is None or self.call_opens_at <= moment
        return bool(self.cutoff_at and opened and moment <= self.cutoff_at)

    def invitation_expiry(self, now):
        """When an invitation to co-sponsor sent at ``now`` runs out: sooner while the plenary sits."""
        sits = self.sits_from and self.sits_to and self.sits_from <= timezone.localdate(now) <= self.sits_to
        return now + timedelta(hours=self.invitation_hours_sitting if sits else self.invitation_hours)

    def case_number(self, seq):
        """The printed case number, as the session formats it."""
        return f"{self.number_prefix}{seq:0{self.number_width}d}"
