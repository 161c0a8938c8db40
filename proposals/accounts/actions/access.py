"""Comings, goings and refusals, each recorded in the chain of the person."""

from proposals.accounts.models import User
from proposals.lifecycle import Access
from proposals.trail import actions as trail


def signed_in(user, *, now=None):
    trail.log(Access.SIGN_IN, by=user, now=now)


def signed_out(user, *, now=None):
    trail.log(Access.SIGN_OUT, by=user, now=now)


def sign_in_failed(typed, *, now=None):
    """A wrong password for an account that exists; what nobody is called leaves no row that could be filled at will."""
    owner = User.objects.filter(username=User.objects.account_named(typed)).first()
    if owner is not None:
        trail.log(Access.SIGN_IN_FAILED, by=None, about=owner, now=now)


def refused(user, *, page, about="", method="GET", now=None):
    """Somebody tried what the present role may not do: which page and thing, nothing that was typed."""
    trail.log(Access.REFUSED, by=user, data={"page": page, "about": about, "method": method}, now=now)
