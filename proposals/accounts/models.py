"""Who takes part: people and their roles, members and their groups, handling units and their officers."""

from functools import cached_property

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin

from proposals.committee.models import Committee
from proposals.permissions import PROPOSER_ROLES, UNIT_ROLES, Channel, Role
from proposals.trail.models import Row


def pinyin_key(name):
    """The syllables of a Chinese name, by which people and units are sorted and found; whoever creates one sets it."""
    return " ".join(" ".join(lazy_pinyin(name)).lower().split())[:120]


def _sounds_like(word, start):
    """A condition: ``word`` is pinyin or initials of a name, from ``start`` (a regular expression) on."""
    if not (word.isascii() and word.isalpha()):
        return Q()
    spelled, initials = r"\s*".join(word), r"[a-z]*\s+".join(word)
    return Q(pinyin_key__regex=rf"{start}({spelled}|{initials})")


def _named_like(word):
    """One word of a search for people as a condition."""
    grouped = Membership.objects.filter(sectoral_group__name__icontains=word).values("member__user")
    return Q(name__icontains=word) | Q(pk__in=grouped) | _sounds_like(word, r"(^|\s)")


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def members(self, committee):
        """The members of a committee, by pinyin."""
        return self.active().filter(committee=committee, grants__role=Role.MEMBER).order_by("pinyin_key", "name")

    def with_sector(self):
        """``sector``: the name of the sectoral group in the newest term, or None."""
        newest = Membership.objects.filter(member__user=OuterRef("pk")).order_by("-term")
        return self.annotate(sector=Subquery(newest.values("sectoral_group__name")[:1]))

    def search(self, typed):
        """Those for whom every word of ``typed`` is in the name or sectoral group, or is pinyin: whole, from the
        start of a syllable on ("zhuoma", "ma") or initials ("zm"). Best matches first."""
        words = typed.replace("\x00", "").lower().split()[:5]
        if not words:
            return self
        found = self
        for word in words:
            found = found.filter(_named_like(word))
        begins = Q(name__startswith=words[0]) | _sounds_like("".join(words), "^")
        return found.order_by(Case(When(begins, then=0), default=1), "pinyin_key", "name")

    def account_named(self, typed):
        """The account a person means by what is typed at the sign-in: an account name, or the mobile number of one
        person alone; else what was typed."""
        if self.filter(username=typed).exists():
            return typed
        owners = list(self.active().filter(phone=typed).values_list("username", flat=True)[:2]) if typed else []
        return owners[0] if len(owners) == 1 else typed

    def with_role(self, role, committee):
        return self.active().filter(committee=committee, grants__role=role)

    def holding(self, holder):
        """The people a duty or notice of this holder key (see ``User.holder_keys``) concerns."""
        kind, _sep, rest = holder.partition(":")
        if kind == "user":
            return self.active().filter(pk=rest)
        if kind == "group":
            return self.active().filter(group_accounts__group=rest)
        if kind == "unit":
            return self.active().filter(officer__unit=rest, grants__role=Role.HANDLER).distinct()
        if kind == "leader":
            return self.active().filter(officer__unit=rest, grants__role=Role.UNIT_LEADER).distinct()
        desk, _sep, committee = rest.partition(":")
        if desk == "review":
            return self.with_role(Role.REVIEWER, committee).distinct()
        if desk == "hand_over":
            return self.with_role(Role.COORDINATOR, committee).distinct()
        channels = [desk, Channel.CPPCC]
        grants = Q(grants__role=Role.COORDINATOR, grants__channel__in=channels)
        return self.active().filter(grants, committee=committee).distinct()


class Manager(UserManager.from_queryset(UserQuerySet)):
    pass


