"""Earlier versions of a text: the list, one beside the present text, and back to it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proposals import http, permissions
from proposals.lifecycle import Action
from proposals.submission import actions, differences
from proposals.submission.forms import SeenForm
from proposals.submission.models import TextVersion
from proposals.ui import zh_datetime

from .shared import visible


@require_safe
def versions(request, pk):
    proposal = visible(request, pk)
    rows = list(_readable(request, proposal).with_people())
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        row.words = differences.in_words(before.content, row.content) if before else ""
    writing = Action.EDIT in permissions.allowed_actions(request.user, proposal)
    return render(request, "submission/versions.html", {"object": proposal, "rows": rows, "writing": writing})


@require_safe
def version(request, pk):
    proposal, row = _one(request, pk)
    return render(request, "submission/version.html", {"object": proposal, **_compared(request, proposal, row)})


@require_POST
def restore(request, pk):
    proposal, row = _one(request, pk)
    return http.act(
        request,
        proposal,
        Action.EDIT,
        template="submission/version.html",
        form=SeenForm(request.POST),
        do=lambda data: actions.restore(row, by=request.user, seen=data["version"], now=request.now),
        to=reverse("submission:edit", args=[proposal.pk]),
        told=_("已恢复 %(when)s 的文字。恢复前的文字也在修改记录里。") % {"when": zh_datetime(row.at, request.now)},
        context=lambda: _compared(request, proposal, row),
    )


def _one(request, pk):
    """(the proposal, one of its versions) for whoever may read it."""
    proposal = visible(request, get_object_or_404(TextVersion, pk=pk).proposal_id)
    return proposal, get_object_or_404(_readable(request, proposal).with_people(), pk=pk)


def _readable(request, proposal):
    """Whoever writes reads every version; the office and those who have confirmed, what was submitted."""
    user = request.user
    if permissions.writer(user, proposal):
        return proposal.versions.all()
    if permissions.reviewer(user, proposal) or permissions.cosponsor(user, proposal):
        return proposal.versions.submitted()
    raise PermissionDenied(_("只有提案者和提案委可以看修改记录。"))


def _compared(request, proposal, row):
    """The version beside the newest text this person may read."""
    newest = _readable(request, proposal).first()
    parts, lines = differences.marked(row.content, newest.content)
    may_restore = Action.EDIT in permissions.allowed_actions(request.user, proposal)
    return {
        "row": row,
        "newest": newest,
        "parts": parts,
        "lines": lines,
        "may_restore": may_restore and row.content != newest.content,
    }
