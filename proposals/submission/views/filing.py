"""What the office keeps beside the text of one proposal: the mark of a key proposal, topic and themes."""

from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import ClassifyForm, MarkKeyForm

from .shared import visible


def mark_key(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.MARK_KEY,
        template="submission/mark_key.html",
        form=MarkKeyForm(http.sent(request), proposal=proposal),
        do=lambda data: actions.mark_key(
            proposal, by=request.user, is_key=data["wanted"], note=data["note"], now=request.now
        ),
        to=proposal.get_absolute_url(),
        told=_("已取消重点提案。") if proposal.is_key else _("已确定为重点提案，提案者会收到通知。"),
    )


def classify(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.CLASSIFY,
        template="submission/classify.html",
        form=ClassifyForm(http.sent(request), proposal=proposal),
        do=lambda data: actions.classify(proposal, by=request.user, now=request.now, **data),
        to=proposal.get_absolute_url(),
        told=_("分类已保存。"),
    )
