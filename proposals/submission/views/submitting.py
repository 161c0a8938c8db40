"""Checking a proposal as a whole, submitting it, and the confirmation."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals import http, permissions
from proposals.lifecycle import Action, IllegalMove
from proposals.submission import actions
from proposals.submission.forms import DeclarationForm

from .shared import visible
from .steps import missing_parts, planned_steps


def submit(request, pk):
    """核对提案: the whole text as it prints, what is missing, and the one button that submits."""
    proposal = visible(request, pk)
    if proposal.awaits_review and permissions.may(request.user, Action.SUBMIT, proposal):
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
    session = actions.receiving_session(proposal, now=request.now)
    return {
        "missing": missing_parts(proposal, request.now),
        "cosponsors": proposal.cosponsor_lines(),
        "open": proposal.cosponsors.open().with_people(),
        "kind": actions.kind_now(proposal).label,
        "session": session,
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
