"""送达: the checked response reaches the proposers, and the round of their rating opens with it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.actions.common import locked
from proposals.assignment.actions.extension import lapse_extension
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, AssignmentStatus, Refusal
from proposals.notices import actions as notices
from proposals.rating.models import Ballot, Round
from proposals.response import actions as response
from proposals.trail import actions as trail


@transaction.atomic
def deliver(assignment, *, by, response_class=None, note="", now=None):
    """Deliver the submitted response: one transaction for status, events, notices, round and promises.

    ``response_class`` corrects the unit's class first. Each proposer (of merged cases too) is asked to rate. When
    the last answering assignment has been delivered the proposal is 办复. Return the round.
    """
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.DELIVER, by=by)
    if assignment.proposal.open_withdrawal():
        raise Refusal(_("提案者已申请撤案，请先由提案委审定，再送达答复。"))
    if response_class is not None:
        response.correct_class(assignment, by=by, response_class=response_class, note=note, now=now)
    answer = response.current_response(assignment)
    answer.delivered_at, answer.delivered_by = now, by
    answer.responded_on = timezone.localdate(now)
    answer.save(update_fields=["delivered_at", "delivered_by", "responded_on"])
    event = trail.move(assignment, Action.DELIVER, by=by, note=note, now=now)
    _end_duties(assignment, now)
    lapse_extension(assignment, by=by, now=now)
    _promise(assignment, answer, now)
    round_ = Round.objects.create(response=answer, opened_at=now)
    _ask_to_rate(round_, assignment, event, now)
    _answered(assignment.proposal, now)
    return round_


def _end_duties(assignment, now):
    for kind in (Duty.Kind.CHECK, Duty.Kind.RESPOND, Duty.Kind.REHANDLE):
        duties.done(kind, assignment, now=now)
    duties.void(Duty.Kind.CONSULT, assignment, now=now)


def _promise(assignment, answer, now):
    """A planned response puts its promises on the ledger, with a clock of their own."""
    if not answer.response_class.is_planned:
        return
    for commitment in answer.commitments.all():
        duties.open_duty(
            Duty.Kind.PROMISE,
            assignment.proposal,
            subject=commitment,
            holder=assignment.holder,
            path=reverse("followup:ledger"),
            due_on=max(commitment.due_on, timezone.localdate(now)),
            now=now,
        )


def _ballots(proposal):
    """(rater's own proposal, user, group, whether it decides): the lead decides, co-sponsors may add an opinion, and
    every proposer of a merged case decides. Who decides comes first, so that leading one of the merged cases is not
    lost to co-sponsoring another."""
    cases = [proposal, *proposal.merged.select_related("proposer", "group")]
    for case in cases:
        yield case, case.proposer, case.group, True
    for case in cases:
        for row in case.cosponsors.confirmed().select_related("user"):
            yield case, row.user, None, False


def _ask_to_rate(round_, assignment, event, now):
    path = reverse("rating:rate", args=[round_.pk])
    asked = set()
    for case, user, group, decides in _ballots(assignment.proposal):
        if (user, group) in asked:
            continue
        asked.add((user, group))
        ballot = Ballot.objects.create(round=round_, proposal=case, user=user, group=group, decides=decides)
        if decides:
            duties.open_duty(
                Duty.Kind.RATE, assignment.proposal, subject=assignment, holder=ballot.holder, path=path,
                step=Step.RATING, now=now,
            )  # fmt: skip
        notices.post(
            f"event:{event.pk}",
            to=ballot.holder,
            subject=_("%(unit)s已答复，请您评议：%(title)s") % {"unit": assignment.unit, "title": case.title},
            body="" if decides else _("您是联名人，可以补充意见；计入统计的是第一提案人的评议。"),
            path=path,
            case=case.pk,
            now=now,
        )


def _answered(proposal, now):
    """办复 once every current answering assignment has been delivered and nobody has to be found any more."""
    if proposal.assignments.awaiting_reassignment().answering().exists():
        return
    if proposal.assignments.current().answering().exclude(status=AssignmentStatus.RESPONDED).exists():
        return
    trail.move(proposal, Action.ANSWER, by=None, now=now)
