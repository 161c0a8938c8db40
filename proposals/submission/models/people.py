"""Co-sponsors, and who may see a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.permissions import Channel
from proposals.trail.models import Row

from .proposal import Proposal


class CoSponsorQuerySet(models.QuerySet):
    def open(self):
        return self.filter(verdict="")

    def confirmed(self):
        """In the order they are printed."""
        return self.filter(verdict=CoSponsor.Verdict.CONFIRMED).order_by("order")

    def of_whole_case(self, proposal_id):
        """Those of a case and of the cases merged into it."""
        return self.filter(Q(proposal=proposal_id) | Q(proposal__merged_into=proposal_id))

    def expired(self, now):
        return self.open().filter(expires_at__lte=now)

    def with_people(self):
        return self.select_related("user").order_by("order")

    def addressed_to(self, user):
        """The invitations of this person, with what they are about."""
        return self.filter(user=user).select_related("proposal__proposer", "proposal__session", "proposal__committee")


class CoSponsor(Row):
    """联名: an invitation and what became of it. Without an answer in time the name is kept and gets no credit."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("已同意")
        DECLINED = "declined", _("已谢绝")
        UNCONFIRMED = "unconfirmed", _("未确认")

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.CASCADE, related_name="cosponsors")
    user = models.ForeignKey(User, verbose_name=_("联名人"), on_delete=models.PROTECT, related_name="cosponsorships")
    order = models.PositiveSmallIntegerField(_("顺序"))
    invited_at = models.DateTimeField(_("邀请时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    verdict = models.CharField(_("答复"), max_length=12, choices=Verdict.choices, blank=True)
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=300, blank=True)

    objects = CoSponsorQuerySet.as_manager()

    class Meta:
        verbose_name = _("联名人")
        verbose_name_plural = _("联名人")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="cosponsor_once"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="cosponsor_verdict_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(verdict=""), name="invitation_open")]

    def __str__(self):
        return f"{self.user} {self.get_verdict_display()}"

    def is_open_at(self, now):
        """Still waiting for an answer, and in time for one."""
        return not self.verdict and self.expires_at > now


class CaseAccess(Row):
    """Who may see a case and why: a person, a group, a unit or the coordinators of a channel."""

    class Why(models.TextChoices):
        PROPOSER = "proposer", _("提案者")
        INVITED = "invited", _("受邀联名")
        COSPONSOR = "cosponsor", _("联名人")
        MERGED = "merged", _("并案提案者")
        ASSIGNED = "assigned", _("承办")
        CO_HANDLING = "co_handling", _("会办")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(ProposerGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(HandlingUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    why = models.CharField(max_length=12, choices=Why.choices)

    class Meta:
        verbose_name = _("可见范围")
        verbose_name_plural = _("可见范围")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user", "group", "unit", "channel"], nulls_distinct=False, name="access_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, group=None, unit=None, channel="")
                | Q(user=None, group__isnull=False, unit=None, channel="")
                | Q(user=None, group=None, unit__isnull=False, channel="")
                | (Q(user=None, group=None, unit=None) & ~Q(channel="")),
                name="access_one_party",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "proposal"]),
            models.Index(fields=["unit", "proposal"]),
            models.Index(fields=["group", "proposal"]),
            models.Index(fields=["channel", "proposal"]),
        ]

    def __str__(self):
        return self.get_why_display()
