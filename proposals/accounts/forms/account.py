"""The own number and address."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.accounts.roster import bare_phone


class ContactForm(forms.Form):
    """Both lead to the account, so the password is asked for."""

    phone = forms.CharField(label=gettext_lazy("手机号"), max_length=20, required=False)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), required=False, error_messages={"invalid": gettext_lazy("这不是邮箱地址。")}
    )
    password = forms.CharField(
        label=gettext_lazy("现在的密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False, error_messages={"required": gettext_lazy("请填写现在的密码，确认是您本人在改。")},
    )  # fmt: skip

    def clean_phone(self):
        phone = bare_phone(self.cleaned_data["phone"])
        if phone is None:
            raise forms.ValidationError(_("这不是电话号码。"))
        return phone
