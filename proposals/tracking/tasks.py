"""Looking for new matches of saved views; the schedule stands in ``cppcc/celery.py``."""

from celery import shared_task

from . import actions


@shared_task
def tell_new_matches():
    return actions.tell_new_matches()
