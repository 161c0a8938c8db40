"""Accepting, talking to the proposer, urging, and not waiting for a silent co-handler any longer."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.models import Consultation
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.trail import actions as trail

from .common import locked


@transaction.atomic
def accept(assignment, *, by, now=None):
    """签收: the unit takes the case on."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.move(assignment, Action.ACCEPT, by=by, also={"accepted_at": now, "accepted_by": by}, now=now)
    duties.done(Duty.Kind.ACCEPT, assignment, now=now)
    return assignment


@transaction.atomic
def consult(assignment, *, by, held_on, form, people, content, stage=Consultation.Stage.DURING, now=None):
    """Record a consultation with the proposer; the first one fulfils the duty to consult."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.CONSULT, by=by)
    if held_on is None or held_on > timezone.localdate(now):
        raise Refusal(_("沟通日期不能晚于今天。"), field="held_on")
    if not people.strip():
        raise Refusal(_("请写明参加人员。"), field="people")
    if not content.strip():
        raise Refusal(_("请写明沟通的内容。"), field="content")
    row = Consultation.objects.create(
        assignment=assignment, held_on=held_on, form=form, stage=stage, people=people, content=content,
        recorded_by=by, recorded_at=now,
    )  # fmt: skip
    day = f"{held_on.month}月{held_on.day}日"
    trail.record(assignment, Action.CONSULT, by=by, note=f"{day}，{row.get_form_display()}：{people}", now=now)
    duties.done(Duty.Kind.CONSULT, assignment, now=now)
    return row


@transaction.atomic
def reveal_contact(assignment, *, by, now=None):
    """Show whom to call: [(name, phone number)] of the proposers. Each look is an event the proposers can read."""
    assignment = locked(assignment)
    trail.record(assignment, Action.REVEAL_CONTACT, by=by, now=now)
    return assignment.proposal.contacts()


@transaction.atomic
def urge(assignment, *, by, note, now=None):
    """催办: the unit and its leader are told, with the reason; it is counted in the trail."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.URGE, by=by)
    if not note.strip():
        raise Refusal(_("请写明催办的原因。"), field="note")
    event = trail.record(assignment, Action.URGE, by=by, note=note, now=now)
    for holder in (assignment.holder, assignment.leader_holder):
        notices.post(
            f"event:{event.pk}",
            to=holder,
            subject=_("催办：%(title)s") % {"title": assignment.proposal.title},
            body=note,
            path=assignment.proposal.get_absolute_url(),
            case=assignment.proposal_id,
            now=now,
        )
    return assignment


def silent_units(assignment):
    """The co-handlers the lead is waiting for."""
    silent = list(assignment.missing_opinions())
    if not silent:
        raise Refusal(_("会办意见已经齐了。"))
    return silent


@transaction.atomic
def waive_opinions(assignment, *, by, reason, now=None):
    """不再等待会办意见: the lead may answer without the missing opinions; their own clocks go on."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.WAIVE_OPINIONS, by=by)
    if not reason.strip():
        raise Refusal(_("请写明不再等待的原因。"), field="reason")
    silent = [row.unit.short_name for row in silent_units(assignment)]
    assignment.waived_at, assignment.waived_by, assignment.waived_reason = now, by, reason
    assignment.save(update_fields=["waived_at", "waived_by", "waived_reason"])
    event = trail.record(assignment, Action.WAIVE_OPINIONS, by=by, note=f"{reason}（{'、'.join(silent)}）", now=now)
    notices.post(
        f"event:{event.pk}",
        to=assignment.holder,
        subject=_("可以不再等待会办意见：%(title)s") % {"title": assignment.proposal.title},
        body=reason,
        path=reverse("response:edit", args=[assignment.pk]),
        case=assignment.proposal_id,
        now=now,
    )
    return assignment
