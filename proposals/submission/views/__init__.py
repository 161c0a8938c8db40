"""Pages of submission and examination, one module for each kind of work."""

from .cosponsors import answer_invitation, invite
from .deciding import decline, merge, pass_on, register, send_back
from .examination import examination, examine
from .requests import ask_withdrawal, instruct
from .writing import discard, edit, submit, submitted, write

__all__ = [
    "answer_invitation",
    "ask_withdrawal",
    "decline",
    "discard",
    "edit",
    "examination",
    "examine",
    "instruct",
    "invite",
    "merge",
    "pass_on",
    "register",
    "send_back",
    "submit",
    "submitted",
    "write",
]
