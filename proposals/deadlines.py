"""When it is due: limits, working days, due dates, stages and reminder points. Plain Python; no clock, no table.

Dates are calendar dates of Asia/Shanghai; a duty is due until the end of its day (24:00). Source of the defaults
and of the arithmetic: the committee's work rules as written in ``docs/rules.md`` (deadlines and calendar).
"""

import calendar as _calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


class Step(StrEnum):
    """What a limit is for; the values are the words of ``manage.py due --step``."""

    RETURN = "return"
    DECIDE = "decide"
    CONSULT = "consult"
    OPINION = "opinion"
    RESPONSE = "response"
    CHECK = "check"
    EXTENSION = "extension"
    CAP = "cap"
    RATING = "rating"
    REHANDLE = "rehandle"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Limit:
    """``n`` units after the start day, or the fixed day (month, day) of the start's year while it lies ahead.

    ``roll``: a due day that is a rest day moves to the next working day.
    """

    n: int
    unit: Unit
    fixed: tuple[int, int] | None = None
    roll: bool = True


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday, less ``off`` (holidays), plus ``on`` (make-up working days).

    ``known`` lists the years whose official notice is entered; dates outside are weekends only (provisional).
    ``version`` is stored with every due date that was counted with this calendar.
    """

    off: frozenset = frozenset()
    on: frozenset = frozenset()
    known: frozenset = field(default_factory=frozenset)
    version: int = 0

    def is_working_day(self, day):
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def is_provisional(self, day):
        """The year of ``day`` has no official notice yet: the date may still move."""
        return day.year not in self.known


#: defaults of the policy; a session may replace each of them
DEFAULT_LIMITS = {
    Step.RETURN: Limit(5, Unit.WORKING_DAYS),
    Step.DECIDE: Limit(3, Unit.WORKING_DAYS),
    Step.CONSULT: Limit(15, Unit.WORKING_DAYS),
    Step.OPINION: Limit(1, Unit.MONTHS),
    Step.RESPONSE: Limit(3, Unit.MONTHS),
    Step.CHECK: Limit(5, Unit.WORKING_DAYS),
    Step.EXTENSION: Limit(3, Unit.WORKING_DAYS),
    Step.CAP: Limit(6, Unit.MONTHS),
    Step.RATING: Limit(15, Unit.WORKING_DAYS),
    Step.REHANDLE: Limit(1, Unit.MONTHS),
    Step.PUBLISH: Limit(15, Unit.DAYS),
}

#: days before (-) and after (+) a due date on which its holder is reminded, then every so many days
REMINDER_POINTS = (-30, -7, -1, 0, 1)
REMIND_AGAIN_EVERY = 7
#: a promise may stay open for years: once a month is enough not to drown what is new
REMIND_OF_PROMISE_EVERY = 30


def add_working_days(start, n, calendar):
    """The n-th working day after ``start``; the start day does not count. n >= 0."""
    day = start
    while n > 0:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            n -= 1
    return day


def add_months(start, n):
    """The corresponding day n months later, or that month's last day if there is none."""
    month = start.month - 1 + n
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, _calendar.monthrange(year, month)[1]))


def next_working_day(day, calendar):
    """``day`` itself if worked, else the first working day after it."""
    return day if calendar.is_working_day(day) else add_working_days(day, 1, calendar)


def previous_working_day(day, calendar):
    """``day`` itself if worked, else the last working day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _fixed_day(limit, start):
    """The fixed day of the start's year if it is still ahead; a past one gives way to the relative limit."""
    if limit.fixed is None:
        return None
    month, day = limit.fixed
    fixed = date(start.year, month, min(day, _calendar.monthrange(start.year, month)[1]))
    return fixed if fixed > start else None


def due_on(limit, start, calendar):
    """The day a duty that starts on ``start`` is due; on that day until 24:00 it is still on time."""
    day = _fixed_day(limit, start)
    if day is None:
        if limit.unit == Unit.WORKING_DAYS:
            return add_working_days(start, limit.n, calendar)
        day = add_months(start, limit.n) if limit.unit == Unit.MONTHS else start + timedelta(days=limit.n)
    return next_working_day(day, calendar) if limit.roll else day


def days_late(due, on):
    """Calendar days past the due date; 0 while on time."""
    return max((on - due).days, 0)


def working_days_left(due, today, calendar):
    """Working days from tomorrow up to and including the due day; 0 on it and after."""
    days = ((due - today).days, 0)
    return sum(calendar.is_working_day(today + timedelta(days=i)) for i in range(1, max(days) + 1))


def send_day(due, point, calendar):
    """The day a reminder point is sent: points count calendar days; one before the due date that falls on a rest
    day is sent on the working day before it, one on or after it on the next working day."""
    day = due + timedelta(days=point)
    return previous_working_day(day, calendar) if point < 0 else next_working_day(day, calendar)


def reminder_point(due, today, calendar, *, start=date.min, points=REMINDER_POINTS, every=REMIND_AGAIN_EVERY):
    """The latest point that has been reached by ``today`` (days relative to ``due``), or None.

    Only the latest one matters: after an outage the earlier ones are not sent any more. Points up to the day the
    duty began (``start``) are none: on that day its holder has just been told.
    """
    last = max(points)
    extra = range(last + every, (today - due).days + 1, every) if every else ()
    reached = [point for point in (*points, *extra) if start < send_day(due, point, calendar) <= today]
    return max(reached, default=None)
