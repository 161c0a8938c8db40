"""交办 and what the units do until they answer."""

from .extension import approve_extension, ask_extension, asked_extension, cap_of, refuse_extension, running_response
from .handing import Share, asked_withdrawal, awaiting, check_shares, hand_over, plan, reassign, withdraw
from .returning import approve_return, refuse_return, return_, return_window
from .searching import index, refresh_search, reindex
from .work import accept, consult, reveal_contact, silent_units, urge, waive_opinions

__all__ = [
    "Share",
    "accept",
    "approve_extension",
    "approve_return",
    "ask_extension",
    "asked_extension",
    "asked_withdrawal",
    "awaiting",
    "cap_of",
    "check_shares",
    "consult",
    "hand_over",
    "index",
    "plan",
    "reassign",
    "refresh_search",
    "refuse_extension",
    "refuse_return",
    "reindex",
    "return_",
    "reveal_contact",
    "return_window",
    "running_response",
    "silent_units",
    "urge",
    "waive_opinions",
    "withdraw",
]
