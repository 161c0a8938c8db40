"""What members write and what the committee's office decides about it."""

from .cosponsors import confirm, decline_invitation, expire_invitations, invite
from .examination import decline, merge, pass_on, refuse_withdrawal, register, rule, send_back
from .numbers import next_case_number
from .writing import (
    Overtaken,
    ask_withdrawal,
    discard,
    instruct,
    kind_now,
    missing,
    new_draft,
    save_draft,
    submit,
    tell_proposers,
)

__all__ = [
    "Overtaken",
    "ask_withdrawal",
    "confirm",
    "decline",
    "decline_invitation",
    "discard",
    "expire_invitations",
    "instruct",
    "invite",
    "kind_now",
    "merge",
    "missing",
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
