"""One 件次: a proposal, a unit, a kind; its own clock and status."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, User
from proposals.duties.models import Duty
from proposals.lifecycle import ASSIGNMENT_MOVES, AssignmentStatus
from proposals.permissions import UNIT_ROLES, Channel, Role
from proposals.submission.models import CoSponsor, Proposal
from proposals.trail.models import Row


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A unit sees its own, a coordinator those of the own channels, the others those of the cases they see."""
        if user.role in UNIT_ROLES:
            return self.filter(unit=user.unit_id)
        rows = self.filter(proposal__in=Proposal.objects.visible_to(user))
        if user.role == Role.COORDINATOR and Channel.CPPCC not in user.channels:
            return rows.filter(unit__channel__in=user.channels)
        return rows

    def current(self):
        return self.filter(ended_at=None)

    def of_cases(self, cases):
        return self.filter(proposal__in=cases)

    def of_session(self, session):
        return self.filter(proposal__session=session)

    def answering(self):
        """Those that must answer the proposer: sole, lead, separate."""
        return self.exclude(kind=Assignment.Kind.CO_HANDLER)

    def co_handling(self):
        return self.filter(kind=Assignment.Kind.CO_HANDLER)

    def at(self, *statuses):
        return self.filter(status__in=statuses)

    def with_case(self):
        """For lists: the case, its people and the unit in the same query."""
        return self.select_related(
            "unit", "proposal", "proposal__proposer", "proposal__group", "proposal__session", "proposal__topic",
            "proposal__committee",
        )  # fmt: skip

    def owing(self, duties):
        """Those with one of these duties (a QuerySet)."""
        return self.filter(pk__in=duties.values("subject"))

    def of_duties(self, duties):
        """What these duties are about, with the case, its people and what the unit has asked for."""
        rows = self.filter(pk__in=[duty.subject for duty in duties]).with_case()
        return rows.select_related("return_request__suggested_unit").prefetch_related("extensions")

    def returned(self):
        """Given back with the coordinator's consent; with what the unit had asked for."""
        rows = self.filter(status=AssignmentStatus.RETURNED).with_case()
        return rows.select_related("return_request__suggested_unit")

    def unfinished(self):
        """Those a withdrawal would cancel: current and not yet responded."""
        return self.current().exclude(status=AssignmentStatus.RESPONDED).select_related("unit")

    def owing_opinion(self):
        """Co-handlers that have given no opinion, and returned ones whose successor has still to be found."""
        waiting = Q(ended_at=None) | Q(status=AssignmentStatus.RETURNED, replacement=None)
        return self.co_handling().filter(waiting).exclude(status=AssignmentStatus.OPINED).select_related("unit")

    def awaiting_reassignment(self):
        """Returned, approved, and nobody in its place yet."""
        return self.filter(status=AssignmentStatus.RETURNED, replacement=None)


class Assignment(Row):
    """承办件次. ``ended_at`` set: returned or cancelled, no longer current. Due dates stand in ``duties``."""

    class Kind(models.TextChoices):
        SOLE = "sole", _("单办")
        LEAD = "lead", _("主办")
        CO_HANDLER = "co_handler", _("会办")
        SEPARATE = "separate", _("分办")

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(
        HandlingUnit, verbose_name=_("承办单位"), on_delete=models.PROTECT, related_name="assignments"
    )
    kind = models.CharField(_("承办方式"), max_length=12, choices=Kind.choices)
    part = models.CharField(_("分办内容"), max_length=200, blank=True)
    status = models.CharField(
        _("状态"), max_length=14, choices=AssignmentStatus.choices, default=AssignmentStatus.PENDING, editable=False
    )
    version = models.PositiveIntegerField(default=0)
    handed_over_at = models.DateTimeField(_("交办时间"))
    handed_over_by = models.ForeignKey(
        User, verbose_name=_("交办人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, verbose_name=_("签收人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", verbose_name=_("接替"), null=True, blank=True, on_delete=models.PROTECT, related_name="replacement"
    )
    waived_at = models.DateTimeField(_("不再等待会办意见的时间"), null=True, blank=True)
    waived_by = models.ForeignKey(
        User, verbose_name=_("决定人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waived_reason = models.TextField(_("不再等待的原因"), blank=True)

    objects = AssignmentQuerySet.as_manager()
    moves = ASSIGNMENT_MOVES

    class Meta:
        verbose_name = _("承办件次")
        verbose_name_plural = _("承办件次")
        ordering = ["handed_over_at", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(ended_at=None, kind__in=["sole", "lead"]), name="one_current_lead"
            ),
            models.UniqueConstraint(
                fields=["proposal", "unit"], condition=Q(ended_at=None), name="one_current_assignment_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(waived_at=None, waived_by=None, waived_reason="")
                | (Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_reason="")),
                name="waived_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["returned", "cancelled"], ended_at__isnull=False)
                | (~Q(status__in=["returned", "cancelled"]) & Q(ended_at=None)),
                name="ended_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status"]),
            models.Index(fields=["proposal", "kind"]),
            models.Index(fields=["handed_over_at"]),
        ]

    def __str__(self):
        return f"{self.unit} {self.get_kind_display()}"

    @property
    def case(self):
        """The key of the chain of events this belongs to."""
        return self.proposal_id

    @property
    def answers(self):
        """Whether this unit answers the proposer (all kinds but co-handling)."""
        return self.kind != self.Kind.CO_HANDLER

    @property
    def leads(self):
        """Whether co-handlers give their opinions to this unit."""
        return self.kind == self.Kind.LEAD

    @property
    def holder(self):
        return f"unit:{self.unit_id}"

    @property
    def leader_holder(self):
        return f"leader:{self.unit_id}"

    @property
    def asked_extension(self):
        """The request for more time that waits for a decision, or None; of the prefetched ones in a list."""
        return next((request for request in self.extensions.all() if not request.verdict), None)

    def open_duties(self):
        """The running clocks, the next one due first."""
        return Duty.objects.open().filter(subject=self.pk).most_urgent_first()

    def lead(self):
        """The current lead of the case, or None."""
        rows = Assignment.objects.current().filter(proposal=self.proposal_id, kind=self.Kind.LEAD)
        return rows.select_related("unit").first()

    def co_assignments(self):
        """The current co-handlers of the same case."""
        return Assignment.objects.filter(proposal=self.proposal_id).co_handling().current()

    def missing_opinions(self):
        """Co-handlers whose opinion is still awaited; none for a waived lead."""
        if not self.leads or self.waived_at:
            return Assignment.objects.none()
        return Assignment.objects.filter(proposal=self.proposal_id).owing_opinion()

    def asks_to_rate(self, user):
        """Whether this person has been asked to rate a response of this assignment, or may add an opinion to it as
        a confirmed co-sponsor (of a merged case too). Asking is a duty (open or past); accounts of units never hold
        one."""
        if Duty.objects.of(user).filter(kind=Duty.Kind.RATE, subject=self.pk).exists():
            return True
        asked = Duty.objects.filter(kind=Duty.Kind.RATE, subject=self.pk).exists()
        return asked and CoSponsor.objects.of_whole_case(self.proposal_id).confirmed().filter(user=user).exists()
