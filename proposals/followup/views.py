"""The ledger of promises, and reporting on one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http, permissions
from proposals.lifecycle import Action, Refusal

from . import actions
from .forms import ProgressForm
from .models import KEPT, STATES, in_state, ledger_of, with_reports

PER_PAGE = 25


@require_safe
def ledger(request):
    state = request.GET.get("state", "")
    rows = ledger_of(request.user)
    page = Paginator(with_reports(in_state(rows, state)), PER_PAGE).get_page(request.GET.get("page"))
    views = [(name, label, in_state(rows, name).count()) for name, label in STATES]
    here = state if state == KEPT else STATES[0][0]
    lines = [(row, _may_report(request.user, row)) for row in page]
    context = {"page_obj": page, "lines": lines, "views": views, "here": here}
    return render(request, "followup/ledger.html", context)


def _may_report(user, commitment):
    assignment = commitment.response.assignment
    return not commitment.fulfilled_on and Action.REPORT_PROGRESS in permissions.allowed_actions(user, assignment)


def report_progress(request, pk):
    commitment = get_object_or_404(ledger_of(request.user), pk=pk)
    assignment = commitment.response.assignment
    return http.act(
        request, assignment, Action.REPORT_PROGRESS, template="followup/report_progress.html",
        form=ProgressForm(http.sent(request)), to="followup:ledger", told=_("进展已报告，提案者会收到。"),
        do=lambda data: actions.report_progress(commitment, by=request.user, now=request.now, **data),
        context=lambda: _still_open(commitment),
    )  # fmt: skip


def _still_open(commitment):
    if commitment.fulfilled_on:
        raise Refusal(_("这项承诺已经兑现。"))
    return {"commitment": commitment, "reports": commitment.progress.select_related("reported_by")}
