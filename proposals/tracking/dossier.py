"""Everything one person may see of one case, gathered for its page. What may not be seen is not gathered."""

from functools import cached_property
from operator import attrgetter

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.models import Assignment, Consultation, ReturnRequest
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.permissions import UNIT_ROLES
from proposals.rating.models import Rating, Round
from proposals.response.models import Opinion, Response
from proposals.submission.models import CoSponsor, Proposal
from proposals.trail.models import Event

from . import timeline
from .audience import STAFF, Audience, audience_of
from .buttons import Case, buttons
from .progress import ASSIGNMENT_MARKS, AT_WORK, STAGES, coarse, steps

Kind = Duty.Kind
ANSWERS = (Kind.RESPOND, Kind.REHANDLE)


class Dossier:
    """Read once a page: each property asks at most one question of the database."""

    def __init__(self, proposal, user, now):
        self.proposal, self.user, self.now = proposal, user, now
        self.today = timezone.localdate(now)
        self.stage = STAGES[proposal.status]

    # -- who looks ----------------------------------------------------------------------------------------------------

    @cached_property
    def audience(self):
        return audience_of(self.user, None, self.answering_units)

    @property
    def is_own(self):
        return self.audience == Audience.OWN

    @property
    def is_staff(self):
        return self.audience in STAFF

    @cached_property
    def answering_units(self):
        return frozenset(row.unit_id for row in self.all_assignments if row.answers)

    # -- the text and its people --------------------------------------------------------------------------------------

    @cached_property
    def all_cosponsors(self):
        return list(self.proposal.cosponsors.with_people())

    @property
    def cosponsors(self):
        """The confirmed ones, as they are printed."""
        return [row for row in self.all_cosponsors if row.verdict == CoSponsor.Verdict.CONFIRMED]

    @property
    def unconfirmed(self):
        """Open, declined and expired invitations: for the own side and the committee's office only."""
        if not (self.is_own or self.audience == Audience.REVIEWER):
            return []
        return [row for row in self.all_cosponsors if row.verdict != CoSponsor.Verdict.CONFIRMED]

    @cached_property
    def phone(self):
        """The proposer's number: whole for the committee's office, masked for who works on the case."""
        person = self.proposal.group or self.proposal.proposer
        return person.phone if person and not self.is_own and self.audience != Audience.LEADER else ""

    @property
    def phone_is_masked(self):
        return self.audience != Audience.REVIEWER

    @cached_property
    def wished_units(self):
        """The units the proposer wished for: kept beside the assigned ones, not shown to the units."""
        return [] if self.user.role in UNIT_ROLES else list(self.proposal.wished_units.all())

    @cached_property
    def ruling(self):
        return self.proposal.rulings.standing().select_related("reason").first()

    @cached_property
    def merged(self):
        """The cases merged into this one, as far as the person sees them."""
        return list(Proposal.objects.visible_to(self.user).filter(merged_into=self.proposal).with_people())

    @cached_property
    def main_case(self):
        """The case this one was merged into: {proposal, visible}."""
        main = self.proposal.merged_into
        visible = main and Proposal.objects.visible_to(self.user).filter(pk=main.pk).exists()
        return {"proposal": main, "visible": visible} if main else None

    # -- handling -----------------------------------------------------------------------------------------------------

    @cached_property
    def all_assignments(self):
        return list(self.proposal.assignments.select_related("unit").order_by("handed_over_at", "kind"))

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
        """Lines of the table: [(assignment, mark, status, due, note)]. The drawers of a unit stay shut to others."""
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

    # -- rating -------------------------------------------------------------------------------------------------------

    @cached_property
    def rounds(self):
        rows = Round.objects.filter(response__assignment__proposal=self.proposal).order_by("opened_at")
        return list(rows.select_related("response__assignment__unit").prefetch_related("ballots__ratings"))

    @cached_property
    def all_ratings(self):
        return list(Rating.objects.visible_to(self.user).of_case(self.proposal).with_words())

    @property
    def ratings(self):
        """The versions in force."""
        return [row for row in self.all_ratings if row.ended_at is None]

    @property
    def to_rate(self):
        """{assignment: its newest round in which this person may rate now}."""
        found = {}
        for round_ in self.rounds:
            ballots = [ballot for ballot in round_.ballots.all() if ballot.is_for(self.user)]
            if any(round_.closed_at is None or not ballot.ratings.all() for ballot in ballots):
                found[round_.response.assignment_id] = round_
        return found

    # -- what may be done, what comes next, what has been -------------------------------------------------------------

    @cached_property
    def buttons(self):
        refused = ReturnRequest.objects.filter(assignment__in=self.mine).values_list("assignment", flat=True)
        invitation = next((row for row in self.all_cosponsors if row.user_id == self.user.pk and not row.verdict), None)
        case = Case(
            duties=self.duties,
            holder_keys=frozenset(self.user.holder_keys()),
            today=self.today,
            rounds=self.to_rate,
            invitation=invitation,
            returns_refused=frozenset(refused),
        )
        return buttons(self.user, self.proposal, self.mine, case)

    @property
    def response_due(self):
        return min((duty.due_on for duty in self.duties if duty.kind in ANSWERS), default=None)

    @property
    def steps(self):
        days = self.delivered_on.values()
        responded = self.proposal.status in (ProposalStatus.RESPONDED, ProposalStatus.CLOSED)
        return steps(
            self.proposal,
            ruling=self.ruling,
            response_due=self.response_due,
            delivered_on=max(days, default=None) if responded else None,
            rating_due=max((duty.due_on for duty in self.open_rating), default=None),
            today=self.today,
        )

    @property
    def open_rating(self):
        """The duties to rate of rounds that are open, whether rated already or not: before the close nobody can
        tell from this page."""
        running = {round_.response.assignment_id for round_ in self.rounds if round_.closed_at is None}
        return [duty for duty in self.all_duties if duty.kind == Kind.RATE and duty.subject in running]

    @cached_property
    def eye(self):
        return timeline.Eye(
            user=self.user,
            proposal=self.proposal,
            assignments={row.pk: row for row in self.all_assignments},
            ratings=frozenset(str(row.pk) for row in self.all_ratings),
            answering_units=self.answering_units,
        )

    @cached_property
    def planned(self):
        return timeline.planned([duty for duty in self.duties if duty.kind != Kind.RATE] + self.open_rating, self.eye)

    @cached_property
    def past(self):
        return timeline.past(Event.objects.of_case(self.proposal.pk).with_people(), self.eye)

    @property
    def recent(self):
        return self.past[: timeline.FOLD]

    @property
    def older(self):
        return self.past[timeline.FOLD :]

    @property
    def present(self):
        """The line of today, while the case is at work."""
        if self.proposal.status not in (ProposalStatus.HANDED_OVER, ProposalStatus.REHANDLING):
            return ""
        used = (self.today - timezone.localdate(self.proposal.handed_over_at)).days
        return _("%(status)s，交办后第 %(n)s 天") % {"status": self.proposal.get_status_display(), "n": used}

    @property
    def next(self):
        """One sentence: what happens next and until when."""
        mine = [duty for duty in self.duties if duty.holder in self.user.holder_keys()]
        return timeline.next_step(self.proposal, self.planned, mine, self.today)
