"""What a list of proposals can be asked: named conditions, the filters of the address, option counts and orders."""

from .entries import Entries
from .facets import Option, options, spoken
from .form import ProposalFilter
from .handling import class_words, rating_words
from .queries import capped_sizes, clock_kinds, counts_by_session, kept, key_ones, late, soon
from .sorting import SORTS, newest_first

__all__ = [
    "SORTS",
    "Entries",
    "Option",
    "ProposalFilter",
    "capped_sizes",
    "class_words",
    "clock_kinds",
    "counts_by_session",
    "kept",
    "key_ones",
    "late",
    "newest_first",
    "options",
    "rating_words",
    "soon",
    "spoken",
]
