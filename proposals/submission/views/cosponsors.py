"""Inviting co-sponsors, and their answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import AnswerForm, InviteForm
from proposals.submission.models import CoSponsor, Proposal

from .shared import visible

SHOWN = 30  # people of a search; more are found with another word


def invite(request, pk):
    """Find members by name, pinyin, initials or sectoral group and ask them to co-sponsor."""
    proposal = visible(request, pk)
    form = InviteForm(http.sent(request), proposal=proposal)
    return http.act(
        request,
        proposal,
        Action.INVITE,
        template="submission/invite.html",
        form=form,
        do=lambda data: actions.invite(proposal, members=data["members"], by=request.user, now=request.now),
        to=lambda rows: _invited(request, proposal, rows),
        context={"rows": proposal.cosponsors.with_people(), **_people(request, form)},
    )


def _invited(request, proposal, rows):
    names = "、".join(row.user.name for row in rows)
    if rows:
        messages.success(request, _("已邀请%(names)s，等待答复。") % {"names": names})
    return reverse("submission:invite", args=[proposal.pk])


def _people(request, form):
    """The ticked ones first, then what the search finds."""
    people, typed = form.fields["members"].queryset, request.GET.get("q", "").strip()
    ticked = set(request.GET.getlist("members") + (form["members"].value() or []))
    picked = [user for user in people if str(user.pk) in ticked] if ticked else []
    found = [user for user in people.search(typed)[: SHOWN + len(picked) + 1] if user not in picked]
    return {"q": typed, "picked": picked, "found": found[:SHOWN], "more": len(found) > SHOWN}


def answer_invitation(request, pk):
    """Read the whole proposal and agree or decline; an invitation that is over says so."""
    row = get_object_or_404(CoSponsor.objects.addressed_to(request.user), pk=pk)
    if not row.is_open_at(request.now):
        return _over(request, row)
    return http.act(
        request,
        Proposal.objects.with_text().get(pk=row.proposal_id),
        (Action.CONFIRM, Action.DECLINE_INVITATION),
        template="submission/answer_invitation.html",
        form=AnswerForm(http.sent(request)),
        do=lambda data: ANSWERS[data["answer"]](row, by=request.user, opinion=data["opinion"], now=request.now),
        to=reverse("submission:answer_invitation", args=[pk]),
        context={"row": row},
    )


def _over(request, row):
    """Answered, expired or overtaken by the submission: nothing is left to do."""
    status = 409 if request.method == "POST" else 200
    return render(request, "submission/answer_invitation.html", {"row": row, "over": True}, status=status)


ANSWERS = {"confirm": actions.confirm, "decline": actions.decline_invitation}
