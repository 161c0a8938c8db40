"""Signing in, and a new password."""

from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
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


#: what is wrong with a new password, in the words of this product
WEAK = {
    "password_too_short": _("新密码太短，至少要 12 个字。"),
    "password_too_similar": _("新密码与您的姓名、账号或电话太像，容易被猜到。"),
    "password_too_common": _("这个密码太常见，容易被猜到。"),
    "password_entirely_numeric": _("新密码不能全是数字。"),
}


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
        old.widget.attrs.pop("autofocus", None)  # changing the password is not what one comes here for first
        old.error_messages["required"] = _("请填写现在的密码。")
        new.error_messages["required"] = _("请填写新密码。")
        again.error_messages["required"] = _("请再写一遍新密码。")

    def validate_password_for_user(self, user, field):
        password = self.cleaned_data.get(field)
        if not password:
            return
        try:
            password_validation.validate_password(password, user)
        except ValidationError as found:
            for error in found.error_list:
                self.add_error("new_password1", str(WEAK.get(error.code, error.message)))
