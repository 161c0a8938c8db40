"""Signing in, and a new password."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(AuthenticationForm):
    """Account and password. The mobile number serves as the account when it is one person's alone."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("账号或密码不对，请再试一次。密码要区分大小写。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages = {"required": _("请填写账号或手机号。")}
        self.fields["password"].error_messages = {"required": _("请填写密码。")}

    def clean_username(self):
        return User.objects.account_named(self.cleaned_data["username"].strip())


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("现在的密码不对，请再试一次。"),
        "password_mismatch": _("两次填写的新密码不一样。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        old, new, again = (self.fields[name] for name in ("old_password", "new_password1", "new_password2"))
        old.label, new.label, again.label = _("现在的密码"), _("新密码"), _("再写一遍新密码")
        new.help_text = _("至少 12 个字，不能全是数字，不能与姓名或账号相近。可以粘贴。")
        again.help_text = ""
        old.error_messages["required"] = _("请填写现在的密码。")
        new.error_messages["required"] = _("请填写新密码。")
        again.error_messages["required"] = _("请再写一遍新密码。")
