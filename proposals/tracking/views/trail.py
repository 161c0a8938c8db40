"""The newest events of the trail, for the auditor: who, when, what. No text of any proposal."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.permissions import Role
from proposals.submission.models import Proposal
from proposals.tracking.forms import TrailForm
from proposals.trail.models import Event

PER_PAGE = 50


def _audits(user):
    if user.role != Role.AUDITOR:
        raise PermissionDenied
    return True


@require_safe
@user_passes_test(_audits)
def trail(request):
    form = TrailForm(request.GET)
    events = Event.objects.with_people().chosen(**form.choice()).newest_first()
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    cases = Proposal.objects.in_bulk({event.case for event in page.object_list})
    rows = [(event, cases.get(event.case)) for event in page.object_list]
    context = {"page_obj": page, "rows": rows, "form": form}
    return render(request, "tracking/trail.html", context, status=200 if form.is_valid() else 422)
