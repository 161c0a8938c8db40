"""A proposer asks to withdraw; a leader leaves an instruction."""

from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import NoteForm, WithdrawalForm

from .shared import visible


def ask_withdrawal(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.ASK_WITHDRAWAL,
        template="submission/ask_withdrawal.html",
        form=WithdrawalForm(http.sent(request)),
        do=lambda data: actions.ask_withdrawal(proposal, by=request.user, now=request.now, **data),
        to=proposal.get_absolute_url(),
        told=_("撤案申请已提出，等待提案委审定。"),
        context={"asked": proposal.open_withdrawal()},
    )


def instruct(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.INSTRUCT,
        template="submission/instruct.html",
        form=NoteForm(http.sent(request), label=_("批示内容"), hint=_("记入办理过程，并通知提案委和交办机构。")),
        do=lambda data: actions.instruct(proposal, by=request.user, now=request.now, **data),
        to=proposal.get_absolute_url(),
        told=_("批示已记入，有关方面已收到通知。"),
    )
