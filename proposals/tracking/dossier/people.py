"""Who looks at a case, and whose case it is."""

from functools import cached_property

from django.utils import timezone

from proposals.lifecycle import ProposalStatus
from proposals.permissions import UNIT_ROLES
from proposals.submission.models import Attachment, CoSponsor, Proposal
from proposals.tracking.audience import STAFF, Audience, audience_of
from proposals.tracking.progress import STAGES

WORKS_ON_IT = STAFF | {Audience.UNIT, Audience.PART, Audience.CO}


class People:
    """The reader, the proposers and the units of the case."""

    def __init__(self, proposal, user, now):
        self.proposal, self.user, self.now = proposal, user, now
        self.today = timezone.localdate(now)
        self.stage = STAGES[proposal.status]

    @cached_property
    def audience(self):
        return audience_of(self.user, None, self.answering_units, is_party=self.is_party)

    @cached_property
    def is_party(self):
        """Leads the case, or has been invited to co-sponsor it."""
        return self.proposal.is_led_by(self.user) or any(row.user_id == self.user.pk for row in self.all_cosponsors)

    @property
    def is_own(self):
        return self.audience == Audience.OWN

    @property
    def is_staff(self):
        return self.audience in STAFF

    @cached_property
    def all_assignments(self):
        """Ended ones included."""
        return list(self.proposal.assignments.select_related("unit").order_by("handed_over_at", "kind"))

    @cached_property
    def answering_units(self):
        return frozenset(row.unit_id for row in self.all_assignments if row.answers)

    @cached_property
    def all_cosponsors(self):
        return self.proposal.cosponsor_lines()

    @property
    def cosponsors(self):
        """The confirmed ones, as they are printed."""
        return [row for row in self.all_cosponsors if row.verdict == CoSponsor.Verdict.CONFIRMED]

    @property
    def unconfirmed(self):
        """Invitations nobody has answered, for the own side and the committee's office; who declined, left or was
        taken off the list is known to the own side only."""
        if not (self.is_own or self.audience == Audience.REVIEWER):
            return []
        said = () if self.is_own else (CoSponsor.Verdict.DECLINED, CoSponsor.Verdict.LEFT, CoSponsor.Verdict.CANCELLED)
        hidden = (CoSponsor.Verdict.CONFIRMED, *said)
        return [row for row in self.all_cosponsors if row.verdict not in hidden]

    @property
    def to_reconsider(self):
        """This person's own row when the draft is no longer the text that was confirmed."""
        mine = next((row for row in self.all_cosponsors if row.user_id == self.user.pk), None)
        draft = self.proposal.status == ProposalStatus.DRAFT
        return mine if mine and mine.text_changed and draft else None

    @property
    def reads_versions(self):
        """Earlier texts are for the office, for whoever leads and for those who have confirmed."""
        confirmed = any(row.user_id == self.user.pk for row in self.cosponsors)
        own = self.user.proposes and (self.proposal.is_led_by(self.user) or confirmed)
        return own or self.audience == Audience.REVIEWER

    @cached_property
    def files(self):
        """What this person may download."""
        return list(Attachment.objects.visible_to(self.user).filter(proposal=self.proposal))

    @cached_property
    def phone(self):
        """The proposer's number: whole for the committee's office, masked for who works on the case."""
        person = self.proposal.group or self.proposal.proposer
        return person.phone if person and self.audience in WORKS_ON_IT else ""

    @property
    def phone_is_masked(self):
        return self.audience != Audience.REVIEWER

    @cached_property
    def wished_units(self):
        """The units the proposer wished for: kept beside the assigned ones, not shown to the units."""
        return [] if self.user.role in UNIT_ROLES else list(self.proposal.wished_units.all())

    @cached_property
    def themes(self):
        return list(self.proposal.themes.all())

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
