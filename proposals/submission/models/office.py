"""The office's own work before a decision is told: subject groups, first opinions and prepared decisions."""

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.committee.models import Committee, DeclineReason, PlenarySession, Topic
from proposals.lifecycle import Action
from proposals.trail.models import Row

from .people import CoSponsor
from .proposal import Proposal


class SubjectGroupQuerySet(models.QuerySet):
    def looking_at(self, proposal):
        """The groups whose topics contain the proposal's, with their reviewers."""
        return self.filter(topics=proposal.topic_id).prefetch_related("reviewers") if proposal.topic_id else self.none()


class SubjectGroup(Row):
    """专题审查组: reviewers who look at the proposals of some topics first."""

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=40)
    topics = models.ManyToManyField(Topic, verbose_name=_("内容分类"), blank=True)
    reviewers = models.ManyToManyField(User, verbose_name=_("审查人员"), blank=True, related_name="subject_groups")

    objects = SubjectGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("专题审查组")
        verbose_name_plural = _("专题审查组")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="subject_group_once")]

    def __str__(self):
        return self.name


class PreparedQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at=None).select_related("by", "topic", "reason", "into")

    def by_stage(self):
        """Of one proposal: {stage: what stands}; one query."""
        return {row.stage: row for row in self.standing()}

    def first_opinion(self):
        """Of one proposal: the opinion of the first step in force, or None."""
        return self.standing().filter(stage=PreparedDecision.Stage.FIRST).first()

    def final(self):
        """Of one proposal: the decision waiting to be released, or None."""
        return self.standing().filter(stage=PreparedDecision.Stage.FINAL).first()

    def to_release(self, committee):
        """What waits to be released, in the order of submission, with everything that is told of it."""
        waiting = self.standing().filter(stage=PreparedDecision.Stage.FINAL, proposal__committee=committee)
        waiting = waiting.select_related("proposal__proposer", "proposal__group", "proposal__topic")
        confirmed = Prefetch("proposal__cosponsors", CoSponsor.objects.confirmed().select_related("user"), "confirmed")
        return waiting.prefetch_related(confirmed).order_by("proposal__submitted_at", "proposal__serial")


class PreparedDecision(Row):
    """拟定的决定, seen by the office alone: a first opinion (初审), or a decision waiting to be released with others.
    ``ended_at``: replaced, dropped, or (with ``released``) carried out."""

    class Stage(models.TextChoices):
        FIRST = "first", _("初审意见")
        FINAL = "final", _("拟定决定")

    class Kind(models.TextChoices):
        REGISTER = Action.REGISTER.value, Action.REGISTER.label
        PASS_ON = Action.PASS_ON.value, Action.PASS_ON.label
        MERGE = Action.MERGE.value, Action.MERGE.label
        SEND_BACK = Action.SEND_BACK.value, Action.SEND_BACK.label
        DECLINE = Action.DECLINE.value, Action.DECLINE.label

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="prepared")
    stage = models.CharField(_("步骤"), max_length=6, choices=Stage.choices)
    action = models.CharField(_("决定"), max_length=12, choices=Kind.choices)
    topic = models.ForeignKey(Topic, verbose_name=_("内容分类"), null=True, blank=True, on_delete=models.PROTECT)
    reason = models.ForeignKey(DeclineReason, verbose_name=_("情形"), null=True, blank=True, on_delete=models.PROTECT)
    into = models.ForeignKey(
        Proposal, verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("说明"), blank=True)
    marks = models.JSONField(_("标出的段落"), default=list, blank=True)
    by = models.ForeignKey(User, verbose_name=_("拟定人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("拟定时间"))
    ended_at = models.DateTimeField(_("止"), null=True, blank=True)
    released = models.BooleanField(_("已公布"), default=False)

    objects = PreparedQuerySet.as_manager()

    class Meta:
        verbose_name = _("拟定的决定")
        verbose_name_plural = _("拟定的决定")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage"], condition=Q(ended_at=None), name="one_open_preparation"
            ),
            models.CheckConstraint(condition=Q(released=False) | Q(ended_at__isnull=False), name="released_is_ended"),
        ]

    def __str__(self):
        return self.get_action_display()

    @property
    def terms(self):
        """What the decision is taken with, by the names its action knows."""
        names = {
            Action.REGISTER: ("topic", "note"),
            Action.PASS_ON: ("note",),
            Action.MERGE: ("into", "note"),
            Action.SEND_BACK: ("note", "marks"),
            Action.DECLINE: ("reason", "note"),
        }
        return {name: getattr(self, name) for name in names[self.action]}

    @property
    def summary(self):
        """The decision in one line: its topic, reason or main case, and the words beside it."""
        main = f"{self.into.number_text}《{self.into.title}》" if self.into else ""
        said = [self.reason or self.topic or main, self.note.strip()]
        return "：".join(filter(None, [str(self), "。".join(str(part) for part in said if part)]))


class RetiredNumber(Row):
    """作废的号码: given once and given up (an opinion that was registered after all). Never given again."""

    session = models.ForeignKey(PlenarySession, verbose_name=_("届次"), on_delete=models.PROTECT)
    series = models.CharField(_("号别"), max_length=8, choices=Proposal.Series.choices)
    case_seq = models.PositiveIntegerField(_("顺序号"))
    case_number = models.CharField(_("案号"), max_length=30)
    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="retired")
    at = models.DateTimeField(_("作废时间"))

    class Meta:
        verbose_name = _("作废的号码")
        verbose_name_plural = _("作废的号码")
        constraints = [models.UniqueConstraint(fields=["session", "series", "case_seq"], name="retired_number_once")]

    def __str__(self):
        return self.case_number
