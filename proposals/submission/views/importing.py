"""Text from a Word file: shown as it was understood before anything is saved."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from proposals import http
from proposals.lifecycle import Action, Refusal
from proposals.permissions import PROPOSER_ROLES, Role
from proposals.submission.forms import DraftForm, ManuscriptForm

from .shared import visible, wearing


@wearing(*PROPOSER_ROLES, Role.REVIEWER)
def import_docx(request):
    """Choose a file; then the text in its parts, to be put right and saved as a new draft or into ``?draft=``."""
    proposal = _draft(request)
    try:
        _require(request, proposal)
    except Refusal as refusal:
        return http.refused(request, refusal, proposal)
    form = ManuscriptForm(http.sent(request), request.FILES or None)
    context = {"object": proposal, "form": form}
    if form.is_valid():
        context |= _understood(request, proposal, form.cleaned_data["file"])
    return render(request, "submission/import_docx.html", context, status=422 if form.errors else 200)


def _draft(request):
    """The draft the text is meant for, or None for a new one."""
    try:
        key = uuid.UUID(request.GET["draft"]) if "draft" in request.GET else None
    except ValueError as error:
        raise Http404 from error
    return visible(request, key) if key else None


def _require(request, proposal):
    """The office imports only into what it types in for somebody."""
    if proposal:
        http.require(request, proposal, Action.EDIT)
    elif not request.user.proposes:
        raise PermissionDenied


def _understood(request, proposal, found):
    texts = {"draft": uuid.uuid4(), "apart": "1", **found.fields()}
    return {"found": found, "form": DraftForm(user=request.user, proposal=proposal, initial=texts)}
