"""Inviting co-sponsors, their answers, and the expiry of what nobody answered."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import User
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.submission.models import CaseAccess, CoSponsor, Proposal
from proposals.trail import actions as trail


@transaction.atomic
def invite(proposal, *, members, by, now=None):
    """Invite members to co-sponsor; each is asked once. Return the new invitations.

    Raises Refusal for a group's proposal, for oneself, and for someone who is not a member of this committee.
    """
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.INVITE, by=by)
    if proposal.group_id:
        raise Refusal(_("集体提案不邀请委员联名。"), field="members")
    if not proposal.title.strip():
        raise Refusal(_("请先填写案由再邀请联名，受邀的委员要看到是什么事。"), field="title")
    asked = set(proposal.cosponsors.values_list("user_id", flat=True))
    order = proposal.cosponsors.aggregate(last=Max("order"))["last"] or 0
    eligible = set(User.objects.members(proposal.committee).values_list("pk", flat=True)) - {proposal.proposer_id}
    rows = []
    for member in members:
        if member.pk not in eligible:
            raise Refusal(_("%(name)s不能联名这件提案。") % {"name": member.name}, field="members")
        if member.pk not in asked:
            order += 1
            rows.append(_invite_one(proposal, member, order, by, now))
    return rows


def _invite_one(proposal, member, order, by, now):
    expires = proposal.session.invitation_expiry(now)
    row = CoSponsor.objects.create(proposal=proposal, user=member, order=order, invited_at=now, expires_at=expires)
    CaseAccess.objects.create(proposal=proposal, user=member, why=CaseAccess.Why.INVITED)
    event = trail.record(proposal, Action.INVITE, by=by, note=member.name, now=now)
    path = reverse("submission:answer_invitation", args=[row.pk])
    duties.open_duty(
        Duty.Kind.CONFIRM, proposal, subject=row, holder=f"user:{member.pk}", path=path,
        due_on=timezone.localdate(expires), now=now,
    )  # fmt: skip
    notices.post(
        f"event:{event.pk}",
        to=f"user:{member.pk}",
        subject=_("%(name)s邀请您联名：%(title)s") % {"name": by.name, "title": proposal.title},
        body=_("请在%(until)s前确认，过期视为未确认。")
        % {"until": timezone.localtime(expires).strftime("%-m月%-d日 %H:%M")},
        path=path,
        case=proposal.pk,
        now=now,
    )
    return row


def confirm(row, *, by, opinion="", now=None):
    """Agree to co-sponsor, with an optional opinion."""
    return _answer(row, Action.CONFIRM, CoSponsor.Verdict.CONFIRMED, by=by, opinion=opinion, now=now)


def decline_invitation(row, *, by, opinion="", now=None):
    """Decline to co-sponsor; the proposal is then no longer shown to this member."""
    return _answer(row, Action.DECLINE_INVITATION, CoSponsor.Verdict.DECLINED, by=by, opinion=opinion, now=now)


@transaction.atomic
def _answer(row, action, verdict, *, by, opinion, now):
    now = now or timezone.now()
    proposal = trail.lock(row.proposal)
    row = CoSponsor.objects.get(pk=row.pk)
    if row.user_id != by.pk or row.verdict:
        raise Refusal(_("这份联名邀请已经结束。"))
    if row.expires_at <= now:
        raise Refusal(_("这份联名邀请已过期。"))
    trail.record(proposal, action, by=by, note=opinion, now=now)
    row.verdict, row.decided_at, row.opinion = verdict, now, opinion[:300]
    row.save(update_fields=["verdict", "decided_at", "opinion"])
    duties.done(Duty.Kind.CONFIRM, row, now=now)
    access = CaseAccess.objects.filter(proposal=proposal, user=row.user, why=CaseAccess.Why.INVITED)
    if verdict == CoSponsor.Verdict.CONFIRMED:
        access.update(why=CaseAccess.Why.COSPONSOR)
    else:
        access.delete()
    return row


def expire_invitations(*, now=None):
    """The clock: invitations whose time is up become 未确认. Idempotent; return how many."""
    now = now or timezone.now()
    expired = 0
    for proposal in Proposal.objects.filter(cosponsors__in=CoSponsor.objects.expired(now)).distinct():
        expired += _expire(proposal, now)
    return expired


@transaction.atomic
def _expire(proposal, now):
    proposal = trail.lock(proposal)
    rows = list(proposal.cosponsors.expired(now).select_related("user"))
    for row in rows:
        trail.record(proposal, Action.EXPIRE_INVITATION, by=None, note=row.user.name, now=now)
        row.verdict, row.decided_at = CoSponsor.Verdict.UNCONFIRMED, now
        row.save(update_fields=["verdict", "decided_at"])
        duties.void(Duty.Kind.CONFIRM, row, now=now)
        CaseAccess.objects.filter(proposal=proposal, user=row.user, why=CaseAccess.Why.INVITED).delete()
    return len(rows)
