"""Search kept in step with names; the schedule stands in ``cppcc/celery.py``."""

from celery import shared_task

from . import actions


@shared_task
def refresh_search(hours=1):
    return actions.refresh_search(hours)
