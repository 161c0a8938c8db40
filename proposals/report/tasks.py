"""The nightly computation; the schedule stands in ``cppcc/celery.py``."""

from datetime import datetime

from celery import shared_task

from proposals.committee.models import PlenarySession

from . import actions


@shared_task
def compute_rates(session=None, as_of=None):
    """All sessions as of now, or one as of the moment somebody asked for it."""
    if session is None:
        return actions.compute_all()
    asked = PlenarySession.objects.get(pk=session)
    return len(actions.compute_session(asked, datetime.fromisoformat(as_of)))
