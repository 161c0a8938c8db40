"""Members and their groups; the groups that propose."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee
from proposals.trail.models import Row

from .people import User


class OfCommittee(models.QuerySet):
    """Rows that belong to one committee."""

    def of(self, committee):
        return self.filter(committee=committee).order_by("name")


@pghistory.track()
class SectoralGroup(Row):
    """界别."""

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=40)

    objects = OfCommittee.as_manager()

    class Meta:
        verbose_name = _("界别")
        verbose_name_plural = _("界别")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="sectoral_group_once")]

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def of(self, committee):
        return self.filter(user__committee=committee)


@pghistory.track()
class Member(Row):
    """A member of the committee."""

    user = models.OneToOneField(User, verbose_name=_("人员"), on_delete=models.PROTECT)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("委员")
        verbose_name_plural = _("委员")

    def __str__(self):
        return self.user.name


class MembershipQuerySet(models.QuerySet):
    def of(self, committee):
        return self.filter(member__user__committee=committee).select_related("sectoral_group", "member__user")

    def of_user(self, user):
        return self.filter(member__user=user).select_related("sectoral_group").order_by("-term")

    def of_term(self, committee, term):
        """Whoever may go on: places of active people, by the strokes of their names."""
        known = models.Case(models.When(member__user__stroke_key="", then=1), default=0)
        order = (known, "member__user__stroke_key", "member__user__pinyin_key", "member__user__name")
        return self.of(committee).filter(term=term, member__user__is_active=True).order_by(*order)

    def newest_term(self, committee):
        """The last term anybody of the committee belongs to, or None."""
        return self.filter(member__user__committee=committee).aggregate(last=models.Max("term"))["last"]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
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

    objects = MembershipQuerySet.as_manager()

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
    leader = models.CharField(_("负责人"), max_length=40, blank=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)

    objects = OfCommittee.as_manager()

    class Meta:
        verbose_name = _("集体提案者")
        verbose_name_plural = _("集体提案者")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="proposer_group_once")]

    def __str__(self):
        return self.name


class GroupAccountQuerySet(models.QuerySet):
    def pairs_of(self, committee):
        """{(group, user)} of the committee's groups."""
        return set(self.filter(group__committee=committee).values_list("group", "user"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GroupAccount(Row):
    """A person whose account acts for a group."""

    group = models.ForeignKey(ProposerGroup, verbose_name=_("集体"), on_delete=models.CASCADE, related_name="accounts")
    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="group_accounts")

    objects = GroupAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("集体账号")
        verbose_name_plural = _("集体账号")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="group_account_once")]

    def __str__(self):
        return f"{self.group} {self.user}"
