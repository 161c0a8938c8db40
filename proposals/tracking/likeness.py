"""Earlier proposals like one that is being written or examined, and how they were answered.

A hint carries only what anybody may know of a registered proposal whose proposer agreed to publication: number,
title, units, class and promises. The comparison is for the desks, which may read both texts.
"""

from typing import NamedTuple

from django.db.models import Prefetch

from proposals import likeness
from proposals.assignment.models import Assignment
from proposals.committee.models import Committee
from proposals.rating.models import Rating
from proposals.response.models import Commitment, Response
from proposals.submission.likeness import Matter, Search, alike, matter_of
from proposals.submission.models import Proposal

FEWEST = 3  # characters to go by
MOST, ELSEWHERE = 5, 2
CLEAR = 0.2  # how like a proposal has to be to be shown to who is writing
VAGUE = 0.1  # and to who examines


class Earlier(NamedTuple):
    """A proposal found, with what of its handling may be shown. ``opens``: the reader may open its page."""

    proposal: Proposal
    units: list
    responses: list
    opens: bool

    @property
    def classes(self):
        """The classes of the answers, each once."""
        found = (response.response_class for response in self.responses if response.response_class)
        return list(dict.fromkeys(found))

    @property
    def promises(self):
        """Those still to be kept, the next one due first."""
        planned = [row for row in self.responses if row.response_class and row.response_class.is_planned]
        found = [promise for row in planned for promise in row.open_commitments]
        return sorted(found, key=lambda promise: (promise.due_on is None, promise.due_on))


class Hints(NamedTuple):
    """``asked``: there was something to go by."""

    own: list
    elsewhere: list
    asked: bool = True


NOTHING = Hints([], [], asked=False)


# -- hints for who is writing -----------------------------------------------------------------------------------------


def hints(matter, user, *, but=None):
    """What is shown beside a proposal that is being written; nothing before there is something to go by."""
    matter = Matter(*(part.strip() if isinstance(part, str) else part for part in matter))
    if len(matter.title) + len(matter.body) < FEWEST:
        return NOTHING
    committees = list(Committee.objects.all())
    home = [committee for committee in committees if committee.is_home]
    others = [committee for committee in committees if not committee.is_home]
    search = Search(matter, home[0])
    own = _earlier(_above(CLEAR, search.among(home), but), user, MOST)
    elsewhere = _earlier(_above(CLEAR, search.among(others, texts=False), but), user, ELSEWHERE) if others else []
    return Hints(own, elsewhere)


def beside(user, pk):
    """The hints for a proposal as it is saved, for pages that show it."""
    proposal = Proposal.objects.visible_to(user).with_text().filter(pk=pk).first() if pk else None
    return hints(matter_of(proposal), user, but=pk) if proposal else NOTHING


def _above(least, scores, but):
    return {pk: score for pk, score in scores.items() if score >= least and pk != but}


def _earlier(scores, user, most, *, named=True):
    """The best of those the reader may know, in the order of their likeness. ``named``: also those that anybody may
    know by name."""
    sought = Proposal.objects.filter(pk__in=scores)
    visible = set(sought.visible_to(user).away_from_proposers().values_list("pk", flat=True))
    known = visible | set(sought.named_to_all().values_list("pk", flat=True)) if named else visible
    keys = [pk for pk in scores if pk in known][:most]
    found, units, responses = Proposal.objects.with_people().in_bulk(keys), _units(keys), _responses(keys)
    return [
        Earlier(
            proposal=found[pk],
            units=units.get(pk, []),
            responses=[row for row in responses.get(pk, []) if pk in visible or _is_published(row)],
            opens=pk in visible,
        )
        for pk in keys
    ]


def _is_published(response):
    return response.publication != Response.Publication.NONE


def _units(keys):
    """{case: the units that answer, by their short names}."""
    found = {}
    for row in Assignment.objects.of_cases(keys).current().answering().select_related("unit").order_by("unit__order"):
        found.setdefault(row.proposal_id, []).append(row.unit.short_name)
    return found


def _responses(keys):
    """{case: the newest delivered response of each unit}, with ``open_commitments``."""
    promised = Prefetch("commitments", Commitment.objects.filter(fulfilled_on=None), to_attr="open_commitments")
    rows = Response.objects.delivered().filter(assignment__proposal__in=keys, assignment__ended_at=None)
    rows = rows.select_related("assignment__unit", "response_class").prefetch_related(promised)
    newest = {row.assignment_id: row for row in rows.order_by("round_number")}
    found = {}
    for row in newest.values():
        found.setdefault(row.assignment.proposal_id, []).append(row)
    return found


# -- the comparison for the desks -------------------------------------------------------------------------------------


def earlier_than(proposal, user):
    """What the reader may see of the proposals like this one, the most alike first."""
    scores = _above(VAGUE, alike(matter_of(proposal), proposal.committee), proposal.pk)
    return _earlier(scores, user, MOST, named=False)


class Side(NamedTuple):
    """One text of a comparison, in pieces; what the other one says too is a hit."""

    situation: list
    analysis: list
    suggestions: list


class Pair(NamedTuple):
    """The proposal and one earlier one, with its answers and what the proposers said of them."""

    earlier: Earlier
    left: Side
    right: Side
    answers: list
    ratings: list


def pair(proposal, found, wanted, user):
    """With the one of ``found`` that is ``wanted`` (its key as text), else with the first; None when there is none."""
    if not found:
        return None
    earlier = next((row for row in found if str(row.proposal.pk) == wanted), found[0])
    other = Proposal.objects.with_text().get(pk=earlier.proposal.pk)
    one_says, other_says = matter_of(proposal).body, matter_of(other).body
    return Pair(
        earlier,
        _side(proposal, other_says),
        _side(other, one_says),
        list(Response.objects.filter(pk__in=[row.pk for row in earlier.responses]).with_all()),
        _ratings(other, user),
    )


def _side(proposal, other):
    return Side(
        likeness.shared(proposal.situation, other),
        likeness.shared(proposal.analysis, other),
        [likeness.shared(row.text, other) for row in proposal.suggestions.all()],
    )


def _ratings(proposal, user):
    """Once the round has closed, and as far as the reader may know."""
    rows = Rating.objects.visible_to(user).of_case(proposal).standing().deciding().with_words()
    return list(rows.filter(ballot__round__closed_at__isnull=False))
