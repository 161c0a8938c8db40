"""What members write and what the committee's office decides about it."""

from .cosponsors import confirm, decline_invitation, expire_invitations, invite
from .examination import decline, merge, pass_on, refuse_withdrawal, register, rule, send_back
from .numbers import next_case_number
from .writing import ask_withdrawal, discard, instruct, new_draft, save_draft, submit, tell_proposers

__all__ = [
    "ask_withdrawal",
    "confirm",
    "decline",
    "decline_invitation",
    "discard",
    "expire_invitations",
    "instruct",
    "invite",
    "merge",
    "new_draft",
    "next_case_number",
    "pass_on",
    "refuse_withdrawal",
    "register",
    "rule",
    "save_draft",
    "send_back",
    "submit",
    "tell_proposers",
]
