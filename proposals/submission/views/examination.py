"""The inbox of the committee's office: the list on the left, the proposal being examined on the right."""

import uuid

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from proposals import permissions
from proposals.lifecycle import Action, ProposalStatus
from proposals.permissions import Role
from proposals.submission.forms import RegisterForm
from proposals.submission.models import Proposal

from .shared import wearing

PER_PAGE = 40
VIEWS = {
    "waiting": (_("待审查"), Proposal.objects.under_review),
    "changing": (_("退回修改中"), Proposal.objects.sent_back),
    "withdrawing": (_("待定撤案"), Proposal.objects.withdrawal_asked),
}
#: the decisions with a page of their own: action, its page, the words on the button, the key
DECISIONS = (
    (Action.PASS_ON, "submission:pass_on", _("转意见建议…"), "o"),
    (Action.MERGE, "submission:merge", _("并案…"), "m"),
    (Action.SEND_BACK, "submission:send_back", _("退回修改…"), "r"),
    (Action.DECLINE, "submission:decline", _("不予立案…"), "n"),
)


@require_safe
@wearing(Role.REVIEWER)
def examination(request):
    """What waits for examination. ``?view=`` chooses the list, ``?p=`` the proposal (else the first)."""
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "waiting"
    page = _page(request, view)
    chosen = _chosen(request, page)
    return render(request, "submission/examination.html", _desk(request, view, page, chosen))


@require_safe
@wearing(Role.REVIEWER)
def examine(request, pk):
    """The same desk with this proposal on it, whichever list it stands in."""
    chosen = get_object_or_404(Proposal.objects.visible_to(request.user).with_text(), pk=pk)
    view = "changing" if chosen.status == ProposalStatus.SENT_BACK else "waiting"
    return render(request, "submission/examine.html", _desk(request, view, _page(request, view), chosen))


def _page(request, view):
    rows = VIEWS[view][1](request.user.committee_id)
    return Paginator(rows.with_people().with_cosponsor_count(), PER_PAGE).get_page(request.GET.get("page"))


def _chosen(request, page):
    """The proposal asked for if it stands in this list, else the first one, else None."""
    try:
        wanted = uuid.UUID(request.GET.get("p", ""))
    except ValueError:
        wanted = None
    pks = [row.pk for row in page]
    pk = wanted if wanted in pks else next(iter(pks), None)
    return pk and Proposal.objects.visible_to(request.user).with_text().get(pk=pk)


def _desk(request, view, page, chosen):
    views = [
        {"key": key, "label": label, "count": rows(request.user.committee_id).count(), "current": key == view}
        for key, (label, rows) in VIEWS.items()
    ]
    title = next(item["label"] for item in views if item["current"])
    return {"views": views, "view": view, "title": title, "page": page, "object": chosen, **_decisions(request, chosen)}


def _decisions(request, chosen):
    """The buttons for the proposal on the desk: exactly what may be done now."""
    if chosen is None:
        return {}
    can = permissions.allowed_actions(request.user, chosen)
    decisions = [
        {"url": reverse(page, args=[chosen.pk]), "label": label, "key": key}
        for action, page, label, key in DECISIONS
        if action in can
    ]
    return {
        "decisions": decisions,
        "register": RegisterForm(proposal=chosen) if Action.REGISTER in can else None,
        "withdrawal": chosen.open_withdrawal(),
        "sent_back": chosen.last_event(Action.SEND_BACK),
    }
