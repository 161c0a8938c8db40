"""Published lists in the browser: the file, its columns, what would become of its rows, then the import."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals import http
from proposals.permissions import Role

from . import actions
from .forms import ListForm, MappingForm

SHOWN = 100  # problems


@http.only_for(Role.REVIEWER, Role.ADMINISTRATOR)
def import_list(request):
    """Takes a file and goes on to the check; nothing is kept of it."""
    form = ListForm(http.sent(request), request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data
        return _check(request, MappingForm(user=request.user, table=sent["file"], city=sent["city"]))
    return render(request, "history/import_list.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@http.only_for(Role.REVIEWER, Role.ADMINISTRATOR)
def check_list(request):
    """The check again with other columns, or (``import`` pressed) the import itself."""
    form = MappingForm(request.POST, user=request.user)
    if not form.is_valid() or "import" not in request.POST:
        return _check(request, form)
    account = _run(request, form)
    words = {"n": account.imported, "same": account.unchanged, "skipped": account.skipped}
    messages.success(request, _("已导入 %(n)s 件，原有未变 %(same)s 件，跳过 %(skipped)s 件。") % words)
    return redirect("history:import_list")


def _run(request, form, **how):
    city = form.cleaned_data["city"] if form.is_bound else form.initial["city"]
    return actions.import_list(form.sheet, columns=form.columns(), default_city=city, now=request.now, **how)


def _check(request, form):
    """What would become of every row: everything is done and taken back."""
    account = None
    if form.sheet and (not form.is_bound or form.is_valid()) and {"number", "title"} & set(form.columns()):
        account = _run(request, form, dry_run=True)
    context = {"form": form, "account": account, "problems": account and account.problems[:SHOWN]}
    return render(request, "history/check_list.html", context, status=422 if form.errors else 200)
