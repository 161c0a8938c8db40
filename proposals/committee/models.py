"""The committee's own settings: sessions, deadline policy, calendar, topics and dictionaries."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals import deadlines
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
        ]

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


class PolicyQuerySet(models.QuerySet):
    def limit(self, session, step, *, is_plenary=True):
        """The limit in force: the session's own row for this kind, else for both kinds, else the default."""
        kinds = [DeadlinePolicy.Kind.PLENARY if is_plenary else DeadlinePolicy.Kind.INTER, DeadlinePolicy.Kind.BOTH]
        rows = {row.kind: row for row in self.filter(session=session, step=step, kind__in=kinds)}
        for kind in kinds:
            if kind in rows:
                return rows[kind].limit
        return deadlines.DEFAULT_LIMITS[deadlines.Step(step)]


@pghistory.track()
class DeadlinePolicy(Row):
    """One limit of one session that differs from the default (``deadlines.DEFAULT_LIMITS``)."""

    class Kind(models.TextChoices):
        BOTH = "both", _("全部")
        PLENARY = "plenary", _("大会提案")
        INTER = "inter", _("平时提案")

    class StepName(models.TextChoices):
        RETURN = deadlines.Step.RETURN.value, _("退回")
        DECIDE = deadlines.Step.DECIDE.value, _("退回审定")
        CONSULT = deadlines.Step.CONSULT.value, _("首次沟通")
        OPINION = deadlines.Step.OPINION.value, _("会办意见")
        RESPONSE = deadlines.Step.RESPONSE.value, _("答复")
        CHECK = deadlines.Step.CHECK.value, _("核查")
        EXTENSION = deadlines.Step.EXTENSION.value, _("延期审定")
        CAP = deadlines.Step.CAP.value, _("最长延期")
        RATING = deadlines.Step.RATING.value, _("评议")
        REHANDLE = deadlines.Step.REHANDLE.value, _("重新办理")
        PUBLISH = deadlines.Step.PUBLISH.value, _("公开")

    class UnitName(models.TextChoices):
        WORKING_DAYS = deadlines.Unit.WORKING_DAYS.value, _("工作日")
        DAYS = deadlines.Unit.DAYS.value, _("日")
        MONTHS = deadlines.Unit.MONTHS.value, _("个月")

    session = models.ForeignKey(
        PlenarySession, verbose_name=_("届次"), on_delete=models.CASCADE, related_name="policies"
    )
    step = models.CharField(_("环节"), max_length=12, choices=StepName.choices)
    kind = models.CharField(_("适用"), max_length=8, choices=Kind.choices, default=Kind.BOTH)
    n = models.PositiveSmallIntegerField(_("期限"))
    unit = models.CharField(_("单位"), max_length=12, choices=UnitName.choices)
    fixed_month = models.PositiveSmallIntegerField(_("固定日期：月"), null=True, blank=True)
    fixed_day = models.PositiveSmallIntegerField(_("固定日期：日"), null=True, blank=True)
    roll = models.BooleanField(_("遇休息日顺延"), default=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限规定")
        verbose_name_plural = _("期限规定")
        constraints = [
            models.UniqueConstraint(fields=["session", "step", "kind"], name="policy_step_once"),
            models.CheckConstraint(
                condition=Q(fixed_month=None, fixed_day=None)
                | Q(
                    fixed_month__range=(1, 12),
                    fixed_day__range=(1, 31),
                    fixed_month__isnull=False,
                    fixed_day__isnull=False,
                ),
                name="policy_fixed_date_whole",
            ),
        ]

    def __str__(self):
        return f"{self.session} {self.get_step_display()}"

    @property
    def limit(self):
        fixed = (self.fixed_month, self.fixed_day) if self.fixed_month else None
        return deadlines.Limit(self.n, deadlines.Unit(self.unit), fixed, self.roll)


_kept_calendars = ContextVar("kept_calendars", default=None)


@contextmanager
def calendars_kept():
    """Within this block a calendar is read once: for work that counts thousands of dates and enters no holiday."""
    token = _kept_calendars.set({})
    try:
        yield
    finally:
        _kept_calendars.reset(token)


class CalendarQuerySet(models.QuerySet):
    def calendar(self, division_code=""):
        """The working calendar of a division: the national layer, then its province, then its own; a later layer
        overrides an earlier one day by day (540200 inherits 540000 inherits the national layer)."""
        kept = _kept_calendars.get()
        if kept is None:
            return self._calendar(division_code)
        if division_code not in kept:
            kept[division_code] = self._calendar(division_code)
        return kept[division_code]

    def _calendar(self, division_code):
        layers = ["", *dict.fromkeys((division_code[:2] + "0000", division_code))] if division_code else [""]
        rows = list(self.filter(division_code__in=layers).values_list("division_code", "date", "is_workday", "version"))
        days = {}
        for layer in layers:
            days.update({day: worked for code, day, worked, _version in rows if code == layer})
        known = frozenset(day.year for code, day, _worked, _version in rows if not code)
        return deadlines.Calendar(
            off=frozenset(day for day, worked in days.items() if not worked),
            on=frozenset(day for day, worked in days.items() if worked),
            known=known,
            version=max((row[3] for row in rows), default=0),
        )

    def next_version(self):
        return (self.aggregate(last=Max("version"))["last"] or 0) + 1


@pghistory.track()
class CalendarDay(Row):
    """A day that differs from the week: a holiday or a make-up working day, of one layer (division code)."""

    division_code = models.CharField(_("行政区划代码"), max_length=6, blank=True, help_text=_("空为全国"))
    date = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=30, blank=True)
    source = models.CharField(_("依据"), max_length=100, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历日")
        verbose_name_plural = _("工作日历")
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["division_code", "date"], name="calendar_day_once")]

    def __str__(self):
        return f"{self.date} {self.name}"


