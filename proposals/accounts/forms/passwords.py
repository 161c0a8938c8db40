"""New passwords: one's own, and the slips of the office."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User

#: what is wrong with a new password, in the words of this product
WEAK = {
    "password_too_short": _("新密码太短，至少要 12 个字。"),
    "password_too_common": _("这个密码太常见，容易被猜到。"),
    "password_entirely_numeric": _("新密码不能全是数字。"),
}


class FirstPasswordForm(SetPasswordForm):
    """A new password twice, for whoever has just shown a one-time password or a link from the own mail."""

    error_messages = {**SetPasswordForm.error_messages, "password_mismatch": _("两次填写的新密码不一样。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.label, again.label = _("新密码"), _("再写一遍新密码")
        new.help_text = _("至少 12 个字，可以粘贴。")
        again.help_text = ""
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


class NewPasswordForm(FirstPasswordForm, PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        **FirstPasswordForm.error_messages,
        "password_incorrect": _("现在的密码不对，请再试一次。"),
    }
    field_order = PasswordChangeForm.field_order

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        old = self.fields["old_password"]
        old.label = _("现在的密码")
        old.widget.attrs.pop("autofocus", None)
        old.error_messages["required"] = _("请填写现在的密码。")


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    typed = forms.CharField(
        label=_("账号、手机号或邮箱"), max_length=254, error_messages={"required": _("请填写账号、手机号或邮箱。")}
    )


class IssueForm(forms.Form):
    """For which of these accounts to print a slip; ``asked_at``: when they were listed."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("账号"), error_messages={"required": _("请至少选一个账号。")}
    )
    asked_at = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["iso8601"])

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = accounts
