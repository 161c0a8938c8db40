"""Members and their groups; the groups that propose."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee
from proposals.trail.models import Row

from .people import User


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
