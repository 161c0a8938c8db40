"""What the pages of this stage share."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from proposals.submission.models import Proposal


def wearing(*roles):
    """The page is for people whose active role is one of these; for others 403."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.role not in roles:
                raise PermissionDenied(_("您现在的身份不能打开这一页。"))
            return view(request, *args, **kwargs)

        return guarded

    return guard


def visible(request, pk):
    """The proposal with its people, if this person may see it; else 404."""
    return get_object_or_404(Proposal.objects.visible_to(request.user).with_people(), pk=pk)
