"""Pages of the response: the editor, a co-handler's opinion, the leader's sign-off and the coordinator's check."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from proposals import http, permissions
from proposals.assignment.actions import running_response
from proposals.assignment.views.requests import seen
from proposals.lifecycle import Action, Refusal
from proposals.trail.actions import StaleMove

from . import actions
from .forms import CheckForm, DecisionForm, NoteForm, OpinionForm, ResponseForm
from .models import Opinion, Response

SENDING = (Action.SEND_FOR_SIGN_OFF, Action.SUBMIT_RESPONSE)


class Desk:
    """What lies around the letter. Read when the page is drawn, so that it shows what a save has just changed."""

    def __init__(self, request, assignment):
        self.request, self.assignment = request, assignment

    @cached_property
    def saved(self):
        """The draft as it was saved last, or None."""
        return Response.objects.with_all().running(self.assignment)

    @cached_property
    def draft(self):
        """The draft to fill the page from: the saved one, or a new one with its first words."""
        return self.saved or actions.begun(self.assignment, by=self.request.user)

    @cached_property
    def missing(self):
        return actions.missing(self.assignment, self.draft)

    @cached_property
    def gaps(self):
        """[(name of the field or empty, sentence)] in the order of the page."""
        form = ResponseForm(assignment=self.assignment, draft=self.draft)
        return [(form.field_of(key), sentence) for key, sentence in self.missing.items()]

    @cached_property
    def allowed(self):
        return permissions.allowed_actions(self.request.user, self.assignment)

    @property
    def to_leader(self):
        """Whether the letter goes to the unit's leader first."""
        return Action.SEND_FOR_SIGN_OFF in self.allowed

    @property
    def may_ask_extension(self):
        return Action.ASK_EXTENSION in self.allowed and not self.assignment.extensions.open().exists()

    @cached_property
    def clock(self):
        return running_response(self.assignment)

    @cached_property
    def consultations(self):
        return list(self.assignment.consultations.all())

    @cached_property
    def opinions(self):
        return list(Opinion.objects.of_case(self.assignment.proposal)) if self.assignment.leads else []

    @cached_property
    def sent_back(self):
        """Why the draft came back, from whom."""
        return actions.sent_back(self.assignment)

    @cached_property
    def earlier(self):
        """The response of the round before, which the proposer did not accept, or None."""
        return Response.objects.with_all().of(self.assignment).delivered().last()

    @cached_property
    def complaint(self):
        """Why the case is handled again, in the proposer's words."""
        return actions.reason_of_rehandling(self.assignment) if self.earlier else ""

    def forget(self):
        for name in ("saved", "draft", "missing", "gaps"):
            self.__dict__.pop(name, None)


def _editor(request, pk):
    desk = Desk(request, seen(request, pk))
    form = ResponseForm(http.sent(request), assignment=desk.assignment, draft=desk.draft)
    return desk, form


def _save(desk, form):
    """Keep what is typed; if somebody else has saved since, show that beside it and let the next save count."""
    try:
        draft = actions.save_response(desk.assignment, by=desk.request.user, now=desk.request.now, **form.kept())
    except StaleMove:
        form.newest, form.version_now = desk.saved, desk.draft.version
        raise
    desk.forget()
    form.version_now = draft.version
    return draft


def _save_and_send(desk, form):
    _save(desk, form)
    send_on = actions.send_for_sign_off if desk.to_leader else actions.submit_response
    try:
        return send_on(desk.assignment, by=desk.request.user, now=desk.request.now)
    except Refusal:
        if not desk.missing:
            raise
        (key, sentence), *others = desk.missing.items()
        form.point_out(others)
        raise Refusal(sentence, field=form.field_of(key)) from None


def edit(request, pk):
    desk, form = _editor(request, pk)
    return http.act(
        request, desk.assignment, Action.DRAFT_RESPONSE, template="response/edit.html", form=form,
        do=lambda data: _save(desk, form), to=request.path, told=_("已保存。"), context={"desk": desk},
    )  # fmt: skip


@require_POST
def send(request, pk):
    if "version" not in request.POST:  # a button of another page: the letter is read before it is sent
        return redirect("response:edit", pk)
    desk, form = _editor(request, pk)
    told = _("已送单位领导审签。") if desk.to_leader else _("已送核查。")
    return http.act(
        request, desk.assignment, SENDING, template="response/edit.html", form=form, told=told,
        do=lambda data: _save_and_send(desk, form), to=desk.assignment.proposal.get_absolute_url(),
        context={"desk": desk},
    )  # fmt: skip


def give_opinion(request, pk):
    assignment = seen(request, pk)
    return http.act(
        request, assignment, Action.GIVE_OPINION, template="response/give_opinion.html",
        form=OpinionForm(http.sent(request)),
        do=lambda data: actions.give_opinion(assignment, by=request.user, now=request.now, **data),
        to=assignment.proposal.get_absolute_url(), told=_("会办意见已交给主办单位。"),
        context={"clocks": assignment.open_duties(), "lead": assignment.lead()},
    )  # fmt: skip


def sign_off(request, pk):
    assignment = seen(request, pk)
    return http.act(
        request, assignment, (Action.SIGN_OFF, Action.REFUSE_SIGN_OFF), template="response/sign_off.html",
        form=DecisionForm(http.sent(request)), to="tracking:home",
        do=lambda data: _decide_sign_off(assignment, data, by=request.user, now=request.now),
        told=_("已办理，经办人会收到消息。"),
        context={"response": _readable(request, assignment), "desk": Desk(request, assignment)},
    )  # fmt: skip


def _decide_sign_off(assignment, data, **who):
    if data["verdict"] == DecisionForm.APPROVED:
        return actions.sign_off(assignment, **who)
    return actions.refuse_sign_off(assignment, note=data["note"], **who)


def _readable(request, assignment):
    """The letter of the running round, as far as this person may read it."""
    return Response.objects.visible_to(request.user).with_all().running(assignment)


@require_safe
def check(request, pk):
    """Reading before delivery; the button posts to ``rating:deliver``."""
    assignment = seen(request, pk)
    draft = _readable(request, assignment)
    return http.act(
        request, assignment, Action.DELIVER, template="response/check.html", form=CheckForm(draft=draft),
        do=None, to=None, context={"response": draft, "desk": Desk(request, assignment)},
    )  # fmt: skip


def send_back(request, pk):
    assignment = seen(request, pk)
    return http.act(
        request, assignment, Action.SEND_BACK_RESPONSE, template="response/send_back.html",
        form=NoteForm(http.sent(request)), to="tracking:home", told=_("已退回单位修改。"),
        do=lambda data: actions.send_back_response(assignment, by=request.user, now=request.now, **data),
        context={"response": _readable(request, assignment)},
    )  # fmt: skip
