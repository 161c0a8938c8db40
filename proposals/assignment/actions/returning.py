"""退回: a unit says the case is not its own; the coordinator decides."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import deadlines
from proposals.assignment.models import ReturnRequest
from proposals.committee.models import CalendarDay
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.trail import actions as trail

from .common import await_coordinator, locked, tell_unit
from .handing import await_reassignment, end

Verdict = ReturnRequest.Verdict


class Window(NamedTuple):
    """The return window while it is open: its last day, and how many working days are left after today."""

    end: date
    working_days: int


def return_window(assignment, today):
    """The open window, or None once it has passed or the unit has asked before."""
    if ReturnRequest.objects.filter(assignment=assignment).exists():
        return None
    duty = Duty.objects.latest(Duty.Kind.ACCEPT, assignment.pk)
    if duty is None or duty.due_on < today:
        return None
    calendar = CalendarDay.objects.calendar(assignment.proposal.committee.division_code)
    return Window(duty.due_on, deadlines.working_days_left(duty.due_on, today, calendar))


@transaction.atomic
def return_(assignment, *, by, reason, suggested_unit, now=None):
    """退回: only within the return window, once, with a reason and the unit it should go to instead."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.RETURN, by=by)
    if not reason.strip():
        raise Refusal(_("请写明退回的理由。"), field="reason")
    if suggested_unit is None or suggested_unit.pk == assignment.unit_id:
        raise Refusal(_("请选择建议改由哪个单位承办。"), field="suggested_unit")
    if ReturnRequest.objects.filter(assignment=assignment).exists():
        raise Refusal(_("已经申请过退回，请签收办理。"))
    window = Duty.objects.latest(Duty.Kind.ACCEPT, assignment.pk)
    if window and window.due_on < timezone.localdate(now):
        due = f"{window.due_on.month}月{window.due_on.day}日"
        raise Refusal(_("退回期限%(due)s已过，请签收办理。") % {"due": due})
    trail.move(
        assignment, Action.RETURN, by=by, now=now,
        note=_("%(reason)s 建议改由%(unit)s承办。") % {"reason": reason, "unit": suggested_unit},
    )  # fmt: skip
    ReturnRequest.objects.create(
        assignment=assignment, reason=reason, suggested_unit=suggested_unit, asked_by=by, asked_at=now
    )
    duties.done(Duty.Kind.ACCEPT, assignment, now=now)
    await_coordinator(Duty.Kind.DECIDE_RETURN, assignment, "assignment:decide_return", Step.DECIDE, now=now)
    return assignment


@transaction.atomic
def approve_return(assignment, *, by, note="", now=None):
    """同意退回: the assignment is over and never counts as undone; the case waits to be reassigned."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.APPROVE_RETURN, by=by)
    duties.done(Duty.Kind.DECIDE_RETURN, assignment, now=now)
    event = end(assignment, Action.APPROVE_RETURN, by=by, now=now, note=note)
    assignment.return_request.decide(Verdict.APPROVED, by=by, now=now, note=note)
    await_reassignment(assignment, now)
    tell_unit(assignment, event, _("同意退回"), note, assignment.proposal.get_absolute_url(), now)
    return assignment


@transaction.atomic
def refuse_return(assignment, *, by, note, now=None):
    """不同意退回: back to the unit, which now has to accept."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.REFUSE_RETURN, by=by)
    if not note.strip():
        raise Refusal(_("请写明不同意退回的原因。"), field="note")
    event = trail.move(assignment, Action.REFUSE_RETURN, by=by, note=note, now=now)
    assignment.return_request.decide(Verdict.REFUSED, by=by, now=now, note=note)
    duties.done(Duty.Kind.DECIDE_RETURN, assignment, now=now)
    path = reverse("assignment:accept", args=[assignment.pk])
    duties.open_duty(
        Duty.Kind.ACCEPT, assignment.proposal, subject=assignment, holder=assignment.holder, path=path,
        step=Step.RETURN, now=now,
    )  # fmt: skip
    tell_unit(assignment, event, _("不同意退回"), note, path, now)
    return assignment
