"""Accounts switched off and on again. Nobody is deleted: the record needs them."""

from django.db import transaction
from django.utils.translation import gettext as _

from proposals.accounts.models import User
from proposals.lifecycle import Refusal
from proposals.permissions import NotPermitted


@transaction.atomic
def switch_accounts(people, *, by, active):
    """Switch these accounts off or on; return those that were not so already.

    Refused for the own account, so that an administrator always remains. What an account holds stays where it is:
    duties of a unit are the unit's; those of a person wait.
    """
    keys = [person.pk for person in people]
    if by.pk in keys:
        raise Refusal(_("不能停用或启用自己的账号。"))
    mine = User.objects.kept_by(by).among(keys).select_for_update(of=("self",))
    if len(mine) != len(keys):
        raise NotPermitted(_("其中有您不能管理的账号。"))
    changed = [person for person in mine if person.is_active != active]
    for person in changed:
        person.is_active = active
        person.save(update_fields=["is_active"])
    return changed
