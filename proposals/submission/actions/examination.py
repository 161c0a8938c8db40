"""What the committee's office decides about a submitted proposal."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import OUTCOME_OF, Action, ProposalStatus, Refusal
from proposals.permissions import Channel
from proposals.submission.models import CaseAccess, Proposal, Ruling, WithdrawalRequest
from proposals.trail import actions as trail

from .numbers import next_case_number
from .writing import tell_proposers


def rule(proposal, outcome, *, by, now, reason=None, note="", into=None):
    """End the standing ruling and write the new one; the proposal carries the outcome for lists."""
    proposal.rulings.standing().update(ended_at=now)
    Ruling.objects.create(proposal=proposal, outcome=outcome, by=by, at=now, reason=reason, note=note, into=into)
    proposal.outcome, proposal.merged_into = outcome, into
    proposal.save(update_fields=["outcome", "merged_into"])


def _decide(proposal, action, *, by, now, note="", data=None, **ruling):
    """Move, write the ruling and end the duty of examining; return (proposal, event)."""
    event = trail.move(proposal, action, by=by, note=note, data=data, now=now)
    rule(proposal, OUTCOME_OF[action], by=by, now=now, note=note, **ruling)
    duties.done(Duty.Kind.REVIEW, proposal, now=now)
    return event


def _withdrawal_first(proposal):
    """A request to withdraw must not be left behind in a status where nobody can decide it any more."""
    if proposal.open_withdrawal():
        raise Refusal(_("提案者已申请撤案，请先审定撤案申请。"))


def _give_number(proposal, series):
    proposal.series = series
    proposal.case_seq, proposal.case_number = next_case_number(proposal.session, series)
    proposal.save(update_fields=["series", "case_seq", "case_number"])


def _await_hand_over(proposal, holder, now):
    duties.open_duty(
        Duty.Kind.HAND_OVER, proposal, holder=holder, path=reverse("assignment:hand_over", args=[proposal.pk]), now=now
    )


@transaction.atomic
def register(proposal, *, by, topic=None, note="", now=None):
    """立案: give the case number and queue for handing over. ``topic`` corrects the proposer's choice."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.REGISTER, by=by)
    if topic is not None:
        proposal.topic = topic
        proposal.save(update_fields=["topic"])
    if proposal.topic is None:
        raise Refusal(_("请选择内容分类再立案。"), field="topic")
    _give_number(proposal, Proposal.Series.CASE)
    event = _decide(proposal, Action.REGISTER, by=by, now=now, note=note, data={"case_number": proposal.case_number})
    _await_hand_over(proposal, desk("hand_over", proposal.committee_id), now)
    told = _("案号%(number)s，将交有关单位办理。") % {"number": proposal.number_text}
    tell_proposers(proposal, event, _("已立案"), told, now=now)
    return proposal


@transaction.atomic
def pass_on(proposal, *, by, note, now=None):
    """转意见建议: its own number series; may be handed over, answered and rated, never counts as registered."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.PASS_ON, by=by)
    if not note.strip():
        raise Refusal(_("请写明转为意见建议的原因，提案者会看到。"), field="note")
    _give_number(proposal, Proposal.Series.OPINION)
    event = _decide(proposal, Action.PASS_ON, by=by, now=now, note=note, data={"case_number": proposal.case_number})
    _await_hand_over(proposal, desk(Channel.CPPCC, proposal.committee_id), now)
    tell_proposers(proposal, event, _("转为意见建议"), note, now=now)
    return proposal


@transaction.atomic
def decline(proposal, *, by, reason, note="", now=None):
    """不予立案: the reason comes from the dictionary and is told to the proposer."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.DECLINE, by=by)
    if reason is None:
        raise Refusal(_("请选择不予立案的情形，提案者会看到。"), field="reason")
    _withdrawal_first(proposal)
    told = f"{reason.name}。{note}" if note else f"{reason.name}。"
    event = _decide(proposal, Action.DECLINE, by=by, now=now, note=told, reason=reason)
    tell_proposers(proposal, event, _("不予立案"), told, now=now)
    return proposal


@transaction.atomic
def send_back(proposal, *, by, note, now=None):
    """退回修改: back to the proposer with what has to change."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.SEND_BACK, by=by)
    if not note.strip():
        raise Refusal(_("请写明需要怎样修改。"), field="note")
    event = trail.move(proposal, Action.SEND_BACK, by=by, note=note, now=now)
    duties.done(Duty.Kind.REVIEW, proposal, now=now)
    path = reverse("submission:edit", args=[proposal.pk])
    duties.open_duty(Duty.Kind.REVISE, proposal, holder=proposal.holder, path=path, now=now)
    tell_proposers(proposal, event, _("退回修改"), note, path=path, now=now)
    return proposal


@transaction.atomic
def merge(proposal, *, by, into, note="", now=None):
    """并案: from now on ``into`` stands for this proposal; its people see and rate the main case.

    Raises Refusal unless ``into`` is another registered main case of the committee that is not yet handed over.
    """
    now = now or timezone.now()
    first, second = sorted((proposal, into), key=lambda p: p.pk)
    locked = {p.pk: p for p in (trail.lock(first), trail.lock(second))}
    proposal, into = locked[proposal.pk], locked[into.pk]
    trail.require(proposal, Action.MERGE, by=by)
    if into.pk == proposal.pk or into.committee_id != proposal.committee_id:
        raise Refusal(_("请选择另一件提案作为主案。"), field="into")
    if into.status != ProposalStatus.REGISTERED:
        raise Refusal(_("只能并入已立案、尚未交办的主案。"), field="into")
    if proposal.merged.exists():
        raise Refusal(_("已有提案并入这一件，它是主案，不能再并入别的提案。"), field="into")
    _withdrawal_first(proposal)
    event = _decide(proposal, Action.MERGE, by=by, now=now, into=into, note=note or into.number_text)
    duties.void(Duty.Kind.HAND_OVER, proposal, now=now)
    _share(proposal, into)
    words = {"main": into.number_text, "title": into.title}
    told = _("并入%(main)s《%(title)s》一并办理，答复也会送达您。") % words
    tell_proposers(proposal, event, _("已并案"), told, now=now)
    return proposal


def _share(proposal, into):
    """The people of a merged proposal see the main case."""
    holders = [(proposal.proposer, proposal.group), *((row.user, None) for row in proposal.cosponsors.confirmed())]
    for user, group in holders:
        CaseAccess.objects.get_or_create(
            proposal=into, user=user, group=group, unit=None, channel="", defaults={"why": CaseAccess.Why.MERGED}
        )


@transaction.atomic
def refuse_withdrawal(proposal, *, by, note, now=None):
    """Not withdrawn: the request is closed with a reason and the case goes on."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.REFUSE_WITHDRAWAL, by=by)
    if not note.strip():
        raise Refusal(_("请写明不同意撤案的原因。"), field="note")
    request = proposal.withdrawals.filter(verdict="").first()
    if request is None:
        raise Refusal(_("没有待审定的撤案申请。"))
    event = trail.record(proposal, Action.REFUSE_WITHDRAWAL, by=by, note=note, now=now)
    WithdrawalRequest.objects.filter(pk=request.pk).update(
        verdict=WithdrawalRequest.Verdict.REFUSED, decided_by=by, decided_at=now, note=note
    )
    duties.done(Duty.Kind.DECIDE_WITHDRAWAL, proposal, now=now)
    tell_proposers(proposal, event, _("不同意撤案"), note, now=now)
    return proposal
