"""The proposal and its numbered suggestions."""

import pghistory
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.committee.models import Committee, PlenarySession, Theme, Topic
from proposals.lifecycle import PROPOSAL_MOVES, Outcome, ProposalStatus
from proposals.permissions import Role
from proposals.trail.models import Event, Row

from .queries import ProposalQuerySet

OPINION_PREFIX = "意"  # stands before the number of an opinion, so that it is never taken for a case number


def spoken_number(series, number):
    """第0123号, or 意见第0012号."""
    if series == Proposal.Series.OPINION:
        return _("意见第%s号") % number.removeprefix(OPINION_PREFIX)
    return _("第%s号") % number


@pghistory.track(fields=["title", "kind", "situation", "analysis", "topic", "consent_publish", "consent_cosponsor"])
class Proposal(Row):
    """提案. One matter. ``outcome`` is the current review outcome, kept apart from ``status``; the rulings with
    their moments are the record that reports count."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("个人提案")
        JOINT = "joint", _("联名提案")
        SECTORAL = "sectoral", _("界别提案")
        SECTION = "section", _("小组提案")
        PARTY = "party", _("党派团体提案")
        COMMITTEE = "committee", _("专委会提案")
        UNKNOWN = "unknown", _("未注明")

    class Series(models.TextChoices):
        CASE = "case", _("案号")
        OPINION = "opinion", _("意见号")

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    session = models.ForeignKey(PlenarySession, verbose_name=_("届次"), on_delete=models.PROTECT)
    serial = models.PositiveIntegerField(_("流水号"), null=True, blank=True)
    series = models.CharField(_("号别"), max_length=8, choices=Series.choices, blank=True)
    case_seq = models.PositiveIntegerField(_("顺序号"), null=True, blank=True)
    case_number = models.CharField(_("案号"), max_length=30, blank=True)
    title = models.CharField(_("案由"), max_length=200, blank=True)
    kind = models.CharField(_("提案类别"), max_length=12, choices=Kind.choices, default=Kind.INDIVIDUAL)
    situation = models.TextField(_("情况与问题"), blank=True)
    analysis = models.TextField(_("分析"), blank=True)
    topic = models.ForeignKey(Topic, verbose_name=_("内容分类"), null=True, blank=True, on_delete=models.PROTECT)
    themes = models.ManyToManyField(Theme, verbose_name=_("主题标签"), blank=True)
    wished_units = models.ManyToManyField(HandlingUnit, verbose_name=_("意向承办单位"), blank=True)
    proposer = models.ForeignKey(
        User, verbose_name=_("第一提案人"), null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    group = models.ForeignKey(
        ProposerGroup,
        verbose_name=_("集体提案者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    entered_by = models.ForeignKey(
        User, verbose_name=_("代录人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposer_name = models.CharField(_("公布的提案者"), max_length=120, blank=True)
    consent_publish = models.BooleanField(_("同意公开"), default=True)
    consent_cosponsor = models.BooleanField(_("同意他人联名"), default=True)
    is_plenary = models.BooleanField(_("大会提案"), default=False)
    is_key = models.BooleanField(_("重点提案"), default=False)
    status = models.CharField(
        _("状态"), max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.DRAFT, editable=False
    )
    outcome = models.CharField(_("审查结果"), max_length=12, choices=Outcome.choices, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("起草时间"))
    updated_at = models.DateTimeField(_("修改时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("首次交办时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    imported_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()
    moves = PROPOSAL_MOVES

    class Meta:
        verbose_name = _("提案")
        verbose_name_plural = _("提案")
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "serial"], name="serial_once"),
            models.UniqueConstraint(
                fields=["session", "series", "case_number"], condition=~Q(case_number=""), name="case_number_once"
            ),
            models.UniqueConstraint(fields=["session", "series", "case_seq"], name="case_seq_once"),
            models.CheckConstraint(
                condition=Q(proposer__isnull=False, group=None)
                | Q(proposer=None, group__isnull=False)
                | Q(proposer=None, group=None, imported_at__isnull=False),
                name="one_proposer",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, serial=None) | Q(submitted_at__isnull=False, serial__isnull=False)
                | Q(imported_at__isnull=False),
                name="serial_at_submission",
            ),
            models.CheckConstraint(
                condition=Q(outcome="merged", merged_into__isnull=False) | (~Q(outcome="merged") & Q(merged_into=None)),
                name="merged_names_main_case",
            ),
            models.CheckConstraint(
                condition=Q(series="", case_number="", case_seq=None) | (~Q(series="") & ~Q(case_number="")),
                name="case_number_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["committee", "status", "-submitted_at"]),
            models.Index(fields=["session", "outcome"]),
            models.Index(fields=["session", "topic"]),
            models.Index(fields=["session", "kind"]),
            models.Index(fields=["proposer", "-submitted_at"]),
            models.Index(fields=["group", "-submitted_at"]),
            models.Index(  # counts and orders of the list are read from it alone, without the texts
                fields=["committee", "session", "-submitted_at"],
                include=[
                    "id", "status", "outcome", "topic", "kind", "is_plenary", "is_key", "entered_by", "group",
                    "proposer", "proposer_name", "series", "case_seq", "serial", "updated_at",
                ],
                name="proposal_list",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or str(_("还没有案由"))

    def get_absolute_url(self):
        return reverse("tracking:detail", args=[self.pk])

    @property
    def case(self):
        """The key of the chain of events this belongs to."""
        return self.pk

    @property
    def proposal(self):
        return self

    @property
    def awaits_review(self):
        """Submitted and not yet decided."""
        return self.status == ProposalStatus.SUBMITTED

    @property
    def number_text(self):
        """The number people say: 第0123号, 意见第0012号, else 流水号0191; empty for a draft."""
        if self.case_number:
            return spoken_number(self.series, self.case_number)
        return _("流水号%04d") % self.serial if self.serial else ""

    @property
    def lead_name(self):
        """The first proposer's name as printed."""
        return self.proposer_name or str(self.group or self.proposer or "—")

    @property
    def holder(self):
        """The holder key of the lead proposer."""
        return f"group:{self.group_id}" if self.group_id else f"user:{self.proposer_id}"

    def holders(self):
        """The holder keys of all proposers: the lead and the confirmed co-sponsors, in order."""
        return [self.holder, *(f"user:{row.user_id}" for row in self.cosponsors.confirmed())]

    def contacts(self):
        """[(name, phone number)] of the lead proposer or the group's contact, and of the confirmed co-sponsors."""
        lead = [(self.group.contact or self.group.name, self.group.phone)] if self.group_id else []
        people = [self.proposer] if self.proposer_id else []
        people += [row.user for row in self.cosponsors.confirmed().select_related("user")]
        return lead + [(person.name, person.phone) for person in people]

    def is_led_by(self, user):
        if user.role == Role.GROUP:
            return self.group_id is not None and self.group_id in user.group_ids
        return self.proposer_id is not None and self.proposer_id == user.pk

    def has_invited(self, user):
        return self.cosponsors.open().filter(user=user).exists()

    def has_cosponsor(self, user):
        return self.cosponsors.confirmed().filter(user=user).exists()

    def cosponsor_lines(self):
        """Everybody who was asked, one line a person; ``text_changed``: the text is another than the one confirmed."""
        rows = list(self.cosponsors.with_people())
        confirmed = [row for row in rows if row.verdict == row.Verdict.CONFIRMED]
        changed = self.changed_since({row.text_version for row in confirmed})
        for row in confirmed:
            row.text_changed = row.text_version in changed
        return rows

    def changed_since(self, versions):
        """Those of these versions whose text is not the present text. Two queries at most; a version so old that it
        is no longer kept counts as changed."""
        newest = self.versions.first() if versions else None
        older = {version for version in versions if newest and version is not None and version < newest.version}
        if not older:
            return set()
        same = ExpressionWrapper(Q(content=newest.content), output_field=models.BooleanField())
        kept = list(self.versions.annotate(same=same).values_list("version", "same"))  # the newest first
        return {v for v in older if not next((same for version, same in kept if version <= v), False)}

    def last_event(self, action):
        """The newest event of this kind in the case's chain, or None."""
        return Event.objects.of_case(self.pk).with_people().filter(action=action).last()

    def previous_submission(self):
        """The text as it was submitted the time before the last, or None."""
        return next(iter(self.versions.submitted()[1:2]), None)

    def open_withdrawal(self):
        """The request to withdraw that waits for a decision, or None."""
        return self.withdrawals.filter(verdict="").select_related("asked_by").first()


@pghistory.track(fields=["proposal", "number", "text"])
class Suggestion(Row):
    """建议条目: one numbered thing to do; answered one by one."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.CASCADE, related_name="suggestions")
    number = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("建议"))

    class Meta:
        verbose_name = _("建议条目")
        verbose_name_plural = _("建议条目")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"], name="suggestion_number_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:30]}"
