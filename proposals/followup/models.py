"""跟踪办理: what has become of a promise."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.assignment.models import Assignment
from proposals.committee.models import ResponseClass
from proposals.response.models import Commitment
from proposals.trail.models import Row

KEPT = "kept"
STATES = (("open", _("待兑现")), (KEPT, _("已兑现")))


def ledger_of(user):
    """The promises of delivered planned responses this person may see, the next one due first."""
    rows = Commitment.objects.filter(
        response__delivered_at__isnull=False,
        response__response_class__meaning=ResponseClass.Meaning.PLANNED,
        response__assignment__in=Assignment.objects.visible_to(user),
    )
    return rows.select_related(
        "response__assignment__unit", "response__assignment__proposal__session",
        "response__assignment__proposal__committee",
    ).order_by("due_on", "pk")  # fmt: skip


def in_state(rows, state):
    """The kept promises of a ledger, newest first, or those still to be kept."""
    if state == KEPT:
        return rows.exclude(fulfilled_on=None).order_by("-fulfilled_on", "pk")
    return rows.filter(fulfilled_on=None)


def with_reports(rows):
    """With what has been reported, the newest first, in one more query."""
    return rows.prefetch_related(Prefetch("progress", Progress.objects.order_by("-reported_at"), to_attr="reports"))


class Progress(Row):
    """A report on a promise; ``fulfils`` says that it has been kept."""

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("承诺"), on_delete=models.PROTECT, related_name="progress"
    )
    text = models.TextField(_("进展"))
    fulfils = models.BooleanField(_("已兑现"), default=False)
    reported_at = models.DateTimeField(_("报告时间"))
    reported_by = models.ForeignKey(User, verbose_name=_("报告人"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("承诺进展")
        verbose_name_plural = _("承诺进展")
        ordering = ["reported_at"]

    def __str__(self):
        return self.text[:30]
