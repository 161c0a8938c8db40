"""Rosters: lists of members, groups, units and officers as they come from an office's spreadsheet.

A list is read into a :class:`Plan`: what would be new, changed or unchanged, or what is wrong in which row and column.
Nothing here writes; ``actions.import_roster`` saves a plan without problems, whole or not at all.
"""

from .columns import KINDS, template
from .groups import Groups
from .members import Members
from .officers import Officers
from .people import bare_phone, new_account
from .plan import Plan, Problem
from .units import Units

READERS = {"members": Members, "groups": Groups, "units": Units, "officers": Officers}


def plan_of(kind, table, committee):
    """The plan of a table (see ``proposals.tables``) of this kind."""
    return READERS[kind](committee).read(KINDS[kind], table)


__all__ = ["KINDS", "Plan", "Problem", "bare_phone", "new_account", "plan_of", "template"]
