"""Inviting co-sponsors, their answers, and stepping back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http, permissions
from proposals.lifecycle import Action, Refusal
from proposals.submission import actions
from proposals.submission.forms import AnswerForm, ChangedTextForm, ConfirmForm, InviteForm
from proposals.submission.models import CoSponsor, Proposal

from .shared import visible

SHOWN = 30  # people of a search; more are found with another word


def invite(request, pk):
    """Find members by name, pinyin, initials or sectoral group and ask them to co-sponsor; on a proposal that is typed
    in, enter those who have signed the paper."""
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
        context=lambda: _people(request, proposal, form),
    )


def _invited(request, proposal, rows):
    names = "、".join(row.user.name for row in rows)
    if rows:
        told = _("已录入联名：%s。") if rows[0].on_paper else _("已邀请%s，等待答复。")
        messages.success(request, told % names)
    return reverse("submission:invite", args=[proposal.pk])


def _people(request, proposal, form):
    """Who has been asked; the ticked ones first, then what the search finds."""
    people, typed = form.fields["members"].queryset, request.GET.get("q", "").strip()
    ticked = set(request.GET.getlist("members") + (form["members"].value() or []))
    picked = [user for user in people if str(user.pk) in ticked] if ticked else []
    found = [user for user in people.search(typed)[: SHOWN + len(picked) + 1] if user not in picked]
    return {
        "rows": proposal.cosponsor_lines(),
        "on_paper": permissions.clerk(request.user, proposal),
        "q": typed,
        "picked": picked,
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
    }


def cancel_invitation(request, pk):
    """Take back an invitation nobody has answered yet."""
    row = get_object_or_404(CoSponsor.objects.in_cases_of(request.user), pk=pk)
    page = reverse("submission:invite", args=[row.proposal_id])
    return http.act(
        request,
        row.proposal,
        Action.CANCEL_INVITATION,
        template="submission/cancel_invitation.html",
        form=ConfirmForm(http.sent(request)),
        do=lambda data: actions.cancel_invitation(row, by=request.user, now=request.now),
        to=page,
        told=_("已取消：%s") % row.user.name,
        context=lambda: _cancellable(row),
    )


def _cancellable(row):
    if not row.can_be_cancelled:
        raise Refusal(_("%(name)s已经答复，或邀请已经结束，不能再取消。") % {"name": row.user.name})
    return {"row": row}


def leave(request, pk):
    """A co-sponsor steps back while the proposal is still a draft."""
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.LEAVE,
        template="submission/leave.html",
        form=ConfirmForm(http.sent(request)),
        do=lambda data: actions.leave(proposal, by=request.user, now=request.now),
        to="tracking:home",
        told=_("已退出《%(title)s》的联名。") % {"title": proposal},
    )


def answer_invitation(request, pk):
    """Agree or decline; when the text has changed since, stay or leave; an invitation that is over says so."""
    row = get_object_or_404(CoSponsor.objects.addressed_to(request.user), pk=pk)
    if row.is_open_at(request.now):
        answers, form = (Action.CONFIRM, Action.DECLINE_INVITATION), AnswerForm(http.sent(request))
    elif row.text_has_changed():
        answers, form = Action.LEAVE, ChangedTextForm(http.sent(request))
    else:
        return _over(request, row)
    return http.act(
        request, Proposal.objects.with_text().get(pk=row.proposal_id), answers,
        template="submission/answer_invitation.html", form=form, context={"row": row},
        do=lambda data: ANSWERS[data.pop("answer")](row, by=request.user, now=request.now, **data),
        to=reverse("submission:answer_invitation", args=[pk]),
    )  # fmt: skip


def _over(request, row):
    """Answered, expired or overtaken by the submission: nothing is left to do."""
    status = 409 if request.method == "POST" else 200
    return render(request, "submission/answer_invitation.html", {"row": row, "over": True}, status=status)


ANSWERS = {
    "confirm": actions.confirm,
    "decline": actions.decline_invitation,
    "stay": actions.stay,
    "leave": lambda row, **who: actions.leave(row.proposal, **who),
}
