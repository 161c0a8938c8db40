"""Saved views: filters of the list of proposals under a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.permissions import Role
from proposals.trail.models import Row

#: the desks that work on the same cases and may share their views with each other
DESKS = (Role.REVIEWER, Role.COORDINATOR)


class SavedViewQuerySet(models.QuerySet):
    def owned_by(self, user):
        """Those this person has saved in the role worn."""
        return self.filter(owner=user, role=user.role).order_by("order", "created_at")

    def offered_to(self, user):
        """The own ones in their order, then those the colleagues at the desks share."""
        own = Q(owner=user, role=user.role)
        shared = Q(shared=True, owner__committee=user.committee_id, owner__is_active=True)
        found = self.filter(own | shared) if user.role in DESKS else self.filter(own)
        foreign = Case(When(own, then=0), default=1, output_field=models.SmallIntegerField())
        return found.select_related("owner").order_by(foreign, "order", "name", "pk")

    def told_about(self):
        """Those whose owners want to hear of new matches."""
        return self.filter(notify=True, owner__is_active=True)


class SavedView(Row):
    """保存的视图. ``query`` is the address of the list as ``ProposalFilter.address`` writes it; whoever opens the view
    sees with it what he may see, no more. It belongs to the role it was saved in. ``seen``: what matched at
    ``looked_at``, so that only what is new is told; kept only while ``notify`` is on."""

    owner = models.ForeignKey(User, verbose_name=_("所有人"), on_delete=models.CASCADE, related_name="saved_views")
    role = models.CharField(_("身份"), max_length=20, choices=Role.choices)
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("条件"), max_length=2000)
    shared = models.BooleanField(_("与同事共用"), default=False)
    notify = models.BooleanField(_("有新提案时告诉我"), default=False)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    seen = ArrayField(models.UUIDField(), default=list, editable=False)
    looked_at = models.DateTimeField(_("上次查看新提案的时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("保存时间"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存的视图")
        verbose_name_plural = _("保存的视图")
        ordering = ["order", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "role", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=Q(shared=False) | Q(role__in=DESKS), name="desks_share_views"),
            models.CheckConstraint(
                condition=Q(notify=False, seen=[]) | Q(notify=True, looked_at__isnull=False),
                name="told_view_has_been_looked_at",
            ),
        ]

    def __str__(self):
        return self.name

    def reader(self):
        """The owner in the role of the view, or None when that role has been taken away."""
        self.owner.active_role = self.role
        return self.owner if self.owner.role == self.role else None
