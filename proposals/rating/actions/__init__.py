"""Delivering a response opens its rating; rating, closing and what follows from it."""

from .closing import awaits_meeting, close, close_rounds
from .delivering import deliver
from .giving import ballot_of, rate

__all__ = ["awaits_meeting", "ballot_of", "close", "close_rounds", "deliver", "rate"]
