"""What every act of the demo needs at hand: the cast, the dictionaries, the sentences."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date

from proposals.accounts.models import User
from proposals.assignment.models import Assignment
from proposals.committee.models import DeclineReason, RatingStep, ResponseClass, Theme, Topic
from proposals.permissions import Channel

from . import matters
from .agenda import Agenda, Hours
from .people import Cast


class World:
    """One session being played."""

    def __init__(self, cast: Cast, session, calendar, agenda: Agenda):
        self.cast, self.session, self.calendar, self.agenda = cast, session, calendar, agenda
        committee = cast.committee
        self.topics = {row.name: row for row in Topic.objects.filter(committee=committee)}
        self.themes = {row.name: row for row in Theme.objects.filter(committee=committee, year=session.year)}
        self.classes = {row.letter: row for row in ResponseClass.objects.of_session(session)}
        self.steps = {row.name: row for row in RatingStep.objects.filter(committee=committee)}
        self.reasons = list(DeclineReason.objects.in_use(committee))
        self.letters, self.promises = {}, 0

    def unit(self, short):
        return self.cast.units[short]

    def handler(self, assignment):
        return self.cast.handlers[assignment.unit.short_name]

    def leader(self, assignment):
        """The unit's leader who signs off, or None."""
        return self.cast.leaders.get(assignment.unit.short_name)

    def coordinator(self, channel, dice):
        """Who decides for a channel: its own office mostly, now and then the committee's."""
        return self.cast.staff["chief"] if dice.random() < 0.2 else self.cast.staff[Channel(channel)]

    def hander(self, units, opinion, dice):
        """Who hands over to these units."""
        channels = {unit.channel for unit in units}
        if opinion or len(channels) > 1:
            return self.cast.staff["chief"]
        return self.coordinator(channels.pop(), dice)

    def document_number(self, assignment):
        """文号: consecutive for each unit and year."""
        short = assignment.unit.short_name
        self.letters[short] = number = self.letters.get(short, 0) + 1
        root = short.removeprefix("市").removeprefix("委").rstrip("局委部")
        root = root.removesuffix("县政府").removesuffix("区政府")
        kind = "政函" if short.endswith("政府") else "函"
        return f"日{root}{kind}〔{self.session.year}〕{number}号"


@dataclass
class Case:
    """One matter on its way: what was decided about it beforehand (``fate``), and the rows it has become."""

    matter: matters.Matter
    author: User
    dice: random.Random
    hours: Hours
    group: object = None
    cosponsors: list = field(default_factory=list)
    flags: set = field(default_factory=set)
    proposal: object = None
    suggestions: list = field(default_factory=list)
    promised_on: date | None = None
    typist: User | None = None  # of the office, when it was handed in on paper

    @property
    def key(self):
        return uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{self.matter.key}")

    @property
    def who(self):
        """The proposer as units write of them."""
        return f"{self.group.name}{self.author.name}" if self.group else f"{self.author.name}委员"

    def promise_day(self, written):
        """When a promise is due: the day written with the matter, unless the case has a later one."""
        return self.promised_on or written

    def has(self, flag):
        return flag in self.flags

    def says(self, pool, **facts):
        """A sentence of a pool of ``words.json`` with its gaps filled."""
        facts = {"who": self.who, "you": "你们" if self.group else "您", "title": self.matter.title, **facts}
        return self.dice.choice(matters.words()[pool]).format(**facts)

    def any_number(self):
        """One of the numbers of the suggestions, for a sentence."""
        return self.dice.randint(1, len(self.matter.suggestions))


KINDS = Assignment.Kind
