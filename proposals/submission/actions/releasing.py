"""Telling what has been decided in private, all of it at one moment."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.lifecycle import Action, Refusal
from proposals.submission.models import PreparedDecision, Proposal

from . import examination
from .terms import Terms, Told, told

#: main cases are registered before others are merged into them
TAKE = {
    Action.REGISTER: examination.register,
    Action.PASS_ON: examination.pass_on,
    Action.SEND_BACK: examination.send_back,
    Action.DECLINE: examination.decline,
    Action.MERGE: examination.merge,
}


class Gone(Refusal):
    """Somebody else has released, replaced or dropped some of it meanwhile; nothing has been released."""

    conflict = True


class Outlook(NamedTuple):
    """What releasing one prepared decision would bring: the number it gets, the message, or what keeps it back."""

    row: PreparedDecision
    number: str = ""
    told: Told | None = None
    problem: str = ""


class _OnlyLooking(Exception):
    """Ends a rehearsal: whatever it has done is undone."""


@transaction.atomic
def release(rows, *, by, now=None):
    """公布: every decision of ``rows`` is taken and told, or, when one of them cannot be, none.

    The Refusal names the proposal and has the key of its row as ``field``. Numbers follow the order of submission.
    """
    now = now or timezone.now()
    rows = _locked(rows, by)
    for row in rows:
        try:
            _take(row, by, now)
        except Refusal as refusal:
            words = {"number": row.proposal.number_text, "title": row.proposal.title, "why": refusal.sentence}
            raise Refusal(_("%(number)s《%(title)s》：%(why)s") % words, field=str(row.pk)) from refusal
    PreparedDecision.objects.filter(pk__in=[row.pk for row in rows]).update(released=True)
    return rows


def rehearse(rows, *, by, now=None):
    """The Outlook of every row: release them for trial, one after the other, and undo it all. What is shown is what
    the release itself will do."""
    outlook = []
    try:
        with transaction.atomic():
            for row in _locked(rows, by):
                outlook.append(_try(row, by, now or timezone.now()))
            raise _OnlyLooking
    except _OnlyLooking:
        return outlook


def _try(row, by, now):
    try:
        done = _take(row, by, now)
    except Refusal as refusal:
        return Outlook(row, problem=str(refusal.sentence))
    if row.into:
        row.into.refresh_from_db()
    number = str(done.number_text) if done.case_number else ""
    return Outlook(row, number, told(done, row.action, Terms(**row.terms)))


def _locked(rows, by):
    """The rows in the order they are carried out, with every case they touch under its lock, taken in one order."""
    wanted = {row.pk for row in rows}
    cases = {row.proposal_id for row in rows} | {row.into_id for row in rows if row.into_id}
    list(Proposal.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))
    found = [row for row in PreparedDecision.objects.to_release(by.committee_id) if row.pk in wanted]
    if not wanted:
        raise Refusal(_("请至少选择一件。"))
    if len(found) < len(wanted):
        n = len(wanted) - len(found)
        raise Gone(_("所选的有%(n)d件刚才已经公布、改动或撤销，这次没有公布任何一件。请看最新的清单。") % {"n": n})
    return sorted(found, key=lambda row: list(TAKE).index(row.action))  # within a kind in the order of submission


def _take(row, by, now):
    return TAKE[row.action](row.proposal, by=by, now=now, prepared=row, **row.terms)
