"""Sending, hurried by the actions and made sure by the sweeper every minute."""

from celery import shared_task
from django.utils import timezone

from . import actions
from .models import Delivery


@shared_task
def deliver(pk):
    return actions.deliver(pk)


@shared_task
def sweep():
    """Send whatever is still waiting: covers a lost broker, a killed worker, a missed hurry."""
    waiting = Delivery.objects.waiting(timezone.now()).order_by("notice__created_at").values_list("pk", flat=True)
    return sum(actions.deliver(pk) for pk in list(waiting[:500]))
