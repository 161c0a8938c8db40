"""What the pages of accounts leave to a worker."""

from celery import shared_task

from . import actions


@shared_task
def mail_reset_links(typed):
    return actions.mail_reset_links(typed)
