"""Writing a proposal, checking it and submitting it."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http, permissions
from proposals.committee.models import PlenarySession
from proposals.lifecycle import Action, IllegalMove, Refusal
from proposals.permissions import PROPOSER_ROLES, NotPermitted
from proposals.submission import actions
from proposals.submission.forms import ConfirmForm, DeclarationForm, DraftForm

from .shared import visible, wearing
from .steps import may_invite, missing_parts, parts, planned_steps, proposing_as

NEXT_PAGES = {"check": "submission:submit", "invite": "submission:invite"}


@wearing(*PROPOSER_ROLES)
def write(request):
    """A new draft. The form brings its own key along, so that sending it twice makes one draft."""
    form = DraftForm(http.sent(request), user=request.user, initial={"draft": uuid.uuid4()})
    return _keep(request, form, actions.new_draft) or _desk(request, "submission/write.html", form)


def edit(request, pk):
    """The same form on a draft, or on a proposal sent back."""
    proposal = visible(request, pk)
    try:
        http.require(request, proposal, Action.EDIT)
    except Refusal as refusal:
        return http.refused(request, refusal, proposal)
    form = DraftForm(http.sent(request), user=request.user, proposal=proposal)
    return _keep(request, form, actions.save_draft, proposal) or _desk(request, "submission/edit.html", form, proposal)


def _keep(request, form, save, *target):
    """Save what was typed and go on; None when there is nothing to save, or a reason at the form not to."""
    quiet = "auto" in request.POST
    if form.is_bound and form.is_valid():
        try:
            proposal = save(*target, by=request.user, now=request.now, **form.texts())
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _kept(proposal) if quiet else _onward(request, proposal)
    return JsonResponse({"overtaken": form.stored is not None}, status=422) if quiet else None


def _kept(proposal):
    """The answer to a save in the background."""
    states = [part["state"] for part in parts(proposal)]
    return JsonResponse(
        {"saved": f"{localtime(proposal.updated_at):%H:%M}", "version": proposal.version, "parts": states}
    )


def _onward(request, proposal):
    """Where the button that was pressed leads."""
    page = reverse(NEXT_PAGES.get(request.POST.get("to"), "submission:edit"), args=[proposal.pk])
    if "more" in request.POST:
        return redirect(f"{page}?more=1#id_suggestions")
    if request.POST.get("to") not in NEXT_PAGES:
        messages.success(request, _("草稿已保存。"))
    return redirect(page)


def _desk(request, template, form, proposal=None):
    """The writing page."""
    session = PlenarySession.objects.at(request.user.committee, request.now) or (proposal and proposal.session)
    context = {
        "form": form,
        "object": proposal,
        "session": session,
        "plenary": session and session.is_plenary_at(request.now),
        "parts": parts(proposal),
        "sent_back": proposal and proposal.submitted_at and proposal.last_event(Action.SEND_BACK),
        "can": permissions.allowed_actions(request.user, proposal) if proposal else [],
        "lead": proposing_as(request.user, proposal),
        "may_invite": may_invite(request.user, proposal),
        "extra": 3 if "more" in request.GET else 2,
    }
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, template, context, status=status)


def submit(request, pk):
    """核对提案: the whole text as it prints, what is missing, and the one button that submits."""
    proposal = visible(request, pk)
    if proposal.awaits_review and proposal.is_led_by(request.user):
        return redirect("submission:submitted", pk)
    return http.act(
        request,
        proposal,
        Action.SUBMIT,
        template="submission/submit.html",
        form=DeclarationForm(http.sent(request)),
        do=lambda data: _submit_once(request, proposal),
        to=reverse("submission:submitted", args=[pk]),
        context=_check(request, proposal),
    )


def _submit_once(request, proposal):
    """Two clicks at once are one submission: the second finds it done."""
    try:
        return actions.submit(proposal, by=request.user, now=request.now)
    except IllegalMove:
        proposal.refresh_from_db()
        if proposal.awaits_review:
            return proposal
        raise


def _check(request, proposal):
    session = PlenarySession.objects.at(proposal.committee, request.now) or proposal.session
    return {
        "missing": missing_parts(proposal),
        "cosponsors": proposal.cosponsors.with_people(),
        "open": proposal.cosponsors.open().with_people(),
        "kind": actions.kind_now(proposal).label,
        "session": proposal.session if proposal.submitted_at else session,
        "plenary": proposal.is_plenary if proposal.submitted_at else session.is_plenary_at(request.now),
    }


@require_safe
def submitted(request, pk):
    """The confirmation: serial number, what happens next, and the text to print."""
    proposal = visible(request, pk)
    if not proposal.submitted_at:
        return redirect("submission:edit", pk)
    context = {"object": proposal, "steps": planned_steps(proposal)}
    return render(request, "submission/submitted.html", context)


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
