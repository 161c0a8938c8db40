"""The recorded review outcomes, and requests to withdraw."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.committee.models import DeclineReason
from proposals.lifecycle import Outcome
from proposals.trail.models import Row

from .proposal import Proposal


class RulingQuerySet(models.QuerySet):
    def standing(self, as_of=None):
        """The rulings in force now, or as they stood at the moment ``as_of``."""
        if as_of is None:
            return self.filter(ended_at=None)
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=as_of), at__lte=as_of)


class Ruling(Row):
    """审查结果: what was decided about a proposal, from ``at`` until a later ruling took its place. Reports count
    these moments; a ruling is ended, never changed. ``by`` is empty for imported history."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        User, verbose_name=_("经办人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("止"), null=True, blank=True)
    reason = models.ForeignKey(DeclineReason, verbose_name=_("情形"), null=True, blank=True, on_delete=models.PROTECT)
    note = models.TextField(_("说明"), blank=True)
    into = models.ForeignKey(
        Proposal, verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("审查结果")
        verbose_name_plural = _("审查结果")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=Q(ended_at=None), name="one_standing_ruling"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="ruling_ends_after"),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | Q(reason__isnull=False), name="decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome="merged", into__isnull=False) | (~Q(outcome="merged") & Q(into=None)),
                name="merge_names_main_case",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "at"])]

    def __str__(self):
        return self.get_outcome_display()


class WithdrawalRequest(Row):
    """撤案申请: asked by the proposer, decided by the committee's office."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("同意")
        REFUSED = "refused", _("不同意")

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField(_("理由"))
    asked_by = models.ForeignKey(User, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("审定人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    note = models.TextField(_("审定说明"), blank=True)

    class Meta:
        verbose_name = _("撤案申请")
        verbose_name_plural = _("撤案申请")
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=Q(verdict=""), name="one_open_withdrawal"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_by=None, decided_at=None)
                | (~Q(verdict="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="withdrawal_decided_whole",
            ),
        ]

    def __str__(self):
        return f"{self.proposal} {self.get_verdict_display()}"
