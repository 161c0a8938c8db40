"""The inbox."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from . import actions
from .models import Notice

PER_PAGE = 30


@require_safe
def inbox(request):
    notices = Notice.objects.of(request.user)
    if request.GET.get("show") == "unread":
        notices = notices.unread()
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    unread = Notice.objects.of(request.user).unread().count()
    return render(request, "notices/inbox.html", {"page_obj": page, "unread": unread})


def read(request, pk):
    """Open a message: on to the act it asks for; by POST it is marked as read on the way."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    if request.method == "POST":
        actions.read(notice, by=request.user, now=request.now)
        return redirect(notice.path)
    return render(request, "notices/read.html", {"notice": notice})
