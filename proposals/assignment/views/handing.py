"""The coordinator's desk: the board, handing over, reassigning; and the reviewer's answer to a withdrawal."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from proposals import http
from proposals.assignment import actions
from proposals.assignment.forms import DecisionForm, HandOverForm, ReassignForm
from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.permissions import Role
from proposals.submission import actions as submission
from proposals.submission.models import Proposal

PER_PAGE = 50
CHECK = "assignment/hand_over_check.html"


@require_safe
def board(request):
    if request.user.role != Role.COORDINATOR:
        raise PermissionDenied(_("交办工作由交办督查人员办理。"))
    waiting = Proposal.objects.visible_to(request.user).to_hand_over(request.user.committee).with_people()
    page = Paginator(waiting.prefetch_related("wished_units"), PER_PAGE).get_page(request.GET.get("page"))
    mine = list(Duty.objects.open().of(request.user).most_urgent_first())
    since = {duty.subject: duty.start_on for duty in mine if duty.kind == Duty.Kind.HAND_OVER}
    today = timezone.localdate(request.now)
    rows = [(proposal, (today - since.get(proposal.pk, today)).days) for proposal in page]
    return render(request, "assignment/board.html", {"page": page, "rows": rows, **_asked(request.user, mine)})


def _asked(user, duties):
    """What waits for a decision: returned shares without a unit, requests to return, requests for more time."""
    kinds = {"returned": Duty.Kind.REASSIGN, "returns": Duty.Kind.DECIDE_RETURN, "more": Duty.Kind.DECIDE_EXTENSION}
    relevant = [duty for duty in duties if duty.kind in kinds.values()]
    found = {row.pk: row for row in Assignment.objects.visible_to(user).of_duties(relevant)}
    return {
        name: [(found[duty.subject], duty) for duty in relevant if duty.kind == kind and duty.subject in found]
        for name, kind in kinds.items()
    }


def hand_over(request, pk):
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_text(), pk=pk)
    today = timezone.localdate(request.now)
    form = HandOverForm(http.sent(request), proposal=proposal, by=request.user, today=today)
    if request.POST.get("step") != "send":
        return _prepare(request, proposal, form)
    return http.act(
        request, proposal, Action.HAND_OVER, template=CHECK, form=form, to="assignment:board",
        do=lambda data: actions.hand_over(proposal, shares=form.shares(), by=request.user, now=request.now),
        told=_("已交办%(number)s，承办单位和提案者都已通知。") % {"number": proposal.number_text},
    )  # fmt: skip


def _prepare(request, proposal, form):
    """The choice of units and, once it holds together, the page to check it. Nothing is sent yet."""
    try:
        http.require(request, proposal, Action.HAND_OVER)
    except Refusal as refusal:
        return http.refused(request, refusal, proposal)
    checked = form.is_valid() and request.POST.get("step") == "check"
    template = CHECK if checked else "assignment/hand_over.html"
    context = {"form": form, "object": proposal}
    return render(request, template, context, status=422 if form.errors else 200)


def reassign(request, pk):
    returned = get_object_or_404(Assignment.objects.visible_to(request.user).returned(), pk=pk)
    form = ReassignForm(http.sent(request), returned=returned, by=request.user)
    return http.act(
        request, returned.proposal, Action.REASSIGN, template="assignment/reassign.html", form=form,
        do=lambda data: actions.reassign(returned, by=request.user, now=request.now, **data),
        to="assignment:board", told=_("已改派，新单位的期限从今天起算。"),
        context=lambda: {"returned": actions.awaiting(returned)},
    )  # fmt: skip


def decide_withdrawal(request, pk):
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_text(), pk=pk)
    return http.act(
        request, proposal, (Action.WITHDRAW, Action.REFUSE_WITHDRAWAL), template="assignment/decide_withdrawal.html",
        form=DecisionForm(http.sent(request)), told=_("已审定撤案申请，提案者会收到通知。"),
        do=lambda data: _decide_withdrawal(proposal, data, by=request.user, now=request.now),
        to=proposal.get_absolute_url(),
        context=lambda: {"asked": actions.asked_withdrawal(proposal), "cut": proposal.assignments.unfinished()},
    )  # fmt: skip


def _decide_withdrawal(proposal, data, **who):
    if data["verdict"] == DecisionForm.APPROVED:
        return actions.withdraw(proposal, note=data["note"], **who)
    return submission.refuse_withdrawal(proposal, note=data["note"], **who)
