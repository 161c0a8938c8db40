"""An officer who is replaced; members who go on into a new term."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.accounts.actions import KEEP, MOVE, STOP
from proposals.accounts.models import HandlingUnit, Membership
from proposals.accounts.roster import bare_phone


class ReplaceOfficerForm(forms.Form):
    """``unit``: where the officer was when the page was opened."""

    unit = forms.ModelChoiceField(HandlingUnit.objects.all(), widget=forms.HiddenInput)
    leaving = forms.ChoiceField(
        label=gettext_lazy("离开的人"), widget=forms.RadioSelect,
        choices=[
            (STOP, gettext_lazy("停用账号（退休、离职）")),
            (MOVE, gettext_lazy("调到另一个承办单位")),
            (KEEP, gettext_lazy("保留账号，只收回承办身份（还是委员，或另有工作）")),
        ],
    )  # fmt: skip
    moves_to = forms.ModelChoiceField(
        HandlingUnit.objects.none(), label=gettext_lazy("调到"), required=False, empty_label=gettext_lazy("请选择单位"),
        help_text=gettext_lazy("只在“调到另一个承办单位”时选。"),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("接任人姓名"), max_length=40, required=False,
        help_text=gettext_lazy("还没有定的可以空着，以后用承办人员名册导入。"),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("接任人手机号"), max_length=20, required=False,
        help_text=gettext_lazy("系统里有同名同号的人就用那个账号，没有就新建。"),
    )  # fmt: skip
    post = forms.CharField(label=gettext_lazy("接任人职务"), max_length=40, required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=200, help_text=gettext_lazy("写进留痕，例如：退休，由新任主任接替。"),
    )  # fmt: skip

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moves_to"].queryset = others

    def clean_phone(self):
        phone = bare_phone(self.cleaned_data["phone"])
        if phone is None:
            raise forms.ValidationError(_("这不是电话号码。"))
        return phone

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leaving") == MOVE and not cleaned.get("moves_to"):
            self.add_error("moves_to", _("请选择调到哪个单位。"))
        if cleaned.get("name") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("请填写接任人的手机号，用来认出是哪一位。"))
        return cleaned


class TermForm(forms.Form):
    """Who goes on; the others keep their place in the old term."""

    new = forms.IntegerField(label=gettext_lazy("新一届"), min_value=1, max_value=99)
    since = forms.DateField(label=gettext_lazy("新一届开始"))
    continuing = forms.ModelMultipleChoiceField(
        Membership.objects.none(), label=gettext_lazy("连任的委员"), required=False
    )
    end_others = forms.BooleanField(
        label=gettext_lazy("收回不连任委员的委员身份"), required=False,
        help_text=gettext_lazy("收回后他们不能再写提案和评议，以前的提案照旧保留。还有答复等他们评议的，可以先不收回。"),
    )  # fmt: skip

    def __init__(self, *args, places, old, **kwargs):
        super().__init__(*args, **kwargs)
        self._old = old
        self.fields["continuing"].queryset = places

    def clean_new(self):
        new = self.cleaned_data["new"]
        if new <= self._old:
            raise forms.ValidationError(_("应当大于现在的第 %(term)s 届。") % {"term": self._old})
        return new
