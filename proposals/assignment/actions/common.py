"""What several acts on an assignment share: reading it again under the lock of its case, telling its unit, asking
its coordinators."""

from django.urls import reverse

from proposals.accounts.models import desk
from proposals.assignment.models import Assignment
from proposals.duties import actions as duties
from proposals.notices import actions as notices
from proposals.trail import actions as trail


def locked(assignment):
    """The assignment read again under the lock of its case."""
    proposal = trail.lock(assignment.proposal)
    assignment = Assignment.objects.select_related("unit").get(pk=assignment.pk)
    assignment.proposal = proposal
    return assignment


def tell_unit(assignment, event, what, note, path, now):
    """One message to the officers of the unit; ``path`` leads to what they have to do next."""
    notices.post(
        f"event:{event.pk}",
        to=assignment.holder,
        subject=f"{what}：{assignment.proposal.title}",
        body=note,
        path=path,
        case=assignment.proposal_id,
        now=now,
    )


def await_coordinator(kind, assignment, url_name, step, *, now):
    """The coordinators of the unit's channel have to act on this assignment, by the limit of ``step``."""
    duties.open_duty(
        kind,
        assignment.proposal,
        subject=assignment,
        holder=desk(assignment.unit.channel, assignment.proposal.committee_id),
        path=reverse(url_name, args=[assignment.pk]),
        step=step,
        now=now,
    )
