"""What each filter offers and how many cases would be found with it.

The number beside an option counts what the person may see under all *other* filters in use: it is the length of the
list one gets by choosing it. Options that would find nothing are left out. The filters on columns of the case share
one query (a table of the combinations that occur), the others need one each, however many rows there are. Of a list
that is too long to be counted everything is offered, without numbers.
"""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from proposals.accounts.models import Membership
from proposals.assignment.models import Assignment
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Channel
from proposals.ui import zh_date

from . import handling, queries
from .entries import UNKNOWN, EntryField, written
from .form import IN_TIME, LATE, NO, SOON, UNDECIDED, YES


class Option(NamedTuple):
    """``count``: None where nothing is counted. ``group``: the heading it stands under, or nothing."""

    value: str
    label: str
    count: int | None
    group: str = ""
    chosen: bool = False


def options(found, names, *, counted=True):
    """{name: [Option, …]} of these filters of ``found``, a ProposalFilter; only filters this person has, and only
    those that are chosen from a list."""
    names = [name for name in names if hasattr(found.form.fields.get(name), "choices")]
    return {name: _offered(found, name, counts) for name, counts in _counts(found, names, counted).items()}


def spoken(found, name):
    """The value of a filter in use as people say it."""
    value, field = found.values[name], found.form.fields[name]
    if isinstance(value, date):
        return zh_date(value)
    return str(dict(field.choices)[written(value)]) if hasattr(field, "choices") else str(value)


def _offered(found, name, counts):
    """The values that find something, in the order of the form; the one in use always, even when it finds nothing."""
    chosen = written(found.values[name]) if name in found.values else ""
    offered = [
        Option(value, str(label), counts[value] if counts is not None else None, group, value == chosen)
        for value, label, group in _values(found.form.fields[name], name)
    ]
    return [option for option in offered if option.count != 0 or option.chosen]


def _values(field, name):
    """(value, label, heading) of everything that can be chosen."""
    if not isinstance(field, EntryField) or name not in HEADINGS:
        return [(value, label, "") for value, label in field.choices if value]
    heading, place = HEADINGS[name]
    entries = sorted(field.entries.of(field.model).items(), key=lambda item: place(item[1]))
    return [(key, str(entry), heading(entry)) for key, entry in entries]


def _year(entry):
    return _("%(year)s年") % {"year": entry.year}


def _newest(entry):
    return -entry.year


#: the dictionaries that are offered under headings: (the heading of an entry, where it stands)
HEADINGS = {
    "unit": (lambda unit: unit.get_channel_display(), lambda unit: Channel.values.index(unit.channel)),
    "theme": (_year, _newest),
    "response_class": (_year, _newest),
}


# -- counting ---------------------------------------------------------------------------------------------------------

#: filters on a column of the case: (the column, what its values are called in the address)
COLUMNS = {
    "session": ("session", str),
    "status": ("status", str),
    "outcome": ("outcome", lambda value: value or UNDECIDED),
    "topic": ("topic", lambda value: str(value or UNKNOWN)),
    "kind": ("kind", str),
    "plenary": ("is_plenary", lambda value: YES if value else NO),
    "is_key": ("is_key", lambda value: YES if value else NO),
    "entered": ("is_entered", lambda value: YES if value else NO),
    "group": ("group", lambda value: str(value or UNKNOWN)),
}


def _counts(found, names, counted):
    """{name: {value: n}}, or {name: None} where nothing is counted."""
    if not counted:
        return dict.fromkeys(names)
    columns = [name for name in names if name in COLUMNS]
    counts = _of_columns(found, columns) if columns else {}
    counts |= {name: Counter(ASIDE[name](found, found.narrowed([name]))) for name in names if name in ASIDE}
    return {name: counts[name] for name in names}


def _of_columns(found, names):
    """One query groups the cases by all these columns, without their filters; a combination counts for a column when
    it answers the filters on all the others."""
    rows = found.narrowed(names).order_by().annotate(is_entered=Q(entered_by__isnull=False))
    rows = rows.values_list(*[COLUMNS[name][0] for name in names]).annotate(n=Count("pk"))
    asked = {name: written(found.values[name]) for name in names if name in found.values}
    counts = {name: Counter() for name in names}
    for *raw, n in rows:
        values = {name: COLUMNS[name][1](value) for name, value in zip(names, raw, strict=True)}
        missed = {name for name, value in asked.items() if values[name] != value}
        if "status" not in asked and values.get("status") == ProposalStatus.DISCARDED:
            missed.add("status")  # thrown away drafts show only when asked for
        for name in names:
            if not missed - {name}:
                counts[name][values[name]] += n
    return counts


def _clock(found, rows):
    asked = {LATE: queries.late, SOON: queries.soon, IN_TIME: queries.in_time}
    return queries.sizes({value: with_clock(rows, found.user, found.today) for value, with_clock in asked.items()})


def _assignments(rows):
    return Assignment.objects.current().order_by().filter(proposal__in=rows.values("pk"))


def _unit(found, rows):
    return _by_key(_assignments(rows), "unit")  # a unit has a case once


def _channel(found, rows):
    return _by_key(_assignments(rows), "unit__channel", "proposal")


def _theme(found, rows):
    return _by_key(rows.exclude(themes=None), "themes")


def _sector(found, rows):
    """Of the first proposers, each in the term of the session."""
    case = "member__user__proposals"
    places = Membership.objects.filter(**{f"{case}__in": rows.values("pk"), "term": F(f"{case}__session__term")})
    return _by_key(places.exclude(sectoral_group=None), "sectoral_group")


def _response_class(found, rows):
    responses = handling.standing_responses().filter(assignment__proposal__in=rows.values("pk"))
    return _by_key(responses.exclude(response_class=None), "response_class", "assignment__proposal")


def _rated(found, rows):
    case = "round__response__assignment__proposal"
    return _by_key(handling.ballots(found.user).filter(**{f"{case}__in": rows.values("pk")}), "state", case)


def _by_key(rows, column, case=""):
    """{key: how many rows}, or how many different cases where one may stand in several rows."""
    each = Count(case, distinct=True) if case else Count("*")
    return {str(key): n for key, n in rows.order_by().values_list(column).annotate(n=each)}


#: filters that ask beside the case: one query each
ASIDE = {
    "overdue": _clock,
    "unit": _unit,
    "channel": _channel,
    "theme": _theme,
    "sector": _sector,
    "response_class": _response_class,
    "rated": _rated,
}
