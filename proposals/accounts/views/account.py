"""One's own account, the role worn at present, the large view."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proposals import http
from proposals.accounts import actions
from proposals.accounts.forms import ContactForm
from proposals.accounts.models import Membership
from proposals.permissions import NotPermitted
from proposals.trail.models import Event

A_YEAR = 365 * 24 * 60 * 60
#: how far back one sees who signed in, and how many of these
WEEKS, SHOWN = timedelta(weeks=8), 20


@require_safe
def me(request):
    user = request.user
    since = timezone.localdate(request.now) - WEEKS
    context = {
        "grants": [{"value": role.value, "label": role.label, "current": role == user.role} for role in user.roles],
        "memberships": Membership.objects.of_user(user),
        "groups": user.proposing_groups(),
        "comings": Event.objects.on_account(user.pk, since)[:SHOWN],
        "weeks": WEEKS.days // 7,
    }
    return render(request, "accounts/me.html", context)


def change_contact(request):
    user = request.user
    form = ContactForm(http.sent(request), initial={"phone": user.phone, "email": user.email})
    return http.answer(
        request, template="accounts/change_contact.html", form=form, to="accounts:me", told=_("联系方式已保存。"),
        do=lambda cleaned: actions.change_contact(user, **cleaned),
    )  # fmt: skip


@require_POST
def switch_role(request):
    try:
        user = actions.wear(request.user, request.POST.get("role", ""))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal.sentence)) from refusal
    messages.success(request, _("现在的身份是“%(role)s”。") % {"role": user.role.label})
    return redirect("tracking:home")


@require_POST
@login_not_required
def elder(request):
    """Toggle the large view of this device and go back to where the person was."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    page = redirect(back if safe else resolve_url("tracking:home"))
    if request.COOKIES.get(actions.ELDER_COOKIE) == actions.ELDER:
        page.delete_cookie(actions.ELDER_COOKIE, samesite="Lax")
    else:
        page.set_cookie(
            actions.ELDER_COOKIE, actions.ELDER, max_age=A_YEAR, secure=request.is_secure(), httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return page
