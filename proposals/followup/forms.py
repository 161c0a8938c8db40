from django import forms
from django.utils.translation import gettext_lazy as _


class ProgressForm(forms.Form):
    text = forms.CharField(
        label=_("进展情况"), required=False, widget=forms.Textarea, help_text=_("做了什么，做到哪一步，提案者会看到。")
    )
    fulfils = forms.BooleanField(label=_("这项承诺已经兑现"), required=False)