class Entry(Row):
    """Base of the dictionaries: an ordered, switchable word of one committee."""

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class EntryQuerySet(models.QuerySet):
    def in_use(self, committee):
        return self.filter(committee=committee, is_active=True).order_by("order", "name")


@pghistory.track()
class Topic(Entry):
    """内容分类."""

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("内容分类")
        verbose_name_plural = _("内容分类")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="topic_once")]


@pghistory.track()
class Theme(Entry):
    """主题标签 of a year."""

    year = models.PositiveSmallIntegerField(_("年度"))

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("主题标签")
        verbose_name_plural = _("主题标签")
        constraints = [models.UniqueConstraint(fields=["committee", "year", "name"], name="theme_once")]


@pghistory.track()
class DeclineReason(Entry):
    """不予立案的情形."""

    name = models.CharField(_("情形"), max_length=120)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("不予立案情形")
        verbose_name_plural = _("不予立案情形")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="decline_reason_once")]


class ResponseClassQuerySet(EntryQuerySet):
    def of_session(self, session):
        """The classes of the session's year: an old year keeps its own wording."""
        return self.in_use(session.committee_id).filter(year=session.year)


@pghistory.track()
class ResponseClass(Entry):
    """办理结果分类 of a year: the same letter means different things in different cities and years."""

    class Meaning(models.TextChoices):
        RESOLVED = "resolved", _("已经解决")
        PLANNED = "planned", _("列入计划")
        REFERENCE = "reference", _("留作参考")
        OTHER = "other", _("其他")

    year = models.PositiveSmallIntegerField(_("年度"))
    letter = models.CharField(_("字母"), max_length=4)
    meaning = models.CharField(_("含义"), max_length=10, choices=Meaning.choices)

    objects = ResponseClassQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("办理结果分类")
        verbose_name_plural = _("办理结果分类")
        constraints = [models.UniqueConstraint(fields=["committee", "year", "letter"], name="response_class_once")]

    def __str__(self):
        return f"{self.letter} {self.name}"

    @property
    def is_planned(self):
        return self.meaning == self.Meaning.PLANNED


@pghistory.track()
class RatingStep(Entry):
    """One step of the rating scale, and what it counts as."""

    class Counts(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        BASICALLY = "basically", _("基本满意")
        DISSATISFIED = "dissatisfied", _("不满意")
        OTHER = "other", _("其他意见")

    counts_as = models.CharField(_("计为"), max_length=12, choices=Counts.choices)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("评议等次")
        verbose_name_plural = _("评议等次")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="rating_step_once")]

    @property
    def is_dissatisfied(self):
        return self.counts_as == self.Counts.DISSATISFIED
