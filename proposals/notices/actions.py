"""Posting messages and sending them on. Posting happens in the transaction of the act it tells about."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from kombu.exceptions import OperationalError

from proposals.accounts.models import User

from .models import Delivery, Notice

LEASE = timedelta(seconds=120)  # longer than EMAIL_TIMEOUT, so that a slow try is not joined by a second one
ATTEMPTS = 8

_archiving = ContextVar("archiving", default=False)


@contextmanager
def archived():
    """What is posted within this block is of the past: it is stored as sent and does not leave once more."""
    token = _archiving.set(True)
    try:
        yield
    finally:
        _archiving.reset(token)


def post(key, *, to, subject, body="", path="/", case=None, now=None, already_sent=False):
    """Put one message into the inbox of everyone behind the holder key ``to``; return the new notices.

    ``key`` names the occasion (an event, or a reminder point): posting the same occasion to the same person again
    does nothing. ``already_sent`` (or the block :func:`archived`) stores messages of the past without sending them.
    """
    now, already_sent = now or timezone.now(), already_sent or _archiving.get()
    people = list(User.objects.holding(to))
    notices = [
        Notice(key=f"{key}:{user.pk}"[:200], recipient=user, case=case, subject=str(subject)[:120], body=str(body),
               path=path, created_at=now)
        for user in people
    ]  # fmt: skip
    created = _insert_new(notices)
    mail_to = {user.pk: user.email for user in people if user.email}
    deliveries = [
        Delivery(
            notice=notice,
            channel=Delivery.Channel.EMAIL,
            to=mail_to[notice.recipient_id],
            state=Delivery.State.SENT if already_sent else Delivery.State.PENDING,
            sent_at=now if already_sent else None,
        )
        for notice in created
        if notice.recipient_id in mail_to
    ]
    Delivery.objects.bulk_create(deliveries)
    if not already_sent:
        transaction.on_commit(lambda: hurry([delivery.pk for delivery in deliveries]))
    return created


def _insert_new(notices):
    """Insert what is not there yet; the unique key decides, so two jobs at once post once."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    ours = set(Notice.objects.filter(pk__in=[n.pk for n in notices]).values_list("pk", flat=True))
    return [notice for notice in notices if notice.pk in ours]


def hurry(pks):
    """Ask a worker to send now. The broker is a convenience: without it the sweeper sends within a minute."""
    for pk in pks:
        try:
            current_app.send_task("proposals.notices.tasks.deliver", args=[str(pk)], retry=False)
        except OperationalError:  # kombu's own: not an OSError
            return


def deliver(pk, *, now=None):
    """Send one delivery if nobody else is sending it; return whether it left. Claimed by one conditional UPDATE."""
    now = now or timezone.now()
    mine = Delivery.objects.waiting(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not mine:
        return False
    delivery = Delivery.objects.select_related("notice").get(pk=pk)
    try:
        _mail(delivery)
    except OSError as error:
        dead = delivery.attempts >= ATTEMPTS
        wait = timedelta(minutes=2**delivery.attempts)
        Delivery.objects.filter(pk=pk, state=Delivery.State.PENDING).update(
            state=Delivery.State.DEAD if dead else Delivery.State.PENDING,
            lease_until=now + wait,
            error=str(error)[:200],
        )
        return False
    sent = Delivery.objects.filter(pk=pk, state=Delivery.State.PENDING)
    sent.update(state=Delivery.State.SENT, sent_at=timezone.now(), lease_until=None, error="")
    return True


def _mail(delivery):
    notice = delivery.notice
    body = render_to_string("emails/notice.txt", {"notice": notice, "site": settings.SITE_URL})
    identity = uuid.uuid5(uuid.NAMESPACE_URL, notice.key)  # the same on every try, so that a double can be told
    headers = {"Message-ID": f"<{identity}@{settings.MAIL_DOMAIN}>"}
    EmailMessage(notice.subject, body, to=[delivery.to], headers=headers).send()


@transaction.atomic
def resend(deliveries):
    """Try again, from the first attempt on, what could not be sent; return how many. The others stay as they are."""
    dead = list(Delivery.objects.dead().filter(pk__in=[row.pk for row in deliveries]).select_for_update())
    Delivery.objects.filter(pk__in=[row.pk for row in dead]).update(
        state=Delivery.State.PENDING, attempts=0, lease_until=None, error=""
    )
    transaction.on_commit(lambda: hurry([row.pk for row in dead]))
    return len(dead)


def drop(notices):
    """What these notices ask for has been done: what has not left yet is not sent any more."""
    waiting = Delivery.objects.filter(notice__in=notices, state=Delivery.State.PENDING)
    return waiting.update(state=Delivery.State.DROPPED, lease_until=None)


def read(notice, *, by, now=None):
    """Mark the person's own notice as read, once."""
    Notice.objects.of(by).unread().filter(pk=notice.pk).update(read_at=now or timezone.now())
    return notice
