"""The logged exceptions: undoing a merge, examining again what was decided."""

from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import NoteForm

from .shared import visible


def _undo(request, pk, action, do, label):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        action,
        template=f"submission/{action}.html",
        form=NoteForm(http.sent(request), label=label, hint=_("提案者会看到，并记入办理过程。")),
        do=lambda data: do(proposal, by=request.user, now=request.now, **data),
        to=reverse("submission:examine", args=[pk]),
        told=_("已恢复为待审查，提案者已收到通知。"),
        context={"main": proposal.merged_into},
    )


def unmerge(request, pk):
    return _undo(request, pk, Action.UNMERGE, actions.unmerge, _("撤销并案的原因"))


def reopen(request, pk):
    return _undo(request, pk, Action.REOPEN, actions.reopen, _("重新审查的原因"))
