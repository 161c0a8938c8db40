"""The case numbers of a session: looked at, put in order, locked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals import http
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.forms import NumberingForm, SessionForm

from .shared import attempt, wearing

DO = {
    "sort": actions.renumber,
    "lock": lambda session, *, seen, **who: actions.lock_numbers(session, **who),
    "both": actions.renumber_and_lock,
}
TOLD = {
    "sort": _("%(session)s重新排号，%(n)d件的案号有变动，已通知提案者。"),
    "lock": _("%(session)s的案号已锁定。"),
    "both": _("%(session)s重新排号并锁定，%(n)d件的案号有变动，已通知提案者。"),
}


@wearing(Role.REVIEWER)
def numbering(request):
    """GET shows what re-sorting would do and changes nothing."""
    choice = SessionForm(request.GET, committee=request.user.committee_id)
    session = choice.chosen()
    if session is None:
        raise Http404
    form = NumberingForm(http.sent(request))
    done, status = attempt(request, form, lambda data: _do(request, session, **data))
    if done:
        return redirect(f"{reverse('submission:numbering')}?session={session.pk}")
    plan = actions.plan_numbers(session)
    context = {"choice": choice, "session": session, "plan": plan, "form": form}
    return render(request, "submission/numbering.html", context, status=status)


def _do(request, session, *, do, seen, sure):
    changed = DO[do](session, seen=seen, by=request.user, now=request.now)
    n = len(changed) if isinstance(changed, list) else 0
    messages.success(request, str(TOLD[do]) % {"session": session, "n": n})
    return True
