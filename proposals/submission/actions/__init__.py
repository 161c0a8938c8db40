"""What members write and what the committee's office decides about it."""

from .bulk import check_all, do_all
from .cosponsors import cancel_invitation, confirm, decline_invitation, expire_invitations, invite, leave, stay
from .entering import enter
from .examination import decline, merge, pass_on, refuse_withdrawal, register, rule, send_back
from .files import attach, detach, hand_out, put_back, seal
from .filing import classify, mark_key
from .numbering import lock_numbers, plan_numbers, renumber, renumber_and_lock
from .numbers import next_case_number
from .office import drop_prepared, prepare, recommend, write_note
from .releasing import Gone, rehearse, release
from .requests import ask_withdrawal, instruct
from .search import count_words, find_stale, index, index_all
from .submitting import discard, kind_now, missing, receiving_session, submit
from .terms import Terms, contains, told
from .undoing import may_reopen, may_unmerge, reopen, unmerge
from .writing import Overtaken, new_draft, restore, save_draft, tell_proposers, write_draft

__all__ = [
    "Gone",
    "Overtaken",
    "Terms",
    "ask_withdrawal",
    "attach",
    "cancel_invitation",
    "check_all",
    "classify",
    "confirm",
    "contains",
    "count_words",
    "decline",
    "decline_invitation",
    "detach",
    "discard",
    "do_all",
    "drop_prepared",
    "enter",
    "expire_invitations",
    "find_stale",
    "hand_out",
    "index",
    "index_all",
    "instruct",
    "invite",
    "kind_now",
    "leave",
    "lock_numbers",
    "mark_key",
    "may_reopen",
    "may_unmerge",
    "merge",
    "missing",
    "new_draft",
    "next_case_number",
    "pass_on",
    "plan_numbers",
    "prepare",
    "put_back",
    "receiving_session",
    "recommend",
    "refuse_withdrawal",
    "register",
    "rehearse",
    "release",
    "renumber",
    "renumber_and_lock",
    "reopen",
    "restore",
    "rule",
    "save_draft",
    "seal",
    "send_back",
    "stay",
    "submit",
    "tell_proposers",
    "told",
    "unmerge",
    "write_draft",
    "write_note",
]
