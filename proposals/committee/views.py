"""The rules of a session in words with their history, and a new session after the pattern of an earlier one."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http
from proposals.permissions import Role

from . import actions, changes, rules
from .forms import CopySessionForm
from .models import PlenarySession


@require_safe
@http.only_for(Role.ADMINISTRATOR, Role.REVIEWER)
def policy(request):
    """The present rules of a session, and who changed what. Changing is done in the admin."""
    sessions = PlenarySession.objects.newest_first(request.user.committee)
    wanted = request.GET.get("session", "")
    session = get_object_or_404(sessions, pk=wanted) if http.KEY.fullmatch(wanted) else sessions.first()
    context = {"session": session, "sessions": sessions, "may_change": request.user.role == Role.ADMINISTRATOR}
    if session:
        context |= {"rules": rules.of_session(session), "changes": changes.of_session(session)}
    return render(request, "committee/policy.html", context)


@http.only_for(Role.ADMINISTRATOR)
def copy_session(request):
    sessions = PlenarySession.objects.newest_first(request.user.committee)
    pattern = sessions.first()
    if pattern is None:
        return redirect("admin:committee_plenarysession_add")
    form = CopySessionForm(http.sent(request), sessions=sessions, initial=rules.next_session(pattern))
    return http.answer(
        request, template="committee/copy_session.html", form=form,
        do=lambda cleaned: actions.copy_session(cleaned.pop("pattern"), **cleaned),
        to=lambda session: f"{reverse('committee:policy')}?session={session.pk}",
        told=lambda session: _("已建立%(title)s，规定照抄完毕，请核对。") % {"title": session},
    )  # fmt: skip
