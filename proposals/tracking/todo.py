"""What waits for a person, ready to be shown: each duty with its case and the one button that ends it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from proposals.duties.models import Duty
from proposals.lifecycle import Action
from proposals.submission.models import Proposal
from proposals.trail.models import Event

Kind = Duty.Kind

#: the word on the button, and the sentence beside it
WORDS = {
    Kind.CONFIRM: (_("去答复"), _("%(lead)s邀请您联名")),
    Kind.REVISE: (_("去修改"), _("提案委退回修改")),
    Kind.REVIEW: (_("审查"), _("待审查")),
    Kind.DECIDE_WITHDRAWAL: (_("审定"), _("提案者申请撤案")),
    Kind.HAND_OVER: (_("交办"), _("待交办")),
    Kind.REASSIGN: (_("改派"), _("已退回，待改派")),
    Kind.ACCEPT: (_("签收"), _("待签收")),
    Kind.DECIDE_RETURN: (_("审定"), _("申请退回")),
    Kind.DECIDE_EXTENSION: (_("审定"), _("申请延期")),
    Kind.CONSULT: (_("记录沟通"), _("还没有与提案者沟通")),
    Kind.OPINION: (_("提会办意见"), _("待提会办意见")),
    Kind.RESPOND: (_("起草答复"), _("待答复")),
    Kind.REHANDLE: (_("起草答复"), _("评议为不满意，重新办理")),
    Kind.SIGN_OFF: (_("去审签"), _("答复待您审签")),
    Kind.CHECK: (_("核查"), _("答复待核查")),
    Kind.RATE: (_("去评议"), _("已答复，请您评议")),
    Kind.MEET: (_("记录会商"), _("再次不满意，待会商办结")),
    Kind.PROMISE: (_("报告进展"), _("承诺待兑现")),
}


class Item(NamedTuple):
    """One duty of a list. ``quote``: what somebody has said about it."""

    duty: Duty
    proposal: Proposal | None
    button: str
    text: str
    quote: str = ""


def items(duties):
    """The duties as items; two more queries whatever their number (three when something was sent back)."""
    duties = list(duties)
    cases = Proposal.objects.with_people().in_bulk({duty.case for duty in duties})
    returned = [duty.case for duty in duties if duty.kind == Kind.REVISE]
    quotes = Event.objects.last_notes(returned, Action.SEND_BACK) if returned else {}
    return [_item(duty, cases.get(duty.case), quotes) for duty in duties]


def _item(duty, proposal, quotes):
    button, text = WORDS[duty.kind]
    lead = proposal.lead_name if proposal else ""
    quote = quotes.get(duty.case, "") if duty.kind == Kind.REVISE else ""
    return Item(duty, proposal, button, str(text) % {"lead": lead}, quote)
