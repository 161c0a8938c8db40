"""Handling units and their officers."""

from functools import cached_property

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee
from proposals.permissions import Channel, Role
from proposals.trail.models import Row

from .people import User


class UnitQuerySet(models.QuerySet):
    def of(self, committee):
        return self.filter(committee=committee, is_active=True).order_by("order", "pinyin_key", "name")

    def whose_work_is_shown_to(self, user):
        """The committee's units for the administrator, who arranges hand-overs; their own for officers."""
        if user.role == Role.ADMINISTRATOR:
            return self.filter(committee=user.committee_id)
        return self.filter(pk=user.unit_id)

    def exclude_one(self, unit):
        return self.exclude(pk=unit.pk)

    def all_of(self, committee):
        """With the unit above each, those out of use too."""
        return self.filter(committee=committee).select_related("parent").order_by("order", "pinyin_key", "name")

    def named(self, committee, name):
        """The unit with this full or short name, or None."""
        return self.filter(Q(name=name) | Q(short_name=name), committee=committee).order_by("name").first()


@pghistory.track()
class HandlingUnit(Row):
    """承办单位. Units form a tree (a district's departments)."""

    class SignOff(models.TextChoices):
        DEFAULT = "default", _("有单位领导账号时需要")
        ALWAYS = "always", _("需要")
        NEVER = "never", _("不需要")

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    parent = models.ForeignKey("self", verbose_name=_("上级单位"), null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(_("全称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=40)
    pinyin_key = models.CharField(_("拼音"), max_length=120, blank=True)
    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.choices, default=Channel.GOVERNMENT)
    sign_off = models.CharField(_("领导审签"), max_length=8, choices=SignOff.choices, default=SignOff.DEFAULT)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)
    is_sample = models.BooleanField(_("演示单位"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办单位")
        verbose_name_plural = _("承办单位")
        ordering = ["order", "pinyin_key", "name"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="unit_name_once"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]

    def __str__(self):
        return self.short_name

    @cached_property
    def needs_sign_off(self):
        """Whether the unit's leader signs a response off before it goes to checking (policy of the unit)."""
        if self.sign_off != self.SignOff.DEFAULT:
            return self.sign_off == self.SignOff.ALWAYS
        return User.objects.holding(f"leader:{self.pk}").exists()

    @property
    def holder(self):
        return f"unit:{self.pk}"


class OfficerQuerySet(models.QuerySet):
    def of(self, committee):
        """With person and unit, by unit."""
        ours = self.filter(unit__committee=committee).select_related("user", "unit")
        return ours.order_by("unit__order", "unit__pinyin_key", "unit__name", "user__pinyin_key", "user__name")

    def matching(self, typed):
        """Those whose unit or name contains every word of ``typed``."""
        found = self
        for word in typed.replace("\x00", "").split()[:5]:
            found = found.filter(
                Q(unit__name__icontains=word) | Q(unit__short_name__icontains=word) | Q(user__name__icontains=word)
            )
        return found

    def with_roles(self):
        return self.prefetch_related("user__grants")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class UnitOfficer(Row):
    """A person who works for one handling unit (as handler, as leader or both; see the roles)."""

    user = models.OneToOneField(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="officer")
    unit = models.ForeignKey(HandlingUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="officers")
    post = models.CharField(_("职务"), max_length=40, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办人员")
        verbose_name_plural = _("承办人员")

    def __str__(self):
        return f"{self.unit} {self.user}"
