"""评议: by the proposer, never through the unit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import UnitOfficer
from proposals.assignment.actions.common import locked
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.permissions import NotPermitted
from proposals.rating.models import Rating, Round
from proposals.trail import actions as trail


def ballot_of(round_, user):
    """The person's ballot in this round, or None."""
    return next((ballot for ballot in round_.ballots.all() if ballot.is_for(user)), None)


@transaction.atomic
def rate(round_, *, by, result, attitude=None, reason="", comment="", contacted="", now=None):
    """Rate, or change one's rating while the round is open. After it has closed a first rating is accepted and
    marked late; a change is refused. 不满意 needs a reason. Return the new version."""
    now = now or timezone.now()
    assignment = locked(round_.assignment)
    trail.require(assignment, Action.RATE, by=by)
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    ballot = ballot_of(round_, by)
    if ballot is None:
        raise NotPermitted(_("这一轮没有请您评议。"))
    if result is None:
        raise Refusal(_("请选择对办理结果的评价。"), field="result")
    if attitude is None:
        raise Refusal(_("请选择对办理态度的评价。"), field="attitude")
    if result.is_dissatisfied and not reason.strip():
        raise Refusal(_("选“不满意”请写明原因，承办单位将据此重新办理。"), field="reason")
    before = ballot.ratings.standing().first()
    if before and round_.closed_at:
        raise Refusal(_("评议已经结束，不能再改。"))
    rating = _store(ballot, before, round_, by, now, attitude=attitude, result=result, reason=reason, comment=comment,
                    contacted=contacted)  # fmt: skip
    # the rating's content stays out of the trail: a unit reads the trail, and must not learn it before the close
    trail.record(assignment, Action.RATE, by=by, data={"rating": str(rating.pk)}, now=now)
    if ballot.decides:
        duties.done(Duty.Kind.RATE, assignment, holder=ballot.holder, now=now)
    _all_rated(round_, now)
    return rating


def _store(ballot, before, round_, by, now, **fields):
    if before:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    return Rating.objects.create(
        ballot=ballot,
        version=before.version + 1 if before else 1,
        given_at=now,
        given_by=by,
        is_late=round_.closed_at is not None,
        from_own_unit=UnitOfficer.objects.filter(user=by, unit=round_.assignment.unit_id).exists(),
        **fields,
    )


def _all_rated(round_, now):
    """Note the moment at which the last of those who decide has rated; the round closes a day later."""
    waiting = round_.ballots.filter(decides=True).exclude(ratings__isnull=False)
    if round_.all_rated_at is None and not waiting.exists():
        round_.all_rated_at = now
        round_.save(update_fields=["all_rated_at"])
