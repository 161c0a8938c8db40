"""Stored counts. Never ratios: those are computed from the counts by ``rates.py``."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals import rates
from proposals.committee.models import PlenarySession
from proposals.trail.models import Row


class SnapshotQuerySet(models.QuerySet):
    def newest(self, session, base):
        return self.filter(session=session, base=base).order_by("-as_of").first()

    def at(self, session, base, as_of):
        return self.filter(session=session, base=base, as_of=as_of).first()


class RateSnapshot(Row):
    """The counts of one session on one base as of one moment, in all and by unit, topic and kind.

    ``counts``: {"all": counts, "unit": [[key, name, counts] …], "topic": …, "kind": …}. Written once per moment and
    never changed, so a report as of a past date prints the same numbers for ever.
    """

    class BaseName(models.TextChoices):
        HANDLED = rates.Base.HANDLED.value, rates.BASE_NAMES[rates.Base.HANDLED]
        REGISTERED = rates.Base.REGISTERED.value, rates.BASE_NAMES[rates.Base.REGISTERED]
        ITEMS = rates.Base.ITEMS.value, rates.BASE_NAMES[rates.Base.ITEMS]
        DELIVERED = rates.Base.DELIVERED.value, rates.BASE_NAMES[rates.Base.DELIVERED]
        RATED = rates.Base.RATED.value, rates.BASE_NAMES[rates.Base.RATED]

    session = models.ForeignKey(
        PlenarySession, verbose_name=_("届次"), on_delete=models.PROTECT, related_name="snapshots"
    )
    base = models.CharField(_("基数"), max_length=12, choices=BaseName.choices)
    as_of = models.DateTimeField(_("截至"))
    counts = models.JSONField(_("计数"))
    computed_at = models.DateTimeField(_("计算时间"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("统计快照")
        verbose_name_plural = _("统计快照")
        ordering = ["-as_of"]
        constraints = [models.UniqueConstraint(fields=["session", "base", "as_of"], name="snapshot_once")]

    def __str__(self):
        return f"{self.session} {self.get_base_display()} {self.as_of:%Y-%m-%d}"

    @property
    def overall(self):
        return rates.Counts.of(self.counts["all"])
