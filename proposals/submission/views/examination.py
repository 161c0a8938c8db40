"""The inbox of the committee's office: the list on the left, the proposal being examined on the right."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from proposals import permissions
from proposals.lifecycle import Action, ProposalStatus
from proposals.permissions import Role
from proposals.submission.forms import BULK_CHOICES
from proposals.submission.models import Proposal

from .case import DECISIONS, pane
from .inbox import Inbox
from .shared import wearing

FILING = (
    (Action.CLASSIFY, "submission:classify", _("调整分类")),
    (Action.MARK_KEY, "submission:mark_key", _("重点提案")),
)


@require_safe
@wearing(Role.REVIEWER)
def examination(request):
    """What waits for examination. The address says which list (``Inbox``); ``?p=`` chooses the proposal, else it is
    the first; ``?all=1`` ticks everything on this page."""
    inbox = Inbox(request)
    chosen = inbox.chosen and Proposal.objects.visible_to(request.user).with_text().get(pk=inbox.chosen)
    return render(request, "submission/examination.html", _desk(request, inbox, chosen))


@require_safe
@wearing(Role.REVIEWER)
def examine(request, pk):
    """The same desk with this proposal on it, whichever list it stands in."""
    chosen = get_object_or_404(Proposal.objects.visible_to(request.user).with_text(), pk=pk)
    inbox = Inbox(request, fallback="changing" if chosen.status == ProposalStatus.SENT_BACK else "waiting")
    return render(request, "submission/examine.html", _desk(request, inbox, chosen))


def _desk(request, inbox, chosen):
    found = pane(request, chosen)
    for item in found.get("decisions", ()):
        item["url"] += inbox.query  # after the decision one comes back to this list
    found["filing"] = _filing(request.user, chosen)
    return {"inbox": inbox, "object": chosen, "acts": BULK_CHOICES, "keys": _keys(), **found}


def _filing(user, chosen):
    """Where topic, themes and the mark of a key proposal are changed, as far as that may be done now."""
    can = permissions.allowed_actions(user, chosen) if chosen else []
    return [{"url": reverse(page, args=[chosen.pk]), "label": label} for action, page, label in FILING if action in can]


def _keys():
    """[(key, what it does)] of all decisions, for the list of keys."""
    return [(key, str(label).rstrip("…")) for _action, _page, label, key in DECISIONS]
