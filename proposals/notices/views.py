"""A person's inbox."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from . import actions
from .models import Notice

PER_PAGE = 25


@require_safe
def inbox(request):
    mine = Notice.objects.of(request.user)
    page = Paginator(mine.unread_first(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page_obj": page, "unread": mine.unread().count()})


@require_safe
def read(request, pk):
    """Open a message: it counts as read, and the person stands where it leads."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    actions.read(notice, by=request.user, now=request.now)
    return redirect(notice.path)
