"""What is done with accounts: by their owners, by the office, by the administrator."""

from .access import refused, sign_in_failed, signed_in, signed_out
from .account import ELDER, ELDER_COOKIE, PUBLIC_COMPUTER, change_contact, wear
from .installation import set_up
from .passwords import BATCH, ask_for_new_if_old, change_password, issue_passwords, mail_reset_links
from .roles import KEEP, MOVE, STOP, begin_term, grant_role, log_role, replace_officer, revoke_role
from .roster import import_roster
from .switching import switch_accounts

__all__ = [
    "BATCH",
    "ELDER",
    "ELDER_COOKIE",
    "KEEP",
    "MOVE",
    "PUBLIC_COMPUTER",
    "STOP",
    "ask_for_new_if_old",
    "begin_term",
    "change_contact",
    "change_password",
    "grant_role",
    "import_roster",
    "issue_passwords",
    "log_role",
    "mail_reset_links",
    "refused",
    "replace_officer",
    "revoke_role",
    "set_up",
    "sign_in_failed",
    "signed_in",
    "signed_out",
    "switch_accounts",
    "wear",
]
