"""Co-sponsors, and who may see a case."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Channel
from proposals.trail.models import Row

from .proposal import Proposal


class CoSponsorQuerySet(models.QuerySet):
    def open(self):
        return self.filter(verdict="")

    def confirmed(self):
        """In the order they are printed."""
        return self.filter(verdict=CoSponsor.Verdict.CONFIRMED).order_by("order")

    def live(self):
        """Asked or agreed: for these there is nothing more to ask."""
        return self.filter(verdict__in=["", CoSponsor.Verdict.CONFIRMED])

    def of_whole_case(self, proposal_id):
        """Those of a case and of the cases merged into it."""
        return self.filter(Q(proposal=proposal_id) | Q(proposal__merged_into=proposal_id))

    def expired(self, now):
        return self.open().filter(expires_at__lte=now)

    def with_people(self):
        """One line a person, in order: who was asked again stands there with the newest answer only."""
        later = CoSponsor.objects.filter(
            proposal=OuterRef("proposal"), user=OuterRef("user"), order__gt=OuterRef("order")
        )
        return self.filter(~Exists(later)).select_related("user").order_by("order")

    def for_examination(self):
        """What the office reads: who has confirmed and who has not answered; a refusal stays with the proposers."""
        read = ["", CoSponsor.Verdict.CONFIRMED, CoSponsor.Verdict.UNCONFIRMED]
        return self.with_people().filter(verdict__in=read)

    def in_cases_of(self, user):
        """Those of the cases this person may see."""
        visible = Proposal.objects.visible_to(user)
        return self.filter(proposal__in=visible).select_related("user", "proposal__proposer", "proposal__group")

    def addressed_to(self, user):
        """The invitations of this person, with what they are about."""
        return self.filter(user=user).select_related("proposal__proposer", "proposal__session", "proposal__committee")


class CoSponsor(Row):
    """联名: an invitation and what became of it. Without an answer in time the name is kept and gets no credit.
    Somebody who declined, left or ran out of time may be asked again: a new row. ``text_version``: the version of the
    text that was confirmed; ``on_paper``: the signature is on the scan of a proposal typed in by the office."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("已同意")
        DECLINED = "declined", _("已谢绝")
        UNCONFIRMED = "unconfirmed", _("未确认")
        CANCELLED = "cancelled", _("邀请已取消")
        LEFT = "left", _("已退出")

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.CASCADE, related_name="cosponsors")
    user = models.ForeignKey(User, verbose_name=_("联名人"), on_delete=models.PROTECT, related_name="cosponsorships")
    order = models.PositiveSmallIntegerField(_("顺序"))
    invited_at = models.DateTimeField(_("邀请时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    verdict = models.CharField(_("答复"), max_length=12, choices=Verdict.choices, blank=True)
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=300, blank=True)
    text_version = models.PositiveIntegerField(_("确认时的文稿版本"), null=True, blank=True)
    on_paper = models.BooleanField(_("纸质签名"), default=False)

    objects = CoSponsorQuerySet.as_manager()

    class Meta:
        verbose_name = _("联名人")
        verbose_name_plural = _("联名人")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user"], condition=Q(verdict__in=["", "confirmed"]), name="cosponsor_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="cosponsor_verdict_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(verdict=""), name="invitation_open")]

    def __str__(self):
        return f"{self.user} {self.get_verdict_display()}"

    text_changed = False  # set by Proposal.cosponsor_lines()

    def text_has_changed(self):
        """Confirmed a text that is still a draft and another by now: there is a choice to stay or leave."""
        open_ = self.verdict == self.Verdict.CONFIRMED and self.proposal.status == ProposalStatus.DRAFT
        return open_ and bool(self.proposal.changed_since({self.text_version}))

    @property
    def can_be_cancelled(self):
        """Nobody has answered yet; or the office has typed in a signature, and may have mistaken it."""
        return not self.verdict or (self.on_paper and self.verdict == self.Verdict.CONFIRMED)

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
