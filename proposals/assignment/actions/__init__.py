"""交办 and what the units do until they answer."""

from .extension import approve_extension, ask_extension, refuse_extension
from .handing import Share, hand_over, reassign, withdraw
from .returning import approve_return, refuse_return, return_
from .work import accept, consult, urge, waive_opinions

__all__ = [
    "Share",
    "accept",
    "approve_extension",
    "approve_return",
    "ask_extension",
    "consult",
    "hand_over",
    "reassign",
    "refuse_extension",
    "refuse_return",
    "return_",
    "urge",
    "waive_opinions",
    "withdraw",
]
