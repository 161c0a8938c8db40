"""One act on many proposals at once: shown beforehand, then all of them or none."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.lifecycle import Action, Refusal
from proposals.submission.models import Proposal
from proposals.trail import actions as trail

from . import examination, filing, office
from .terms import Terms, check

LIMIT = 200  # at once: what a person can look over, and what one transaction may hold


class Act(NamedTuple):
    """``do(proposal, by=, now=, **data)``; ``hurdle(proposal)`` raises what keeps it from being done to many."""

    action: Action
    label: str
    do: Callable
    hurdle: Callable = lambda proposal, by: None


def _may_register(proposal, by):
    if proposal.asked:
        raise Refusal(_("提案者已申请撤案，请先审定撤案申请。"))
    office.second_look(proposal, by=by)
    check(proposal, Action.REGISTER, Terms())


def _may_prepare(proposal, by):
    _may_register(proposal, by)
    if proposal.is_prepared:
        raise Refusal(_("已经拟定了决定，要改的请单独改。"))


def _prepare(proposal, *, by, now):
    return office.prepare(proposal, by=by, action=Action.REGISTER, now=now)


def _not_key_yet(proposal, by):
    if proposal.is_key:
        raise Refusal(_("已经是重点提案。"))


def _mark(proposal, *, by, now, note):
    return filing.mark_key(proposal, by=by, is_key=True, note=note, now=now)


def _classify(proposal, *, by, now, themes, how):
    has, named = set(proposal.themes.all()), set(themes)
    return filing.classify(proposal, by=by, themes=has | named if how == "add" else has - named, now=now)


ACTS = {
    "register": Act(Action.REGISTER, gettext_lazy("立案"), examination.register, _may_register),
    "prepare": Act(Action.PREPARE, gettext_lazy("拟定立案"), _prepare, _may_prepare),
    "mark_key": Act(Action.MARK_KEY, gettext_lazy("确定重点"), _mark, _not_key_yet),
    "classify": Act(Action.CLASSIFY, gettext_lazy("调整主题"), _classify),
    "send_back": Act(Action.SEND_BACK, gettext_lazy("退回修改"), examination.send_back),
}


class Check(NamedTuple):
    """One chosen proposal and what keeps the act from being done to it (empty: nothing)."""

    proposal: Proposal
    problem: str


def check_all(keys, name, *, by):
    """The Check of every chosen proposal this person may see, in the order of submission; changes nothing."""
    rows = Proposal.objects.visible_to(by).picked(keys).with_people().prefetch_related("themes")
    return [Check(row, _problem(row, ACTS[name], by)) for row in rows]


def _problem(proposal, act, by):
    try:
        trail.require(proposal, act.action, by=by)
        act.hurdle(proposal, by)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


@transaction.atomic
def do_all(keys, name, *, by, now=None, **data):
    """Do it to all of ``keys``, in the order of submission, or to none: the Refusal names the first proposal it
    cannot be done to. Return the proposals."""
    now, act, keys = now or timezone.now(), ACTS[name], set(keys)
    if not keys:
        raise Refusal(_("请至少选择一件。"), field="pk")
    rows = _locked(keys, by)
    if len(rows) < len(keys):
        n = len(keys) - len(rows)
        raise Refusal(_("所选的有%(n)d件找不到了，一件都没有办。请回到列表重新选择。") % {"n": n}, field="pk")
    return [_do(row, act, by, now, data) for row in rows]


def _locked(keys, by):
    """Locked in the order of their keys, as everything that locks several cases does, then read again."""
    visible = Proposal.objects.visible_to(by)
    list(visible.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return list(visible.picked(keys))


def _do(proposal, act, by, now, data):
    try:
        trail.require(proposal, act.action, by=by)
        act.hurdle(proposal, by)
        done = act.do(proposal, by=by, now=now, **data)
    except Refusal as refusal:
        words = {"number": proposal.number_text, "title": proposal.title, "why": refusal.sentence}
        stuck = Refusal(_("%(number)s《%(title)s》：%(why)s一件都没有办。") % words, field=refusal.field)
        stuck.conflict = refusal.conflict
        raise stuck from refusal
    return done if isinstance(done, Proposal) else proposal
