"""Signing in and out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals.accounts import actions
from proposals.accounts.forms import SignInForm

from . import carried


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Django's own view (safe ``next``, new session key); a refused attempt answers 422 like every other form. What
    was being sent when the session ended comes along and is offered to be sent again."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        self.carried = carried.unpack(request)
        if self.carried and request.user.is_authenticated:
            return carried.page(request, self.carried)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(carried=self.carried, **kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        actions.signed_in(self.request.user, now=self.request.now)
        actions.ask_for_new_if_old(self.request.user, now=self.request.now)
        if form.cleaned_data["public_computer"]:
            self.request.session[actions.PUBLIC_COMPUTER] = True
            self.request.session.set_expiry(0)  # ends with the browser
        return carried.page(self.request, self.carried) if self.carried else answer

    def form_invalid(self, form):
        actions.sign_in_failed(form.data.get("username", ""), now=self.request.now)
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = SignIn.as_view()


@require_POST
@login_not_required
def sign_out(request):
    if request.user.is_authenticated:
        actions.signed_out(request.user, now=request.now)
    logout(request)
    messages.success(request, _("您已退出登录。"))
    answer = redirect("accounts:sign_in")
    answer.headers["Clear-Site-Data"] = '"storage"'  # what this browser kept of unsaved drafts
    return answer
