"""Geometry of the pictures; drawn by templates as SVG with attributes and classes, never styles."""

from datetime import timedelta
from typing import NamedTuple

from proposals.report import statement

HOUR = timedelta(hours=1)
OUTCOME_FILLS = {
    "registered": "f-run",
    "merged": "f-stop",
    "passed_on": "f-stop",
    "declined": "f-wait",
    "withdrawn": "f-wait",
    "under_review": "f-soon",
}


class Bar(NamedTuple):
    """One bar: its figure, label, count, share of the whole as text, and its box in user units."""

    figure: str
    label: str
    n: int
    width: int
    fill: str


def outcome_bars(counts, width=640):
    """The review outcomes as bars scaled to the largest."""
    found = statement.outcomes(counts)
    largest = max((n for _figure, _label, n in found), default=0)
    return [
        Bar(figure, label, n, max(round(width * n / largest), 2), OUTCOME_FILLS[figure]) for figure, label, n in found
    ]


class Hour(NamedTuple):
    """One hour of a day: when it began, how many, its box."""

    begins: object
    n: int
    width: int


def hour_bars(hours, width=640):
    """[(day, [Hour])] of [(hour, n)], every hour from the first to the last of a day, scaled to the busiest."""
    largest = max((n for _hour, n in hours), default=0)
    days = {}
    for hour, n in hours:
        bars = days.setdefault(hour.date(), [])
        while bars and bars[-1].begins + HOUR < hour:
            bars.append(Hour(bars[-1].begins + HOUR, 0, 0))
        bars.append(Hour(hour, n, max(round(width * n / largest), 2)))
    return list(days.items())


class UnitLine(NamedTuple):
    """One unit of the league: its counts and the two boxes of its bar."""

    key: str
    name: str
    counts: object
    whole: int
    part: int
    rates: dict


def league(rows, width=220):
    """[UnitLine] by number of assignments, the largest first; co-handling stands apart and is not in the bar."""
    largest = max((counts.total for _key, _name, counts in rows), default=0)
    found = []
    for key, name, counts in sorted(rows, key=lambda row: (-row[2].total, -row[2].opinions)):
        scale = width / largest if largest else 0
        box = round(counts.total * scale), round(counts.resolved * scale)
        found.append(UnitLine(key, name, counts, *box, {line.key: line for line in statement.lines(counts)}))
    return found
