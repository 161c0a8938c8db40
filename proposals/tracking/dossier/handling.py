"""Who handles a case and what has come of it, as far as one person may see it."""

from functools import cached_property
from operator import attrgetter

from django.db.models import Q
from django.utils import timezone

from proposals.assignment.models import Assignment, Consultation
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus
from proposals.permissions import UNIT_ROLES
from proposals.response.models import Opinion, Response
from proposals.tracking.audience import Audience
from proposals.tracking.progress import ASSIGNMENT_MARKS, AT_WORK, coarse

from .people import People

Kind = Duty.Kind
ANSWERS = (Kind.RESPOND, Kind.REHANDLE)


class Handling(People):
    """Assignments, clocks, talks, responses and opinions."""

    @cached_property
    def mine(self):
        """The assignments this person sees as such, with whose buttons; the others only as a line of the table."""
        visible = set(
            Assignment.objects.visible_to(self.user).filter(proposal=self.proposal).values_list("pk", flat=True)
        )
        return [self._bound(row) for row in self.all_assignments if row.pk in visible and row.ended_at is None]

    def _bound(self, row):
        row.proposal = self.proposal
        return row

    @property
    def assignments(self):
        """Lines of the table, who answers first. The drawers of a unit stay shut to others."""
        return [self._line(row) for row in sorted(self.all_assignments, key=lambda row: not row.answers)]

    def _line(self, row):
        inside = self.is_staff or row.unit_id == self.user.unit_id
        status = AssignmentStatus(row.status) if inside else coarse(row.status)
        clocks = (*ANSWERS, Kind.OPINION)
        due = next((duty.due_on for duty in self.duties if duty.subject == row.pk and duty.kind in clocks), None)
        done = self.delivered_on.get(row.pk) or self.opinion_days.get(row.pk)
        at_work = row.status in AT_WORK or row.status == AssignmentStatus.PENDING
        return {
            "row": row,
            "mark": ASSIGNMENT_MARKS[status],
            "status": status.label,
            "due": due if at_work else None,
            "done_on": None if due and at_work else done,
        }

    @cached_property
    def all_duties(self):
        """Every duty of the case that has not been called off."""
        return list(Duty.objects.of_case(self.proposal.pk).filter(void_at=None).most_urgent_first())

    @property
    def duties(self):
        return [duty for duty in self.all_duties if duty.done_at is None]

    @cached_property
    def consultations(self):
        """All for the own side, the offices and leaders; a unit reads its own."""
        rows = Consultation.objects.filter(assignment__proposal=self.proposal).select_related("assignment__unit")
        return list(rows.filter(assignment__unit=self.user.unit_id) if self.user.role in UNIT_ROLES else rows)

    @cached_property
    def responses(self):
        """Delivered ones for everybody who sees the case; besides these the unit's own draft, and for the
        coordinator what has been submitted."""
        more = Response.objects.visible_to(self.user).values("pk")
        rows = Response.objects.with_all().filter(assignment__proposal=self.proposal)
        rows = rows.filter(Q(delivered_at__isnull=False) | Q(pk__in=more))
        return sorted(rows, key=attrgetter("assignment.handed_over_at", "round_number"))

    @property
    def delivered_on(self):
        """{assignment: day of its newest delivered response}."""
        rows = [row for row in self.responses if row.delivered_at]
        return {row.assignment_id: timezone.localdate(row.delivered_at) for row in rows}

    @cached_property
    def all_opinions(self):
        rows = Opinion.objects.filter(assignment__proposal=self.proposal)
        return list(rows.select_related("assignment__unit").order_by("given_at"))

    @property
    def opinion_days(self):
        return {row.assignment_id: timezone.localdate(row.given_at) for row in self.all_opinions}

    @property
    def opinions(self):
        """A co-handler's opinion is for the lead and the coordinator, for itself, and once the response has been
        delivered for the committee's office and the leaders; never for the proposer."""
        delivered = self.audience in (Audience.REVIEWER, Audience.LEADER) and self.delivered_on
        leads = any(row.unit_id == self.user.unit_id and row.leads for row in self.mine)
        if self.audience == Audience.COORDINATOR or leads or delivered:
            return self.all_opinions
        return [row for row in self.all_opinions if row.assignment.unit_id == self.user.unit_id]
