"""Drafting a response, opinions of co-handlers, sign-off and checking. Delivery opens the rating: ``rating``."""

from .checking import (
    check_missing,
    correct_class,
    refuse_sign_off,
    send_back_response,
    send_for_sign_off,
    sign_off,
    submit_response,
)
from .drafting import (
    Promise,
    begun,
    current_response,
    give_opinion,
    missing,
    reason_of_rehandling,
    save_response,
    sent_back,
)

__all__ = [
    "Promise",
    "begun",
    "check_missing",
    "correct_class",
    "current_response",
    "give_opinion",
    "missing",
    "reason_of_rehandling",
    "refuse_sign_off",
    "save_response",
    "send_back_response",
    "send_for_sign_off",
    "sent_back",
    "sign_off",
    "submit_response",
]
