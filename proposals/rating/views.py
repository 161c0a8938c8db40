"""Rating a response, delivering one, and closing a case after the meeting a second dissatisfaction calls for."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from proposals import http
from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal
from proposals.response.models import Response
from proposals.submission.models import Proposal

from . import actions
from .forms import DeliverForm, MeetingForm, RatingForm
from .models import Rating, Round


def rate(request, pk):
    """The proposer's page. A unit's account that sees the case is refused (403), and the refusal is logged."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user).with_case(), pk=pk)
    case, ballot = round_.assignment.proposal, actions.ballot_of(round_, request.user)
    standing = ballot and ballot.standing_rating()
    form = RatingForm(http.sent(request), committee=case.committee_id, standing=standing)
    return http.act(
        request, round_.assignment, Action.RATE, template="rating/rate.html", form=form,
        do=lambda data: actions.rate(round_, by=request.user, now=request.now, **data),
        to=case.get_absolute_url(), told=_("评议已收到，谢谢您。"),
        context=lambda: _ballot_page(round_, ballot, standing),
    )  # fmt: skip


def _ballot_page(round_, ballot, standing):
    if ballot is None:
        raise PermissionDenied(_("这一轮没有请您评议。"))
    assignment = round_.assignment
    return {
        "round": round_,
        "ballot": ballot,
        "standing": standing,
        "locked": bool(standing and round_.closed_at),
        "response": Response.objects.with_all().get(pk=round_.response_id),
        "due": Duty.objects.latest(Duty.Kind.RATE, assignment.pk),
        "partners": assignment.co_assignments().select_related("unit"),
        "talks": assignment.consultations.all(),
    }


def deliver(request, pk):
    """The page that checks posts here; asked for by itself it is a small page to confirm on."""
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user).with_case(), pk=pk)
    draft = Response.objects.visible_to(request.user).with_all().running(assignment)
    return http.act(
        request, assignment, Action.DELIVER, template="rating/deliver.html",
        form=DeliverForm(http.sent(request), draft=draft),
        do=lambda data: actions.deliver(assignment, by=request.user, now=request.now, **data),
        to="tracking:home", told=_("答复已送达，已请提案者评议。"), context={"response": draft},
    )  # fmt: skip


def close(request, pk):
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_people(), pk=pk)
    return http.act(
        request, proposal, Action.CLOSE, template="rating/close.html", form=MeetingForm(http.sent(request)),
        do=lambda data: actions.close(proposal, by=request.user, now=request.now, **data),
        to=proposal.get_absolute_url(), told=_("会商记录已保存，提案办结。"),
        context=lambda: _meeting_page(request.user, proposal),
    )  # fmt: skip


def _meeting_page(user, proposal):
    if not actions.awaits_meeting(proposal):
        raise Refusal(_("这件提案不需要会商，评议结束后会自动办结。"))
    return {"ratings": Rating.objects.visible_to(user).of_case(proposal).standing().with_words()}
