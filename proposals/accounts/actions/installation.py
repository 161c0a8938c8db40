"""The first minute of an installation: the committee, its session, and one administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts import passwords
from proposals.accounts.models import User, person_key, stroke_key
from proposals.committee import actions as committee_actions
from proposals.lifecycle import Refusal
from proposals.permissions import Role

from .roles import grant_role


@transaction.atomic
def set_up(committee, session, *, name, username, password="", now=None):
    """Store the committee and its first session (both unsaved), the dictionaries and the administrator.

    Returns (administrator, the one-time password); the latter is empty when a password was given. Whole or not at all,
    and only once: Refusal when there is a home committee already.
    """
    now = now or timezone.now()
    committee_actions.set_up(committee, session)
    if User.objects.filter(username=username).exists():
        raise Refusal(_("账号 %(name)s 已经有了。") % {"name": username}, field="username")
    administrator = User(
        username=username, name=name, pinyin_key=person_key(name), stroke_key=stroke_key(name), committee=committee,
        active_role=Role.ADMINISTRATOR, is_staff=True,
    )  # fmt: skip
    given = "" if password else passwords.one_time_password()
    if password:
        _check(password, administrator)
    else:
        administrator.must_change_password, administrator.password_issued_at = True, now
    administrator.set_password(password or given)
    administrator.save()
    grant_role(administrator, Role.ADMINISTRATOR, by=administrator, reason=_("初次安装"), now=now)
    return administrator, given


def _check(password, user):
    try:
        validate_password(password, user)
    except ValidationError as found:
        raise Refusal(" ".join(found.messages), field="password") from found
