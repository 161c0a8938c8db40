"""Closing a round, and what follows: re-handling after the first dissatisfaction, a meeting after the second."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.assignment.actions.common import locked
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, AssignmentStatus, ProposalStatus, Refusal
from proposals.notices import actions as notices
from proposals.rating.models import SEVERITY, Rating, RatingStep, Round, worst_of
from proposals.trail import actions as trail

CLOSES_AFTER = timedelta(hours=24)
DISSATISFIED = SEVERITY[RatingStep.Counts.DISSATISFIED]


def close_rounds(*, now=None):
    """The clock: close every round that is over (a day after all have rated, or when the rating window has ended).
    Idempotent; return how many were closed."""
    now = now or timezone.now()
    running = Duty.objects.open().filter(kind=Duty.Kind.RATE, subject=OuterRef("response__assignment"))
    running = running.filter(due_on__gte=timezone.localdate(now))
    over = Q(all_rated_at__lte=now - CLOSES_AFTER) | (Q(all_rated_at=None) & ~Exists(running))
    rounds = Round.objects.open().with_case().filter(over, response__assignment__status=AssignmentStatus.RESPONDED)
    return sum(_close_round(round_, now) for round_ in rounds.order_by("opened_at"))


@transaction.atomic
def _close_round(round_, now):
    assignment = locked(round_.assignment)
    mine = Round.objects.open().filter(pk=round_.pk).update(closed_at=now)
    if not mine:
        return 0
    trail.record(assignment, Action.CLOSE_ROUND, by=None, data={"round": round_.response.round_number}, now=now)
    round_.ballots.filter(decides=True, ratings__isnull=True).update(unrated_at=now)
    duties.void(Duty.Kind.RATE, assignment, now=now)
    worst = worst_of(round_)
    if worst == DISSATISFIED and round_.response.round_number == 1:
        _rehandle(round_, assignment, now)
    elif worst == DISSATISFIED:
        _await_meeting(assignment, now)
    else:
        _tell_unit_result(assignment, worst, now, round_)
        close_if_over(assignment.proposal, now)
    return 1


def _rehandle(round_, assignment, now):
    """重新办理: starts on the day the dissatisfied rating was recorded; its due date counts from that day."""
    rating = Rating.objects.filter(ballot__round=round_, ballot__decides=True).standing().with_severity()
    rating = rating.filter(severity=DISSATISFIED).order_by("given_at").first()
    start = timezone.localdate(rating.given_at)
    event = trail.move(assignment, Action.REHANDLE, by=None, note=rating.reason, now=now)
    if assignment.proposal.status == ProposalStatus.RESPONDED:
        trail.move(assignment.proposal, Action.REHANDLE, by=None, now=now)
    path = reverse("response:edit", args=[assignment.pk])
    duties.open_duty(
        Duty.Kind.REHANDLE, assignment.proposal, subject=assignment, holder=assignment.holder, path=path,
        step=Step.REHANDLE, start_on=start, now=now,
    )  # fmt: skip
    for holder in (assignment.holder, assignment.leader_holder):
        notices.post(
            f"event:{event.pk}",
            to=holder,
            subject=_("评议为不满意，请重新办理：%(title)s") % {"title": assignment.proposal.title},
            body=rating.reason,
            path=path,
            case=assignment.proposal_id,
            now=now,
        )


def _await_meeting(assignment, now):
    """Still dissatisfied: the coordinator calls a meeting and records it when closing."""
    duties.open_duty(
        Duty.Kind.MEET,
        assignment.proposal,
        subject=assignment,
        holder=desk(assignment.unit.channel, assignment.proposal.committee_id),
        path=reverse("rating:close", args=[assignment.proposal_id]),
        now=now,
    )


def _tell_unit_result(assignment, worst, now, round_):
    names = {n: counts for counts, n in SEVERITY.items() if counts}
    result = RatingStep.Counts(names[worst]).label if worst else _("未反馈")
    notices.post(
        f"round:{round_.pk}",
        to=assignment.holder,
        subject=_("评议结束（%(result)s）：%(title)s") % {"result": result, "title": assignment.proposal.title},
        path=assignment.proposal.get_absolute_url(),
        case=assignment.proposal_id,
        now=now,
    )


def close_if_over(proposal, now):
    """办结 when all is answered, every round has closed and no meeting is awaited."""
    if proposal.status != ProposalStatus.RESPONDED:
        return
    open_rounds = Round.objects.open().filter(response__assignment__proposal=proposal)
    if not open_rounds.exists() and not awaits_meeting(proposal):
        trail.move(proposal, Action.CLOSE, by=None, also={"closed_at": now}, now=now)


def awaits_meeting(proposal):
    """Whether a second dissatisfaction waits for its meeting."""
    return Duty.objects.open().filter(kind=Duty.Kind.MEET, case=proposal.pk).exists()


@transaction.atomic
def close(proposal, *, by, note, now=None):
    """办结 by hand, after the meeting a second dissatisfaction calls for; ``note`` is the record of that meeting."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.CLOSE, by=by)
    if not note.strip():
        raise Refusal(_("请写下会商记录：时间、参加人员和结论。"), field="note")
    if not awaits_meeting(proposal):
        raise Refusal(_("这件提案不需要会商，评议结束后会自动办结。"))
    trail.move(proposal, Action.CLOSE, by=by, note=note, also={"closed_at": now}, now=now)
    for assignment in proposal.assignments.current():
        duties.done(Duty.Kind.MEET, assignment, now=now)
    return proposal
