"""Signing in and out, one's own account, and what the office does with accounts."""

from .account import change_contact, elder, me, switch_role
from .carried import SignInFirst, stale
from .entry import sign_in, sign_out
from .officers import begin_term, officers, replace_officer
from .passwords import change_password, forgot_password, issue_passwords, set_password
from .refusals import not_permitted
from .roster import import_roster, roster_template

__all__ = [
    "SignInFirst",
    "begin_term",
    "change_contact",
    "change_password",
    "elder",
    "forgot_password",
    "import_roster",
    "issue_passwords",
    "me",
    "not_permitted",
    "officers",
    "replace_officer",
    "roster_template",
    "set_password",
    "sign_in",
    "sign_out",
    "stale",
    "switch_role",
]
