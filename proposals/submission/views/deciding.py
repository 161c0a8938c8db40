"""The decisions of the committee's office, each on a page of its own; afterwards the next proposal of the inbox."""

from functools import partial

from django.contrib import messages
from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import DeclineForm, MergeForm, NoteForm, RegisterForm, SendBackForm

from .case import FIRST, LATER, begun, papers
from .inbox import Inbox
from .shared import visible

SHOWN = 20  # main cases of a search


def _decide(request, proposal, action, form, do, **context):
    """One decision, taken now, prepared for later or only proposed, by the button that was pressed. ``do`` is the act
    of the examination, called with what the form brought."""
    inbox = proposal.awaits_review
    step, act = {
        FIRST: (Action.RECOMMEND, partial(actions.recommend, action=action)),
        LATER: (Action.PREPARE, partial(actions.prepare, action=action)),
    }.get(request.POST.get("when"), (action, do))
    return http.act(
        request,
        proposal,
        step,
        template=f"submission/{action}.html",
        form=form,
        do=lambda data: act(proposal, by=request.user, now=request.now, **data).proposal,
        to=lambda done: _next(request, done, step, action, inbox),
        context=lambda: context | papers(request.user, proposal),
    )


def _next(request, done, step, action, inbox):
    """The next proposal of the inbox; after a decision taken elsewhere, the proposal itself."""
    what = action.label if step == action else _("%(step)s（%(what)s）") % {"step": step.label, "what": action.label}
    words = {"what": what, "number": done.number_text, "title": done.title}
    messages.success(request, _("%(what)s：%(number)s《%(title)s》") % words)
    if not inbox:
        return done.get_absolute_url()
    return Inbox(request).after(done)


def register(request, pk):
    proposal = visible(request, pk)
    form = RegisterForm(http.sent(request), proposal=proposal, initial=begun(proposal, Action.REGISTER))
    return _decide(request, proposal, Action.REGISTER, form, actions.register)


def send_back(request, pk):
    """With passages of the text that are marked; each names its part, the words and what is asked for."""
    proposal = visible(request, pk)
    form = SendBackForm(http.sent(request), proposal=proposal, initial=begun(proposal, Action.SEND_BACK))
    return _decide(request, proposal, Action.SEND_BACK, form, actions.send_back)


def decline(request, pk):
    proposal = visible(request, pk)
    form = DeclineForm(http.sent(request), proposal=proposal, initial=begun(proposal, Action.DECLINE))
    return _decide(request, proposal, Action.DECLINE, form, actions.decline)


def pass_on(request, pk):
    proposal = visible(request, pk)
    form = NoteForm(http.sent(request), label=_("转为意见建议的原因"), hint=_("提案者会看到。"))
    form.initial = begun(proposal, Action.PASS_ON)
    return _decide(request, proposal, Action.PASS_ON, form, actions.pass_on)


def merge(request, pk):
    """Choose the main case among the registered ones that are not yet handed over."""
    proposal = visible(request, pk)
    form = MergeForm(http.sent(request), proposal=proposal, initial=begun(proposal, Action.MERGE))
    typed = request.GET.get("q", "").strip()
    found = list(form.fields["into"].queryset.search(typed)[: SHOWN + 1])
    return _decide(
        request, proposal, Action.MERGE, form, actions.merge, q=typed, found=found[:SHOWN], more=len(found) > SHOWN
    )
