"""How one proposal goes its way in 2022: generators that say when the next visit is (see ``agenda.py``)."""

from datetime import timedelta

from django.utils import timezone

from proposals.assignment import actions as assignment

from . import handling, writing
from .answers import answering_unit
from .plan import Plan
from .world import Case, World


def proposal(world: World, plan: Plan):
    """From the first draft to the hand-over; every assignment then goes on by itself."""
    case, hours = plan.case, plan.case.hours
    yield from written(case, world, plan.submit_at)
    now = yield from sent_back(world, case, plan.submit_at)
    if plan.stage == "submitted":
        return (yield from withdrawn(world, case, (yield hours.after(now, 4))))
    now = yield hours.at_work(plan.decide_on)
    opinion = plan.outcome == "opinion" or plan.stage == "opinion"
    (writing.pass_on if opinion else writing.register)(world, case, now)
    if plan.stage in ("registered", "opinion"):
        return (yield from withdrawn(world, case, (yield hours.after(now, 3))))
    if case.has("refused_withdrawal"):
        writing.ask_withdrawal(case, (yield hours.after(now, 2)))
        writing.refuse_withdrawal(world, case, (yield hours.after(now, 4)))
    now = yield hours.at_work(plan.hand_on)
    rows = handling.hand_over(world, case, now)
    for row in rows:
        world.agenda.start(assignment_story(world, plan, row, rows))
    if case.has("instructed"):
        writing.instruct(world, case, (yield hours.after(now, case.dice.randint(2, 12))))
    if plan.stage == "handed_over":
        yield from withdrawn(world, case, (yield hours.after(now, 6)))


def written(case: Case, world, submit_at):
    """Drafting, in one go or in two, inviting co-sponsors in time, and submitting."""
    dice, hours = case.dice, case.hours
    days = dice.randint(3, 9)
    early = hours.evening(timezone.localdate(submit_at) - timedelta(days=days))
    whole = dice.random() < 0.5
    now = yield early
    writing.draft(world, case, now, whole=whole)
    if not whole:
        writing.finish(world, case, (yield now + timedelta(minutes=dice.randint(30, 900))))
    if case.cosponsors:
        wanted = max(submit_at - timedelta(hours=dice.randint(26, 40)), now + timedelta(hours=16))
        now = yield hours.awake(wanted)
        for when, row, verdict in writing.invite(case, now):
            writing.answer(case, row, verdict, (yield when))
    writing.submit(case, (yield submit_at))


def sent_back(world, case, now):
    """Sent back for a change and submitted again; return the moment of the last submission."""
    if not case.has("sent_back"):
        return now
    now = yield case.hours.after(now, case.dice.randint(1, 2))
    writing.send_back(world, case, now)
    day = timezone.localdate(now) + timedelta(days=case.dice.randint(1, 3))
    now = yield case.hours.evening(day)
    writing.add_what_was_asked(case, now)
    now = yield now + timedelta(minutes=case.dice.randint(4, 40))
    writing.submit(case, now)
    return now


def withdrawn(world, case, now):
    """Asked for and granted."""
    writing.ask_withdrawal(case, now)
    now = yield case.hours.after(now, case.dice.randint(1, 3))
    reviewer = world.cast.staff["reviewer"]
    assignment.withdraw(case.proposal, by=reviewer, note=case.says("withdraw_ok"), now=now)


def assignment_story(world, plan, row, rows):
    """One unit's share: accepted or returned, talked over, then an opinion or a response."""
    case, hours, dice = plan.case, plan.case.hours, plan.case.dice
    handed = timezone.localtime(row.handed_over_at)
    first = row.pk == rows[0].pk
    if first and case.has("returned") and row.replaces_id is None:
        return (yield from returned(world, plan, row, rows))
    now = yield hours.after(handed, dice.randint(0, 3))
    if first and case.has("return_refused"):
        handling.ask_return(world, case, row, now)
        handling.refuse_return(world, case, row, (yield hours.after(now, 2)))
        now = yield hours.after(now, 4)
    handling.accept(world, row, now)
    if plan.stage == "handed_over":
        return
    if not row.answers:
        return (yield from opinion(world, case, row, now))
    if plan.verdict:
        now = yield hours.after(now, dice.randint(2, 7))
        handling.consult(world, case, row, now)
    yield from answering_unit(world, plan, row, rows)


def returned(world, plan, row, rows):
    """Not ours: returned, approved, and on another day handed to the right unit."""
    case, hours = plan.case, plan.case.hours
    now = yield hours.after(timezone.localtime(row.handed_over_at), case.dice.randint(2, 4))
    handling.ask_return(world, case, row, now)
    now = yield hours.after(now, case.dice.randint(1, 2))
    handling.approve_return(world, case, row, now)
    now = yield hours.after(now, case.dice.randint(1, 3))
    rows[0] = handling.reassign(world, case, row, now)
    world.agenda.start(assignment_story(world, plan, rows[0], rows))


def opinion(world, case, row, now):
    """A co-handler gives its opinion, mostly in time; a silent one only after the lead was let off waiting."""
    hours, dice = case.hours, case.dice
    if dice.random() < 0.12:
        now = yield hours.after(now, 3)
        handling.consult(world, case, row, now)
    if case.has("waived"):
        return handling.give_opinion(world, case, row, (yield hours.after(now, 112)))
    late = dice.random() < 0.08
    now = yield hours.after(now, dice.randint(24, 30) if late else dice.randint(4, 16))
    handling.give_opinion(world, case, row, now)
