"""Returning a case and asking for more time: what the unit asks for, and what the coordinator decides."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals import http
from proposals.assignment import actions
from proposals.assignment.forms import DecisionForm, ExtensionForm, ReturnForm
from proposals.assignment.models import Assignment
from proposals.lifecycle import Action


def seen(request, pk):
    """The assignment, if this person may see it, with its case, people and unit."""
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_case(), pk=pk)


def return_(request, pk):
    assignment = seen(request, pk)
    window = actions.return_window(assignment, timezone.localdate(request.now))
    return http.act(
        request, assignment, Action.RETURN, template="assignment/return_.html",
        form=ReturnForm(http.sent(request), assignment=assignment),
        do=lambda data: actions.return_(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("已申请退回，交办部门审定后通知您。"),
        context={"window": window},
    )  # fmt: skip


def decide_return(request, pk):
    assignment = seen(request, pk)
    decide = {DecisionForm.APPROVED: actions.approve_return, DecisionForm.REFUSED: actions.refuse_return}
    return http.act(
        request, assignment, (Action.APPROVE_RETURN, Action.REFUSE_RETURN), template="assignment/decide_return.html",
        form=DecisionForm(http.sent(request)),
        do=lambda data: decide[data["verdict"]](assignment, by=request.user, note=data["note"], now=request.now),
        to="assignment:board", told=_("已审定退回申请，单位会收到通知。"),
    )  # fmt: skip


def ask_extension(request, pk):
    assignment = seen(request, pk)

    def limits():
        cap, rule = actions.cap_of(assignment)
        return {"cap": cap, "cap_rule": rule, "running": actions.running_response(assignment)}

    return http.act(
        request, assignment, Action.ASK_EXTENSION, template="assignment/ask_extension.html",
        form=ExtensionForm(http.sent(request)), context=limits,
        do=lambda data: actions.ask_extension(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("已申请延期，交办部门审定后通知您。"),
    )  # fmt: skip


def decide_extension(request, pk):
    assignment = seen(request, pk)
    decide = {DecisionForm.APPROVED: actions.approve_extension, DecisionForm.REFUSED: actions.refuse_extension}
    return http.act(
        request, assignment, (Action.APPROVE_EXTENSION, Action.REFUSE_EXTENSION),
        template="assignment/decide_extension.html", form=DecisionForm(http.sent(request)),
        do=lambda data: decide[data["verdict"]](assignment, by=request.user, note=data["note"], now=request.now),
        to="assignment:board", told=_("已审定延期申请，单位会收到通知。"),
        context=lambda: {"asked": actions.asked_extension(assignment), "cap": actions.cap_of(assignment)[0]},
    )  # fmt: skip
