"""Taking a case on, recording a talk with the proposer; and the coordinator's urging and not waiting any longer."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals import http
from proposals.assignment import actions
from proposals.assignment.forms import ConsultationForm, UrgeForm, WaiveForm
from proposals.duties.models import Duty
from proposals.lifecycle import Action, Refusal

from .requests import seen


def accept(request, pk):
    assignment = seen(request, pk)
    today = timezone.localdate(request.now)
    return http.act(
        request, assignment, Action.ACCEPT, template="assignment/accept.html", form=forms.Form(http.sent(request)),
        do=lambda data: actions.accept(assignment, by=request.user, now=request.now),
        to=assignment.proposal.get_absolute_url(), told=_("已签收。"),
        context=lambda: {"window": actions.return_window(assignment, today), "clocks": assignment.open_duties()},
    )  # fmt: skip


def consult(request, pk):
    assignment = seen(request, pk)
    start = {"held_on": timezone.localdate(request.now), "stage": "during"}
    return http.act(
        request, assignment, Action.CONSULT, template="assignment/consult.html",
        form=ConsultationForm(http.sent(request), initial=start),
        do=lambda data: actions.consult(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("已记录沟通情况。"),
        context={"earlier": assignment.consultations.all()},
    )  # fmt: skip


def reveal_contact(request, pk):
    """Asking by GET, showing by POST: the look itself is what is recorded."""
    assignment = seen(request, pk)
    try:
        http.require(request, assignment, Action.REVEAL_CONTACT)
    except Refusal as refusal:
        return http.refused(request, refusal, assignment)
    shown = request.method == "POST" and actions.reveal_contact(assignment, by=request.user, now=request.now)
    return render(request, "assignment/reveal_contact.html", {"object": assignment, "contacts": shown or None})


def urge(request, pk):
    assignment = seen(request, pk)
    return http.act(
        request, assignment, Action.URGE, template="assignment/urge.html", form=UrgeForm(http.sent(request)),
        do=lambda data: actions.urge(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("已催办，单位的承办人和负责人都已通知。"),
        context={"clocks": assignment.open_duties()},
    )  # fmt: skip


def waive_opinions(request, pk):
    assignment = seen(request, pk)
    return http.act(
        request, assignment, Action.WAIVE_OPINIONS, template="assignment/waive_opinions.html",
        form=WaiveForm(http.sent(request)),
        do=lambda data: actions.waive_opinions(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("已决定不再等待会办意见，主办单位可以送出答复。"),
        context=lambda: {"silent": _with_due_dates(assignment, actions.silent_units(assignment))},
    )  # fmt: skip


def _with_due_dates(lead, silent):
    """[(silent co-handler, its running duty or None)]: each stays late on its own clock."""
    running = {duty.subject: duty for duty in Duty.objects.open().of_case(lead.proposal_id)}
    return [(row, running.get(row.pk)) for row in silent]
