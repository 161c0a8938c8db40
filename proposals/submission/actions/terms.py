"""What a decision needs before it can be taken, and what the proposers are told of it: the same when it is proposed,
prepared, shown beforehand and taken."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from proposals.committee.models import DeclineReason, Topic
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.submission.models import Proposal

PARTS = ("title", "situation", "analysis", "suggestions")


class Terms(NamedTuple):
    """What is decided besides the action itself; what an action does not use stays empty. ``marks``: the passages
    pointed out to the proposer, each {part, quote, comment}."""

    topic: Topic | None = None
    reason: DeclineReason | None = None
    into: Proposal | None = None
    note: str = ""
    marks: tuple = ()


def check(proposal, action, terms, *, beforehand=False):
    """Raise the Refusal that keeps this decision from being taken. ``beforehand``: it is only proposed or prepared,
    so its main case may itself still wait to be registered."""
    if action == Action.MERGE:
        _check_main_case(proposal, terms.into, beforehand)
    else:
        CHECKS[action](proposal, terms)
    if action in (Action.MERGE, Action.DECLINE) and proposal.open_withdrawal():
        # a request to withdraw must not be left behind in a status where nobody can decide it any more
        raise Refusal(_("提案者已申请撤案，请先审定撤案申请。"))


def _check_topic(proposal, terms):
    if terms.topic is None and proposal.topic is None:
        raise Refusal(_("请选择内容分类再立案。"), field="topic")


def _check_reason(proposal, terms):
    if terms.reason is None:
        raise Refusal(_("请选择不予立案的情形，提案者会看到。"), field="reason")


def _check_words(proposal, terms):
    if not terms.note.strip():
        raise Refusal(_("请写明转为意见建议的原因，提案者会看到。"), field="note")


def _check_marks(proposal, terms):
    """Something has to be asked for, and every quotation has to be in the part it is said to be from."""
    if not terms.note.strip() and not terms.marks:
        raise Refusal(_("请写明需要怎样修改。"), field="note")
    for n, mark in enumerate(terms.marks):
        if not mark["comment"].strip():
            raise Refusal(_("请写明这一处需要怎样修改。"), field=f"comment_{n}")
        if not contains(proposal, mark):
            raise Refusal(_("这一部分里没有这段文字，请从原文复制。"), field=f"quote_{n}")


def contains(proposal, mark):
    """Whether the marked passage is (still) in the text; spaces and line breaks do not matter."""
    if mark["part"] == "suggestions":
        text = "".join(row.text for row in proposal.suggestions.all())
    else:
        text = getattr(proposal, mark["part"]) if mark["part"] in PARTS else ""
    quote = "".join(mark["quote"].split())
    return bool(quote) and quote in "".join(text.split())


def _check_main_case(proposal, into, beforehand):
    if into is None or into.pk == proposal.pk or into.committee_id != proposal.committee_id:
        raise Refusal(_("请选择另一件提案作为主案。"), field="into")
    planned = beforehand and into.awaits_review and into.prepared.final()
    if into.status != ProposalStatus.REGISTERED and not (planned and planned.action == Action.REGISTER):
        raise Refusal(_("只能并入已立案、尚未交办的主案。"), field="into")
    if proposal.merged.exists():
        raise Refusal(_("已有提案并入这一件，它是主案，不能再并入别的提案。"), field="into")


CHECKS = {
    Action.REGISTER: _check_topic,
    Action.DECLINE: _check_reason,
    Action.PASS_ON: _check_words,
    Action.SEND_BACK: _check_marks,
}


class Told(NamedTuple):
    """The message to the proposers: what has happened, and the words below it."""

    what: str
    body: str


def told(proposal, action, terms, number=None):
    """What the proposers are told once this has been decided. ``number``: the case number it will have."""
    if action == Action.REGISTER:
        words = {"number": number or proposal.number_text}
        return Told(_("已立案"), _("案号%(number)s，将交有关单位办理。") % words)
    if action == Action.DECLINE:
        return Told(_("不予立案"), f"{terms.reason.name}。{terms.note}")
    if action == Action.MERGE:
        words = {"main": terms.into.number_text, "title": terms.into.title}
        return Told(_("已并案"), _("并入%(main)s《%(title)s》一并办理，答复也会送达您。") % words)
    if action == Action.PASS_ON:
        return Told(_("转为意见建议"), terms.note)
    marked = _("标出%(n)d处，请在修改页逐处查看。") % {"n": len(terms.marks)} if terms.marks else ""
    return Told(_("退回修改"), "\n".join(filter(None, [terms.note, marked])))
