"""The proposal and its numbered suggestions."""

import pghistory
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.committee.models import Committee, PlenarySession, Theme, Topic
from proposals.lifecycle import PROPOSAL_MOVES, UNRECEIVED, Outcome, ProposalStatus
from proposals.permissions import UNIT_ROLES, Channel, Role
from proposals.trail.models import Event, Row

OPINION_PREFIX = "意"  # stands before the number of an opinion, so that it is never taken for a case number


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The proposals this person may see in the active role: the one rule for pages, search, files, exports."""
        if user.role in (Role.REVIEWER, Role.LEADER):
            return self.filter(committee=user.committee_id).exclude(status__in=UNRECEIVED)
        if user.role == Role.COORDINATOR:
            return self._visible_to_coordinator(user)
        if user.role == Role.MEMBER:
            return self._with_access(user=user.pk)
        if user.role == Role.GROUP:
            return self._with_access(group__in=user.group_ids)
        if user.role in UNIT_ROLES and user.unit_id:  # an officer without a unit would match the rows without one
            return self._with_access(unit=user.unit_id)
        return self.none()

    def _visible_to_coordinator(self, user):
        """Cases of the own channels, and registered ones still to be handed over; the committee's own sees all."""
        ours = self.filter(committee=user.committee_id)
        if Channel.CPPCC in user.channels:
            return ours.filter(Q(outcome__in=[Outcome.REGISTERED, Outcome.PASSED_ON]) | Q(self._access(channel__gt="")))
        waiting = Q(status=ProposalStatus.REGISTERED)
        return ours.filter(waiting | Q(self._access(channel__in=user.channels)))

    def _access(self, **who):
        from .people import CaseAccess

        return Exists(CaseAccess.objects.filter(proposal=OuterRef("pk"), **who))

    def _with_access(self, **who):
        return self.filter(self._access(**who))

    def received(self):
        return self.exclude(submitted_at=None)

    def with_people(self):
        """For lists: proposer, group, topic and session in the same query."""
        return self.select_related("proposer", "group", "topic", "session", "committee")

    def with_text(self):
        """For reading one as it prints: suggestions, co-sponsors and wished-for units."""
        return self.with_people().prefetch_related("suggestions", "wished_units", "cosponsors__user")

    def with_cosponsor_count(self):
        """``cosponsor_count``: the confirmed ones."""
        return self.annotate(cosponsor_count=Count("cosponsors", filter=Q(cosponsors__verdict="confirmed")))

    def under_review(self, committee):
        return self.filter(committee=committee, status=ProposalStatus.SUBMITTED).order_by("submitted_at", "serial")

    def sent_back(self, committee):
        """With their proposers for changes."""
        return self.filter(committee=committee, status=ProposalStatus.SENT_BACK).order_by("submitted_at", "serial")

    def withdrawal_asked(self, committee):
        """A request to withdraw waits for a decision."""
        return self.filter(committee=committee, withdrawals__verdict="").order_by("withdrawals__asked_at")

    def next_after(self, proposal):
        """In the order of the inbox: the first one submitted after this one, else the first of all, or None."""
        later = self.exclude(pk=proposal.pk).filter(submitted_at__gte=proposal.submitted_at)
        return later.first() or self.exclude(pk=proposal.pk).first()

    def main_cases_for(self, proposal):
        """What ``proposal`` can be merged into: the registered ones of the committee not yet handed over."""
        others = self.filter(committee=proposal.committee_id, status=ProposalStatus.REGISTERED)
        return others.exclude(pk=proposal.pk).order_by("-session__year", "-case_seq")

    def matching(self, typed):
        """Those with every word of ``typed`` in their title, number or proposer's name."""
        found = self
        for word in typed.replace("\x00", "").split()[:5]:
            number = word.removeprefix("第").removesuffix("号") or word
            named = Q(proposer__name__icontains=word) | Q(group__name__icontains=word)
            found = found.filter(Q(title__icontains=word) | Q(case_number__icontains=number) | named)
        return found

    def to_hand_over(self, committee):
        waiting = [ProposalStatus.REGISTERED, ProposalStatus.PASSED_ON]
        return self.filter(committee=committee, status__in=waiting).order_by("series", "case_seq")

    def drafts_of(self, user):
        """The person's own unsubmitted drafts and those sent back, newest first."""
        mine = Q(proposer=user) if user.role == Role.MEMBER else Q(group__in=user.group_ids)
        return self.filter(mine, status=ProposalStatus.DRAFT).order_by("-updated_at")


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
        ]

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
        if self.case_number and self.series == self.Series.OPINION:
            return _("意见第%s号") % self.case_number.removeprefix(OPINION_PREFIX)
        if self.case_number:
            return _("第%s号") % self.case_number
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

    def last_event(self, action):
        """The newest event of this kind in the case's chain, or None."""
        return Event.objects.of_case(self.pk).with_people().filter(action=action).last()

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
