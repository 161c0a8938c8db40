"""People, the roles they wear, and what is theirs to do."""

from functools import cached_property

import pghistory
from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee
from proposals.permissions import PROPOSER_ROLES, UNIT_ROLES, Channel, Role
from proposals.trail.models import Row

from .search import Manager


def desk(name, committee_id):
    """The holder key of an office: ``review``, ``hand_over`` (all coordinators) or a coordinator's channel."""
    return f"desk:{name}:{committee_id}"


@pghistory.track(exclude=["password", "last_login"])
class User(Row, AbstractUser):
    """A person. ``active_role`` is the one role worn at present; ``role`` is that, if it is (still) granted."""

    first_name = last_name = None
    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin_key = models.CharField(_("拼音"), max_length=120, blank=True, help_text=_("用于排序和查找，可改"))
    stroke_key = models.CharField(_("笔画"), max_length=60, blank=True, help_text=_("按姓氏笔画排序用，可改"))
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    password_issued_at = models.DateTimeField(_("初始密码发放时间"), null=True, blank=True, editable=False)
    active_role = models.CharField(_("当前身份"), max_length=20, choices=Role.choices, blank=True)
    REQUIRED_FIELDS = ["name"]

    objects = Manager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["pinyin_key", "name"]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def granted(self):
        """The grants, read once a request."""
        return list(self.grants.all())

    @cached_property
    def roles(self):
        """Granted roles in the order of the enumeration."""
        granted = {grant.role for grant in self.granted}
        return [role for role in Role if role in granted]

    @property
    def role(self):
        if self.active_role in self.roles:
            return Role(self.active_role)
        return self.roles[0] if self.roles else ""

    @property
    def role_label(self):
        """The role as printed beside the name; a unit's officer shows the unit."""
        if self.role in UNIT_ROLES and self.unit:
            return self.unit.short_name
        return Role(self.role).label if self.role else ""

    @cached_property
    def unit(self):
        units = apps.get_model("accounts", "HandlingUnit").objects  # declared after people
        return units.filter(officers__user=self).first()

    @property
    def unit_id(self):
        return self.unit.pk if self.unit and self.role in UNIT_ROLES else None

    @cached_property
    def group_ids(self):
        return frozenset(self.group_accounts.values_list("group_id", flat=True))

    def proposing_groups(self):
        """The groups this account may write proposals for, by name."""
        groups = apps.get_model("accounts", "ProposerGroup").objects  # declared after people
        return groups.filter(pk__in=self.group_ids).order_by("name")

    @cached_property
    def channels(self):
        return frozenset(g.channel for g in self.granted if g.role == Role.COORDINATOR)

    def coordinates(self, channel):
        """Whether cases of this channel are the coordinator's; the committee's own sees all."""
        return self.role == Role.COORDINATOR and bool({channel, Channel.CPPCC} & self.channels)

    def holder_keys(self):
        """The holder keys of duties and notices that are this person's in the active role."""
        if self.role == Role.MEMBER:
            return [f"user:{self.pk}"]
        if self.role == Role.GROUP:
            return [f"group:{pk}" for pk in self.group_ids]
        if self.role == Role.HANDLER:
            return [f"unit:{self.unit_id}"]
        if self.role == Role.UNIT_LEADER:
            return [f"leader:{self.unit_id}"]
        if self.role == Role.REVIEWER:
            return [desk("review", self.committee_id)]
        if self.role == Role.COORDINATOR:
            channels = list(Channel) if Channel.CPPCC in self.channels else self.channels
            return [desk(name, self.committee_id) for name in ("hand_over", *channels)]
        return []

    @property
    def proposes(self):
        return self.role in PROPOSER_ROLES


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoleGrant(Row):
    """A role given to a person; a coordinator's names the channel."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("身份"), max_length=20, choices=Role.choices)
    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.choices, blank=True)
    reason = models.CharField(_("授予理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("身份")
        verbose_name_plural = _("身份")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "channel"], name="role_granted_once"),
            models.CheckConstraint(
                condition=(Q(role=Role.COORDINATOR) & ~Q(channel="")) | (~Q(role=Role.COORDINATOR) & Q(channel="")),
                name="coordinator_has_channel",
            ),
        ]

    def __str__(self):
        return self.get_role_display()
