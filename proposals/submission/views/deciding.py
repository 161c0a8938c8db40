"""The decisions of the committee's office, each on a page of its own; afterwards the next proposal of the inbox."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http
from proposals.lifecycle import Action
from proposals.submission import actions
from proposals.submission.forms import DeclineForm, MergeForm, NoteForm, RegisterForm
from proposals.submission.models import Proposal

from .shared import visible

SHOWN = 20  # main cases of a search


def _decide(request, proposal, action, form, do, **context):
    """One decision: ``do`` is the act of the examination, called with what the form brought."""
    inbox = proposal.awaits_review
    return http.act(
        request,
        proposal,
        action,
        template=f"submission/{action}.html",
        form=form,
        do=lambda data: do(proposal, by=request.user, now=request.now, **data),
        to=lambda done: _next(request, done, action, inbox),
        context=context,
    )


def _next(request, done, action, inbox):
    """The next proposal of the inbox; after a decision taken elsewhere, the proposal itself."""
    words = {"what": action.label, "number": done.number_text, "title": done.title}
    messages.success(request, _("%(what)s：%(number)s《%(title)s》") % words)
    if not inbox:
        return done.get_absolute_url()
    following = Proposal.objects.under_review(done.committee_id).next_after(done)
    page = reverse("submission:examination")
    return f"{page}?p={following.pk}" if following else page


def register(request, pk):
    proposal = visible(request, pk)
    form = RegisterForm(http.sent(request), proposal=proposal)
    return _decide(request, proposal, Action.REGISTER, form, actions.register)


def send_back(request, pk):
    proposal = visible(request, pk)
    form = NoteForm(http.sent(request), label=_("需要怎样修改"), hint=_("提案者会看到，并按此修改后重新提交。"))
    return _decide(request, proposal, Action.SEND_BACK, form, actions.send_back)


def decline(request, pk):
    proposal = visible(request, pk)
    form = DeclineForm(http.sent(request), proposal=proposal)
    return _decide(request, proposal, Action.DECLINE, form, actions.decline)


def pass_on(request, pk):
    proposal = visible(request, pk)
    form = NoteForm(http.sent(request), label=_("转为意见建议的原因"), hint=_("提案者会看到。"))
    return _decide(request, proposal, Action.PASS_ON, form, actions.pass_on)


def merge(request, pk):
    """Choose the main case among the registered ones that are not yet handed over."""
    proposal = visible(request, pk)
    form = MergeForm(http.sent(request), proposal=proposal)
    typed = request.GET.get("q", "").strip()
    found = list(form.fields["into"].queryset.matching(typed)[: SHOWN + 1])
    return _decide(
        request, proposal, Action.MERGE, form, actions.merge, q=typed, found=found[:SHOWN], more=len(found) > SHOWN
    )
