"""Delivering a response, rating it, and closing after the meeting a second dissatisfaction calls for."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from proposals import http
from proposals.assignment.models import Assignment
from proposals.lifecycle import Action
from proposals.response.models import Response
from proposals.submission.models import Proposal

from . import actions
from .actions.giving import ballot_of
from .forms import CloseForm, DeliverForm, RateForm
from .models import Round


def deliver(request, pk):
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user).with_case(), pk=pk)
    form = DeliverForm(http.sent(request), session=assignment.proposal.session)
    draft = Response.objects.with_all().filter_undelivered(assignment).first()
    return http.act(
        request, assignment, Action.DELIVER, template="rating/deliver.html", form=form, to="tracking:home",
        do=lambda data: actions.deliver(assignment, by=request.user, now=request.now, **data),
        told=_("答复已送达，已请提案者评议。"), context={"response": draft},
    )  # fmt: skip


def rate(request, pk):
    round_ = get_object_or_404(Round.objects.visible_to(request.user).with_case(), pk=pk)
    assignment = round_.assignment
    ballot = ballot_of(round_, request.user)
    before = ballot.ratings.standing().first() if ballot else None
    form = RateForm(http.sent(request), committee=assignment.proposal.committee, initial=before and vars(before) | {
        "attitude": before.attitude_id, "result": before.result_id})  # fmt: skip
    return http.act(
        request, assignment, Action.RATE, template="rating/rate.html", form=form,
        do=lambda data: actions.rate(round_, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("评议已提交，谢谢您。评议结束前可以修改。"),
        context={"round": round_, "ballot": ballot, "before": before, "response": _letter(round_),
                 "due": assignment.rating_due(request.user)},
    )  # fmt: skip


def _letter(round_):
    return Response.objects.with_all().get(pk=round_.response_id)


def close(request, pk):
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_people(), pk=pk)
    return http.act(
        request, proposal, Action.CLOSE, template="rating/close.html", form=CloseForm(http.sent(request)),
        do=lambda data: actions.close(proposal, by=request.user, now=request.now, **data),
        to=proposal.get_absolute_url(), told=_("会商记录已保存，提案已办结。"),
    )  # fmt: skip
