"""A Word file somebody has written at home, read into the parts of a proposal. Plain reading: nothing is stored."""

from .parts import Manuscript, understand
from .reading import Line, Reading, Unreadable, read

__all__ = ["Line", "Manuscript", "Reading", "Unreadable", "read", "understand"]
