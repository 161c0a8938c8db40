"""From the unit's draft to the coordinator's desk: sign-off by the unit's leader, submission, checking."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.actions.common import await_coordinator, locked, tell_unit
from proposals.assignment.actions.extension import running_response
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.trail import actions as trail

from .drafting import current_response, missing


def check_missing(assignment):
    """The draft, if nothing is missing; else a Refusal that names the first thing and its field."""
    draft = current_response(assignment)
    for field, sentence in missing(assignment, draft).items():
        raise Refusal(_("还不能送出：%(what)s。") % {"what": sentence}, field=field)
    return draft


@transaction.atomic
def send_for_sign_off(assignment, *, by, now=None):
    """送审签: the complete draft goes to the unit's leader."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.SEND_FOR_SIGN_OFF, by=by)
    check_missing(assignment)
    trail.move(assignment, Action.SEND_FOR_SIGN_OFF, by=by, now=now)
    duty = running_response(assignment)
    today = timezone.localdate(now)
    duties.open_duty(
        Duty.Kind.SIGN_OFF,
        assignment.proposal,
        subject=assignment,
        holder=assignment.leader_holder,
        path=reverse("response:sign_off", args=[assignment.pk]),
        due_on=duty.due_on if duty and duty.due_on >= today else None,
        now=now,
    )
    return assignment


@transaction.atomic
def submit_response(assignment, *, by, now=None):
    """送核查 by a unit without sign-off."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.SUBMIT_RESPONSE, by=by)
    draft = check_missing(assignment)
    trail.move(assignment, Action.SUBMIT_RESPONSE, by=by, now=now)
    return _to_checking(assignment, draft, now)


@transaction.atomic
def sign_off(assignment, *, by, now=None):
    """审签同意: the leader of the unit signs; the response goes to checking."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.SIGN_OFF, by=by)
    draft = check_missing(assignment)
    draft.signed_off_at, draft.signed_off_by = now, by
    draft.signer = draft.signer or by.name
    draft.save(update_fields=["signed_off_at", "signed_off_by", "signer"])
    trail.move(assignment, Action.SIGN_OFF, by=by, now=now)
    duties.done(Duty.Kind.SIGN_OFF, assignment, now=now)
    return _to_checking(assignment, draft, now)


def _to_checking(assignment, draft, now):
    draft.submitted_at, draft.class_submitted = now, draft.response_class
    draft.save(update_fields=["submitted_at", "class_submitted"])
    await_coordinator(Duty.Kind.CHECK, assignment, "response:check", Step.CHECK, now=now)
    return assignment


@transaction.atomic
def refuse_sign_off(assignment, *, by, note, now=None):
    """审签退回: back to the officer with what has to change."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.REFUSE_SIGN_OFF, by=by)
    return _back_to_unit(
        assignment, Action.REFUSE_SIGN_OFF, Duty.Kind.SIGN_OFF, _("审签退回"), by=by, note=note, now=now
    )


@transaction.atomic
def send_back_response(assignment, *, by, note, now=None):
    """核查退回: back to the unit with the reason; the unit's clock goes on."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.SEND_BACK_RESPONSE, by=by)
    draft = current_response(assignment)
    draft.submitted_at = draft.signed_off_at = draft.signed_off_by = None
    draft.save(update_fields=["submitted_at", "signed_off_at", "signed_off_by"])
    return _back_to_unit(
        assignment, Action.SEND_BACK_RESPONSE, Duty.Kind.CHECK, _("核查退回"), by=by, note=note, now=now
    )


def _back_to_unit(assignment, action, duty, what, *, by, note, now):
    if not note.strip():
        raise Refusal(_("请写明需要怎样修改。"), field="note")
    event = trail.move(assignment, action, by=by, note=note, now=now)
    duties.done(duty, assignment, now=now)
    tell_unit(assignment, event, what, note, reverse("response:edit", args=[assignment.pk]), now)
    return assignment


@transaction.atomic
def correct_class(assignment, *, by, response_class, note="", now=None):
    """更正答复类别 while checking: both classes are kept, the unit is told, statistics use the corrected one."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.CORRECT_CLASS, by=by)
    draft = current_response(assignment)
    if draft.response_class_id == response_class.pk:
        return draft
    if response_class.is_planned and not draft.commitments.exists():
        raise Refusal(_("改为列入计划要有承诺事项、完成日期和责任人，请退回单位补充。"), field="response_class")
    words = {"old": str(draft.response_class), "new": str(response_class)}
    draft.response_class = response_class
    draft.save(update_fields=["response_class"])
    told = _("由“%(old)s”更正为“%(new)s”") % words
    event = trail.record(
        assignment, Action.CORRECT_CLASS, by=by, note=f"{told}。{note}" if note else told, data=words, now=now
    )
    notices.post(
        f"event:{event.pk}",
        to=assignment.holder,
        subject=_("答复类别已更正：%(title)s") % {"title": assignment.proposal.title},
        body=f"{told}。{note}",
        path=assignment.proposal.get_absolute_url(),
        case=assignment.proposal_id,
        now=now,
    )
    return draft
