"""What is asked about a proposal that has been submitted: the withdrawal, and a leader's instruction."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.submission.models import WithdrawalRequest
from proposals.trail import actions as trail


@transaction.atomic
def ask_withdrawal(proposal, *, by, reason, now=None):
    """Ask the committee's office to withdraw a submitted proposal. One open request at a time; reason required."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.ASK_WITHDRAWAL, by=by)
    if not reason.strip():
        raise Refusal(_("请写明撤案的理由。"), field="reason")
    if proposal.withdrawals.filter(verdict="").exists():
        raise Refusal(_("撤案申请已经提出，请等待提案委审定。"))
    trail.record(proposal, Action.ASK_WITHDRAWAL, by=by, note=reason, now=now)
    WithdrawalRequest.objects.create(proposal=proposal, reason=reason, asked_by=by, asked_at=now)
    duties.open_duty(
        Duty.Kind.DECIDE_WITHDRAWAL,
        proposal,
        holder=desk("review", proposal.committee_id),
        path=reverse("assignment:decide_withdrawal", args=[proposal.pk]),
        now=now,
    )
    return proposal


@transaction.atomic
def instruct(proposal, *, by, note, now=None):
    """A leader leaves an instruction; it stands in the timeline and the committee's office is told."""
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.INSTRUCT, by=by)
    if not note.strip():
        raise Refusal(_("请写下批示内容。"), field="note")
    event = trail.record(proposal, Action.INSTRUCT, by=by, note=note, now=now)
    for name in ("review", "hand_over"):
        notices.post(
            f"event:{event.pk}",
            to=desk(name, proposal.committee_id),
            subject=_("领导批示：%(title)s") % {"title": proposal.title},
            body=note,
            path=proposal.get_absolute_url(),
            case=proposal.pk,
            now=now,
        )
    return proposal
