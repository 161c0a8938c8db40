"""The demo from an empty database to the running session, in one transaction."""

import sys
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import User
from proposals.committee.models import CalendarDay, Committee, calendars_kept
from proposals.notices.actions import archived
from proposals.notices.models import Notice
from proposals.report import actions as report
from proposals.submission import actions as submission
from proposals.submission.models import Proposal

from . import live, office, people, plan, stories
from .agenda import Agenda, clockwork, days_between
from .world import World

#: from here to the opening of the running session only promises are left
QUIET_FROM = date(2023, 2, 1)
#: messages younger than this are still unread
UNREAD_DAYS = 4


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def is_there():
    return Committee.objects.filter(is_demo=True).exists()


def has_other_data():
    return Committee.objects.exists() or User.objects.exists() or Proposal.objects.exists()


@contextmanager
def without_savepoints():
    """Within the one transaction no act is ever undone alone, and a savepoint around each takes a fifth of the time."""
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def build(*, now=None):
    """Play 2022 and the running session up to ``now``; all or nothing."""
    now = timezone.localtime(now)
    today = timezone.localdate(now)
    with transaction.atomic(), without_savepoints(), archived(), calendars_kept():
        say(_("· 建立委员会、单位和人员 ……"))
        committee, past, running = office.set_up(today)
        units = office.set_up_units(committee)
        cast = people.gather(committee, units, sorted({past.term, running.term}))
        agenda, calendar = Agenda(), CalendarDay.objects.calendar(committee.division_code)
        world = World(cast, past, calendar, agenda)
        for told in plan.year(world, live.KEYS):
            agenda.start(stories.proposal(world, told))
        live.start(World(cast, running, calendar, agenda), now)
        agenda.start(clockwork(_days(today), _month))
        agenda.run(now)
        _read_old_messages(now)
    _compute(past, running, now)
    submission.count_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _days(today):
    """Every day of both sessions; in between a look once a month, after a year once a quarter."""
    opens, _sits = office.live_days(today)
    quiet = [day for day in days_between(QUIET_FROM, opens) if day.day == 3]
    looks = [day for day in quiet[:-1] if day.year == QUIET_FROM.year or day.month % 3 == 0]
    return [*days_between(date(2021, 11, 15), QUIET_FROM), *looks, *days_between(opens, today)]


def _month(day):
    say(_("· %(year)s年%(month)s月 ……") % {"year": day.year, "month": day.month})


def _read_old_messages(now):
    """Everybody has looked at the messages of the past; those of the last days are still new."""
    old = Notice.objects.filter(created_at__lt=now - timedelta(days=UNREAD_DAYS), read_at=None)
    old.update(read_at=F("created_at") + timedelta(hours=20))


def _compute(past, running, now):
    """The snapshots of the year's end and of now."""
    say(_("· 计算统计快照 ……"))
    year_end = report.moment_of(date(past.year, 12, 31), now)
    for session, as_of in ((past, year_end), (running, now)):
        report.compute_session(session, as_of)
