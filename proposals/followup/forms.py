"""A report on a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProgressForm(forms.Form):
    text = forms.CharField(
        label=_("进展情况"),
        help_text=_("写明做到哪一步、还差什么。提案者会收到。"),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={
            "required": _("请写下进展情况。"),
            "max_length": _("进展情况超过 %(limit_value)d 字，现在 %(show_value)d 字。"),
        },
    )
    fulfils = forms.BooleanField(label=_("这项承诺已经兑现"), required=False)
