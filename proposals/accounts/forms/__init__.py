"""The forms of accounts."""

from .account import ContactForm
from .entry import SignInForm
from .officers import ReplaceOfficerForm, TermForm
from .passwords import FirstPasswordForm, ForgottenForm, IssueForm, NewPasswordForm
from .roster import ConfirmRosterForm, RosterForm

__all__ = [
    "ConfirmRosterForm",
    "ContactForm",
    "FirstPasswordForm",
    "ForgottenForm",
    "IssueForm",
    "NewPasswordForm",
    "ReplaceOfficerForm",
    "RosterForm",
    "SignInForm",
    "TermForm",
]