@pghistory.track(exclude=["password", "last_login"])
class User(Row, AbstractUser):
    """A person. ``active_role`` is the one role worn at present; ``role`` is that, if it is (still) granted."""

    first_name = last_name = None
    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin_key = models.CharField(_("拼音"), max_length=120, blank=True, help_text=_("用于排序和查找，可改"))
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
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
        officer = UnitOfficer.objects.select_related("unit").filter(user=self).first()
        return officer.unit if officer else None

    @property
    def unit_id(self):
        return self.unit.pk if self.unit and self.role in UNIT_ROLES else None

    @cached_property
    def group_ids(self):
        return frozenset(self.group_accounts.values_list("group_id", flat=True))

    def proposing_groups(self):
        """The groups this account may write proposals for, by name."""
        return ProposerGroup.objects.filter(pk__in=self.group_ids).order_by("name")

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

    @staticmethod
    def holder_names(keys):
        """Readable names of holder keys: {key: name}, in three queries whatever the number."""
        wanted = {"user": set(), "group": set(), "unit": set()}
        for key in keys:
            kind, _sep, rest = key.partition(":")
            if kind != "desk":
                wanted["unit" if kind == "leader" else kind].add(rest)
        found = {f"user:{u.pk}": u.name for u in User.objects.filter(pk__in=wanted["user"])}
        found |= {f"group:{g.pk}": g.name for g in ProposerGroup.objects.filter(pk__in=wanted["group"])}
        for unit in HandlingUnit.objects.filter(pk__in=wanted["unit"]):
            found[f"unit:{unit.pk}"] = unit.short_name
            found[f"leader:{unit.pk}"] = _("%(unit)s领导") % {"unit": unit.short_name}
        return {key: found.get(key) or desk_name(key) for key in keys}


def desk_name(key):
    """The readable name of a desk's holder key."""
    name = key.split(":")[1]
    if name in ("review", "hand_over"):
        return Role.REVIEWER.label if name == "review" else Role.COORDINATOR.label
    return _("%(channel)s交办督查") % {"channel": Channel(name).label}


def desk(name, committee_id):
    """The holder key of an office: ``review``, ``hand_over`` (all coordinators) or a coordinator's channel."""
    return f"desk:{name}:{committee_id}"


@pghistory.track()
class RoleGrant(Row):
    """A role given to a person; a coordinator's names the channel."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("身份"), max_length=20, choices=Role.choices)
    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.choices, blank=True)

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


@pghistory.track()
class SectoralGroup(Row):
    """界别."""

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("界别")
        verbose_name_plural = _("界别")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="sectoral_group_once")]

    def __str__(self):
        return self.name


@pghistory.track()
class Member(Row):
    """A member of the committee."""

    user = models.OneToOneField(User, verbose_name=_("人员"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("委员")
        verbose_name_plural = _("委员")

    def __str__(self):
        return self.user.name


@pghistory.track()
class Membership(Row):
    """A member's place in one term (届): old years keep their groups after the next term begins."""

    member = models.ForeignKey(Member, verbose_name=_("委员"), on_delete=models.CASCADE, related_name="memberships")
    term = models.PositiveSmallIntegerField(_("届"))
    sectoral_group = models.ForeignKey(
        SectoralGroup, verbose_name=_("界别"), null=True, blank=True, on_delete=models.PROTECT
    )
    party = models.CharField(_("党派"), max_length=30, blank=True)
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任期")
        verbose_name_plural = _("任期")
        constraints = [models.UniqueConstraint(fields=["member", "term"], name="membership_once_a_term")]

    def __str__(self):
        return f"{self.member} {self.term}"


@pghistory.track()
class ProposerGroup(Row):
    """集体提案者: a party, people's organisation, sectoral group or special committee; accounts act for it."""

    class Kind(models.TextChoices):
        PARTY = "party", _("党派团体")
        SECTORAL = "sectoral", _("界别")
        SECTION = "section", _("小组")
        COMMITTEE = "committee", _("专委会")

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("集体提案者")
        verbose_name_plural = _("集体提案者")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="proposer_group_once")]

    def __str__(self):
        return self.name


@pghistory.track()
class GroupAccount(Row):
    """A person whose account acts for a group."""

    group = models.ForeignKey(ProposerGroup, verbose_name=_("集体"), on_delete=models.CASCADE, related_name="accounts")
    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="group_accounts")

    class Meta:
        verbose_name = _("集体账号")
        verbose_name_plural = _("集体账号")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="group_account_once")]

    def __str__(self):
        return f"{self.group} {self.user}"


class UnitQuerySet(models.QuerySet):
    def of(self, committee):
        return self.filter(committee=committee, is_active=True).order_by("order", "pinyin_key", "name")

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


@pghistory.track()
class UnitOfficer(Row):
    """A person who works for one handling unit (as handler, as leader or both; see the roles)."""

    user = models.OneToOneField(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="officer")
    unit = models.ForeignKey(HandlingUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="officers")
    post = models.CharField(_("职务"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("承办人员")
        verbose_name_plural = _("承办人员")

    def __str__(self):
        return f"{self.unit} {self.user}"
