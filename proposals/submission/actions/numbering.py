"""Putting the case numbers of a session in order before they are locked, and locking them.

Re-sorting only exchanges the numbers its cases hold: those of cases merged, withdrawn, examined again or handed over
stay where they are, so that no number is ever used twice.
"""

import uuid
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.committee.models import PlenarySession
from proposals.lifecycle import Access, Action, Refusal
from proposals.permissions import NotPermitted, Role
from proposals.submission.models import Proposal
from proposals.trail import actions as trail

from .numbers import last_seq, locked, printed_number
from .search import index_all
from .writing import tell_proposers

Order = PlenarySession.NumberOrder
#: plenary proposals come before the inter-session ones, which continue the series
SORTED_BY = {
    Order.KEY_TOPIC: ("-is_plenary", "-is_key", F("topic__order").asc(nulls_last=True), "topic__name"),
    Order.SUBMITTED: ("-is_plenary",),
}


class Line(NamedTuple):
    """One case of the list: the number it has and the one it gets."""

    proposal: Proposal
    old: str
    seq: int
    new: str

    @property
    def changes(self):
        return self.old != self.new


class Plan(NamedTuple):
    """The numbers of a session as they would be given; ``last``: the last one there is. ``seen`` is what a person has
    looked at, in one word."""

    session: PlenarySession
    lines: list
    last: int

    @property
    def changed(self):
        return [line for line in self.lines if line.changes]

    @property
    def seen(self):
        text = "\n".join(f"{line.proposal.pk} {line.old} {line.new}" for line in self.lines)
        return uuid.uuid5(self.session.pk, text)

    @property
    def others(self):
        """How many numbers of the series are taken by others or given up."""
        return self.last - len(self.lines)

    @property
    def next_number(self):
        """The number of the next case to be registered."""
        return printed_number(self.session, Proposal.Series.CASE, self.last + 1)


def plan_numbers(session):
    """What re-sorting would do now; changes nothing. After the lock everybody keeps the number he has."""
    cases = Proposal.objects.to_number(session).with_people()
    held = sorted((case.case_seq, case.case_number) for case in cases)
    by = ("case_seq",) if session.numbers_locked_at else (*SORTED_BY[session.number_order], "submitted_at", "serial")
    order = cases.order_by(*by)
    lines = [Line(case, case.case_number, *own) for case, own in zip(order, held, strict=True)]
    return Plan(session, lines, last_seq(session, Proposal.Series.CASE))


@transaction.atomic
def renumber(session, *, by, seen, now=None):
    """Give the numbers as shown by the plan whose ``seen`` is told; return the changed lines.

    Raises Refusal when the numbers are locked, and when the plan is no longer the one that was looked at: somebody
    has registered, handed over, marked or re-sorted meanwhile, and nobody is given a number nobody has looked at.
    """
    now = now or timezone.now()
    session = _hold(session, by)
    plan = plan_numbers(session)
    if plan.seen != seen:
        raise _Overtaken(_("刚才有人立案、交办、改动分类或重新排过号。下面是最新的排号，请核对后再按一次。"))
    changed = plan.changed
    _exchange(changed)
    for line in changed:
        _tell(line, by, now)
    return changed


@transaction.atomic
def lock_numbers(session, *, by, now=None):
    """From now on every number stays what it is, and a new case gets the next one. There is no way back."""
    now = now or timezone.now()
    session = _hold(session, by)
    session.numbers_locked_at, session.numbers_locked_by = now, by
    session.save(update_fields=["numbers_locked_at", "numbers_locked_by"])
    last = last_seq(session, Proposal.Series.CASE)
    trail.log(Access.LOCK_NUMBERS, by=by, about=session, data={"last": last}, now=now)
    return session


@transaction.atomic
def renumber_and_lock(session, *, by, seen, now=None):
    """Both in one step: what was looked at is what is locked."""
    changed = renumber(session, by=by, seen=seen, now=now)
    lock_numbers(session, by=by, now=now)
    return changed


class _Overtaken(Refusal):
    """Somebody else was faster; nothing has been done."""

    conflict = True


def _hold(session, by):
    """The session read again and held, with its numbered cases. A case is locked before its session, as when a number
    is given, so that two acts never wait for each other. Cases registered in between show in the plan."""
    if by.role != Role.REVIEWER or by.committee_id != session.committee_id:
        raise NotPermitted(_("案号由提案委编排和锁定。"))
    list(Proposal.objects.to_number(session).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    session = locked(session)
    if session.numbers_locked_at:
        when = timezone.localtime(session.numbers_locked_at).strftime("%-m月%-d日 %H:%M")
        words = {"who": session.numbers_locked_by.name, "when": when}
        raise _Overtaken(_("案号已由%(who)s在%(when)s锁定，不能再排号。") % words)
    return session


def _exchange(lines):
    """In two steps, because the database checks every row by itself: first all give their numbers back, then each
    takes its own. Nobody sees the moment in between: it is one transaction."""
    cases = [line.proposal for line in lines]
    Proposal.objects.filter(pk__in=[case.pk for case in cases]).update(series="", case_seq=None, case_number="")
    for line in lines:
        line.proposal.case_seq, line.proposal.case_number = line.seq, line.new
    Proposal.objects.bulk_update(cases, ["series", "case_seq", "case_number"])
    index_all([case.pk for case in cases])


def _tell(line, by, now):
    proposal, facts = line.proposal, {"from": line.old, "case_number": line.new}
    note = _("第%(old)s号改为第%(new)s号") % {"old": line.old, "new": line.new}
    event = trail.record(proposal, Action.RENUMBER, by=by, note=note, data=facts, now=now)
    tell_proposers(proposal, event, _("案号已调整"), f"{note}。", now=now)
