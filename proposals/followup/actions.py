"""Reporting on a promise until it has been kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.actions.common import locked
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.followup.models import Progress
from proposals.lifecycle import Action, Refusal
from proposals.response.models import Commitment
from proposals.submission.actions import tell_proposers
from proposals.trail import actions as trail


@transaction.atomic
def report_progress(commitment, *, by, text, fulfils=False, now=None):
    """Report on a promise; with ``fulfils`` it leaves the ledger as kept. The proposers are told. The figures of the
    year the response was given in do not change."""
    now = now or timezone.now()
    assignment = locked(commitment.response.assignment)
    trail.require(assignment, Action.REPORT_PROGRESS, by=by)
    commitment = Commitment.objects.get(pk=commitment.pk)
    if not text.strip():
        raise Refusal(_("请写下进展情况。"), field="text")
    if commitment.fulfilled_on:
        raise Refusal(_("这项承诺已经兑现。"))
    progress = Progress.objects.create(
        commitment=commitment, text=text, fulfils=fulfils, reported_at=now, reported_by=by
    )
    event = trail.record(assignment, Action.REPORT_PROGRESS, by=by, note=text, now=now)
    if fulfils:
        commitment.fulfilled_on = timezone.localdate(now)
        commitment.save(update_fields=["fulfilled_on"])
        duties.done(Duty.Kind.PROMISE, commitment, now=now)
    what = _("承诺已兑现") if fulfils else _("承诺有新进展")
    tell_proposers(assignment.proposal, event, what, f"{commitment.what}：{text}", now=now)
    return progress
