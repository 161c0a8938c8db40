"""The ways of the running session, each up to where it stands today. ``ago``, ``hand``: days before today."""

from datetime import timedelta

from django.utils import timezone

from . import answering, handling, writing
from .matters import second_rounds


def _evening(case, now, ago):
    return case.hours.evening(timezone.localdate(now) - timedelta(days=ago))


def drafting(world, case, now, *, ago):
    """Begun, not finished."""
    writing.draft(world, case, (yield _evening(case, now, ago)), whole=False)


def inviting(world, case, now, *, ago):
    """Finished but for the co-sponsors, of whom some have not answered."""
    writing.draft(world, case, (yield _evening(case, now, ago + 2)))
    when = yield min(_evening(case, now, ago), now - timedelta(hours=9))
    for answered, row, verdict in writing.invite(case, when):
        writing.answer(case, row, verdict, (yield min(answered, now - timedelta(hours=1))))


def _submitted(world, case, now, ago):
    writing.draft(world, case, (yield _evening(case, now, ago + 4)))
    if case.cosponsors:
        for when, row, verdict in writing.invite(case, (yield _evening(case, now, ago + 3))):
            writing.answer(case, row, verdict, (yield when))
    writing.submit(case, (yield _evening(case, now, ago)))


def under_review(world, case, now, *, ago):
    yield from _submitted(world, case, now, ago)


def asking_withdrawal(world, case, now, *, ago):
    yield from _submitted(world, case, now, ago)
    writing.ask_withdrawal(case, (yield _evening(case, now, ago - 4)))


def sent_back(world, case, now, *, ago):
    yield from _submitted(world, case, now, ago)
    writing.send_back(world, case, (yield case.hours.before(now, ago - 3)))


def declined(world, case, now, *, ago):
    yield from _submitted(world, case, now, ago)
    writing.decline(world, case, (yield case.hours.before(now, ago - 6)))


def registered(world, case, now, *, ago):
    """Registered, or passed on as an opinion, and waiting to be handed over."""
    yield from _submitted(world, case, now, ago + 6)
    act = writing.pass_on if case.has("opinion") else writing.register
    act(world, case, (yield case.hours.before(now, ago)))


def merged(world, case, now, *, ago, into):
    yield from _submitted(world, case, now, ago + 9)
    writing.merge(world, case, world.cases[into], (yield case.hours.before(now, ago)))


def _handed(world, case, now, hand):
    """Registered and handed over; the plenary ones were submitted a month before. Return the assignments."""
    early = hand > 75
    yield from _submitted(world, case, now, hand + (35 if early else 14))
    writing.register(world, case, (yield case.hours.before(now, hand + (12 if early else 5))))
    return handling.hand_over(world, case, (yield case.hours.before(now, hand)))


def pending(world, case, now, *, hand):
    yield from _handed(world, case, now, hand)


def return_asked(world, case, now, *, hand):
    rows = yield from _handed(world, case, now, hand)
    handling.ask_return(world, case, rows[0], (yield case.hours.before(now, hand - 2)))
    return rows[0]


def awaiting_reassignment(world, case, now, *, hand):
    row = yield from return_asked(world, case, now, hand=hand)
    handling.approve_return(world, case, row, (yield case.hours.before(now, hand - 5)))


def working(world, case, now, *, hand, opinions=True, draft=False, urged=0):
    """Accepted by all, talked over; ``opinions``: the co-handlers have spoken; ``draft``: the lead has begun."""
    rows = yield from _handed(world, case, now, hand)
    hours = case.hours
    for row in rows:
        handling.accept(world, row, (yield hours.before(now, hand - 2)))
    handling.consult(world, case, rows[0], (yield hours.before(now, hand - 12)))
    for row in rows[1:] if opinions else []:
        handling.give_opinion(world, case, row, (yield hours.before(now, hand - 20)))
    if draft:
        answering.write(world, case, rows[0], (yield hours.before(now, 4)), whole=False)
    if urged:
        handling.urge(world, case, rows[0], (yield hours.before(now, urged)), which=1)
    return rows


def asking_extension(world, case, now, *, hand):
    rows = yield from working(world, case, now, hand=hand)
    when = yield case.hours.before(now, 1)
    until = timezone.localdate(now) + timedelta(days=50)
    handling.ask_extension(world, case, rows[0], until, when)


def _handed_in(world, case, now, hand, ago):
    """The response is written and leaves the officer's desk; return whether the leader has to sign, and the rows."""
    rows = yield from working(world, case, now, hand=hand)
    answering.write(world, case, rows[0], (yield case.hours.before(now, ago + 2)))
    signing_is_next = answering.hand_in(world, rows[0], (yield case.hours.before(now, ago)))
    return signing_is_next, rows


def signing(world, case, now, *, hand):
    yield from _handed_in(world, case, now, hand, 1)


def checking(world, case, now, *, hand, ago=2):
    """At the coordinator's desk."""
    unsigned, rows = yield from _handed_in(world, case, now, hand, ago + 1)
    if unsigned:
        answering.sign_off(world, rows[0], (yield case.hours.before(now, ago)))
    return rows


def delivered(world, case, now, *, hand, ago):
    rows = yield from checking(world, case, now, hand=hand, ago=ago + 3)
    return rows, answering.deliver(world, case, rows[0], (yield case.hours.before(now, ago)))


def rehandling(world, case, now, *, hand, ago):
    """不满意; the unit is at work on its second response."""
    rows, round_ = yield from delivered(world, case, now, hand=hand, ago=ago)
    reason = second_rounds()[case.matter.title]["reason"]
    when = yield _evening(case, now, ago - 18)
    answering.rate(world, case, round_, "不满意", when, reason=reason, attitude="基本满意")
    handling.consult(world, case, rows[0], (yield case.hours.before(now, ago - 25)))


def closed(world, case, now, *, hand, ago):
    _rows, round_ = yield from delivered(world, case, now, hand=hand, ago=ago)
    answering.rate(world, case, round_, "满意", (yield _evening(case, now, ago - 7)))
