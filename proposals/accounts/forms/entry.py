"""Signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.accounts.passwords import ONE_TIME, has_expired


class SignInForm(AuthenticationForm):
    """Account and password. The mobile number serves as the account when it is one person's alone."""

    public_computer = forms.BooleanField(
        label=_("这是公用电脑，不在本机保存草稿"),
        required=False,
        help_text=_("关闭浏览器就退出登录。"),
    )

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("账号或密码不对，请再试一次。密码要区分大小写。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages = {"required": _("请填写账号或手机号。")}
        self.fields["password"].error_messages = {"required": _("请填写密码。")}

    def confirm_login_allowed(self, user):
        """The password is right; a one-time password whose time is over opens nothing any more."""
        super().confirm_login_allowed(user)
        if has_expired(user, self.request.now):
            office = user.committee
            words = {"hours": ONE_TIME.total_seconds() // 3600, "phone": office.phone if office else ""}
            told = _("这个一次性密码已过 %(hours)d 小时，不能再用。请给提案委办公室打电话 %(phone)s，重新领一个。")
            raise forms.ValidationError(told % words, code="expired")

    def clean_username(self):
        return User.objects.account_named(self.cleaned_data["username"].strip())
