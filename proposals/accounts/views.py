"""Signing in and out, one's own account, the role worn at present, the large view."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals import http
from proposals.permissions import NotPermitted

from . import actions
from .forms import NewPasswordForm, SignInForm

A_YEAR = 365 * 24 * 60 * 60


class SignIn(LoginView):
    """Django's own view (safe ``next``, new session key); a refused attempt answers 422 like every other form."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = SignIn.as_view()


@require_POST
@login_not_required
def sign_out(request):
    logout(request)
    messages.success(request, _("您已退出登录。"))
    return redirect("accounts:sign_in")


def me(request):
    form = NewPasswordForm(request.user, http.sent(request))
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, _("新密码已保存，下次登录请用新密码。"))
        return redirect("accounts:me")
    user = request.user
    grants = [{"value": role.value, "label": role.label, "current": role == user.role} for role in user.roles]
    return render(request, "accounts/me.html", {"form": form, "grants": grants}, status=422 if form.is_bound else 200)


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
