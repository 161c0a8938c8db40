"""What a person changes about the own account."""

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.accounts.models import User
from proposals.lifecycle import Refusal
from proposals.permissions import NotPermitted, Role

#: the cookie that remembers the large view (大字版); it belongs to the device, not to the account
ELDER_COOKIE = "view"
ELDER = "elder"
#: the session of a computer that others use as well (ticked at the sign-in): nothing of it is kept in the browser
PUBLIC_COMPUTER = "public_computer"


@transaction.atomic
def wear(user, role):
    """Take on another of one's granted roles. Raises NotPermitted for any other word."""
    if role not in user.roles:
        raise NotPermitted(_("您没有这个身份。"))
    user.active_role = Role(role)
    user.save(update_fields=["active_role"])
    return user


@transaction.atomic
def change_contact(user, *, phone, email, password):
    """A new number or address, which both lead to the account: only with the password."""
    if not check_password(password, user.password):
        raise Refusal(_("密码不对，没有改动。"), field="password")
    if phone and phone != user.phone and User.objects.active().filter(phone=phone).exclude(pk=user.pk).exists():
        raise Refusal(_("这个号码已经登记在另一位名下，请给提案委打电话。"), field="phone")
    user.phone, user.email = phone, email
    user.save(update_fields=["phone", "email"])
    return user
