"""The list behind a number of the report."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.accounts.models import HandlingUnit
from proposals.rates import BASE_NAMES
from proposals.report import counts
from proposals.report.forms import SliceForm
from proposals.report.statement import figure_label
from proposals.submission.models import Proposal

PER_PAGE = 50


@require_safe
def rows(request, figure):
    form = SliceForm(request.GET)
    if not form.is_valid():
        raise Http404
    part = form.slice()
    try:
        listing = counts.rows(figure, part)
    except KeyError as error:
        raise Http404 from error
    context = {"part": part, "label": figure_label(figure), "base": BASE_NAMES[part.base], **_page(request, listing)}
    return render(request, "tracking/rows.html", context)


def _page(request, listing):
    """One page of what this person may see, and how many more rows the number counts."""
    mine = listing.visible_to(request.user)
    page = Paginator(mine.pairs(), PER_PAGE).get_page(request.GET.get("page"))
    pairs = [(*pair, None)[:2] for pair in page.object_list]
    cases = Proposal.objects.with_people().in_bulk([case for case, _unit in pairs])
    units = HandlingUnit.objects.in_bulk([unit for _case, unit in pairs if unit])
    total = listing.queryset.count()
    return {
        "page_obj": page,
        "rows": [(cases[case], units.get(unit)) for case, unit in pairs],
        "by_unit": bool(listing.unit),
        "total": total,
        "hidden": total - page.paginator.count,
    }
