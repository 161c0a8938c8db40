"""跟踪办理: what has become of a promise."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.assignment.models import Assignment
from proposals.response.models import Commitment
from proposals.trail.models import Row


def ledger_of(user):
    """The promises of delivered responses this person may see, the next one due first."""
    rows = Commitment.objects.filter(
        response__delivered_at__isnull=False, response__assignment__in=Assignment.objects.visible_to(user)
    )
    rows = rows.select_related("response__assignment__unit", "response__assignment__proposal__session")
    return rows.prefetch_related("progress").order_by("due_on", "pk")


def still_open(promises):
    """Those that have not been kept yet."""
    return promises.filter(fulfilled_on=None)


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
