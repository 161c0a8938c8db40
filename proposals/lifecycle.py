"""What may happen next: the statuses of a proposal and of an assignment, and every action between them.

From and to only. Who may do it is ``permissions.py``; the one place that writes a status is ``trail.move()``.
An action without a target is recorded in the trail and leaves the status as it is. Everything that is not in a
table is illegal. The picture of both tables is ``docs/lifecycle.md``, generated from this file.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An action that is not done, with the sentence a person reads; nothing has been changed.

    ``field`` names the form field the sentence belongs to, or is empty. ``conflict``: somebody else was faster.
    """

    conflict = False

    def __init__(self, sentence, *, field=""):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class IllegalMove(Refusal):
    """The action does not exist in the present status."""

    conflict = True


class ProposalStatus(TextChoices):
    DRAFT = "draft", _("草稿")
    DISCARDED = "discarded", _("已删除的草稿")
    SUBMITTED = "submitted", _("待审查")
    SENT_BACK = "sent_back", _("退回修改")
    DECLINED = "declined", _("不予立案")
    PASSED_ON = "passed_on", _("转意见建议")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤案")
    REGISTERED = "registered", _("已立案")
    HANDED_OVER = "handed_over", _("承办中")
    RESPONDED = "responded", _("已答复")
    REHANDLING = "rehandling", _("重新办理")
    CLOSED = "closed", _("已办结")


class AssignmentStatus(TextChoices):
    PENDING = "pending", _("待签收")
    RETURN_ASKED = "return_asked", _("申请退回")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("办理中")
    SIGNING = "signing", _("待审签")
    CHECKING = "checking", _("待核查")
    RESPONDED = "responded", _("已答复")
    OPINED = "opined", _("已提会办意见")
    CANCELLED = "cancelled", _("已取消")


class Outcome(TextChoices):
    """The review outcome, a partition of what was received; kept apart from the status (an opinion passed on
    can be handed over, answered and rated, and still never counts as registered)."""

    REGISTERED = "registered", _("立案")
    MERGED = "merged", _("并案")
    PASSED_ON = "passed_on", _("转意见建议")
    DECLINED = "declined", _("不予立案")
    WITHDRAWN = "withdrawn", _("撤案")


class Action(TextChoices):
    """Every verb of the trail; the label is what the timeline prints."""

    # the proposal
    EDIT = "edit", _("修改")
    INVITE = "invite", _("邀请联名")
    CONFIRM = "confirm", _("同意联名")
    DECLINE_INVITATION = "decline_invitation", _("谢绝联名")
    EXPIRE_INVITATION = "expire_invitation", _("联名邀请到期")
    CANCEL_INVITATION = "cancel_invitation", _("取消联名邀请")
    LEAVE = "leave", _("退出联名")
    SEAL = "seal", _("负责人确认")
    SUBMIT = "submit", _("提交")
    DISCARD = "discard", _("删除草稿")
    RECOMMEND = "recommend", _("提出初审意见")
    PREPARE = "prepare", _("拟定审查决定")
    DROP_PREPARED = "drop_prepared", _("撤销拟定")
    NOTE = "note", _("内部备注")
    SEND_BACK = "send_back", _("退回修改")
    REGISTER = "register", _("立案")
    DECLINE = "decline", _("不予立案")
    PASS_ON = "pass_on", _("转意见建议")
    MERGE = "merge", _("并案")
    UNMERGE = "unmerge", _("撤销并案")
    REOPEN = "reopen", _("重新审查")
    RENUMBER = "renumber", _("调整案号")
    MARK_KEY = "mark_key", _("确定重点提案")
    CLASSIFY = "classify", _("调整分类")
    ASK_WITHDRAWAL = "ask_withdrawal", _("申请撤案")
    WITHDRAW = "withdraw", _("撤案")
    REFUSE_WITHDRAWAL = "refuse_withdrawal", _("不同意撤案")
    HAND_OVER = "hand_over", _("交办")
    REASSIGN = "reassign", _("改派")
    INSTRUCT = "instruct", _("批示")
    ANSWER = "answer", _("办复")
    REHANDLE = "rehandle", _("重新办理")
    CLOSE = "close", _("办结")
    IMPORT_RECORD = "import_record", _("导入历史记录")
    # the assignment
    ACCEPT = "accept", _("签收")
    RETURN = "return_", _("申请退回")
    APPROVE_RETURN = "approve_return", _("同意退回")
    REFUSE_RETURN = "refuse_return", _("不同意退回")
    ASK_EXTENSION = "ask_extension", _("申请延期")
    APPROVE_EXTENSION = "approve_extension", _("同意延期")
    REFUSE_EXTENSION = "refuse_extension", _("不同意延期")
    REVEAL_CONTACT = "reveal_contact", _("查看联系方式")
    CONSULT = "consult", _("沟通面商")
    URGE = "urge", _("催办")
    GIVE_OPINION = "give_opinion", _("提出会办意见")
    WAIVE_OPINIONS = "waive_opinions", _("不再等待会办意见")
    DRAFT_RESPONSE = "draft_response", _("起草答复")
    SEND_FOR_SIGN_OFF = "send_for_sign_off", _("送单位领导审签")
    SIGN_OFF = "sign_off", _("审签同意")
    REFUSE_SIGN_OFF = "refuse_sign_off", _("审签退回")
    SUBMIT_RESPONSE = "submit_response", _("送核查")
    SEND_BACK_RESPONSE = "send_back_response", _("核查退回")
    CORRECT_CLASS = "correct_class", _("更正答复类别")
    DELIVER = "deliver", _("送达答复")
    RATE = "rate", _("评议")
    CLOSE_ROUND = "close_round", _("评议结束")
    CANCEL = "cancel", _("取消承办")
    REPORT_PROGRESS = "report_progress", _("报告承诺进展")


