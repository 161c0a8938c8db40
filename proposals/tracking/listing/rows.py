"""Rows of lists: a case with its mark, its units and the date that matters to the reader. Three queries a list.

Everybody reads the clocks of the units, proposers besides these what they have to do themselves.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch

from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.permissions import UNIT_ROLES
from proposals.submission.models import Proposal
from proposals.tracking.filters import clock_kinds
from proposals.tracking.progress import STAGES, Stage


class Row(NamedTuple):
    """``part``: what the reader's own unit has to do with it (主办, 会办 …). After a search ``title`` is the title and
    ``passage`` the place in the text, in pieces (``proposals.text``)."""

    proposal: Proposal
    stage: Stage
    units: list
    due: date | None
    part: str = ""
    title: list = ()
    passage: list = ()

    @property
    def unit_names(self):
        return "、".join(self.units)


def with_units(proposals):
    """The proposals with their people and current assignments, in two queries."""
    current = Assignment.objects.current().select_related("unit")
    current = current.order_by("kind", "unit__order", "unit__pinyin_key", "unit__name")
    return proposals.with_people().prefetch_related(
        Prefetch("assignments", queryset=current, to_attr="current_assignments")
    )


def rows(proposals, user):
    """Rows of these proposals (see :func:`with_units`); one more query."""
    proposals = list(proposals)
    duties = Duty.objects.open().of_cases([proposal.pk for proposal in proposals])
    keys = frozenset(user.holder_keys())
    return [_row(proposal, duties.get(proposal.pk, ()), user, keys) for proposal in proposals]


def rows_of(keys, user):
    """Rows of the proposals with these keys, in their order."""
    found = with_units(Proposal.objects.all()).in_bulk(keys)
    return rows([found[key] for key in keys if key in found], user)


def _row(proposal, duties, user, keys):
    mine = [duty for duty in duties if user.proposes and duty.holder in keys]
    kinds = clock_kinds(user)
    clocks = [duty for duty in duties if duty.kind in kinds]
    if user.role in UNIT_ROLES:
        clocks = [duty for duty in clocks if duty.holder == f"unit:{user.unit_id}"]
    due = min((duty.due_on for duty in (*mine, *clocks) if duty.due_on), default=None)
    units = [row.unit.short_name for row in _leads_first(proposal.current_assignments)]
    return Row(proposal, STAGES[proposal.status], units, due, _part(proposal, user))


def _part(proposal, user):
    own = [row for row in proposal.current_assignments if user.role in UNIT_ROLES and row.unit_id == user.unit_id]
    return own[0].get_kind_display() if own else ""


def _leads_first(assignments):
    return sorted(assignments, key=lambda row: not row.answers)
