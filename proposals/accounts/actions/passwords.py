"""Passwords: chosen by their owners, or handed out once by the office."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from proposals.accounts import passwords
from proposals.accounts.models import User
from proposals.lifecycle import Access, Refusal
from proposals.permissions import NotPermitted
from proposals.trail import actions as trail

#: one batch of slips: hashing takes its time on purpose, and a page has to answer
BATCH = 40
#: between two mails to one person
PAUSE = timedelta(minutes=2)


class JustIssued(Refusal):
    """Somebody else has issued passwords for these accounts in the meantime, or the button was pressed twice."""

    conflict = True


@transaction.atomic
def issue_passwords(people, *, by, asked_at, now=None):
    """Give each of these accounts a one-time password; return [(person, password)], which nothing else will ever show.

    ``asked_at``: when the list to choose from was shown. A password issued since is not replaced by a second click.
    """
    now = now or timezone.now()
    mine = User.objects.kept_by(by).filter(pk__in=[user.pk for user in people]).select_for_update(of=("self",))
    chosen = list(mine.order_by("pinyin_key", "name"))
    if len(chosen) != len(people):
        raise NotPermitted(_("其中有您不能发放密码的账号。"))
    if len(chosen) > BATCH:
        raise Refusal(_("一次最多 %(n)s 个账号，请分几次发放。") % {"n": BATCH})
    if any(user.password_issued_at and user.password_issued_at >= asked_at for user in chosen):
        raise JustIssued(_("这些账号刚才已经发放过密码，纸条只显示那一次。确实要重新发放的，请重新打开本页再选。"))
    return [(user, _issue(user, by, now)) for user in chosen]


def _issue(user, by, now):
    password = passwords.one_time_password()
    user.set_password(password)
    user.must_change_password, user.password_issued_at = True, now
    user.save(update_fields=["password", "must_change_password", "password_issued_at"])
    trail.log(Access.ISSUE_PASSWORD, by=by, about=user, now=now)
    return password


@transaction.atomic
def change_password(user, password, *, by=None, note="", now=None):
    """The person has chosen a new password (checked by the form); every other session of the account ends."""
    user.set_password(password)
    user.must_change_password, user.password_issued_at = False, None
    user.save(update_fields=["password", "must_change_password", "password_issued_at"])
    trail.log(Access.CHANGE_PASSWORD, by=by or user, note=note, now=now)
    return user


def ask_for_new_if_old(user, *, now=None):
    """At the sign-in: a password that has served its time has to be changed before anything else."""
    if not user.must_change_password and passwords.is_too_old(user, now or timezone.now()):
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])


def mail_reset_links(typed):
    """Send whoever is meant by account, mobile number or address a link to a new password; return how many were sent.

    Done by a worker for every request alike, so that the page neither says nor takes longer where there is an account.
    """
    return sum(_mail_link(user) for user in User.objects.meant_by(typed)[:3] if cache.add(_key(user), 1, PAUSE.seconds))


def _key(user):
    return f"reset-link:{user.pk}"


def _mail_link(user):
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    context = {
        "person": user,
        "link": settings.SITE_URL + reverse("accounts:set_password", args=[uid, token]),
        "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
    }
    body = render_to_string("emails/reset_link.txt", context)
    return EmailMessage(_("设置提案系统的新密码"), body, to=[user.email]).send()
