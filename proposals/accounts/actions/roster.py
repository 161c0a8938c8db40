"""Entering a list of members, groups, units or officers: whole or not at all."""

from django.db import transaction
from django.utils import timezone

from proposals.accounts import roster
from proposals.accounts.models import (
    GroupAccount,
    HandlingUnit,
    Member,
    Membership,
    ProposerGroup,
    RoleGrant,
    SectoralGroup,
    UnitOfficer,
    User,
)
from proposals.committee.models import Committee
from proposals.lifecycle import Access
from proposals.trail import actions as trail

#: what points at a row comes after it
ORDER = (
    SectoralGroup, HandlingUnit, ProposerGroup, User, RoleGrant, Member, Membership, GroupAccount, UnitOfficer,
)  # fmt: skip


@transaction.atomic
def import_roster(kind, table, *, by, shown="", now=None):
    """Enter ``table`` (see ``proposals.tables``) and return its plan. Nothing is saved when the plan has problems, or
    when it is not what the person has been ``shown`` (its digest): somebody else was faster.

    The same list again changes nothing. Each role that is given stands in the chain of its person, the import itself
    in the chain of whoever imports.
    """
    now = now or timezone.now()
    committee = Committee.objects.select_for_update().get(pk=by.committee_id)
    plan = roster.plan_of(kind, table, committee)
    if plan.problems or plan.does_nothing or (shown and plan.digest() != shown):
        return plan
    for model in ORDER:
        model.objects.bulk_create(plan.new[model])
    for row, columns in plan.changed:
        row.save(update_fields=columns)
    for grant in plan.new[RoleGrant]:
        facts = {"role": grant.role}
        trail.log(Access.GRANT_ROLE, by=by, about=grant.user, note=grant.reason, data=facts, now=now)
    facts = {"kind": kind, "new": [user.username for user in plan.new[User]]}
    trail.log(Access.IMPORT_ROSTER, by=by, note=f"{roster.KINDS[kind].label}：{plan.summary}", data=facts, now=now)
    return plan
