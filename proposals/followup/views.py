"""The ledger of promises and reports on them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http
from proposals.lifecycle import Action

from . import actions
from .forms import ProgressForm
from .models import ledger_of, still_open

PER_PAGE = 30


@require_safe
def ledger(request):
    promises = ledger_of(request.user)
    shown = "all" if request.GET.get("show") == "all" else "open"
    page = Paginator(promises if shown == "all" else still_open(promises), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "followup/ledger.html", {"page_obj": page, "shown": shown})


def report_progress(request, pk):
    commitment = get_object_or_404(ledger_of(request.user), pk=pk)
    return http.act(
        request, commitment.response.assignment, Action.REPORT_PROGRESS, template="followup/report_progress.html",
        form=ProgressForm(http.sent(request)), to="followup:ledger", told=_("进展已报告，提案者会收到消息。"),
        do=lambda data: actions.report_progress(commitment, by=request.user, now=request.now, **data),
        context={"commitment": commitment},
    )  # fmt: skip
