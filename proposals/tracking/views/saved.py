"""Saved views: filters of the list under a name."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http
from proposals.lifecycle import Refusal
from proposals.permissions import NotPermitted
from proposals.tracking import actions
from proposals.tracking.filters import ProposalFilter
from proposals.tracking.forms import NameForm, SavedViewForm
from proposals.tracking.listing import chips
from proposals.tracking.models import SavedView


@require_safe
def saved_views(request):
    views = SavedView.objects.offered_to(request.user)
    mine = [view for view in views if view.owner_id == request.user.pk]
    theirs = [view for view in views if view.owner_id != request.user.pk]
    return render(request, "tracking/saved_views.html", {"mine": mine, "theirs": theirs, "most": actions.MOST})


@require_safe
def open_view(request, pk):
    """The list with the filters of the view; a short address for messages."""
    view = get_object_or_404(SavedView.objects.offered_to(request.user), pk=pk)
    return redirect(_list(view.query))


def save_view(request):
    """The filters to keep stand in the address, as on the list."""
    query, form = request.GET.urlencode(), NameForm(http.sent(request))
    context = {"form": form, "chips": _chips(request, query), "back": _list(query)}
    return _keep(
        request, "tracking/save_view.html", context,
        lambda chosen: actions.save_view(query=query, by=request.user, now=request.now, **chosen),
        told=_("视图已保存。"), to=lambda view: _list(view.query),
    )  # fmt: skip


def edit_view(request, pk):
    view, mine = _own(request, pk)
    form = SavedViewForm(http.sent(request), view=view, mine=mine)
    context = {"form": form, "view": view, "chips": _chips(request, view.query)}
    return _keep(
        request, "tracking/edit_view.html", context,
        lambda chosen: actions.change_view(view, by=request.user, now=request.now, **chosen),
        told=_("视图已修改。"), to=lambda _view: reverse("tracking:saved_views"),
    )  # fmt: skip


def delete_view(request, pk):
    view, _mine = _own(request, pk)
    if request.method == "POST":
        actions.delete_view(view, by=request.user, now=request.now)
        messages.success(request, _("视图“%(name)s”已删除，提案没有变化。") % {"name": view.name})
        return redirect("tracking:saved_views")
    return render(request, "tracking/delete_view.html", {"view": view, "chips": _chips(request, view.query)})


def _own(request, pk):
    """(The person's own view, all of them); a colleague's is not found."""
    mine = SavedView.objects.owned_by(request.user)
    return get_object_or_404(mine, pk=pk), list(mine)


def _list(query):
    return f"{reverse('tracking:proposals')}?{query}" if query else reverse("tracking:proposals")


def _chips(request, query):
    return chips(ProposalFilter.of(request.user, QueryDict(query), timezone.localdate(request.now)))


def _keep(request, template, context, do, *, told, to):
    """GET shows the form, POST does it and goes on; a refusal stands at its field and loses nothing typed."""
    form = context["form"]
    if form.is_valid():
        try:
            done = do(form.cleaned_data)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.sentence))
        else:
            messages.success(request, told)
            return redirect(to(done))
    return render(request, template, context, status=422 if form.is_bound else 200)
