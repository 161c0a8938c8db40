"""Delivering a response opens its rating; rating, closing and what follows from it."""

from .closing import close, close_rounds
from .delivering import deliver
from .giving import rate

__all__ = ["close", "close_rounds", "deliver", "rate"]
