"""Rating forms: two questions with nothing preselected, and the words that go with them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import RatingStep, ResponseClass

from .models import Rating


class StepField(forms.ModelChoiceField):
    """One step of the committee's scale, as big buttons; no answer is left to the action to refuse."""

    widget = forms.RadioSelect

    def __init__(self, **options):
        super().__init__(RatingStep.objects.none(), required=False, empty_label=None, blank=True, **options)


class RateForm(forms.Form):
    attitude = StepField(label=_("对办理态度"), help_text=_("是否与您沟通，是否认真听取意见。"))
    result = StepField(
        label=_("对办理结果"), help_text=_("问题是否解决，答复是否逐条回应。选“不满意”要写原因，并重新办理。")
    )
    reason = forms.CharField(
        label=_("不满意的原因"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("选“不满意”时必填，评议结束后承办单位会看到，据此重新办理。"),
        error_messages={"max_length": _("最多2000字，请删减。")},
    )
    contacted = forms.ChoiceField(
        label=_("办理中与您沟通过吗"), choices=Rating.Contact.choices, widget=forms.RadioSelect, required=False
    )
    comment = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": _("最多2000字，请删减。")},
    )

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("attitude", "result"):
            self.fields[name].queryset = RatingStep.objects.in_use(committee)


class DeliverForm(forms.Form):
    """The class may be corrected on the way; empty leaves it as the unit chose."""

    response_class = forms.ModelChoiceField(None, label=_("答复类别"), required=False)
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["response_class"].queryset = ResponseClass.objects.of_session(session)


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("会商记录"),
        required=False,
        widget=forms.Textarea,
        help_text=_("时间、地点、参加人员、各方意见和结论。提案者和承办单位都会看到。"),
    )
