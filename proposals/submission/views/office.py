"""The office's own papers: internal notes, prepared decisions dropped or released together."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action, Refusal
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.forms import ConfirmForm, ReleaseForm
from proposals.submission.models import PreparedDecision
from proposals.trail.models import Event

from .case import note_form
from .shared import visible, wearing


def note(request, pk):
    """The form stands on the case pane too; this page is where it is sent, and where all notes are read."""
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.NOTE,
        template="submission/note.html",
        form=note_form(http.sent(request)),
        do=lambda data: actions.write_note(proposal, by=request.user, now=request.now, **data),
        to=reverse("submission:examine", args=[pk]) + "#office-notes",
        told=_("备注已记下。"),
        context=lambda: {"notes": Event.objects.acts(proposal.pk, Action.NOTE)},
    )


def drop_prepared(request, pk):
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.DROP_PREPARED,
        template="submission/drop_prepared.html",
        form=ConfirmForm(http.sent(request)),
        do=lambda data: actions.drop_prepared(proposal, by=request.user, now=request.now),
        to=reverse("submission:examine", args=[pk]),
        told=_("拟定的决定已撤销，没有通知任何人。"),
        context=lambda: {"final": proposal.prepared.final()},
    )


@wearing(Role.REVIEWER)
def release(request):
    """Everything prepared, what will be told to whom, and after a check page one button that tells it all."""
    committee = request.user.committee_id
    form = ReleaseForm(http.sent(request), committee=committee)
    if form.is_valid():
        return _release(request, form)
    rows = PreparedDecision.objects.to_release(committee)
    return render(request, "submission/release.html", _listed(form, rows), status=422 if form.is_bound else 200)


def _release(request, form):
    """Check what was chosen, or (``step`` send) release it; a problem releases nothing and is shown at its row."""
    rows = list(form.cleaned_data["rows"])
    try:
        if request.POST.get("step") == "send":
            done = actions.release(rows, by=request.user, now=request.now)
            messages.success(request, _("已公布 %(n)d 件，提案者都已收到通知。") % {"n": len(done)})
            return redirect("submission:release")
        outlook = actions.rehearse(rows, by=request.user, now=request.now)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        rows = PreparedDecision.objects.to_release(request.user.committee_id)
        context, status = _listed(form, rows, refusal.field), 409 if refusal.conflict else 422
        return render(request, "submission/release.html", context, status=status)
    problems = sum(1 for line in outlook if line.problem)
    context = {"form": form, "outlook": outlook, "problems": problems, "ready": len(outlook) - problems}
    return render(request, "submission/release_check.html", context)


def _listed(form, rows, wrong=""):
    """Each row with its message; at first all are chosen, later those that were chosen."""
    chosen = {str(key) for key in form["rows"].value() or []}
    lines = [
        {
            "row": row,
            "told": actions.told(row.proposal, row.action, actions.Terms(**row.terms), _("（公布时编定）")),
            "to": [row.proposal.lead_name, *(sponsor.user.name for sponsor in row.proposal.confirmed)],
            "chosen": not form.is_bound or str(row.pk) in chosen,
            "is_wrong": str(row.pk) == wrong,
        }
        for row in rows
    ]
    return {"form": form, "lines": lines}
