"""答复: what a unit answers, suggestion by suggestion; what it promises; what a co-handler tells the lead."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.assignment.models import Assignment
from proposals.committee.models import ResponseClass
from proposals.permissions import UNIT_ROLES, Role
from proposals.submission.models import Proposal, Suggestion
from proposals.trail.models import Row


class ResponseQuerySet(models.QuerySet):
    def delivered(self, as_of=None):
        rows = self.exclude(delivered_at=None)
        return rows.filter(delivered_at__lte=as_of) if as_of else rows

    def undelivered(self):
        return self.filter(delivered_at=None)

    def drafts_of(self, assignments):
        """{assignment key: the draft of its running round}."""
        return {row.assignment_id: row for row in self.undelivered().filter(assignment__in=assignments)}

    def visible_to(self, user):
        """Delivered ones to everybody who sees the case; others to the unit itself, and once they have been
        submitted to the coordinator of its channel."""
        delivered = Q(delivered_at__isnull=False, assignment__proposal__in=Proposal.objects.visible_to(user))
        own = Q(assignment__in=Assignment.objects.visible_to(user))
        if user.role in UNIT_ROLES:
            return self.filter(delivered | own)
        if user.role == Role.COORDINATOR:
            return self.filter(delivered | own & Q(submitted_at__isnull=False))
        return self.filter(delivered)

    def last_phone(self, user):
        """The number this person wrote last, so that nobody types it twice."""
        rows = self.filter(updated_by=user).exclude(contact_phone="").order_by("-updated_at")
        return rows.values_list("contact_phone", flat=True).first() or ""

    def of(self, assignment):
        """The responses of one assignment, the first round first."""
        return self.filter(assignment=assignment).order_by("round_number")

    def running(self, assignment):
        """What the unit has saved in the round that is not delivered yet, or None."""
        return self.of(assignment).filter(delivered_at=None).first()

    def with_all(self):
        """For pages that print the whole response (``response/_letter.html``)."""
        case = "assignment__proposal__"
        return self.select_related(
            "assignment__unit", "response_class", "class_submitted", "updated_by", "signed_off_by",
            f"{case}session", f"{case}proposer", f"{case}group",
        ).prefetch_related(
            "answers__suggestion", "commitments", f"{case}cosponsors__user",
            f"{case}merged__proposer", f"{case}merged__group",
        )  # fmt: skip


@pghistory.track(exclude=["version"])
class Response(Row):
    """A response of one round of an assignment. Undelivered it is a draft of the unit; delivered it stands."""

    class Publication(models.TextChoices):
        FULL = "full", _("公开")
        SUMMARY = "summary", _("摘要公开")
        NONE = "none", _("不公开")

    assignment = models.ForeignKey(
        Assignment, verbose_name=_("承办件次"), on_delete=models.PROTECT, related_name="responses"
    )
    round_number = models.PositiveSmallIntegerField(_("轮次"), default=1)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    response_class = models.ForeignKey(
        ResponseClass, verbose_name=_("答复类别"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    class_submitted = models.ForeignKey(
        ResponseClass, verbose_name=_("单位所报类别"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opening = models.TextField(_("开头"), blank=True)
    closing = models.TextField(_("结尾"), blank=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    signer = models.CharField(_("签发人"), max_length=40, blank=True)
    publication = models.CharField(_("公开属性"), max_length=8, choices=Publication.choices, default=Publication.FULL)
    publication_reason = models.CharField(_("不公开的理由"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("修改时间"))
    updated_by = models.ForeignKey(
        User, verbose_name=_("修改人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("送核查时间"), null=True, blank=True)
    signed_off_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    signed_off_by = models.ForeignKey(
        User, verbose_name=_("审签人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    delivered_by = models.ForeignKey(
        User, verbose_name=_("核查人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responded_on = models.DateField(_("答复函日期"), null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        ordering = ["round_number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round_number"], name="response_once_a_round"),
            models.CheckConstraint(
                condition=Q(signed_off_at=None, signed_off_by=None)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="signed_off_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=False) | Q(delivered_by=None), name="delivered_by_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["delivered_at"])]

    def __str__(self):
        return f"{self.assignment} {self.round_number}"

    @property
    def letter_title(self):
        """对日喀则二届二次会议第0123号提案的答复."""
        proposal = self.assignment.proposal
        words = {"session": proposal.session, "number": proposal.number_text}
        if proposal.series == proposal.Series.OPINION:
            return _("对%(session)s%(number)s的答复") % words
        return _("对%(session)s%(number)s提案的答复") % words

    @property
    def addressee(self):
        """Everyone who proposed, merged cases included: the groups by name, the members 卓玛、扎西委员."""
        main = self.assignment.proposal
        cases = [main, *main.merged.all()]
        members = [case.proposer.name for case in cases if case.proposer]
        members += [row.user.name for row in main.cosponsors.all() if row.verdict == row.Verdict.CONFIRMED]
        others = [case.lead_name for case in cases if not case.proposer]
        together = [_("%(names)s委员") % {"names": "、".join(dict.fromkeys(members))}] if members else []
        return "、".join([*dict.fromkeys(others), *together])


@pghistory.track()
class SuggestionAnswer(Row):
    """The answer to one numbered suggestion."""

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NOT = "not", _("未采纳")

    response = models.ForeignKey(Response, verbose_name=_("答复"), on_delete=models.CASCADE, related_name="answers")
    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("建议条目"), on_delete=models.PROTECT, related_name="answers"
    )
    adoption = models.CharField(_("采纳情况"), max_length=8, choices=Adoption.choices, blank=True)
    text = models.TextField(_("答复内容"), blank=True)

    class Meta:
        verbose_name = _("逐条答复")
        verbose_name_plural = _("逐条答复")
        ordering = ["suggestion__number"]
        constraints = [models.UniqueConstraint(fields=["response", "suggestion"], name="answer_once")]

    def __str__(self):
        return f"{self.suggestion} {self.get_adoption_display()}"


@pghistory.track()
class Commitment(Row):
    """承诺: what a planned response promises, who is responsible and until when. In a draft any part may still be
    empty; it leaves the unit whole (``response.actions.missing``)."""

    response = models.ForeignKey(Response, verbose_name=_("答复"), on_delete=models.CASCADE, related_name="commitments")
    what = models.CharField(_("承诺事项"), max_length=300, blank=True)
    who = models.CharField(_("责任人"), max_length=60, blank=True)
    due_on = models.DateField(_("完成日期"), null=True, blank=True)
    fulfilled_on = models.DateField(_("兑现日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("承诺")
        verbose_name_plural = _("承诺")
        ordering = ["due_on"]

    def __str__(self):
        return self.what


class OpinionQuerySet(models.QuerySet):
    def of_case(self, proposal):
        """The opinions of a case's co-handlers, for the lead and, once submitted, for the coordinator."""
        return self.filter(assignment__proposal=proposal).select_related("assignment__unit").order_by("given_at")


class Opinion(Row):
    """会办意见: what a co-handler gives to the lead; never sent to the proposer."""

    assignment = models.OneToOneField(
        Assignment, verbose_name=_("会办件次"), on_delete=models.PROTECT, related_name="opinion"
    )
    text = models.TextField(_("意见"))
    given_at = models.DateTimeField(_("提出时间"))
    given_by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("会办意见")
        verbose_name_plural = _("会办意见")
        indexes = [models.Index(fields=["given_at"])]

    def __str__(self):
        return str(self.assignment)
