"""The buttons of a proposal's page: exactly what this person may do now, and the page where it is done.

``ACTION_PAGES`` is the one mapping from an action to its page; several actions may share one. A button is drawn
when ``permissions.allowed_actions`` has the action and the thing it answers (a request, a round, a promise) is there.
"""

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.duties.models import Duty
from proposals.lifecycle import Action
from proposals.permissions import allowed_actions
from proposals.submission.actions import may_reopen, may_unmerge
from proposals.submission.models import CoSponsor

Kind = Duty.Kind

ACTION_PAGES = {
    Action.EDIT: "submission:edit",
    Action.INVITE: "submission:invite",
    Action.CONFIRM: "submission:answer_invitation",
    Action.DECLINE_INVITATION: "submission:answer_invitation",
    Action.CANCEL_INVITATION: "submission:invite",
    Action.LEAVE: "submission:leave",
    Action.SEAL: "submission:seal",
    Action.SUBMIT: "submission:submit",
    Action.DISCARD: "submission:discard",
    Action.RECOMMEND: "submission:examine",
    Action.PREPARE: "submission:examine",
    Action.DROP_PREPARED: "submission:examine",
    Action.NOTE: "submission:note",
    Action.SEND_BACK: "submission:examine",
    Action.REGISTER: "submission:examine",
    Action.DECLINE: "submission:examine",
    Action.PASS_ON: "submission:examine",
    Action.MERGE: "submission:merge",
    Action.UNMERGE: "submission:unmerge",
    Action.REOPEN: "submission:reopen",
    Action.RENUMBER: "submission:numbering",
    Action.MARK_KEY: "submission:mark_key",
    Action.CLASSIFY: "submission:classify",
    Action.ASK_WITHDRAWAL: "submission:ask_withdrawal",
    Action.WITHDRAW: "assignment:decide_withdrawal",
    Action.REFUSE_WITHDRAWAL: "assignment:decide_withdrawal",
    Action.HAND_OVER: "assignment:hand_over",
    Action.REASSIGN: "assignment:reassign",
    Action.INSTRUCT: "submission:instruct",
    Action.CLOSE: "rating:close",
    Action.ACCEPT: "assignment:accept",
    Action.RETURN: "assignment:return_",
    Action.APPROVE_RETURN: "assignment:decide_return",
    Action.REFUSE_RETURN: "assignment:decide_return",
    Action.ASK_EXTENSION: "assignment:ask_extension",
    Action.APPROVE_EXTENSION: "assignment:decide_extension",
    Action.REFUSE_EXTENSION: "assignment:decide_extension",
    Action.REVEAL_CONTACT: "assignment:reveal_contact",
    Action.CONSULT: "assignment:consult",
    Action.URGE: "assignment:urge",
    Action.GIVE_OPINION: "response:give_opinion",
    Action.WAIVE_OPINIONS: "assignment:waive_opinions",
    Action.DRAFT_RESPONSE: "response:edit",
    Action.SEND_FOR_SIGN_OFF: "response:edit",
    Action.SIGN_OFF: "response:sign_off",
    Action.REFUSE_SIGN_OFF: "response:sign_off",
    Action.SUBMIT_RESPONSE: "response:edit",
    Action.SEND_BACK_RESPONSE: "response:check",
    Action.CORRECT_CLASS: "response:check",
    Action.DELIVER: "response:check",
    Action.RATE: "rating:rate",
    Action.REPORT_PROGRESS: "followup:ledger",
}

LABELS = {
    "submission:edit": _("修改"),
    "submission:invite": _("邀请联名"),
    "submission:answer_invitation": _("答复联名邀请"),
    "submission:leave": _("退出联名"),
    "submission:seal": _("负责人确认"),
    "submission:submit": _("核对并提交"),
    "submission:discard": _("删除草稿"),
    "submission:examine": _("审查"),
    "submission:note": _("内部备注"),
    "submission:merge": _("并案"),
    "submission:unmerge": _("撤销并案"),
    "submission:reopen": _("重新审查"),
    "submission:numbering": _("编排案号"),
    "submission:mark_key": _("重点提案"),
    "submission:classify": _("调整分类"),
    "submission:ask_withdrawal": _("申请撤案"),
    "submission:instruct": _("批示"),
    "assignment:decide_withdrawal": _("审定撤案申请"),
    "assignment:hand_over": _("交办"),
    "assignment:reassign": _("改派"),
    "assignment:accept": _("签收"),
    "assignment:return_": _("申请退回"),
    "assignment:decide_return": _("审定退回申请"),
    "assignment:ask_extension": _("申请延期"),
    "assignment:decide_extension": _("审定延期申请"),
    "assignment:reveal_contact": _("联系提案者"),
    "assignment:consult": _("记录沟通"),
    "assignment:urge": _("催办"),
    "assignment:waive_opinions": _("不再等待会办意见"),
    "response:edit": _("起草答复"),
    "response:give_opinion": _("提会办意见"),
    "response:sign_off": _("审签"),
    "response:check": _("核查答复"),
    "rating:rate": _("评议"),
    "rating:close": _("会商办结"),
    "followup:ledger": _("报告承诺进展"),
}


