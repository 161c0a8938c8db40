"""Roles given and taken back, and what follows from them: each stands with its reason in the person's chain."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import Membership, RoleGrant, UnitOfficer, User
from proposals.accounts.roster import new_account
from proposals.lifecycle import Access, Refusal
from proposals.permissions import UNIT_ROLES, Role
from proposals.trail import actions as trail

STOP, MOVE, KEEP = "stop", "move", "keep"


class JustReplaced(Refusal):
    """Somebody else has replaced this officer in the meantime."""

    conflict = True


@transaction.atomic
def grant_role(user, role, *, by, reason, channel="", now=None):
    """Give a role; whoever has it already keeps the one there is."""
    grant, made = RoleGrant.objects.get_or_create(user=user, role=role, channel=channel, defaults={"reason": reason})
    if made:
        log_role(Access.GRANT_ROLE, grant, by=by, reason=reason, now=now)
    return grant


@transaction.atomic
def revoke_role(grant, *, by, reason, now=None):
    log_role(Access.REVOKE_ROLE, grant, by=by, reason=reason, now=now)
    grant.delete()


def log_role(access, grant, *, by, reason, now=None):
    """Write a grant or its end into the chain of the person it concerns."""
    facts = {"role": grant.role} | ({"channel": grant.channel} if grant.channel else {})
    trail.log(access, by=by, about=grant.user, note=reason, data=facts, now=now)


@transaction.atomic
def replace_officer(officer, *, by, unit, leaving, reason, name="", phone="", post="", moves_to=None, now=None):
    """An officer leaves ``unit`` (as the administrator saw it) and, where a name is given, another takes over.

    ``leaving``: the account stops, moves to another unit, or stays without the unit's roles. The successor, found by
    name and number or new, gets the same roles. Nothing of the unit's work changes hands: duties and drafts are the
    unit's. Returns the successor's account, or None.
    """
    now = now or timezone.now()
    officer = UnitOfficer.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=officer.pk)
    if officer.unit_id != unit.pk:
        raise JustReplaced(_("刚才已有人办理了这次交接，请看最新名单。"))
    grants = [grant for grant in officer.user.grants.all() if grant.role in UNIT_ROLES]
    roles = [grant.role for grant in grants] or [Role.HANDLER]
    successor = _successor(officer, by, name, phone) if name else None
    _let_go(officer, grants, by, leaving, moves_to, reason, now)
    if successor:
        UnitOfficer.objects.get_or_create(user=successor, defaults={"unit": unit, "post": post or officer.post})
        for role in roles:
            grant_role(successor, role, by=by, reason=reason, now=now)
    return successor


def _successor(officer, by, name, phone):
    """The account of whoever takes over. Raises Refusal when that cannot be."""
    known = User.objects.of_committee(by.committee).named(name, phone)
    if known is None:
        if User.objects.active().filter(phone=phone).exists():
            raise Refusal(_("这个号码已经登记在另一位名下。"), field="phone")
        known = new_account(name, phone, by.committee, User.objects.usernames())
        known.save()
    elif not known.is_active:
        raise Refusal(_("这个人员的账号已停用，请先在管理后台启用。"), field="name")
    if known.pk == officer.user_id:
        raise Refusal(_("接任的和离开的是同一个人。"), field="name")
    if known.unit and known.unit != officer.unit:
        raise Refusal(_("这个人员现在是%(unit)s的。") % {"unit": known.unit.short_name}, field="name")
    return known


def _let_go(officer, grants, by, leaving, moves_to, reason, now):
    if leaving == MOVE:
        officer.unit, officer.post = moves_to, ""
        officer.save(update_fields=["unit", "post"])
        return
    for grant in grants:
        revoke_role(grant, by=by, reason=reason, now=now)
    user = officer.user
    officer.delete()
    if leaving == STOP:
        user.is_active = False
        user.save(update_fields=["is_active"])


@transaction.atomic
def begin_term(continuing, *, by, committee, old, new, since, end_others=False, now=None):
    """Copy the places of the members who go on into a new term; the old term keeps what it was.

    ``end_others``: whoever does not go on loses the role of a member (the account and its proposals stay). Members who
    are in the new term already are left as they are. Returns how many went on and how many were ended.
    """
    now = now or timezone.now()
    places = Membership.objects.of_term(committee, old)
    there = {place.member_id for place in Membership.objects.of_term(committee, new)}
    chosen = {place.pk for place in continuing}
    going_on = [place for place in places if place.pk in chosen and place.member_id not in there]
    Membership.objects.bulk_create(
        Membership(member=p.member, term=new, sectoral_group=p.sectoral_group, party=p.party, since=since)
        for p in going_on
    )
    for place in places:
        if place.until is None:
            place.until = since - timedelta(days=1)
            place.save(update_fields=["until"])
    ended = [p for p in places if p.pk not in chosen and p.member_id not in there] if end_others else []
    reason = _("换届：第 %(term)s 届不再连任") % {"term": new}
    grants = RoleGrant.objects.filter(user__in=[p.member.user_id for p in ended], role=Role.MEMBER)
    stopped = [revoke_role(grant, by=by, reason=reason, now=now) for grant in grants.select_related("user")]
    return len(going_on), len(stopped)
