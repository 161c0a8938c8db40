"""评议: a delivered response is rated by its proposers, and by nobody else."""

from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import ProposerGroup, User
from proposals.committee.models import RatingStep
from proposals.permissions import UNIT_ROLES, Role
from proposals.response.models import Response
from proposals.submission.models import Proposal
from proposals.trail.models import Row

#: the worse of two ratings has the higher number; an answering unit that nobody has rated lies between
SEVERITY = {
    RatingStep.Counts.SATISFIED: 1,
    RatingStep.Counts.BASICALLY: 2,
    RatingStep.Counts.OTHER: 3,
    None: 4,
    RatingStep.Counts.DISSATISFIED: 5,
}


class RoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def visible_to(self, user):
        """The rounds of the cases this person sees. Seeing one is not rating it: a unit is refused by permission, and
        what has been rated is ``Rating.objects.visible_to``."""
        return self.filter(response__assignment__proposal__in=Proposal.objects.visible_to(user))

    def with_case(self):
        return self.select_related(
            "response__assignment__unit", "response__assignment__proposal__session", "response__response_class",
            "response__assignment__proposal__committee",
        )  # fmt: skip


class Round(Row):
    """The rating of one delivered response: opened by the delivery, closed by time. Until then no unit sees it."""

    response = models.OneToOneField(Response, verbose_name=_("答复"), on_delete=models.PROTECT, related_name="round")
    opened_at = models.DateTimeField(_("开始时间"))
    all_rated_at = models.DateTimeField(_("全部评议时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("评议轮次")
        verbose_name_plural = _("评议轮次")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="round_closes_after"
            )
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="round_open")]

    def __str__(self):
        return str(self.response)

    @property
    def assignment(self):
        return self.response.assignment


class Ballot(Row):
    """One person or group asked to rate. ``decides``: enters the rates; else a co-sponsor's opinion. ``proposal``
    is the rater's own one, which differs from the round's for a merged case."""

    round = models.ForeignKey(Round, verbose_name=_("轮次"), on_delete=models.PROTECT, related_name="ballots")
    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, verbose_name=_("评议人"), null=True, blank=True, on_delete=models.PROTECT, related_name="ballots"
    )
    group = models.ForeignKey(
        ProposerGroup,
        verbose_name=_("评议集体"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ballots",
    )
    decides = models.BooleanField(_("计入统计"), default=True)
    unrated_at = models.DateTimeField(_("未反馈"), null=True, blank=True)

    class Meta:
        verbose_name = _("评议表")
        verbose_name_plural = _("评议表")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user", "group", "proposal"], nulls_distinct=False, name="ballot_once"
            ),
            models.CheckConstraint(condition=Q(user=None) | Q(group=None), name="ballot_one_rater"),
        ]

    def __str__(self):
        return str(self.group or self.user or "")

    @property
    def holder(self):
        return f"group:{self.group_id}" if self.group_id else f"user:{self.user_id}"

    def standing_rating(self):
        """The version in force, or None."""
        return self.ratings.standing().with_words().first()

    def is_for(self, user):
        if user.role == Role.GROUP:
            return self.group_id is not None and self.group_id in user.group_ids
        return user.role == Role.MEMBER and self.user_id == user.pk


class RatingQuerySet(models.QuerySet):
    def standing(self, as_of=None):
        """The version in force of each ballot, now or at the moment ``as_of``."""
        if as_of is None:
            return self.filter(ended_at=None)
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=as_of), given_at__lte=as_of)

    def of_case(self, proposal):
        return self.filter(ballot__round__response__assignment__proposal=proposal)

    def deciding(self):
        return self.filter(ballot__decides=True)

    def with_words(self):
        """For pages that print them: rater, unit and the words of the scale in the same query."""
        return self.select_related(
            "ballot__user", "ballot__group", "ballot__round__response__assignment__unit", "attitude", "result"
        )

    def with_severity(self):
        whens = [When(result__counts_as=counts, then=Value(n)) for counts, n in SEVERITY.items() if counts]
        return self.annotate(severity=Case(*whens, output_field=models.SmallIntegerField()))

    def visible_to(self, user):
        """One's own always; everybody on the case's side, staff and leaders; units once the round has closed, but
        never the co-handlers."""
        if user.role == Role.REVIEWER:
            return self.filter(ballot__round__in=Round.objects.visible_to(user))
        own = Q(ballot__user=user.pk) if user.role == Role.MEMBER else Q(ballot__group__in=user.group_ids)
        closed = Q(ballot__round__closed_at__isnull=False)
        if user.role in UNIT_ROLES:
            return self.filter(closed, ballot__round__response__assignment__unit=user.unit_id)
        rows = self.filter(ballot__round__in=Round.objects.visible_to(user))
        return rows.filter(own | closed) if user.proposes else rows.filter(closed)


class Rating(Row):
    """One version of a rating. A change before the round closes ends the old version; all are kept."""

    class Contact(models.TextChoices):
        TALK = "talk", _("面谈")
        PHONE = "phone", _("电话")
        NONE = "none", _("没有")

    ballot = models.ForeignKey(Ballot, verbose_name=_("评议表"), on_delete=models.PROTECT, related_name="ratings")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    attitude = models.ForeignKey(
        RatingStep, verbose_name=_("办理态度"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.ForeignKey(RatingStep, verbose_name=_("办理结果"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("不满意的原因"), blank=True)
    comment = models.TextField(_("说明"), blank=True)
    contacted = models.CharField(_("办理中的沟通"), max_length=8, choices=Contact.choices, blank=True)
    given_at = models.DateTimeField(_("时间"))
    given_by = models.ForeignKey(
        User, verbose_name=_("评议人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("被新版本替代"), null=True, blank=True)
    is_late = models.BooleanField(_("逾期评议"), default=False)
    from_own_unit = models.BooleanField(_("评议人任职于承办单位"), default=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("评议")
        verbose_name_plural = _("评议")
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "version"], name="rating_version_once"),
            models.UniqueConstraint(fields=["ballot"], condition=Q(ended_at=None), name="one_standing_rating"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="rating_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["given_at"])]

    def __str__(self):
        return str(self.result)


def worst_of(round_):
    """The severity of a round: the worst standing rating among those that decide, or None."""
    ratings = Rating.objects.filter(ballot__round=round_).standing().deciding().with_severity()
    return ratings.aggregate(worst=Max("severity"))["worst"]


def final_severity(as_of=None, *, first_round=False):
    """Subquery for an Assignment: severity of its last rated round (or of its first) at a moment, None if unrated."""
    ratings = Rating.objects.standing(as_of).deciding().with_severity()
    ratings = ratings.filter(ballot__round__response__assignment=OuterRef("pk"))
    if first_round:
        ratings = ratings.filter(ballot__round__response__round_number=1)
    ratings = ratings.order_by("-ballot__round__response__round_number", "-severity")
    return Subquery(ratings.values("severity")[:1])
