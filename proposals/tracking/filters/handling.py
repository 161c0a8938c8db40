"""Named conditions on how a case is handled, answered and rated.

A case with several units, or several raters, is found under each of them: a list asks "which cases have …"; how such
a case is counted is the report's business.
"""

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from proposals.assignment.models import Assignment
from proposals.committee.models import RatingStep
from proposals.permissions import UNIT_ROLES, Role
from proposals.rating.models import Ballot
from proposals.response.models import Response

UNRATED, OPEN = "unrated", "open"
RATED = [*RatingStep.Counts.choices, (UNRATED, _("未反馈")), (OPEN, _("评议中"))]


def handled_by(proposals, **unit):
    """Those at a unit now, for instance ``unit=…`` or ``unit__channel=…``."""
    return proposals.filter(Exists(Assignment.objects.current().filter(proposal=OuterRef("pk"), **unit)))


def _later(assignment, number):
    """A later round than this one. Second rounds are few: the first condition lets the planner know."""
    again = Response.objects.delivered().filter(round_number__gt=1)
    return Exists(again.filter(assignment=OuterRef(assignment), round_number__gt=OuterRef(number)))


def standing_responses():
    """The newest delivered response of each current assignment."""
    delivered = Response.objects.delivered().filter(assignment__ended_at=None)
    return delivered.filter(~_later("assignment", "round_number"))


def answered_with(proposals, response_class):
    """Those with a standing response of this class."""
    of_class = standing_responses().filter(response_class=response_class)
    return proposals.filter(Exists(of_class.filter(assignment__proposal=OuterRef("pk"))))


def _readable(user):
    """Which ballots of cases this person sees are open to him: ``Rating.objects.visible_to`` in terms of ballots, so
    that no long list of ratings has to be made. A unit never before the round closes, and only its own."""
    if user.role == Role.REVIEWER:
        return Q(pk__isnull=False)
    closed = Q(round__closed_at__isnull=False)
    if not user.proposes:
        return closed
    return closed | (Q(user=user.pk) if user.role == Role.MEMBER else Q(group__in=user.group_ids))


def ballots(user):
    """Those that decide, of the newest round of each current assignment; ``state``: the rating in the words of the
    scale if this person may read it, else ``OPEN``, or ``UNRATED`` once the round has closed without one."""
    found = Ballot.objects.filter(decides=True, round__response__assignment__ended_at=None)
    found = found.filter(~_later("round__response__assignment", "round__response__round_number"))
    if user.role in UNIT_ROLES:
        found = found.filter(round__response__assignment__unit=user.unit_id)
    found = found.annotate(given=FilteredRelation("ratings", condition=Q(ratings__ended_at=None)))
    read = _readable(user) & Q(given__isnull=False)
    state = Case(
        When(read, then=F("given__result__counts_as")),
        When(round__closed_at=None, then=Value(OPEN)),
        default=Value(UNRATED),
        output_field=CharField(),
    )
    return found.annotate(state=state)


def rated(proposals, user, value):
    """Those with a ballot in this state; said in terms of columns where that lets the database begin with the few."""
    found = ballots(user)
    if value == OPEN:
        found = found.filter(round__closed_at=None, state=OPEN)
    elif value == UNRATED:
        found = found.filter(round__closed_at__isnull=False, given=None)
    else:
        found = found.filter(_readable(user), given__result__counts_as=value)
    return proposals.filter(Exists(found.filter(round__response__assignment__proposal=OuterRef("pk"))))


def class_words(cases):
    """{case: the classes of its standing responses}; one query."""
    found = standing_responses().filter(assignment__proposal__in=cases).exclude(response_class=None)
    found = found.order_by("assignment__kind", "assignment__unit__order", "assignment")
    words = {}
    for case, letter, name in found.values_list(
        "assignment__proposal", "response_class__letter", "response_class__name"
    ):
        words.setdefault(case, []).append(f"{letter} {name}")
    return words


def rating_words(cases, user):
    """{case: the states of its ballots as people say them}; one query."""
    of_cases = ballots(user).filter(round__response__assignment__proposal__in=cases)
    labels, words = dict(RATED), {}
    for case, state in of_cases.order_by("round__opened_at", "pk").values_list(
        "round__response__assignment__proposal", "state"
    ):
        words.setdefault(case, []).append(labels[state])
    return words
