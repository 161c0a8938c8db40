"""The list of proposals: its rows, and the page around them."""

from .page import ListPage, chips
from .rows import Row, rows, rows_of, with_units

__all__ = ["ListPage", "Row", "chips", "rows", "rows_of", "with_units"]
