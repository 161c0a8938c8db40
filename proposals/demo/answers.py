"""How a unit comes to its answer in 2022; generators as in ``stories.py``."""

from datetime import date, timedelta

from django.utils import timezone

from proposals import deadlines
from proposals.assignment.models import Assignment
from proposals.duties.models import Duty

from . import answering, handling
from .feedback import promised, rated


def answering_unit(world, of, row, rows):
    """From the first consultation to the delivered response and beyond. ``of``: the plan of the case."""
    case = of.case
    due = Duty.objects.open().get(kind=Duty.Kind.RESPOND, subject=row.pk).due_on
    if not of.verdict:
        return (yield from unanswered(world, case, row, due))
    first = row.pk == rows[0].pk
    start = _start(case, row, due)
    if first and (case.has("extended") or case.has("extension_refused")):
        start = yield from extension(world, case, row, due, start)
    if first and case.has("late"):
        start = yield from late(world, case, row, due)
    now = yield case.hours.at_work(start)
    now = yield from opinions_in(world, case, row, rows, now)
    now = yield from drafted(world, case, row, now, first)
    now = yield case.hours.after(now, case.dice.randint(1, 2))
    round_ = answering.deliver(world, case, row, now)
    promised(world, case, round_.response)
    yield from rated(world, of, row, round_, now, first)


def _start(case, row, due):
    """The day the draft is begun: when what it tells of has happened, and early enough to be in time."""
    handed = timezone.localdate(row.handed_over_at)
    share = case.dice.uniform(0.45, 0.8)
    told = date(due.year, case.matter.latest_month or 1, 22)
    again = case.has("check_back") or case.has("sign_off_refused")
    last = due - timedelta(days=23 if again else 15)
    return min(max(handed + timedelta(days=int((due - handed).days * share)), told), last)


def unanswered(world, case, row, due):
    """The one that nobody answered, for all the urging."""
    for which, days in ((0, -5), (1, 8), (1, 61)):
        now = yield case.hours.at_work(due + timedelta(days=days))
        handling.urge(world, case, row, now, which=which)


def late(world, case, row, due):
    """Urged when the date has passed; return the day the draft is begun at last."""
    now = yield case.hours.at_work(due + timedelta(days=case.dice.randint(1, 4)))
    handling.urge(world, case, row, now, which=1)
    return timezone.localdate(now) + timedelta(days=case.dice.randint(1, 20))


def extension(world, case, row, due, start):
    """Asked in good time; return the day the draft is begun."""
    now = yield case.hours.at_work(due - timedelta(days=case.dice.randint(14, 22)))
    until = deadlines.next_working_day(due + timedelta(days=case.dice.randint(20, 28)), world.calendar)
    handling.ask_extension(world, case, row, until, now)
    now = yield case.hours.after(now, case.dice.randint(1, 2))
    handling.decide_extension(world, case, row, now)
    if case.has("extension_refused"):
        return timezone.localdate(now) + timedelta(days=1)
    return until - timedelta(days=case.dice.randint(14, 17))


def opinions_in(world, case, row, rows, now):
    """Wait for the co-handlers' opinions, or be let off waiting."""
    if case.has("waived") and len(rows) > 1:
        for silent in rows[1:]:
            handling.urge(world, case, silent, now, which=3)
        now = yield case.hours.after(now, 5)
        handling.waive(world, case, row, now)
        return (yield case.hours.after(now, 1))
    while Assignment.objects.get(pk=row.pk).missing_opinions().exists():
        now = yield case.hours.after(now, 1)
    return now


def drafted(world, case, row, now, first):
    """Written over a day or two, signed off, sent to checking; return the moment."""
    hours, dice = case.hours, case.dice
    if dice.random() < 0.4:
        answering.write(world, case, row, now, whole=False)
        now = yield hours.after(now, 1)
    answering.write(world, case, row, now)
    now = yield hours.after(now, dice.randint(0, 1))
    if answering.hand_in(world, row, now):
        now = yield hours.after(now, 1)
        if first and case.has("sign_off_refused"):
            answering.refuse_sign_off(world, case, row, now)
            now = yield from _revised(world, case, row, now)
        answering.sign_off(world, row, now)
    if first and case.has("check_back"):
        now = yield hours.after(now, 2)
        answering.send_back(world, case, row, now)
        now = yield from _revised(world, case, row, now)
        if world.leader(row):
            answering.sign_off(world, row, now)
    return now


def _revised(world, case, row, now):
    now = yield case.hours.after(now, 1)
    answering.revise(world, case, row, now)
    now = yield now + timedelta(minutes=25)
    if answering.hand_in(world, row, now):
        now = yield case.hours.after(now, 1)
    return now
