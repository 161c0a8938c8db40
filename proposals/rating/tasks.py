"""The moves that time makes; the schedule stands in ``cppcc/celery.py``."""

from celery import shared_task

from proposals.submission.actions import expire_invitations

from .actions import close_rounds


@shared_task
def run_clocks():
    return {"invitations": expire_invitations(), "rounds": close_rounds()}
