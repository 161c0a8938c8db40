"""How a response is received in 2022: rated, handled once more where it did not satisfy, its promises kept or not."""

from datetime import date, timedelta

from django.utils import timezone

from proposals.assignment.models import Consultation
from proposals.submission.models import CoSponsor

from . import answering, handling, plan
from .matters import second_rounds

#: every so many-th promise is still not kept
OPEN_EVERY = 7


def rated(world, of, row, round_, now, first):
    """The proposer rates, mostly within the window; ``of``: the plan of the case, ``first``: its first unit."""
    case, hours, dice = of.case, of.case.hours, of.case.dice
    if case.matter.key in (plan.TWICE, *plan.AGAIN):
        return (yield from rated_twice(world, case, row, round_, now))
    days = dice.randint(40, 60) if first and case.has("late_rating") else dice.randint(1, 14)
    now = yield hours.evening(timezone.localdate(now) + timedelta(days=days))
    attitude, comment = ("满意" if dice.random() < 0.85 else "基本满意"), ""
    if first and case.has("changed_mind"):
        answering.rate(world, case, round_, "不满意", now, reason=case.says("doubt"), attitude="基本满意")
        now, comment = (yield hours.awake(now + timedelta(hours=dice.randint(11, 15)))), case.says("eased")
    step = of.verdict if first else "满意"
    answering.rate(world, case, round_, step, now, attitude=attitude, comment=comment)
    yield from _colleagues(world, case, round_, now)
    if dice.random() < 0.15:
        now = yield hours.after(now, dice.randint(8, 30))
        handling.consult(world, case, row, now, stage=Consultation.Stage.AFTER)


def _colleagues(world, case, round_, now):
    """Confirmed co-sponsors now and then add a word."""
    rows = CoSponsor.objects.filter(proposal=case.proposal).confirmed().select_related("user")
    for row in rows:
        if case.dice.random() < 0.3:
            when = yield case.hours.awake(now + timedelta(minutes=case.dice.randint(20, 1200)))
            answering.add_opinion(world, case, round_, row.user, when)


def rated_twice(world, case, row, round_, now):
    """不满意, handled once more, and rated again; for one case in vain, so that a meeting has to be called."""
    story, hours = second_rounds()[case.matter.title], case.hours
    now = yield hours.evening(timezone.localdate(now) + timedelta(days=case.dice.randint(3, 6)))
    answering.rate(world, case, round_, "不满意", now, reason=story["reason"], attitude="基本满意")
    now = yield hours.after(now, 3)  # the round closes after a day, and the re-handling begins
    handling.consult(world, case, row, now)
    now = yield hours.after(now, 9)
    answering.write_again(world, case, row, now)
    now = yield hours.after(now, 1)
    if answering.hand_in(world, row, now):
        now = yield hours.after(now, 1)
        answering.sign_off(world, row, now)
    now = yield hours.after(now, 2)
    round_ = answering.deliver(world, case, row, now, again=True)
    promised(world, case, round_.response)
    now = yield hours.evening(timezone.localdate(now) + timedelta(days=4))
    again = story["again"]
    facts = {"reason": again.get("reason", ""), "comment": again.get("comment", "")}
    answering.rate(world, case, round_, again["step"], now, **facts)
    if "meeting" in story:
        now = yield hours.at_work(date(2022, 9, 22))
        answering.close(world, case, story["meeting"], now)


def promised(world, case, response):
    """Every promise of a planned response has a story of its own, into the following years."""
    if response.response_class.is_planned:
        for commitment in response.commitments.all():
            commitment.response = response
            world.promises += 1
            world.agenda.start(_promise(world, case, commitment, kept=world.promises % OPEN_EVERY))


def _promise(world, case, commitment, kept):
    """Reported on, then kept: in time, a little late, or (``kept`` 0) not yet."""
    hours, dice = case.hours, case.dice
    start = timezone.localdate(commitment.response.delivered_at)
    days = max((commitment.due_on - start).days, 30)
    if days > 90 and dice.random() < 0.6:
        now = yield hours.at_work(start + timedelta(days=int(days * dice.uniform(0.4, 0.7))))
        answering.report_progress(world, case, commitment, "progress", now)
    if kept:
        late = dice.randint(5, 40) if kept == 1 else -dice.randint(1, 25)
        now = yield hours.at_work(max(commitment.due_on + timedelta(days=late), start + timedelta(days=20)))
        return answering.report_progress(world, case, commitment, "fulfilled", now)
    for days in (6, 190):
        now = yield hours.at_work(commitment.due_on + timedelta(days=days))
        answering.report_progress(world, case, commitment, "delayed", now)
