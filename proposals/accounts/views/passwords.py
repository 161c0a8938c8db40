"""Changing one's password, setting a new one by mail, and the slips with one-time passwords."""

from datetime import timedelta

from celery import current_app
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from proposals import http
from proposals.accounts import actions
from proposals.accounts.forms import FirstPasswordForm, ForgottenForm, IssueForm, NewPasswordForm
from proposals.accounts.models import User
from proposals.accounts.passwords import ONE_TIME, rules
from proposals.lifecycle import Refusal
from proposals.permissions import Role

TASK = "proposals.accounts.tasks.mail_reset_links"


def change_password(request):
    user = request.user
    kind = FirstPasswordForm if user.must_change_password else NewPasswordForm
    context = {"forced": user.must_change_password, "rules": rules()}

    def do(cleaned):
        actions.change_password(user, cleaned["new_password1"], now=request.now)
        update_session_auth_hash(request, user)

    return http.answer(
        request, template="accounts/change_password.html", form=kind(user, http.sent(request)), do=do,
        to="tracking:home" if user.must_change_password else "accounts:me", context=context,
        told=_("新密码已保存，下次登录请用新密码。您在其他设备上的登录已经退出。"),
    )  # fmt: skip


@login_not_required
def forgot_password(request):
    """The same sentence whether or not there is such an account."""
    told = _("如果这个账号留有邮箱，几分钟内会收到一封邮件，里面的链接 30 分钟内有效。没有收到的，请给提案委打电话。")

    def do(cleaned):
        try:
            current_app.send_task(TASK, args=[cleaned["typed"].strip()], retry=False)
        except OperationalError as error:
            raise Refusal(_("邮件暂时发不出去，请稍后再试，或给提案委打电话。")) from error

    form = ForgottenForm(http.sent(request))
    return http.answer(
        request, template="accounts/forgot_password.html", form=form, do=do, to="accounts:sign_in", told=told
    )


class SetPassword(PasswordResetConfirmView):
    """Django's own view: the token leaves the address at once, works once and for half an hour."""

    template_name = "accounts/set_password.html"
    form_class = FirstPasswordForm

    def form_valid(self, form):
        note = _("用邮件中的链接")
        password, now = form.cleaned_data["new_password1"], self.request.now
        actions.change_password(self.user, password, note=note, now=now)
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("新密码已保存，请用它登录。"))
        return redirect("accounts:sign_in")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(rules=rules(), **kwargs)


set_password = SetPassword.as_view()


@http.only_for(Role.ADMINISTRATOR, Role.REVIEWER)
def issue_passwords(request):
    """Choose accounts; the answer to the POST is the page of slips, and the only place where the passwords stand."""
    accounts = User.objects.kept_by(request.user).active()
    form = IssueForm(http.sent(request), accounts=accounts, initial={"asked_at": request.now.isoformat()})
    status = 200
    if form.is_valid():
        try:
            return _slips(request, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409 if refusal.conflict else 422
    elif form.is_bound:
        status = 422
    return render(request, "accounts/issue_passwords.html", _choice(request, form, accounts), status=status)


def _choice(request, form, accounts):
    """One page of the accounts to choose from: named in the address, or looked for, or nobody has used yet."""
    named = [key for key in request.GET.getlist("people") if http.KEY.fullmatch(key)]
    typed, every = request.GET.get("q", "").strip(), request.GET.get("all", "")
    found = accounts.search(typed) if typed else accounts.by_strokes()
    found = found.among(named) if named else found if typed or every else found.never_used()
    page = Paginator(found.with_grants(), actions.BATCH).get_page(request.GET.get("page"))
    chosen = set(request.POST.getlist("people") if form.is_bound else named)
    all_ticked = "tick" in request.GET and not form.is_bound
    rows = [(user, all_ticked or str(user.pk) in chosen) for user in page.object_list]
    return {"form": form, "page_obj": page, "rows": rows, "typed": typed, "every": every, "named": named}


def _slips(request, cleaned):
    issued = actions.issue_passwords(
        list(cleaned["people"]), by=request.user, asked_at=cleaned["asked_at"], now=request.now
    )
    address = request.build_absolute_uri(reverse("accounts:sign_in"))
    until = request.now + ONE_TIME - timedelta(minutes=1)
    return render(request, "accounts/issue_passwords_slips.html", {"slips": issued, "address": address, "until": until})
