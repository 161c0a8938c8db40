"""The list of proposals, with its filters in the address, and the same rows as a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals import sheets
from proposals.lifecycle import Refusal
from proposals.tracking import exports
from proposals.tracking.listing import ListPage


@require_safe
def proposals(request):
    """``more`` in the address opens the other filters; only they are sent when the page asks for them alone."""
    page = ListPage(request)
    if request.htmx.target == "filters":
        return render(request, "tracking/_filters.html", page.context())
    return render(request, "tracking/proposals.html", {**page.context(), "page_obj": page.page_obj, "rows": page.rows})


@require_safe
def export(request):
    """Exactly the rows of the list, in its order; the export is recorded."""
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    try:
        file, name = exports.proposals(request.GET, by=request.user, kind=kind, now=request.now)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{reverse('tracking:proposals')}?{request.GET.urlencode()}")
    return sheets.download(file, name, exports.TYPES[kind])
