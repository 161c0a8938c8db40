"""The list of proposals, with its filters in the address."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from proposals.submission.models import Proposal
from proposals.tracking.filters import ProposalFilter
from proposals.tracking.listing import rows, with_units

PER_PAGE = 25


@require_safe
def proposals(request):
    visible = Proposal.objects.visible_to(request.user)
    found = ProposalFilter(request.GET, visible, request=request, today=timezone.localdate(request.now))
    page = Paginator(with_units(found.qs), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page_obj": page, "rows": rows(page.object_list, request.user)}
    return render(request, "tracking/proposals.html", context)