def _open(*kinds):
    """A duty of one of these kinds is open on the thing itself."""
    return lambda obj, case: any(duty.subject == obj.pk and duty.kind in kinds for duty in case.duties)


def _in_time(*kinds):
    """The same, and its day has not passed."""
    return lambda obj, case: any(
        duty.subject == obj.pk and duty.kind in kinds and duty.due_on >= case.today for duty in case.duties
    )


def _in_case(kind):
    """A duty of this kind is open somewhere in the case."""
    return lambda obj, case: any(duty.kind == kind for duty in case.duties)


#: what an action answers has to be there, and must not have been asked already
CONDITIONS = {
    Action.INVITE: lambda obj, case: obj.group_id is None,
    Action.CANCEL_INVITATION: lambda obj, case: obj.group_id is None,
    Action.SEAL: lambda obj, case: obj.group_id is not None,
    Action.UNMERGE: lambda obj, case: may_unmerge(obj),
    Action.REOPEN: lambda obj, case: may_reopen(obj),
    Action.RENUMBER: lambda obj, case: obj.series == obj.Series.CASE and not obj.session.numbers_locked_at,
    Action.ASK_WITHDRAWAL: lambda obj, case: not _open(Kind.DECIDE_WITHDRAWAL)(obj, case),
    Action.WITHDRAW: _open(Kind.DECIDE_WITHDRAWAL),
    Action.REFUSE_WITHDRAWAL: _open(Kind.DECIDE_WITHDRAWAL),
    Action.REASSIGN: _in_case(Kind.REASSIGN),
    Action.CLOSE: _in_case(Kind.MEET),
    Action.RETURN: lambda obj, case: _in_time(Kind.ACCEPT)(obj, case) and obj.pk not in case.returns_refused,
    Action.ASK_EXTENSION: lambda obj, case: (
        _in_time(Kind.RESPOND, Kind.REHANDLE)(obj, case) and not _open(Kind.DECIDE_EXTENSION)(obj, case)
    ),
    Action.APPROVE_EXTENSION: _open(Kind.DECIDE_EXTENSION),
    Action.REFUSE_EXTENSION: _open(Kind.DECIDE_EXTENSION),
    Action.WAIVE_OPINIONS: lambda obj, case: (
        obj.kind == obj.Kind.LEAD and obj.waived_at is None and _in_case(Kind.OPINION)(obj, case)
    ),
    Action.RATE: lambda obj, case: obj.pk in case.rounds,
    Action.REPORT_PROGRESS: lambda obj, case: any(
        duty.kind == Kind.PROMISE and duty.holder == obj.holder for duty in case.duties
    ),
}
#: these end something; their button is marked
GRAVE = frozenset(
    {
        "submission:unmerge", "submission:reopen", "submission:discard", "submission:leave",
        "submission:ask_withdrawal", "assignment:return_",
    }
)  # fmt: skip
#: what the office keeps beside a case: never the main thing to do
FILING = frozenset({"submission:note", "submission:numbering", "submission:mark_key", "submission:classify"})


class Button(NamedTuple):
    url: str
    label: str
    main: bool = False
    grave: bool = False
    filing: bool = False
    about: str = ""


class Case(NamedTuple):
    """What the buttons need to know, read once: the open duties of the case, the rounds this person may rate and the
    invitation to answer, the assignments whose return has been refused."""

    duties: list
    holder_keys: frozenset
    today: date
    rounds: dict = {}
    invitation: CoSponsor | None = None
    returns_refused: frozenset = frozenset()


def buttons(user, proposal, assignments, case):
    """The buttons of this person for the proposal and each visible assignment, the most urgent duty's first."""
    found = {}
    for obj in (proposal, *assignments):
        about = "" if obj is proposal or len(assignments) < 2 else obj.unit.short_name
        for action in allowed_actions(user, obj):
            if CONDITIONS.get(action, _always)(obj, case):
                page = ACTION_PAGES[action]
                url = _address(page, obj, case)
                grave, filing = page in GRAVE, page in FILING
                found.setdefault(url, Button(url, LABELS[page], grave=grave, filing=filing, about=about))
    mine = [duty.path for duty in case.duties if duty.holder in case.holder_keys and duty.path in found]
    urgency = {path: n for n, path in reversed(list(enumerate(mine)))}
    drawn = sorted(found.values(), key=lambda b: (b.grave, b.filing, urgency.get(b.url, len(mine))))
    return [b._replace(main=n == 0 and not (b.grave or b.filing)) for n, b in enumerate(drawn)]


def _always(obj, case):
    return True


def _address(page, obj, case):
    if page in ("followup:ledger", "submission:numbering"):
        return reverse(page)
    if page == "rating:rate":
        return reverse(page, args=[case.rounds[obj.pk].pk])
    if page == "submission:answer_invitation":
        return reverse(page, args=[case.invitation.pk])
    if page == "assignment:reassign":
        return next(duty.path for duty in case.duties if duty.kind == Kind.REASSIGN)
    return reverse(page, args=[obj.pk])
