"""What a person changes about the own account."""

from django.db import transaction
from django.utils.translation import gettext as _

from proposals.permissions import NotPermitted, Role

#: the cookie that remembers the large view (大字版); it belongs to the device, not to the account
ELDER_COOKIE = "view"
ELDER = "elder"


@transaction.atomic
def wear(user, role):
    """Take on another of one's granted roles. Raises NotPermitted for any other word."""
    if role not in user.roles:
        raise NotPermitted(_("您没有这个身份。"))
    user.active_role = Role(role)
    user.save(update_fields=["active_role"])
    return user
