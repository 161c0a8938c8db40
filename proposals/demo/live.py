"""The running session: 42 proposals, told in days before today, so that every role finds work whenever it is seeded."""

import random
from calendar import monthrange
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from proposals.lifecycle import Action

from . import accounts, matters
from . import scripts as s
from .agenda import Hours
from .world import Case

SEED = 20260101
MEMBER, COLLEAGUE = 0, 1  # places in the list of members
YES, NO, SILENT = Action.CONFIRM, Action.DECLINE_INVITATION, None


class Line(NamedTuple):
    """Who wrote which matter, what has become of it, and with whom. A group is named, a member is a place."""

    key: str
    author: int | str
    script: object
    cosponsors: tuple = ()
    flags: tuple = ()


GROUP = accounts.GROUP_NAME
LINES = (
    # written, not yet submitted
    Line("economy/52", MEMBER, partial(s.drafting, ago=2), flags=("photo",)),
    Line("society/28", 8, partial(s.inviting, ago=1), ((MEMBER, SILENT), (COLLEAGUE, SILENT), (20, YES))),
    Line("culture/68", GROUP, partial(s.drafting, ago=5)),
    Line("society/39", 22, partial(s.drafting, ago=1), flags=("typed_in",)),
    # before the committee's office
    Line("culture/31", 26, partial(s.under_review, ago=1)),
    Line("economy/13", 11, partial(s.under_review, ago=2), ((27, YES), (43, SILENT)), ("photo",)),
    Line("society/14", 14, partial(s.under_review, ago=3)),
    Line("culture/37", GROUP, partial(s.under_review, ago=4)),
    Line("economy/55", 34, partial(s.under_review, ago=5), ((18, YES), (50, YES), (6, NO))),
    Line("culture/69", 13, partial(s.under_review, ago=8), flags=("typed_in",)),
    Line("society/4", "医药卫生界", partial(s.under_review, ago=9)),
    Line("economy/70", 40, partial(s.asking_withdrawal, ago=7)),
    Line("culture/24", MEMBER, partial(s.sent_back, ago=6), flags=("sent_back",)),
    Line("economy/46", 30, partial(s.sent_back, ago=9), flags=("sent_back",)),
    Line("society/13", 46, partial(s.declined, ago=20)),
    # registered or passed on, not yet handed over
    Line("economy/62", 12, partial(s.registered, ago=16)),
    Line("society/55", 36, partial(s.merged, ago=14, into="economy/62")),
    Line("economy/9", "第三小组", partial(s.registered, ago=15)),
    Line("society/37", 16, partial(s.merged, ago=12, into="economy/9")),
    Line("economy/24", 24, partial(s.registered, ago=11), ((8, YES),)),
    Line("culture/41", "市工商联", partial(s.registered, ago=10)),
    Line("culture/63", 37, partial(s.registered, ago=13), flags=("opinion",)),
    # with the units
    Line("culture/57", 28, partial(s.pending, hand=2)),
    Line("culture/53", 5, partial(s.pending, hand=1)),
    Line("society/41", 23, partial(s.pending, hand=4)),
    Line("economy/68", 9, partial(s.return_asked, hand=3), flags=("returned",)),
    Line("economy/19", 25, partial(s.awaiting_reassignment, hand=6), flags=("returned",)),
    Line("economy/18", MEMBER, partial(s.working, hand=85, draft=True), flags=("key",)),
    Line("society/59", 44, partial(s.working, hand=45)),
    Line("society/25", "九三学社日喀则市小组", partial(s.working, hand=101, urged=4), flags=("phone_only",)),
    Line("economy/31", COLLEAGUE, partial(s.working, hand=96, draft=True), ((MEMBER, YES), (33, YES))),
    Line("economy/14", 47, partial(s.working, hand=36, opinions=False)),
    Line("culture/25", 35, partial(s.working, hand=30, opinions=False)),
    Line("economy/67", GROUP, partial(s.asking_extension, hand=82)),
    Line("economy/56", 17, partial(s.signing, hand=88)),
    # answered
    Line("economy/37", 29, partial(s.checking, hand=89)),
    Line("society/36", 33, partial(s.checking, hand=78)),
    Line("economy/17", MEMBER, partial(s.delivered, hand=92, ago=6)),
    Line("economy/36", GROUP, partial(s.delivered, hand=90, ago=9)),
    Line("society/42", 49, partial(s.delivered, hand=84, ago=4), ((COLLEAGUE, YES), (MEMBER, YES))),
    Line("economy/48", 51, partial(s.rehandling, hand=100, ago=30), flags=("key",)),
    Line("economy/6", 10, partial(s.closed, hand=99, ago=40)),
)
KEYS = frozenset(line.key for line in LINES)


def start(world, now):
    """Put every line on the agenda of the running session."""
    world.cases = {line.key: _case(world, line, now) for line in LINES}
    for line in LINES:
        world.agenda.start(line.script(world, world.cases[line.key], now))


def _case(world, line, now):
    dice, members = random.Random(f"{SEED}:{line.key}"), world.cast.members
    named = isinstance(line.author, str)
    author = world.cast.contacts[line.author] if named else members[line.author]
    group = world.cast.groups[line.author] if named else None
    cosponsors = [(members[place], verdict) for place, verdict in line.cosponsors]
    case = Case(
        matters.all_matters()[line.key], author, dice, Hours(world.calendar, dice), group, cosponsors,
        {"live", "wished", *line.flags},
    )  # fmt: skip
    case.promised_on = _month_end(timezone.localdate(now) + timedelta(days=dice.randint(80, 300)))
    return case


def _month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])
