"""The unit's draft: saved whenever asked, complete or not; and what is still missing before it may leave."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment.actions.common import locked
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.response.models import Commitment, Opinion, Response, SuggestionAnswer
from proposals.trail import actions as trail
from proposals.trail.actions import StaleMove
from proposals.trail.models import Event

FIELDS = (
    "document_number",
    "response_class",
    "opening",
    "closing",
    "contact",
    "contact_phone",
    "signer",
    "publication",
    "publication_reason",
)


class Promise(NamedTuple):
    """A promise as it is typed; any part may still be empty."""

    what: str = ""
    who: str = ""
    due_on: object = None


def current_response(assignment, *, now=None):
    """The draft of the running round, unsaved if nothing has been written yet."""
    draft = assignment.responses.filter(delivered_at=None).first()
    if draft is None:
        number = assignment.responses.count() + 1
        draft = Response(assignment=assignment, round_number=number, updated_at=now or timezone.now())
    return draft


def begun(assignment, *, by):
    """The draft of the running round with the words every letter begins with and the writer's number; unsaved."""
    draft = current_response(assignment)
    words = {"title": assignment.proposal.title}
    if draft.round_number == 1:
        draft.opening = _("您提出的《%(title)s》收悉，现答复如下。") % words
    else:
        draft.opening = _("您对《%(title)s》办理结果的评议意见收悉，现将重新办理的情况答复如下。") % words
    draft.contact, draft.contact_phone = by.name, Response.objects.last_phone(by)
    return draft


def reason_of_rehandling(assignment):
    """What the proposer wrote when the last response was rated 不满意; empty in the first round."""
    events = Event.objects.of_case(assignment.proposal_id).filter(subject=assignment.pk, action=Action.REHANDLE)
    return events.values_list("note", flat=True).last() or ""


def sent_back(assignment):
    """The event by which the unit's leader or the coordinator sent the running draft back, or None once it has been
    sent again."""
    ways = [
        Action.REFUSE_SIGN_OFF,
        Action.SEND_BACK_RESPONSE,
        Action.SEND_FOR_SIGN_OFF,
        Action.SUBMIT_RESPONSE,
        Action.REHANDLE,
    ]
    events = Event.objects.of_case(assignment.proposal_id).filter(subject=assignment.pk, action__in=ways)
    last = events.with_people().last()
    return last if last and last.action in ways[:2] else None


@transaction.atomic
def save_response(assignment, *, by, answers=None, promises=None, version=None, now=None, **fields):
    """Keep the draft as typed. ``answers``: {suggestion key: (adoption, text)}; ``promises``: list of Promise.

    ``version`` is what the page was filled from: if somebody saved since, StaleMove, and nothing is overwritten.
    """
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.DRAFT_RESPONSE, by=by)
    draft = current_response(assignment, now=now)
    if version is not None and version != draft.version:
        words = {"who": draft.updated_by, "at": timezone.localtime(draft.updated_at).strftime("%H:%M")}
        raise StaleMove(_("%(who)s在%(at)s保存过这份答复，请先看最新内容，再把您的改动加进去。") % words)
    for name in FIELDS:
        if name in fields:
            setattr(draft, name, fields[name])
    draft.updated_at, draft.updated_by, draft.version = now, by, draft.version + 1
    draft.save()
    for key, (adoption, text) in (answers or {}).items():
        SuggestionAnswer.objects.update_or_create(
            response=draft, suggestion_id=key, defaults={"adoption": adoption, "text": text}
        )
    if promises is not None:
        _save_promises(draft, [promise for promise in promises if any(promise)])
    return draft


def _save_promises(draft, promises):
    draft.commitments.all().delete()
    Commitment.objects.bulk_create(
        Commitment(response=draft, what=p.what, who=p.who, due_on=p.due_on) for p in promises
    )


def missing(assignment, draft):
    """What still keeps the response from leaving the unit, in the order of the page: {field: sentence}."""
    found = {}
    if draft.response_class is None:
        found["response_class"] = _("答复类别没选")
    if not draft.opening.strip():
        found["opening"] = _("开头没写")
    answered = {row.suggestion_id for row in draft.answers.all() if row.adoption and row.text.strip()}
    for suggestion in assignment.proposal.suggestions.all():
        if suggestion.pk not in answered:
            found[f"answer-{suggestion.pk}"] = _("建议%(n)s还没答复") % {"n": suggestion.number}
    if lacking := _lacking_in_promises(draft):
        found["promise"] = lacking
    if not draft.contact.strip():
        found["contact"] = _("联系人没填")
    if not draft.contact_phone.strip():
        found["contact_phone"] = _("联系电话没填")
    if draft.publication != Response.Publication.FULL and not draft.publication_reason.strip():
        found["publication_reason"] = _("不全文公开的理由没填")
    silent = [row.unit.short_name for row in assignment.missing_opinions()]
    if silent:
        found["opinions"] = _("%(units)s还没有提会办意见") % {"units": "、".join(silent)}
    return found


def _lacking_in_promises(draft):
    """A planned response needs a promise, and a promise is whole; the sentence, or empty."""
    promises = list(draft.commitments.all())
    if not promises:
        planned = draft.response_class is not None and draft.response_class.is_planned
        return _("列入计划的答复要写承诺事项、完成日期和责任人") if planned else ""
    parts = {"what": _("承诺事项"), "who": _("责任人"), "due_on": _("完成日期")}
    empty = [name for part, name in parts.items() if not all(getattr(promise, part) for promise in promises)]
    if empty:
        return _("承诺的%(parts)s没填") % {"parts": "、".join(empty)}
    past = any(promise.due_on <= timezone.localdate(draft.updated_at) for promise in promises)
    return _("承诺的完成日期要在今天以后") if past else ""


@transaction.atomic
def give_opinion(assignment, *, by, text, now=None):
    """提出会办意见: the co-handler's part; the lead is told."""
    now = now or timezone.now()
    assignment = locked(assignment)
    trail.require(assignment, Action.GIVE_OPINION, by=by)
    if not text.strip():
        raise Refusal(_("请写下会办意见。"), field="text")
    event = trail.move(assignment, Action.GIVE_OPINION, by=by, now=now)
    opinion = Opinion.objects.create(assignment=assignment, text=text, given_at=now, given_by=by)
    duties.done(Duty.Kind.OPINION, assignment, now=now)
    for lead in assignment.proposal.assignments.current().filter(kind="lead"):
        notices.post(
            f"event:{event.pk}",
            to=lead.holder,
            subject=_("%(unit)s已提会办意见：%(title)s")
            % {"unit": assignment.unit, "title": assignment.proposal.title},
            body=text,
            path=lead.proposal.get_absolute_url(),
            case=assignment.proposal_id,
            now=now,
        )
    return opinion
