"""延期: more time for a response, asked before it is due, never beyond the cap."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.models import Extension
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.trail import actions as trail

from .common import await_coordinator, locked, tell_unit


def running_response(assignment):
    """The open duty to respond (first or re-handling round), or None."""
    kinds = [Duty.Kind.RESPOND, Duty.Kind.REHANDLE]
    return Duty.objects.open().filter(kind__in=kinds, subject=assignment.pk).first()


def cap_of(assignment):
    """(last day an extension may reach, rule in words): counted from the day the case was handed to this unit."""
    start = timezone.localdate(assignment.handed_over_at)
    return duties.due_date(assignment.proposal, Step.CAP, start)[:2]


@transaction.atomic
def ask_extension(assignment, *, by, until, reason, now=None):
    """Ask for the response to be due on ``until`` instead. Refused after the due date, beyond the cap, without a
    reason, or while an earlier request is open."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.ASK_EXTENSION, by=by)
    if not reason.strip():
        raise Refusal(_("请写明延期的理由。"), field="reason")
    duty = running_response(assignment)
    if duty is None or duty.due_on < timezone.localdate(now):
        raise Refusal(_("答复期限已过，不能再申请延期。"), field="until")
    cap, rule = cap_of(assignment)
    if until is None or until <= duty.due_on:
        raise Refusal(_("请选择现期限以后的日期。"), field="until")
    if until > cap:
        day = f"{cap.year}年{cap.month}月{cap.day}日"
        raise Refusal(_("最长只能延至%(cap)s（自交办之日起%(rule)s）。") % {"cap": day, "rule": rule}, field="until")
    if assignment.extensions.open().exists():
        raise Refusal(_("上一次延期申请还没有审定。"))
    extension = Extension.objects.create(
        assignment=assignment, due_before=duty.due_on, until=until, reason=reason, asked_by=by, asked_at=now
    )
    dates = {"due_before": duty.due_on.isoformat(), "until": until.isoformat()}
    trail.record(assignment, Action.ASK_EXTENSION, by=by, note=reason, data=dates, now=now)
    await_coordinator(Duty.Kind.DECIDE_EXTENSION, assignment, "assignment:decide_extension", Step.EXTENSION, now=now)
    return extension


def asked_extension(assignment):
    """The unit's request that waits for a decision."""
    extension = assignment.asked_extension
    if extension is None:
        raise Refusal(_("没有待审定的延期申请。"))
    return extension


@transaction.atomic
def approve_extension(assignment, *, by, note="", now=None):
    """同意延期: the response is due on the later day; old and new date stand in the trail."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.APPROVE_EXTENSION, by=by)
    extension = asked_extension(assignment)
    duty = running_response(assignment)
    dates = {"due_before": duty.due_on.isoformat(), "until": extension.until.isoformat()}
    event = trail.record(assignment, Action.APPROVE_EXTENSION, by=by, note=note, data=dates, now=now)
    duties.postpone(duty.kind, assignment, due_on=extension.until)
    _decided(assignment, extension, extension.Verdict.APPROVED, event, _("同意延期"), by=by, note=note, now=now)
    return extension


@transaction.atomic
def refuse_extension(assignment, *, by, note, now=None):
    """不同意延期: the due date stays; the reason is told."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.REFUSE_EXTENSION, by=by)
    if not note.strip():
        raise Refusal(_("请写明不同意延期的原因。"), field="note")
    extension = asked_extension(assignment)
    event = trail.record(assignment, Action.REFUSE_EXTENSION, by=by, note=note, now=now)
    _decided(assignment, extension, extension.Verdict.REFUSED, event, _("不同意延期"), by=by, note=note, now=now)
    return extension


def _decided(assignment, extension, verdict, event, what, *, by, note, now):
    extension.decide(verdict, by=by, now=now, note=note)
    duties.done(Duty.Kind.DECIDE_EXTENSION, assignment, now=now)
    tell_unit(assignment, event, what, note, reverse("response:edit", args=[assignment.pk]), now)


def lapse_extension(assignment, *, by, now):
    """A request nobody has decided is settled when the response it asked time for is delivered."""
    extension = assignment.extensions.open().first()
    if extension is not None:
        extension.decide(extension.Verdict.REFUSED, by=by, now=now, note=_("答复已经送达，不再需要延期。"))
        duties.void(Duty.Kind.DECIDE_EXTENSION, assignment, now=now)
