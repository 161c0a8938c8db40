"""What the pages of this stage share."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from proposals.lifecycle import Refusal
from proposals.permissions import NotPermitted
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


def attempt(request, form, do):
    """(what ``do(cleaned_data)`` returned, 200), for a form of a page that is not about one case. Before it is sent
    and when it is refused: (None, the status to answer with), the sentence at the form."""
    if request.method != "POST":
        return None, 200
    if form.is_valid():
        try:
            return do(form.cleaned_data), 200
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            return None, 409 if refusal.conflict else 422
    return None, 422
