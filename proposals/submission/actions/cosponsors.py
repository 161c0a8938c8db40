"""Inviting co-sponsors, their answers, and the expiry of what nobody answered."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import permissions
from proposals.accounts.models import User
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.submission.models import CaseAccess, CoSponsor, Proposal
from proposals.trail import actions as trail

from .search import index


@transaction.atomic
def invite(proposal, *, members, by, now=None):
    """Invite members to co-sponsor; whoever has been asked and not answered, or has agreed, is not asked again.
    The office that types a paper in (代录) enters the signatures on it instead. Return the new rows.

    Raises Refusal for a group's proposal, for oneself, and for someone who is not a member of this committee.
    """
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.INVITE, by=by)
    if proposal.group_id:
        raise Refusal(_("集体提案不邀请委员联名。"), field="members")
    if not proposal.title.strip():
        raise Refusal(_("请先填写案由再邀请联名，受邀的委员要看到是什么事。"), field="title")
    asked = set(proposal.cosponsors.live().values_list("user_id", flat=True))
    order = proposal.cosponsors.aggregate(last=Max("order"))["last"] or 0
    eligible = set(User.objects.members(proposal.committee).values_list("pk", flat=True)) - {proposal.proposer_id}
    enter = _sign_on_paper if permissions.clerk(by, proposal) else _invite_one
    rows = []
    for member in members:
        if member.pk not in eligible:
            raise Refusal(_("%(name)s不能联名这件提案。") % {"name": member.name}, field="members")
        if member.pk not in asked:
            order += 1
            rows.append(enter(proposal, member, order, by, now))
    index(proposal)
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
    until = timezone.localtime(expires).strftime("%-m月%-d日 %H:%M")
    subject = _("%(name)s邀请您联名：%(title)s") % {"name": by.name, "title": proposal.title}
    _tell(event, f"user:{member.pk}", proposal, subject, _("请在%s前确认，过期视为未确认。") % until, path, now)
    return row


def _sign_on_paper(proposal, member, order, by, now):
    """The signature stands on the scan: nothing to ask, told at the submission."""
    trail.record(proposal, Action.INVITE, by=by, note=member.name, data={"on_paper": True}, now=now)
    CaseAccess.objects.create(proposal=proposal, user=member, why=CaseAccess.Why.COSPONSOR)
    return CoSponsor.objects.create(
        proposal=proposal, user=member, order=order, invited_at=now, expires_at=now, on_paper=True,
        verdict=CoSponsor.Verdict.CONFIRMED, decided_at=now, text_version=proposal.version,
    )  # fmt: skip


def _tell(event, to, proposal, subject, body, path, now):
    notices.post(f"event:{event.pk}", to=to, subject=subject, body=body, path=path, case=proposal.pk, now=now)


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
    row.text_version = proposal.version if verdict == CoSponsor.Verdict.CONFIRMED else None
    row.save(update_fields=["verdict", "decided_at", "opinion", "text_version"])
    duties.done(Duty.Kind.CONFIRM, row, now=now)
    access = CaseAccess.objects.filter(proposal=proposal, user=row.user, why=CaseAccess.Why.INVITED)
    if verdict == CoSponsor.Verdict.CONFIRMED:
        access.update(why=CaseAccess.Why.COSPONSOR)
        index(proposal)
    else:
        access.delete()
    return row


@transaction.atomic
def stay(row, *, by, now=None):
    """The text was changed after it was confirmed, and the co-sponsor has read it and stays."""
    proposal = trail.lock(row.proposal)
    trail.require(proposal, Action.LEAVE, by=by)
    proposal.cosponsors.confirmed().filter(user=by).update(text_version=proposal.version)
    return CoSponsor.objects.get(pk=row.pk)


@transaction.atomic
def leave(proposal, *, by, now=None):
    """A co-sponsor who has confirmed steps back while the proposal is still a draft; the first proposer is told."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    event = trail.record(proposal, Action.LEAVE, by=by, now=now)
    row = proposal.cosponsors.confirmed().get(user=by)
    _end(proposal, row, CoSponsor.Verdict.LEFT, now)
    subject = _("%(name)s退出联名：%(title)s") % {"name": by.name, "title": proposal.title}
    page = reverse("submission:invite", args=[proposal.pk])
    _tell(event, proposal.holder, proposal, subject, _("如有需要，可以再次邀请。"), page, now)
    return row


@transaction.atomic
def cancel_invitation(row, *, by, now=None):
    """Take back an invitation that has not been answered, or a signature that was typed in by mistake."""
    now = now or timezone.now()
    proposal = trail.lock(row.proposal)
    row = CoSponsor.objects.select_related("user").get(pk=row.pk)
    trail.require(proposal, Action.CANCEL_INVITATION, by=by)
    if not row.can_be_cancelled:
        raise Refusal(_("%(name)s已经答复，或邀请已经结束，不能再取消。") % {"name": row.user.name})
    event = trail.record(proposal, Action.CANCEL_INVITATION, by=by, note=row.user.name, now=now)
    asked = not row.verdict
    _end(proposal, row, CoSponsor.Verdict.CANCELLED, now)
    duties.void(Duty.Kind.CONFIRM, row, now=now)
    if asked:
        subject = _("联名邀请已取消：%(title)s") % {"title": proposal.title}
        page = reverse("submission:answer_invitation", args=[row.pk])
        _tell(event, f"user:{row.user_id}", proposal, subject, _("不需要再做什么。"), page, now)
    return row


def _end(proposal, row, verdict, now):
    """The row is over and the case is no longer this person's."""
    row.verdict, row.decided_at = verdict, now
    row.save(update_fields=["verdict", "decided_at"])
    CaseAccess.objects.filter(proposal=proposal, user=row.user_id).delete()
    index(proposal)


def tell_of_changes(proposal, event, *, now):
    """At the submission: those who confirmed another text are told once, and from then on this one is theirs."""
    for row in proposal.cosponsor_lines():
        if row.text_changed:
            subject = _("您联名的提案正文有修改：%(title)s") % {"title": proposal.title}
            body = _("正文在您确认后有修改，已按修改后的正文提交。如有不同意见，请与第一提案人或提案委联系。")
            notices.post(
                f"text:{event.pk}", to=f"user:{row.user_id}", subject=subject, body=body,
                path=proposal.get_absolute_url(), case=proposal.pk, now=now,
            )  # fmt: skip
    proposal.cosponsors.confirmed().update(text_version=proposal.version)


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
