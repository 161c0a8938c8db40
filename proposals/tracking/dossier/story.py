"""Everything one person may see of one case, gathered for its page. What may not be seen is not gathered."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.models import ReturnRequest
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.rating.models import Rating, Round
from proposals.tracking import timeline
from proposals.tracking.buttons import Case, buttons
from proposals.tracking.progress import steps
from proposals.trail.models import Event

from .handling import ANSWERS, Handling

Kind = Duty.Kind
ANSWERING = (Kind.RESPOND, Kind.REHANDLE)


class Dossier(Handling):
    """Read once a page: each property asks at most one question of the database."""

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
            is_party=self.is_party,
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
        if not used:
            return _("今天交办")
        return _("%(status)s，交办后第 %(n)s 天") % {"status": self.proposal.get_status_display(), "n": used}

    @property
    def next(self):
        """One sentence: what happens next and until when."""
        elsewhere = (AssignmentStatus.SIGNING, AssignmentStatus.CHECKING)  # the draft is on somebody else's desk
        away = {row.pk for row in self.all_assignments if row.status in elsewhere}
        keys = self.user.holder_keys()
        mine = [d for d in self.duties if d.holder in keys and not (d.subject in away and d.kind in ANSWERING)]
        return timeline.next_step(self.proposal, self.planned, mine, self.today)
