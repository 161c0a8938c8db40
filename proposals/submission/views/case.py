"""The pane of one case on the desk of the committee's office: what may be decided, and what the office has noted."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals import permissions
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import NoteForm, RegisterForm, SendBackForm
from proposals.submission.models import PreparedDecision, SubjectGroup
from proposals.trail.models import Event

Stage = PreparedDecision.Stage
#: the decisions with a page of their own: action, its page, the words on the button, the key
DECISIONS = (
    (Action.PASS_ON, "submission:pass_on", _("转意见建议…"), "o"),
    (Action.MERGE, "submission:merge", _("并案…"), "m"),
    (Action.SEND_BACK, "submission:send_back", _("退回修改…"), "r"),
    (Action.DECLINE, "submission:decline", _("不予立案…"), "n"),
)
#: the logged exceptions, apart from the decisions
EXCEPTIONS = (
    (Action.UNMERGE, "submission:unmerge", _("撤销并案…"), actions.may_unmerge),
    (Action.REOPEN, "submission:reopen", _("重新审查…"), actions.may_reopen),
)
NOW, LATER, FIRST = "now", "later", "first"


def pane(request, chosen):
    """The buttons for the proposal on the desk, exactly what may be done now, and the office's own papers."""
    if chosen is None:
        return {}
    can = permissions.allowed_actions(request.user, chosen)
    office = papers(request.user, chosen)
    decisions = [
        {"url": reverse(page, args=[chosen.pk]), "label": label, "key": key}
        for action, page, label, key in DECISIONS
        if action in can
    ]
    exceptions = [
        {"url": reverse(page, args=[chosen.pk]), "label": label}
        for action, page, label, possible in EXCEPTIONS
        if action in can and possible(chosen)
    ]
    return {
        "decisions": decisions,
        "exceptions": exceptions,
        "register": RegisterForm(proposal=chosen) if Action.REGISTER in can else None,
        "withdrawal": chosen.open_withdrawal(),
        "sent_back": asked_for(chosen),
        "groups": SubjectGroup.objects.looking_at(chosen),
        "notes": Event.objects.acts(chosen.pk, Action.NOTE),
        "note_form": note_form(),
        **office,
    }


def note_form(data=None):
    return NoteForm(data, label=_("内部备注"), hint=_("只有提案委看得到，写下后不能修改。"))


def papers(user, proposal):
    """What has been proposed and prepared for a case, and the ways in which this person may decide now."""
    standing = proposal.prepared.by_stage()
    first, final = standing.get(Stage.FIRST), standing.get(Stage.FINAL)
    two_steps = proposal.session.review_steps == 2
    own = two_steps and first is not None and first.by_id == user.pk
    return {"first": first, "final": final, "two_steps": two_steps, "own": own, **ways(proposal, two_steps, first, own)}


def ways(proposal, two_steps, first, own):
    """The buttons of a decision, the main one first: an opinion only, now, or prepared for later."""
    if not proposal.awaits_review:
        return {"ways": [(NOW, _("立即决定"))]}
    if two_steps and (first is None or own):
        return {"ways": [(FIRST, _("修改初审意见") if own else _("提出初审意见"))]}
    found = [(NOW, _("立即决定")), (LATER, _("拟定，稍后一并公布"))]
    return {"ways": found if two_steps else [*found, (FIRST, _("只提初审意见"))]}


def begun(proposal, action):
    """What somebody has already prepared or proposed for this decision, to start its form with."""
    standing = proposal.prepared.by_stage()
    rows = [row for stage in (Stage.FINAL, Stage.FIRST) if (row := standing.get(stage)) and row.action == action]
    return rows[0].terms if rows else {}


def asked_for(proposal):
    """The last time it was sent back, with its marked passages: their part, and whether the words are still there."""
    event = proposal.last_event(Action.SEND_BACK)
    if event is None:
        return None
    parts = dict(SendBackForm.PARTS)
    marks = [
        mark | {"label": parts[mark["part"]], "still": actions.contains(proposal, mark)}
        for mark in event.data.get("marks", [])
    ]
    return {"at": event.at, "note": event.note, "marks": marks}
