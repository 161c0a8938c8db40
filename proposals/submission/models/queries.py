"""The named queries over proposals: who may see them, and the lists of the office."""

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from proposals.lifecycle import UNRECEIVED, Action, Outcome, ProposalStatus
from proposals.permissions import UNIT_ROLES, Channel, Role

from .inbox import InboxQuerySet
from .search import SearchQuerySet


class ProposalQuerySet(SearchQuerySet, InboxQuerySet):
    def visible_to(self, user):
        """The proposals this person may see in the active role: the one rule for pages, search, files, exports."""
        if user.role in (Role.REVIEWER, Role.LEADER):
            received = ~Q(status__in=UNRECEIVED)
            typed_in = Q(entered_by__isnull=False) if user.role == Role.REVIEWER else Q(pk=None)
            return self.filter(received | typed_in, committee=user.committee_id)
        if user.role == Role.COORDINATOR:
            return self._visible_to_coordinator(user)
        if user.role == Role.MEMBER:
            return self._with_access(user=user.pk)
        if user.role == Role.GROUP:
            return self._with_access(group__in=user.group_ids)
        if user.role in UNIT_ROLES and user.unit_id:  # an officer without a unit would match the rows without one
            return self._with_access(unit=user.unit_id)
        return self.none()

    def named_to_all(self):
        """Registered with the proposer's consent to publication: number, title, units, class and promises may be
        told to whoever writes something like it. Not the text."""
        return self.filter(outcome=Outcome.REGISTERED, consent_publish=True)

    def away_from_proposers(self):
        """Received, and not sent back for changes."""
        return self.exclude(status__in=[*UNRECEIVED, ProposalStatus.SENT_BACK])

    def _visible_to_coordinator(self, user):
        """Cases of the own channels, and registered ones still to be handed over; the committee's own sees all."""
        ours = self.filter(committee=user.committee_id)
        if Channel.CPPCC in user.channels:
            return ours.filter(Q(outcome__in=[Outcome.REGISTERED, Outcome.PASSED_ON]) | Q(self._access(channel__gt="")))
        waiting = Q(status=ProposalStatus.REGISTERED)
        return ours.filter(waiting | Q(self._access(channel__in=user.channels)))

    def _access(self, **who):
        from .people import CaseAccess

        return Exists(CaseAccess.objects.filter(proposal=OuterRef("pk"), **who))

    def _with_access(self, **who):
        return self.filter(self._access(**who))

    def received(self):
        return self.exclude(submitted_at=None)

    def with_people(self):
        """For lists: proposer, group, topic and session in the same query."""
        return self.select_related("proposer", "group", "topic", "session", "committee", "entered_by")

    def with_text(self):
        """For reading one at a desk: suggestions, wished-for units, and the co-sponsors as the office reads them."""
        cosponsors = apps.get_model("submission", "CoSponsor").objects.for_examination()  # declared after proposals
        return self.with_people().prefetch_related("suggestions", "wished_units", Prefetch("cosponsors", cosponsors))

    def with_print(self):
        """For printing: ``cosponsors_confirmed`` in order, ``files`` that belong to the text, suggestions, units."""
        models_ = apps.get_app_config("submission")  # declared after proposals
        confirmed = models_.get_model("CoSponsor").objects.confirmed().select_related("user")
        files = models_.get_model("Attachment").objects.of_the_text()
        return self.with_people().prefetch_related(
            "suggestions",
            "wished_units",
            Prefetch("cosponsors", confirmed, to_attr="cosponsors_confirmed"),
            Prefetch("attachments", files, to_attr="files"),
        )

    def for_collection(self, session, scope):
        """What a collection of the session prints, in the order of the numbers: ``scope`` is an outcome, or empty for
        everything received."""
        mine = self.received().filter(session=session)
        if scope:
            mine = mine.filter(outcome=scope)
        return mine.order_by(F("case_seq").asc(nulls_last=True), "series", "serial")

    def with_cosponsor_count(self):
        """``cosponsor_count``: the confirmed ones."""
        return self.annotate(cosponsor_count=Count("cosponsors", filter=Q(cosponsors__verdict="confirmed")))

    def under_review(self, committee):
        return self.filter(committee=committee, status=ProposalStatus.SUBMITTED).order_by("submitted_at", "serial")

    def sent_back(self, committee):
        """With their proposers for changes."""
        return self.filter(committee=committee, status=ProposalStatus.SENT_BACK).order_by("submitted_at", "serial")

    def withdrawal_asked(self, committee):
        """A request to withdraw waits for a decision."""
        return self.filter(committee=committee, withdrawals__verdict="").order_by("withdrawals__asked_at")

    def next_after(self, proposal):
        """In the order of the inbox: the first one submitted after this one, else the first of all, or None."""
        later = self.exclude(pk=proposal.pk).filter(submitted_at__gte=proposal.submitted_at)
        return later.first() or self.exclude(pk=proposal.pk).first()

    def main_cases_for(self, proposal):
        """What ``proposal`` can be merged into: the registered ones of the committee not yet handed over, and those
        whose registration is prepared (merging is then prepared too, and released with it)."""
        plans = apps.get_model("submission", "PreparedDecision").objects  # declared after proposals
        plans = plans.filter(stage="final", ended_at=None, action=Action.REGISTER)
        planned = Q(status=ProposalStatus.SUBMITTED, pk__in=plans.values("proposal"))
        others = self.filter(Q(status=ProposalStatus.REGISTERED) | planned, committee=proposal.committee_id)
        return others.exclude(pk=proposal.pk).order_by("-session__year", F("case_seq").desc(nulls_last=True), "serial")

    def to_hand_over(self, committee):
        waiting = [ProposalStatus.REGISTERED, ProposalStatus.PASSED_ON]
        return self.filter(committee=committee, status__in=waiting).order_by("series", "case_seq")

    def drafts_of(self, user):
        """The person's own unsubmitted drafts and those sent back, newest first."""
        mine = Q(proposer=user) if user.role == Role.MEMBER else Q(group__in=user.group_ids)
        return self.filter(mine, status=ProposalStatus.DRAFT).order_by("-updated_at")

    def of_text(self, user, text):
        """The person's own drafts, and what waits for its examination, with this very text; newest first."""
        mine = Q(proposer=user) if user.role == Role.MEMBER else Q(group__in=user.group_ids)
        parts = {name: text.get(name, "") for name in ("title", "situation", "analysis")}
        open_ones = self.filter(mine, status__in=[ProposalStatus.DRAFT, ProposalStatus.SUBMITTED], **parts)
        return open_ones.prefetch_related("suggestions").order_by("-created_at")

    def typed_in(self, committee):
        """代录: what the office has begun to type in and not yet submitted, newest first."""
        unfinished = [ProposalStatus.DRAFT, ProposalStatus.SENT_BACK]
        return self.filter(committee=committee, entered_by__isnull=False, status__in=unfinished).order_by("-updated_at")

    def taken_part_in(self, user):
        """Without those this person has only been asked to co-sponsor."""
        from .people import CaseAccess

        return self.exclude(self._access(user=user.pk, why=CaseAccess.Why.INVITED))