class Access(TextChoices):
    """What people do to the system rather than to a case. Recorded in the chain of the person (or of the session),
    see ``trail.log()``; nothing here has a status, and nobody needs a permission to be recorded."""

    SIGN_IN = "sign_in", _("登录")
    SIGN_IN_FAILED = "sign_in_failed", _("登录失败")
    SIGN_OUT = "sign_out", _("退出")
    REFUSED = "refused", _("无权操作")
    EXPORT = "export", _("导出")
    DOWNLOAD = "download", _("下载附件")
    IMPORT_ROSTER = "import_roster", _("导入名册")
    ISSUE_PASSWORD = "issue_password", _("发放初始密码")
    CHANGE_PASSWORD = "change_password", _("修改密码")
    GRANT_ROLE = "grant_role", _("授予身份")
    REVOKE_ROLE = "revoke_role", _("收回身份")
    LOCK_NUMBERS = "lock_numbers", _("锁定案号")


class Move(NamedTuple):
    """One row of a table. ``target`` None: recorded, the status stays."""

    action: Action
    sources: frozenset
    target: str | None = None


def _rows(*rows):
    return tuple(Move(row[0], frozenset(row[1]), row[2] if len(row) > 2 else None) for row in rows)


_P, _A = ProposalStatus, AssignmentStatus
#: not yet received by the committee: nobody but the proposer's side (and the office that types it in) sees it
UNRECEIVED = frozenset({_P.DRAFT, _P.DISCARDED})
_WITHDRAWABLE = (_P.SUBMITTED, _P.SENT_BACK, _P.REGISTERED, _P.PASSED_ON, _P.HANDED_OVER)
_UNDER_WAY = (_P.REGISTERED, _P.HANDED_OVER, _P.RESPONDED, _P.REHANDLING)
_RULED = (_P.DECLINED, _P.PASSED_ON, _P.WITHDRAWN, _P.REGISTERED)
_AT_WORK = (_A.ACCEPTED, _A.SIGNING, _A.CHECKING)

PROPOSAL_MOVES = _rows(
    (Action.EDIT, [_P.DRAFT, _P.SENT_BACK]),
    (Action.INVITE, [_P.DRAFT]),
    (Action.CONFIRM, [_P.DRAFT]),
    (Action.DECLINE_INVITATION, [_P.DRAFT]),
    (Action.EXPIRE_INVITATION, [_P.DRAFT, _P.SUBMITTED]),
    (Action.CANCEL_INVITATION, [_P.DRAFT]),
    (Action.LEAVE, [_P.DRAFT]),
    (Action.SEAL, [_P.DRAFT, _P.SENT_BACK]),
    (Action.SUBMIT, [_P.DRAFT, _P.SENT_BACK], _P.SUBMITTED),
    (Action.DISCARD, [_P.DRAFT], _P.DISCARDED),
    (Action.RECOMMEND, [_P.SUBMITTED]),
    (Action.PREPARE, [_P.SUBMITTED]),
    (Action.DROP_PREPARED, [_P.SUBMITTED]),
    (Action.NOTE, [status for status in _P if status not in UNRECEIVED]),
    (Action.SEND_BACK, [_P.SUBMITTED], _P.SENT_BACK),
    (Action.REGISTER, [_P.SUBMITTED], _P.REGISTERED),
    (Action.DECLINE, [_P.SUBMITTED], _P.DECLINED),
    (Action.PASS_ON, [_P.SUBMITTED], _P.PASSED_ON),
    (Action.MERGE, [_P.SUBMITTED, _P.REGISTERED], _P.MERGED),
    (Action.UNMERGE, [_P.MERGED], _P.SUBMITTED),
    (Action.REOPEN, _RULED, _P.SUBMITTED),
    (Action.RENUMBER, [_P.REGISTERED, _P.PASSED_ON]),
    (Action.MARK_KEY, [_P.SUBMITTED, *_UNDER_WAY]),
    (Action.CLASSIFY, [_P.SUBMITTED, _P.PASSED_ON, *_UNDER_WAY]),
    (Action.ASK_WITHDRAWAL, _WITHDRAWABLE),
    (Action.WITHDRAW, _WITHDRAWABLE, _P.WITHDRAWN),
    (Action.REFUSE_WITHDRAWAL, _WITHDRAWABLE),
    (Action.HAND_OVER, [_P.REGISTERED, _P.PASSED_ON], _P.HANDED_OVER),
    (Action.REASSIGN, [_P.HANDED_OVER]),
    (Action.INSTRUCT, [_P.REGISTERED, _P.PASSED_ON, _P.HANDED_OVER, _P.RESPONDED, _P.REHANDLING]),
    (Action.ANSWER, [_P.HANDED_OVER, _P.REHANDLING], _P.RESPONDED),
    (Action.REHANDLE, [_P.RESPONDED], _P.REHANDLING),
    (Action.CLOSE, [_P.RESPONDED], _P.CLOSED),
)

