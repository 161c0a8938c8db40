"""The only aggregation across stages. Reports count recorded moments up to ``as_of``, never statuses.

A *figure* is a name with one definition (``figures.py``) over one kind of row (``sources.py``: cases, assignments,
forms …). ``count`` and ``count_by`` aggregate the definitions in SQL; ``rows`` lists exactly the rows behind a
number with the same definition, so a number and its list cannot differ.
"""

from .figures import DIMENSIONS, FIGURES, NONE, PARTITION, SUMS, Figure, Slice, rows
from .tally import count, count_by, received_by_hour, units_at_work

__all__ = [
    "DIMENSIONS",
    "FIGURES",
    "NONE",
    "PARTITION",
    "SUMS",
    "Figure",
    "Slice",
    "count",
    "count_by",
    "received_by_hour",
    "rows",
    "units_at_work",
]
