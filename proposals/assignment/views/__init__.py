"""Pages of handing over, and of what units and coordinators do until there is a response."""

from .handing import board, decide_withdrawal, hand_over, reassign
from .requests import ask_extension, decide_extension, decide_return, return_
from .work import accept, consult, reveal_contact, urge, waive_opinions

__all__ = [
    "accept",
    "ask_extension",
    "board",
    "consult",
    "decide_extension",
    "decide_return",
    "decide_withdrawal",
    "hand_over",
    "reassign",
    "return_",
    "reveal_contact",
    "urge",
    "waive_opinions",
]
