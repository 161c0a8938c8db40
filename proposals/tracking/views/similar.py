"""Earlier proposals like this one: hints for who is writing, both texts side by side for the desks."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.permissions import PROPOSER_ROLES, Role
from proposals.submission.models import Proposal
from proposals.submission.views.shared import wearing
from proposals.tracking import likeness
from proposals.tracking.forms import SimilarForm


@require_safe
@wearing(*PROPOSER_ROLES, Role.REVIEWER)
def similar(request):
    """A part of the writing page, fetched while somebody types."""
    form = SimilarForm(request.GET)
    hints = likeness.hints(form.matter(), request.user, but=form.draft())
    return render(request, "tracking/similar.html", {"hints": hints})


@require_safe
@wearing(Role.REVIEWER, Role.COORDINATOR, Role.LEADER)
def compare(request, pk):
    """The whole page, or for the examination desk only the list of what is similar."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).with_text(), pk=pk)
    found = likeness.earlier_than(proposal, request.user)
    if request.htmx:
        return render(request, "tracking/_similar.html", {"object": proposal, "found": found})
    pair = likeness.pair(proposal, found, request.GET.get("with"), request.user)
    return render(request, "tracking/compare.html", {"object": proposal, "found": found, "pair": pair})
