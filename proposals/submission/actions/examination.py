"""What the committee's office decides about a submitted proposal.

``prepared``: the decision was made in private by ``prepared.by`` and is carried out now; the ruling is that person's,
the event is whose hand released it.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import OUTCOME_OF, Action, Refusal
from proposals.permissions import Channel
from proposals.submission.models import CaseAccess, Proposal, Ruling, WithdrawalRequest
from proposals.trail import actions as trail

from .numbers import give_number
from .office import second_look, settle
from .search import index
from .terms import Terms, check, told
from .writing import tell_proposers


def rule(proposal, outcome, *, by, now, reason=None, note="", into=None):
    """End the standing ruling and write the new one; the proposal carries the outcome for lists."""
    proposal.rulings.standing().update(ended_at=now)
    Ruling.objects.create(proposal=proposal, outcome=outcome, by=by, at=now, reason=reason, note=note, into=into)
    proposal.outcome, proposal.merged_into = outcome, into
    proposal.save(update_fields=["outcome", "merged_into"])
    settle(proposal, now)
    index(proposal)


def _begin(proposal, action, terms, *, by, prepared):
    """The proposal under its lock, with everything the decision needs in place."""
    proposal = trail.lock(proposal)
    trail.require(proposal, action, by=by)
    second_look(proposal, by=prepared.by if prepared else by)
    check(proposal, action, terms)
    return proposal


def _decide(proposal, action, terms, *, by, now, note, prepared, data=None):
    """Move, write the ruling, end the duty of examining, tell the proposers."""
    data = {**(data or {}), **({"prepared_by": prepared.by.name} if prepared else {})}
    event = trail.move(proposal, action, by=by, note=note, data=data, now=now)
    who = prepared.by if prepared else by
    rule(proposal, OUTCOME_OF[action], by=who, now=now, note=note, reason=terms.reason, into=terms.into)
    duties.done(Duty.Kind.REVIEW, proposal, now=now)
    tell_proposers(proposal, event, *told(proposal, action, terms), now=now)


def _await_hand_over(proposal, holder, now):
    path = reverse("assignment:hand_over", args=[proposal.pk])
    duties.open_duty(Duty.Kind.HAND_OVER, proposal, holder=holder, path=path, now=now)


@transaction.atomic
def register(proposal, *, by, topic=None, note="", prepared=None, now=None):
    """立案: give the case number and queue for handing over. ``topic`` corrects the proposer's choice."""
    now, terms = now or timezone.now(), Terms(topic=topic, note=note)
    proposal = _begin(proposal, Action.REGISTER, terms, by=by, prepared=prepared)
    if topic is not None:
        proposal.topic = topic
        proposal.save(update_fields=["topic"])
    give_number(proposal, Proposal.Series.CASE, now)
    number = {"case_number": proposal.case_number}
    _decide(proposal, Action.REGISTER, terms, by=by, now=now, note=note, prepared=prepared, data=number)
    _await_hand_over(proposal, desk("hand_over", proposal.committee_id), now)
    return proposal


@transaction.atomic
def pass_on(proposal, *, by, note, prepared=None, now=None):
    """转意见建议: its own number series; may be handed over, answered and rated, never counts as registered."""
    now, terms = now or timezone.now(), Terms(note=note)
    proposal = _begin(proposal, Action.PASS_ON, terms, by=by, prepared=prepared)
    give_number(proposal, Proposal.Series.OPINION, now)
    number = {"case_number": proposal.case_number}
    _decide(proposal, Action.PASS_ON, terms, by=by, now=now, note=note, prepared=prepared, data=number)
    _await_hand_over(proposal, desk(Channel.CPPCC, proposal.committee_id), now)
    return proposal


@transaction.atomic
def decline(proposal, *, by, reason, note="", prepared=None, now=None):
    """不予立案: the reason comes from the dictionary and is told to the proposer."""
    now, terms = now or timezone.now(), Terms(reason=reason, note=note)
    proposal = _begin(proposal, Action.DECLINE, terms, by=by, prepared=prepared)
    words = told(proposal, Action.DECLINE, terms).body
    _decide(proposal, Action.DECLINE, terms, by=by, now=now, note=words, prepared=prepared)
    return proposal


@transaction.atomic
def send_back(proposal, *, by, note="", marks=(), prepared=None, now=None):
    """退回修改: back to the proposer with what has to change. ``marks``: passages of the text, each with its part,
    the words quoted from it and what is asked for."""
    now, terms = now or timezone.now(), Terms(note=note, marks=tuple(marks))
    proposal = _begin(proposal, Action.SEND_BACK, terms, by=by, prepared=prepared)
    data = {"marks": list(marks), **({"prepared_by": prepared.by.name} if prepared else {})}
    event = trail.move(proposal, Action.SEND_BACK, by=by, note=note, data=data, now=now)
    settle(proposal, now)
    duties.done(Duty.Kind.REVIEW, proposal, now=now)
    path = reverse("submission:edit", args=[proposal.pk])
    duties.open_duty(Duty.Kind.REVISE, proposal, holder=proposal.holder, path=path, now=now)
    tell_proposers(proposal, event, *told(proposal, Action.SEND_BACK, terms), path=path, now=now)
    return proposal


@transaction.atomic
def merge(proposal, *, by, into, note="", prepared=None, now=None):
    """并案: from now on ``into`` stands for this proposal; its people see and rate the main case.

    Raises Refusal unless ``into`` is another registered main case of the committee that is not yet handed over.
    """
    now = now or timezone.now()
    proposal, into = lock_both(proposal, into)
    terms = Terms(into=into, note=note)
    proposal = _begin(proposal, Action.MERGE, terms, by=by, prepared=prepared)
    _decide(proposal, Action.MERGE, terms, by=by, now=now, note=note or into.number_text, prepared=prepared)
    duties.void(Duty.Kind.HAND_OVER, proposal, now=now)
    _share(proposal, into)
    return proposal


def lock_both(proposal, into):
    """Both cases under their locks, taken in one order, so that two merges at once do not wait for each other."""
    if into is None:
        return trail.lock(proposal), None
    first, second = sorted((proposal, into), key=lambda p: p.pk)
    locked = {p.pk: p for p in (trail.lock(first), trail.lock(second))}
    return locked[proposal.pk], locked[into.pk]


def proposers(proposal):
    """{(person, None) or (None, group)} on the proposer's side, as they see cases."""
    lead = {(proposal.proposer, proposal.group)}
    return lead | {(row.user, None) for row in proposal.cosponsors.confirmed().select_related("user")}


def _share(proposal, into):
    """The people of a merged proposal see the main case."""
    for user, group in proposers(proposal):
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
