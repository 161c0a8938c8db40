"""The clock of the demo: stories that wait for their next moment, told in the order of time.

A story is a generator that yields the moment it wants to go on at and is sent that moment when it has come; the
jobs that time itself does (closing rounds, expiring invitations, reminding) are one more story.
"""

import heapq
from datetime import timedelta
from itertools import count

from django.utils import timezone

from proposals import deadlines
from proposals.duties.actions import send_reminders
from proposals.rating.actions import close_rounds
from proposals.submission.actions import expire_invitations

from .office import moment


class Agenda:
    def __init__(self):
        self._waiting, self._order, self.now = [], count(), None

    def start(self, story):
        """Begin a story; it runs up to its first moment at once."""
        self._wait(story, next(story, None))

    def _wait(self, story, when):
        if when is not None:
            when = max(when, self.now or when)  # nobody acts in the past
            heapq.heappush(self._waiting, (when, next(self._order), story))

    def run(self, until):
        """Tell every story up to and including ``until``; what is planned for later stays untold."""
        while self._waiting and self._waiting[0][0] <= until:
            self.now, _order, story = heapq.heappop(self._waiting)
            try:
                self._wait(story, story.send(self.now))
            except StopIteration:
                continue


def clockwork(days, told):
    """What the timetable does, at eight in the morning of these days; ``told(day)`` hears of each new month."""
    month = None
    for day in days:
        now = yield moment(day, 8)
        if (day.year, day.month) != month:
            month = (day.year, day.month)
            told(day)
        expire_invitations(now=now)
        close_rounds(now=now)
        send_reminders(now=now, already_sent=True)


def days_between(first, last, step=1):
    """Every ``step``-th day from ``first`` to ``last``."""
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


class Hours:
    """Moments at which people are at work, thrown with the dice of one case."""

    def __init__(self, calendar, dice):
        self.calendar, self.dice = calendar, dice

    def at_work(self, day):
        """A moment of the working day ``day`` (the next one if it is a rest day)."""
        day = deadlines.next_working_day(day, self.calendar)
        morning = self.dice.random() < 0.55
        hour = self.dice.choice((9, 10, 10, 11, 11, 12) if morning else (15, 16, 16, 17, 17))
        return moment(day, hour, self.dice.randrange(30 if hour in (9, 15) else 0, 60))

    def after(self, now, days):
        """A working moment ``days`` working days after ``now``, at least twenty minutes later."""
        day = deadlines.add_working_days(timezone.localdate(now), days, self.calendar)
        return max(self.at_work(day), now + timedelta(minutes=20))

    def evening(self, day):
        """When a member writes: also on rest days, and late."""
        return moment(day, self.dice.choice((10, 11, 15, 16, 19, 20, 20, 21, 22)), self.dice.randrange(60))

    def awake(self, now):
        """``now``, or if that is in the night some time after eight in the morning."""
        here = timezone.localtime(now)
        return here if here.hour >= 8 else here.replace(hour=8, minute=self.dice.randrange(5, 60))

    def before(self, now, days):
        """A working moment on the working day at or before ``days`` calendar days before ``now``."""
        day = deadlines.previous_working_day(timezone.localdate(now) - timedelta(days=days), self.calendar)
        return self.at_work(day)
