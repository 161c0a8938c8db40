"""代录: the office types in what has been handed in on paper."""

import uuid

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from proposals import http
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.forms import EnterForm
from proposals.submission.models import Proposal

from .shared import attempt, wearing

SHOWN = 20  # people of a search


@wearing(Role.REVIEWER)
def enter(request):
    """Choose the member or group whose paper it is, and go on as in writing. Below: what is not finished yet."""
    form = EnterForm(http.sent(request), committee=request.user.committee, initial={"draft": uuid.uuid4()})
    proposal, status = attempt(request, form, lambda data: _begin(request, data))
    if proposal is not None:
        return redirect("submission:edit", proposal.pk)
    drafts = Proposal.objects.typed_in(request.user.committee_id).with_people()
    return render(
        request, "submission/enter.html", {"form": form, "drafts": drafts, **_whose(request, form)}, status=status
    )


def _begin(request, data):
    return actions.enter(data["draft"], title=data["title"], by=request.user, now=request.now, **data["who"])


def _whose(request, form):
    """The groups and members the search finds; whoever is chosen stays in the list."""
    typed = request.GET.get("q", "").strip()
    chosen = form["who"].value() or request.GET.get("who", "")
    members = [*form.members.search(typed)[:SHOWN]] if typed else []
    kept = [user for user in form.members if f"member:{user.pk}" == chosen and user not in members]
    found = [_row("member", user, user.sector or _("委员")) for user in [*kept, *members]]
    groups = [group for group in form.groups if typed in group.name or f"group:{group.pk}" == chosen]
    found += [_row("group", group, group.get_kind_display()) for group in groups]
    return {"q": typed, "chosen": chosen, "found": found}


def _row(kind, whose, what):
    return {"value": f"{kind}:{whose.pk}", "name": whose.name, "kind": what}
