"""What a unit asks for and the coordinator decides: returning the case, more time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, User
from proposals.trail.models import Row

from .assignment import Assignment


class DecidedQuerySet(models.QuerySet):
    def open(self):
        return self.filter(verdict="")


class Decided(Row):
    """Base of a request: asked by whom and when, and the verdict with whom and when, set once."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("同意")
        REFUSED = "refused", _("不同意")

    reason = models.TextField(_("理由"))
    asked_by = models.ForeignKey(User, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("审定人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    note = models.TextField(_("审定说明"), blank=True)

    objects = DecidedQuerySet.as_manager()

    class Meta:
        abstract = True

    def decide(self, verdict, *, by, now, note=""):
        """Set the verdict, once."""
        self.verdict, self.decided_by, self.decided_at, self.note = verdict, by, now, note
        self.save(update_fields=["verdict", "decided_by", "decided_at", "note"])


DECIDED_WHOLE = Q(verdict="", decided_by=None, decided_at=None) | (
    ~Q(verdict="") & Q(decided_by__isnull=False, decided_at__isnull=False)
)


class ReturnRequest(Decided):
    """退回申请: not ours, and whose it is instead. One per assignment."""

    assignment = models.OneToOneField(
        Assignment, verbose_name=_("承办件次"), on_delete=models.PROTECT, related_name="return_request"
    )
    suggested_unit = models.ForeignKey(
        HandlingUnit, verbose_name=_("建议单位"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("退回申请")
        verbose_name_plural = _("退回申请")
        constraints = [models.CheckConstraint(condition=DECIDED_WHOLE, name="return_decided_whole")]

    def __str__(self):
        return f"{self.assignment} {self.get_verdict_display()}"


class Extension(Decided):
    """延期申请: a later due date, asked for before the old one."""

    assignment = models.ForeignKey(
        Assignment, verbose_name=_("承办件次"), on_delete=models.PROTECT, related_name="extensions"
    )
    due_before = models.DateField(_("原期限"))
    until = models.DateField(_("申请延至"))

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(condition=DECIDED_WHOLE, name="extension_decided_whole"),
            models.CheckConstraint(condition=Q(until__gt=F("due_before")), name="extension_is_later"),
            models.UniqueConstraint(fields=["assignment"], condition=Q(verdict=""), name="one_open_extension"),
        ]

    def __str__(self):
        return f"{self.assignment} {self.until}"
