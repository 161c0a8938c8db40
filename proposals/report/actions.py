"""Computing and storing counts."""

from datetime import datetime, time

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from proposals.committee.models import PlenarySession
from proposals.rates import Base
from proposals.report.counts import DIMENSIONS, NONE, Slice, count, count_by, units_at_work
from proposals.report.models import RateSnapshot

STORED_BASES = (Base.HANDLED, Base.REGISTERED, Base.ITEMS, Base.DELIVERED, Base.RATED)


def moment_of(day, now):
    """The as-of moment of a day: its end in Asia/Shanghai, or now for today."""
    end = timezone.make_aware(datetime.combine(day, time.max), timezone.get_default_timezone())
    return min(end, now)


def compute(session, base, as_of):
    """The snapshot of these, computed unless it is stored already. Two at once store one."""
    stored = RateSnapshot.objects.at(session, base, as_of)
    if stored:
        return stored
    part = Slice(session, as_of, base)
    counts = {"all": count(part).stored(), "units": units_at_work(part)}
    for dimension in DIMENSIONS:
        lines = count_by(part._replace(dimension=dimension))
        counts[dimension] = [[str(key or NONE), str(name), line.stored()] for key, name, line in lines]
    with transaction.atomic():
        snapshot, _created = RateSnapshot.objects.get_or_create(
            session=session, base=base, as_of=as_of, defaults={"counts": counts, "computed_at": timezone.now()}
        )
    return snapshot


def compute_session(session, as_of):
    """All bases of one session as of one moment."""
    return [compute(session, base, as_of) for base in STORED_BASES]


def compute_all(*, now=None):
    """The nightly run: every session of every committee with proposals; return how many snapshots are stored."""
    now = now or timezone.now()
    sessions = PlenarySession.objects.filter(committee__is_home=True)
    return sum(len(compute_session(session, now)) for session in sessions)


def recompute(session, *, now=None):
    """Ask a worker to compute this session as of now; without a broker it is done at once."""
    now = now or timezone.now()
    try:
        current_app.send_task(
            "proposals.report.tasks.compute_rates",
            kwargs={"session": str(session.pk), "as_of": now.isoformat()},
            retry=False,
        )
    except OperationalError:  # kombu's own: not an OSError
        compute_session(session, now)
    return now


def newest_or_first(session, base, *, now):
    """The newest stored snapshot; computed now when there is none."""
    return RateSnapshot.objects.newest(session, base) or compute(session, base, now)
