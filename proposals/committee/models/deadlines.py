"""Deadline policy of a session, and the working calendar."""

from contextlib import contextmanager
from contextvars import ContextVar

import pghistory
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from proposals import deadlines
from proposals.trail.models import Row

from .sessions import PlenarySession

UNIT_WORDS = {
    deadlines.Unit.WORKING_DAYS: "%(n)s个工作日",
    deadlines.Unit.DAYS: "%(n)s日",
    deadlines.Unit.MONTHS: "%(n)s个月",
}


def limit_words(limit):
    """A limit as people write it."""
    if limit.fixed:
        return str(_("%(month)s月%(day)s日前") % {"month": limit.fixed[0], "day": limit.fixed[1]})
    return str(_(UNIT_WORDS[limit.unit]) % {"n": limit.n})


class PolicyQuerySet(models.QuerySet):
    def limit(self, session, step, *, is_plenary=True):
        """The limit in force: the session's own row for this kind, else for both kinds, else the default."""
        return self.filter(step=step).limits(session, is_plenary=is_plenary)[deadlines.Step(step)]

    def limits(self, session, *, is_plenary=True):
        """{step: the limit in force} of all steps; one query."""
        kinds = [DeadlinePolicy.Kind.BOTH, DeadlinePolicy.Kind.PLENARY if is_plenary else DeadlinePolicy.Kind.INTER]
        rows = sorted(self.filter(session=session, kind__in=kinds), key=lambda row: kinds.index(row.kind))
        return {**deadlines.DEFAULT_LIMITS, **{deadlines.Step(row.step): row.limit for row in rows}}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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
    def words(self):
        return limit_words(self.limit)

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

    def layers(self, division_code):
        """[(division code, how many days it has)] of the regional layers that reach this division."""
        codes = [division_code[:2] + "0000", division_code] if division_code else []
        rows = self.filter(division_code__in=codes).order_by("division_code").values_list("division_code")
        return list(rows.annotate(models.Count("pk")))

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
