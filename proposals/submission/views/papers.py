"""What is printed: one proposal, and the lists and collections of a session; as a page to print and as docx."""

from io import BytesIO

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http, sheets
from proposals.lifecycle import Access
from proposals.permissions import Role
from proposals.submission import letters
from proposals.submission.forms import CollectionForm
from proposals.submission.models import Proposal
from proposals.trail import actions as trail

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def paper(request, pk):
    """One proposal as it prints on A4."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_print(), pk=pk)
    return render(request, "submission/paper.html", {"object": proposal, "row": letters.Printed(proposal)})


@require_safe
def paper_docx(request, pk):
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_print(), pk=pk)
    name = f"{proposal.number_text} {proposal}".strip()
    return _docx(request, letters.proposal_paper(proposal), name)


@require_safe
@http.only_for(Role.REVIEWER, Role.LEADER, Role.COORDINATOR)
def collection(request):
    """提案目录, 案由汇编 and 提案汇编 of a session: what the choice prints, with the buttons for paper and Word."""
    form = CollectionForm(request.GET or None, user=request.user)
    session, scope, kind = form.choice()
    rows = _printed(request, session, scope)
    context = {
        "form": form,
        "session": session,
        "kind": kind,
        "title": letters.PRINTS[kind][0],
        "rows": rows,
        "topics": letters.by_topic(rows),
    }
    return render(request, "submission/collection.html", context, status=200 if form.is_valid() else 422)


@require_safe
@http.only_for(Role.REVIEWER, Role.LEADER, Role.COORDINATOR)
def collection_docx(request):
    form = CollectionForm(request.GET or None, user=request.user)
    session, scope, kind = form.choice()
    if session is None:
        raise Http404
    title, write = letters.PRINTS[kind]
    content = write(session, str(title), _printed(request, session, scope))
    return _docx(request, content, f"{session.title}{title}")


def _printed(request, session, scope):
    visible = Proposal.objects.visible_to(request.user).with_print()
    return [letters.Printed(proposal) for proposal in visible.for_collection(session, scope)]


@transaction.atomic
def _docx(request, content, name):
    """The document as a download; who took it away is recorded."""
    trail.log(Access.EXPORT, by=request.user, note=_("导出 Word：%(name)s") % {"name": name}, now=request.now)
    return sheets.download(BytesIO(content), f"{name[:80]}.docx", DOCX)
