"""Entering lists of members, groups, units and officers: a workbook to fill in, a check of every row, one button."""

import tempfile

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http, sheets
from proposals.accounts import actions, roster
from proposals.accounts.forms import ConfirmRosterForm, RosterForm
from proposals.permissions import Role
from proposals.tables import Table

SALT = "proposals.accounts.roster"
TWO_HOURS = 2 * 60 * 60


@http.only_for(Role.ADMINISTRATOR)
def import_roster(request):
    """Step one takes a file and shows what it would do; step two gets the rows back, signed, and does it."""
    kind = _kind(request.GET.get("kind", "members"))
    if "rows" in request.POST:
        return _enter(request, kind)
    form = RosterForm(http.sent(request), request.FILES or None)
    if form.is_valid():
        table = form.cleaned_data["file"]
        return _check(request, kind, table, roster.plan_of(kind.key, table, request.user.committee))
    kinds = [(key, other.label, other is kind) for key, other in roster.KINDS.items()]
    context = {"form": form, "kind": kind, "kinds": kinds}
    return render(request, "accounts/import_roster.html", context, status=422 if form.is_bound else 200)


def _kind(key):
    if key not in roster.KINDS:
        raise Http404
    return roster.KINDS[key]


def _check(request, kind, table, plan, *, status=200, moved=False):
    """What would become of every row. The rows travel in the page: they belong to this person for two hours."""
    signed = signing.dumps([table.headings, table.rows, plan.digest()], salt=_salt(request, kind), compress=True)
    context = {"kind": kind, "plan": plan, "signed": signed, "rows": len(table.rows), "moved": moved}
    return render(request, "accounts/import_roster_check.html", context, status=422 if plan.problems else status)


def _salt(request, kind):
    return f"{SALT}:{kind.key}:{request.user.pk}"


def _enter(request, kind):
    form = ConfirmRosterForm(request.POST, salt=_salt(request, kind), max_age=TWO_HOURS)
    if not form.is_valid():
        messages.error(request, _("核对页已过期，什么也没有导入。请重新上传。"))
        return redirect(f"{reverse('accounts:import_roster')}?kind={kind.key}")
    headings, rows, shown = form.cleaned_data["rows"]
    table = Table(headings, [tuple(row) for row in rows])
    plan = actions.import_roster(kind.key, table, by=request.user, shown=shown, now=request.now)
    if plan.problems or plan.digest() != shown:
        return _check(request, kind, table, plan, status=409, moved=True)
    messages.success(request, _("%(kind)s名册已导入：%(counts)s。") % {"kind": kind.label, "counts": plan.summary})
    return redirect("accounts:issue_passwords" if plan.made_accounts else "accounts:import_roster")


@require_safe
@http.only_for(Role.ADMINISTRATOR)
def roster_template(request, kind):
    """The workbook to fill in."""
    kind, file = _kind(kind), tempfile.TemporaryFile()
    sheets.write_xlsx(roster.template(kind), file)
    file.seek(0)
    name = _("%(kind)s名册模板") % {"kind": kind.label}
    return sheets.download(file, f"{name}.xlsx", sheets.XLSX)
