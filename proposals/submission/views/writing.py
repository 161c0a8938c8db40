"""Writing a proposal: begun, gone on with, thrown away."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from proposals import http, permissions
from proposals.committee.models import PlenarySession
from proposals.lifecycle import Action, Refusal
from proposals.permissions import PROPOSER_ROLES, NotPermitted
from proposals.submission import actions
from proposals.submission.forms import AttachForm, ConfirmForm, DraftForm

from .shared import visible, wearing
from .steps import may_invite, parts, proposing_as, shortage

NEXT_PAGES = {
    "check": "submission:submit",
    "invite": "submission:invite",
    "files": "submission:attach",
    "seal": "submission:seal",
    "original": "submission:attach_original",
}
IMPORT = "import"  # from a Word file, the one button that may be pressed before anything has been written


@wearing(*PROPOSER_ROLES)
def write(request):
    """A new draft. The form brings its own key along, so that sending it twice makes one draft."""
    form = DraftForm(http.sent(request), user=request.user, initial={"draft": uuid.uuid4()})
    return _keep(request, form, actions.write_draft) or _desk(request, "submission/write.html", form)


def edit(request, pk):
    """The same form on a draft, or on a proposal sent back. Back after submitting leads on to the confirmation."""
    proposal = visible(request, pk)
    form = DraftForm(http.sent(request), user=request.user, proposal=proposal)
    try:
        http.require(request, proposal, Action.EDIT)
    except Refusal as refusal:
        if proposal.awaits_review and form.is_as_stored():
            return redirect("submission:submitted", pk)
        return http.refused(request, refusal, proposal)
    return _keep(request, form, actions.save_draft, proposal) or _desk(request, "submission/edit.html", form, proposal)


def _keep(request, form, save, *target):
    """Save what was typed and go on; None when there is nothing to save, or a reason at the form not to."""
    quiet = "auto" in request.POST
    if form.is_bound and form.is_valid():
        if form.is_blank:
            return redirect("submission:import_docx")
        try:
            proposal = save(*target, by=request.user, now=request.now, **form.texts())
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _kept(request, proposal) if quiet else _onward(request, proposal)
    return JsonResponse({"overtaken": form.stored is not None}, status=422) if quiet else None


def _kept(request, proposal):
    """The answer to a save in the background."""
    return JsonResponse(
        {
            "saved": f"{localtime(proposal.updated_at):%H:%M}",
            "version": proposal.version,
            "parts": [part["state"] for part in parts(proposal)],
            "missing": shortage(proposal, request.now),
            "page": reverse("submission:edit", args=[proposal.pk]),
        }
    )


def _onward(request, proposal):
    """Where the button that was pressed leads."""
    to = request.POST.get("to")
    if proposal.awaits_review:
        return redirect("submission:submitted", proposal.pk)
    if to == IMPORT:
        return redirect(f"{reverse('submission:import_docx')}?draft={proposal.pk}")
    page = reverse(NEXT_PAGES.get(to, "submission:edit"), args=[proposal.pk])
    if "more" in request.POST or "suggestions-move" in request.POST:
        return redirect(f"{page}{'?more=1' if 'more' in request.POST else ''}#id_suggestions")
    if to not in NEXT_PAGES:
        messages.success(request, _("草稿已保存。"))
    return redirect(page)


def _desk(request, template, form, proposal=None):
    """The writing page."""
    if proposal:
        session = actions.receiving_session(proposal, now=request.now)
    else:
        session = PlenarySession.objects.at(request.user.committee, request.now)
    context = {
        "form": form,
        "object": proposal,
        "session": session,
        "plenary": session and session.is_plenary_at(request.now),
        "parts": parts(proposal),
        "shortage": shortage(proposal, request.now),
        "sent_back": proposal and proposal.submitted_at and proposal.last_event(Action.SEND_BACK),
        "can": permissions.allowed_actions(request.user, proposal) if proposal else [],
        "lead": proposing_as(request.user, proposal),
        "may_invite": may_invite(request.user, proposal),
        "extra": 3 if "more" in request.GET else 2,
        "against": form.against(),
        "upload": AttachForm(),
    }
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, template, context, status=status)


def discard(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.DISCARD,
        template="submission/discard.html",
        form=ConfirmForm(http.sent(request)),
        do=lambda data: actions.discard(proposal, by=request.user, now=request.now),
        to="tracking:home",
        told=_("草稿《%(title)s》已删除。") % {"title": proposal},
        context={"open": proposal.cosponsors.open().with_people()},
    )
