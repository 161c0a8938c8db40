"""Counting the figures: one aggregate query per kind of rows, whole or grouped by a dimension."""

from collections import defaultdict

from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils import timezone

from proposals.accounts.models import HandlingUnit
from proposals.committee.models import Topic
from proposals.rates import Base, Counts
from proposals.submission.models import Proposal

from .figures import FIGURES, SOURCES


def _by_source(part, figures):
    """{source: {figure: condition}} of these figures, as far as they can be counted on this base."""
    wanted = defaultdict(dict)
    for name in figures:
        found = part.source_of(name)
        if found:
            wanted[found[0]][name] = found[1]
    return wanted


def _aggregates(conditions):
    return {f"n_{name}": Count("pk", filter=where) if where else Count("pk") for name, where in conditions.items()}


def count(part, figures=FIGURES):
    """The Counts of a slice; of some ``figures`` only, where the others are not asked for."""
    found = {}
    for source, conditions in _by_source(part, figures).items():
        totals = part.all_rows(source).aggregate(**_aggregates(conditions))
        found |= {name.removeprefix("n_"): n for name, n in totals.items()}
    return Counts(base=part.base, **found)


def count_by(part, figures=FIGURES):
    """[(key, Chinese name, Counts)] for every value of the slice's dimension that occurs; by unit always 件次."""
    if part.dimension == "unit":
        part = part._replace(base=Base.ITEMS)
    found = defaultdict(dict)
    for source, conditions in _by_source(part, figures).items():
        column = part.column(source)
        if column:
            grouped = part.all_rows(source).order_by().values(column).annotate(**_aggregates(conditions))
            for row in grouped:
                found[row.pop(column)] |= {name.removeprefix("n_"): n for name, n in row.items()}
    names = _names(part.dimension, found)
    lines = [(key, names[key], Counts(base=part.base, **found[key])) for key in names if key in found]
    return [
        line for line in lines if any(line[2].stored()[name] for name in ("received", "total", "opinions", "asked"))
    ]


def received_by_hour(part, first, last):
    """[(hour, how many)] of what was received on the days from ``first`` to ``last``, hours without any left out."""
    zone = timezone.get_default_timezone()
    rows = part.all_rows("cases").filter(received=True, submitted_at__date__range=(first, last)).order_by()
    hours = rows.annotate(hour=TruncHour("submitted_at", tzinfo=zone)).values_list("hour")
    return list(hours.annotate(n=Count("pk")).order_by("hour"))


def _names(dimension, keys):
    """{key: name} in the order of printing; a missing value comes last."""
    if dimension == "kind":
        return {key: label for key, label in Proposal.Kind.choices if key in keys}
    model = HandlingUnit if dimension == "unit" else Topic
    named = {row.pk: str(row) for row in model.objects.filter(pk__in=[key for key in keys if key])}
    return named | ({None: "未分类"} if None in keys else {})


def units_at_work(part):
    """The number of different units with an assignment, co-handling included."""
    units = set()
    for source in ("items", "co_items"):
        units |= set(part.all_rows(source).order_by().values_list(SOURCES[source].unit, flat=True))
    return len(units)
