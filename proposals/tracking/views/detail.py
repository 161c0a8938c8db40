"""One proposal: where it stands, its text, its handling, its story; and the buttons of the person who looks."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.submission.models import Proposal
from proposals.tracking.dossier import Dossier


@require_safe
def detail(request, pk):
    visible = Proposal.objects.visible_to(request.user).with_people().select_related("merged_into")
    proposal = get_object_or_404(visible, pk=pk)
    case = Dossier(proposal, request.user, request.now)
    return render(request, "tracking/detail.html", {"object": proposal, "case": case})
