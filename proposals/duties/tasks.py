"""The reminder job; the schedule stands in ``cppcc/celery.py``."""

from celery import shared_task

from . import actions


@shared_task
def send_deadline_reminders():
    return actions.send_reminders()