ASSIGNMENT_MOVES = _rows(
    (Action.ACCEPT, [_A.PENDING], _A.ACCEPTED),
    (Action.RETURN, [_A.PENDING], _A.RETURN_ASKED),
    (Action.APPROVE_RETURN, [_A.RETURN_ASKED], _A.RETURNED),
    (Action.REFUSE_RETURN, [_A.RETURN_ASKED], _A.PENDING),
    (Action.ASK_EXTENSION, [_A.ACCEPTED, _A.SIGNING]),
    (Action.APPROVE_EXTENSION, _AT_WORK),
    (Action.REFUSE_EXTENSION, _AT_WORK),
    (Action.REVEAL_CONTACT, [_A.PENDING, *_AT_WORK, _A.RESPONDED]),
    (Action.CONSULT, [*_AT_WORK, _A.RESPONDED, _A.OPINED]),
    (Action.URGE, [_A.PENDING, *_AT_WORK]),
    (Action.GIVE_OPINION, [_A.ACCEPTED], _A.OPINED),
    (Action.WAIVE_OPINIONS, [_A.ACCEPTED, _A.SIGNING]),
    (Action.DRAFT_RESPONSE, [_A.ACCEPTED]),
    (Action.SEND_FOR_SIGN_OFF, [_A.ACCEPTED], _A.SIGNING),
    (Action.SIGN_OFF, [_A.SIGNING], _A.CHECKING),
    (Action.REFUSE_SIGN_OFF, [_A.SIGNING], _A.ACCEPTED),
    (Action.SUBMIT_RESPONSE, [_A.ACCEPTED], _A.CHECKING),
    (Action.SEND_BACK_RESPONSE, [_A.CHECKING], _A.ACCEPTED),
    (Action.CORRECT_CLASS, [_A.CHECKING]),
    (Action.DELIVER, [_A.CHECKING], _A.RESPONDED),
    # a late rating of the first round may arrive while the second is being handled
    (Action.RATE, [_A.RESPONDED, *_AT_WORK]),
    (Action.CLOSE_ROUND, [_A.RESPONDED]),
    (Action.REHANDLE, [_A.RESPONDED], _A.ACCEPTED),
    (Action.REPORT_PROGRESS, [*_AT_WORK, _A.RESPONDED]),
    (Action.CANCEL, [_A.PENDING, _A.RETURN_ASKED, *_AT_WORK, _A.OPINED], _A.CANCELLED),
)

#: what each ruling of the examination makes of the proposal
OUTCOME_OF = {
    Action.REGISTER: Outcome.REGISTERED,
    Action.MERGE: Outcome.MERGED,
    Action.PASS_ON: Outcome.PASSED_ON,
    Action.DECLINE: Outcome.DECLINED,
    Action.WITHDRAW: Outcome.WITHDRAWN,
}

#: an assignment in one of these is over; the others are current
ENDED_ASSIGNMENT = frozenset({_A.RETURNED, _A.CANCELLED})


def find(moves, action, status):
    """The row of ``moves`` for this action out of this status, or None."""
    for move in moves:
        if move.action == action and status in move.sources:
            return move
    return None


def target(obj, action):
    """The status ``action`` leads to from the present one (the same one when it is only recorded).

    Raises IllegalMove with a sentence when the table has no such row.
    """
    move = find(obj.moves, action, obj.status)
    if move is None:
        raise IllegalMove(
            _("现在的状态是“%(status)s”，不能%(action)s。")
            % {"status": obj.get_status_display(), "action": Action(action).label}
        )
    return move.target or obj.status


def available(obj):
    """The actions the tables have for the present status, whoever asks, in the order of the table."""
    return [move.action for move in obj.moves if obj.status in move.sources]
