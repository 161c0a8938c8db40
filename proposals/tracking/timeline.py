"""The story of a case in sentences: what has happened, newest first, and what is planned, with its date."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus
from proposals.permissions import UNIT_ROLES, Role
from proposals.submission.models import Proposal
from proposals.submission.models.proposal import spoken_number
from proposals.ui import zh_date

from .audience import EVERYONE, READERS, audience_of

Kind = Duty.Kind
FOLD = 8  # so many past events are shown at once, the older ones on demand


class Line(NamedTuple):
    """One entry. ``at``: a moment that has passed, or the planned day (None: not dated yet)."""

    at: datetime | date | None
    text: str
    note: str = ""
    when: str = ""
    kind: str = ""


class Eye(NamedTuple):
    """Who looks, and at which case: its assignments by key and the ratings this person may see."""

    user: object
    proposal: object
    assignments: dict
    ratings: frozenset
    answering_units: frozenset
    is_party: bool = True

    def audience(self, subject):
        assignment = self.assignments.get(subject)
        unit = assignment and assignment.unit_id
        return audience_of(self.user, unit, self.answering_units, is_party=self.is_party)

    def sees(self, event):
        if event.action == Action.RATE and event.data.get("rating") not in self.ratings:
            return False
        return self.audience(event.subject) in READERS[event.action][0] and not self._is_double(event)

    def _is_double(self, event):
        """The case's own 重新办理, and 办复 of a case with one answering unit, say what the unit's event has said."""
        if event.subject in self.assignments:
            return False
        return event.action == Action.REHANDLE or (event.action == Action.ANSWER and len(self.answering_units) == 1)

    def note_of(self, event):
        return event.note if self.audience(event.subject) in READERS[event.action][1] else ""


SENTENCES = {
    Action.EDIT: gettext_lazy("%(who)s修改"),
    Action.INVITE: gettext_lazy("%(who)s邀请%(note)s联名"),
    Action.CONFIRM: gettext_lazy("%(who)s同意联名"),
    Action.DECLINE_INVITATION: gettext_lazy("%(who)s谢绝联名"),
    Action.EXPIRE_INVITATION: gettext_lazy("%(note)s没有在期限内答复联名邀请"),
    Action.CANCEL_INVITATION: gettext_lazy("%(who)s取消对%(note)s的联名邀请"),
    Action.LEAVE: gettext_lazy("%(who)s退出联名"),
    Action.SEAL: gettext_lazy("%(note)s确认"),
    Action.SUBMIT: gettext_lazy("%(who)s提交"),
    Action.DISCARD: gettext_lazy("%(who)s删除草稿"),
    Action.RECOMMEND: gettext_lazy("%(who)s提出初审意见"),
    Action.PREPARE: gettext_lazy("%(who)s拟定审查决定，尚未公布"),
    Action.DROP_PREPARED: gettext_lazy("%(who)s撤销拟定的决定"),
    Action.NOTE: gettext_lazy("%(who)s内部备注"),
    Action.SEND_BACK: gettext_lazy("%(who)s退回修改"),
    Action.REGISTER: gettext_lazy("%(who)s立案，案号%(number)s"),
    Action.DECLINE: gettext_lazy("%(who)s决定不予立案"),
    Action.PASS_ON: gettext_lazy("%(who)s转为意见建议，编号%(number)s"),
    Action.MERGE: gettext_lazy("%(who)s并案"),
    Action.UNMERGE: gettext_lazy("%(who)s撤销并案，恢复为待审查"),
    Action.REOPEN: gettext_lazy("%(who)s决定重新审查"),
    Action.RENUMBER: gettext_lazy("%(who)s调整案号：%(note)s"),
    Action.MARK_KEY: gettext_lazy("%(who)s%(mark)s重点提案"),
    Action.CLASSIFY: gettext_lazy("%(who)s调整分类：%(tags)s"),
    Action.ASK_WITHDRAWAL: gettext_lazy("%(who)s申请撤案"),
    Action.WITHDRAW: gettext_lazy("%(who)s同意撤案"),
    Action.REFUSE_WITHDRAWAL: gettext_lazy("%(who)s不同意撤案"),
    Action.HAND_OVER: gettext_lazy("%(who)s交办"),
    Action.REASSIGN: gettext_lazy("%(who)s改派"),
    Action.INSTRUCT: gettext_lazy("%(who)s批示"),
    Action.ANSWER: gettext_lazy("承办单位已全部答复"),
    Action.REHANDLE: gettext_lazy("评议为不满意，%(unit)s重新办理"),
    Action.CLOSE: gettext_lazy("办结"),
    Action.IMPORT_RECORD: gettext_lazy("录入历史记录"),
    Action.ACCEPT: gettext_lazy("%(unit)s签收"),
    Action.RETURN: gettext_lazy("%(unit)s申请退回"),
    Action.APPROVE_RETURN: gettext_lazy("%(who)s同意%(unit)s退回"),
    Action.REFUSE_RETURN: gettext_lazy("%(who)s不同意%(unit)s退回"),
    Action.ASK_EXTENSION: gettext_lazy("%(unit)s申请延期到%(until)s"),
    Action.APPROVE_EXTENSION: gettext_lazy("%(who)s同意%(unit)s延期，期限由%(due_before)s改为%(until)s"),
    Action.REFUSE_EXTENSION: gettext_lazy("%(who)s不同意%(unit)s延期"),
    Action.REVEAL_CONTACT: gettext_lazy("%(who)s查看提案者联系方式"),
    Action.CONSULT: gettext_lazy("%(unit)s与提案者沟通"),
    Action.URGE: gettext_lazy("%(who)s催办%(unit)s"),
    Action.GIVE_OPINION: gettext_lazy("%(unit)s提出会办意见"),
    Action.WAIVE_OPINIONS: gettext_lazy("%(who)s决定不再等待会办意见"),
    Action.DRAFT_RESPONSE: gettext_lazy("%(unit)s起草答复"),
    Action.SEND_FOR_SIGN_OFF: gettext_lazy("%(unit)s送单位领导审签"),
    Action.SIGN_OFF: gettext_lazy("%(unit)s领导审签同意"),
    Action.REFUSE_SIGN_OFF: gettext_lazy("%(unit)s领导审签退回"),
    Action.SUBMIT_RESPONSE: gettext_lazy("%(unit)s把答复送核查"),
    Action.SEND_BACK_RESPONSE: gettext_lazy("%(who)s核查后退回%(unit)s修改答复"),
    Action.CORRECT_CLASS: gettext_lazy("%(who)s更正%(unit)s的答复类别"),
    Action.DELIVER: gettext_lazy("%(unit)s的答复送达提案者"),
    Action.RATE: gettext_lazy("%(who)s评议%(unit)s的答复"),
    Action.CLOSE_ROUND: gettext_lazy("对%(unit)s答复的评议结束"),
    Action.CANCEL: gettext_lazy("%(unit)s不再承办"),
    Action.REPORT_PROGRESS: gettext_lazy("%(unit)s报告承诺进展"),
}
#: signatures the office has typed in from a paper
ON_PAPER = gettext_lazy("%(who)s按原件录入%(note)s的联名")
#: the note is part of the sentence and not printed below it
WOVEN = frozenset({Action.INVITE, Action.EXPIRE_INVITATION, Action.CANCEL_INVITATION, Action.SEAL, Action.RENUMBER})
OFFICES = {Role.REVIEWER: gettext_lazy("提案委"), Role.COORDINATOR: gettext_lazy("交办督查部门")}


def past(events, eye):
    """The events this person may read, as lines, newest first."""
    return [_line(event, eye) for event in reversed(events) if eye.sees(event)]


def _line(event, eye):
    note = eye.note_of(event)
    words = {
        "who": _who(event, eye),
        "unit": _unit(event, eye),
        "note": note,
        "number": _number(event, eye),
        "mark": _("取消") if event.data.get("is_key") is False else _("确定为"),
        "tags": event.data.get("tags", ""),
        "until": _day(event.data.get("until")),
        "due_before": _day(event.data.get("due_before")),
    }
    told = ON_PAPER if event.data.get("on_paper") else SENTENCES[event.action]
    return Line(event.at, str(told) % words, "" if event.action in WOVEN else note)


def _number(event, eye):
    """The number as it was given then; it may have been exchanged since."""
    series = Proposal.Series.OPINION if event.action == Action.PASS_ON else Proposal.Series.CASE
    given = event.data.get("case_number")
    return spoken_number(series, given) if given else eye.proposal.number_text


def _who(event, eye):
    if event.by_role in OFFICES:
        return str(OFFICES[event.by_role])
    if event.by_role in UNIT_ROLES:
        return _unit(event, eye)
    if event.by_role == Role.GROUP:
        return eye.proposal.lead_name
    return event.by.name if event.by else ""


def _unit(event, eye):
    assignment = eye.assignments.get(event.subject)
    return assignment.unit.short_name if assignment else _("承办单位")


def _day(text):
    return zh_date(parse_date(text)) if text else ""


#: what is planned: the sentence of an open duty, and who reads it (as an action of the same kind would be read)
PLANS = {
    Kind.CONFIRM: (gettext_lazy("受邀委员答复联名邀请"), READERS[Action.CONFIRM][0]),
    Kind.REVISE: (gettext_lazy("提案者修改后再提交"), READERS[Action.SEND_BACK][0]),
    Kind.REVIEW: (gettext_lazy("提案委审查"), EVERYONE),
    Kind.DECIDE_WITHDRAWAL: (gettext_lazy("提案委审定撤案申请"), READERS[Action.ASK_WITHDRAWAL][0]),
    Kind.HAND_OVER: (gettext_lazy("交承办单位办理"), EVERYONE),
    Kind.REASSIGN: (gettext_lazy("改派承办单位"), EVERYONE),
    Kind.ACCEPT: (gettext_lazy("%(unit)s签收"), EVERYONE),
    Kind.DECIDE_RETURN: (gettext_lazy("审定%(unit)s的退回申请"), READERS[Action.RETURN][0]),
    Kind.DECIDE_EXTENSION: (gettext_lazy("审定%(unit)s的延期申请"), READERS[Action.ASK_EXTENSION][0]),
    Kind.CONSULT: (gettext_lazy("%(unit)s与提案者首次沟通"), EVERYONE),
    Kind.OPINION: (gettext_lazy("%(unit)s提出会办意见"), EVERYONE),
    Kind.RESPOND: (gettext_lazy("%(unit)s答复"), EVERYONE),
    Kind.REHANDLE: (gettext_lazy("%(unit)s重新答复"), EVERYONE),
    Kind.SIGN_OFF: (gettext_lazy("%(unit)s领导审签"), READERS[Action.SEND_FOR_SIGN_OFF][0]),
    Kind.CHECK: (gettext_lazy("核查%(unit)s的答复"), READERS[Action.SUBMIT_RESPONSE][0]),
    Kind.RATE: (gettext_lazy("提案者评议"), EVERYONE),
    Kind.MEET: (gettext_lazy("会商后办结"), READERS[Action.CLOSE][1]),
    Kind.PROMISE: (gettext_lazy("%(unit)s兑现承诺"), EVERYONE),
}


def planned(duties, eye):
    """The open duties this person may read, as lines, the furthest first; after them come what follows by rule."""
    lines = {}
    for duty in duties:
        text, readers = PLANS[duty.kind]
        if eye.audience(duty.subject) in readers:
            line = Line(duty.due_on, str(text) % {"unit": _holder(duty, eye)}, kind=duty.kind)
            lines.setdefault((line.at, line.text), line)
    dated = sorted((line for line in lines.values() if line.at), key=lambda line: line.at, reverse=True)
    return [*_still_to_come(eye.proposal), *dated, *(line for line in lines.values() if not line.at)]


def _holder(duty, eye):
    """The unit a duty is about: of its assignment, or of its holder (a promise, a leader's signature)."""
    if duty.subject in eye.assignments:
        return eye.assignments[duty.subject].unit.short_name
    key = duty.holder.partition(":")[2]
    return next((row.unit.short_name for row in eye.assignments.values() if str(row.unit_id) == key), "")


def _still_to_come(proposal):
    """What the rules promise after the planned steps, without a date yet."""
    if proposal.status in (ProposalStatus.HANDED_OVER, ProposalStatus.REHANDLING):
        return [Line(None, _("提案者评议"), when=_("答复送达后"))]
    if proposal.status == ProposalStatus.REGISTERED:
        return [Line(None, _("承办单位答复，提案者评议"), when=_("交办后"))]
    if proposal.status == ProposalStatus.SUBMITTED:
        return [Line(None, _("立案后交承办单位办理"), when=_("审查后"))]
    return []


#: what is said of a case in which nothing waits for anybody
RESTING = {
    ProposalStatus.DRAFT: gettext_lazy("核对后提交，提交以后提案委开始审查。"),
    ProposalStatus.DISCARDED: gettext_lazy("草稿已删除。"),
    ProposalStatus.SUBMITTED: gettext_lazy("提案委审查，结果会通知提案者。"),
    ProposalStatus.SENT_BACK: gettext_lazy("提案者修改后再提交。"),
    ProposalStatus.DECLINED: gettext_lazy("不予立案，审查已结束。"),
    ProposalStatus.PASSED_ON: gettext_lazy("作为意见建议转有关单位。"),
    ProposalStatus.MERGED: gettext_lazy("并入主案一并办理，答复也会送达提案者。"),
    ProposalStatus.WITHDRAWN: gettext_lazy("已撤案，不再办理。"),
    ProposalStatus.REGISTERED: gettext_lazy("交承办单位办理。"),
    ProposalStatus.HANDED_OVER: gettext_lazy("承办单位办理。"),
    ProposalStatus.RESPONDED: gettext_lazy("评议结束后办结。"),
    ProposalStatus.REHANDLING: gettext_lazy("承办单位重新办理。"),
    ProposalStatus.CLOSED: gettext_lazy("已办结。"),
}
OVER = frozenset({ProposalStatus.DISCARDED, ProposalStatus.DECLINED, ProposalStatus.MERGED, ProposalStatus.WITHDRAWN})


def next_step(proposal, lines, mine, today):
    """One sentence on what happens next: what waits for the reader, else the nearest planned step."""
    if proposal.status in OVER:
        return str(RESTING[proposal.status])
    if mine:
        words = {"what": mine[0].get_kind_display(), "until": _until(mine[0].due_on, today)}
        return _("请您%(what)s%(until)s。") % words
    dated = [line for line in lines if line.at and line.kind != Kind.CONSULT]  # talking is on the way, not a step
    waiting = dated[-1:] or [line for line in lines if not line.when]
    if not waiting:
        return str(RESTING[proposal.status])
    told = _("%(what)s%(until)s。") % {"what": waiting[0].text, "until": _until(waiting[0].at, today)}
    return f"{RESTING[proposal.status]}{told}" if proposal.status == ProposalStatus.CLOSED else told


def _until(due, today):
    """The part of the sentence that names the day and how far it is, or nothing."""
    if due is None:
        return ""
    left = (due - today).days
    when = _("还剩 %(n)s 天") % {"n": left} if left > 0 else _("今天到期")
    if left < 0:
        when = _("已逾期 %(n)s 天") % {"n": -left}
    return _("，期限%(day)s，%(when)s") % {"day": zh_date(due), "when": when}
