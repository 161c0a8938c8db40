"""Pages of submission and examination, one module for each kind of work."""

from .bulk import bulk
from .cosponsors import answer_invitation, cancel_invitation, invite, leave
from .deciding import decline, merge, pass_on, register, send_back
from .entering import enter
from .examination import examination, examine
from .files import attach, attach_original, detach, download, seal
from .filing import classify, mark_key
from .importing import import_docx
from .keys import draft_key
from .numbering import numbering
from .office import drop_prepared, note, release
from .papers import collection, collection_docx, paper, paper_docx
from .requests import ask_withdrawal, instruct
from .submitting import submit, submitted
from .undoing import reopen, unmerge
from .versions import restore, version, versions
from .writing import discard, edit, write

__all__ = [
    "answer_invitation",
    "ask_withdrawal",
    "attach",
    "attach_original",
    "bulk",
    "cancel_invitation",
    "classify",
    "collection",
    "collection_docx",
    "decline",
    "detach",
    "discard",
    "download",
    "draft_key",
    "drop_prepared",
    "edit",
    "enter",
    "examination",
    "examine",
    "import_docx",
    "instruct",
    "invite",
    "leave",
    "mark_key",
    "merge",
    "note",
    "numbering",
    "paper",
    "paper_docx",
    "pass_on",
    "register",
    "release",
    "reopen",
    "restore",
    "seal",
    "send_back",
    "submit",
    "submitted",
    "unmerge",
    "version",
    "versions",
    "write",
]
