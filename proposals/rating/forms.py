"""The rating form, the words that go with a delivery, the record of a meeting. Shape only; rules are in ``actions``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import RatingStep
from proposals.response.forms import CheckForm

from .models import Rating

COMMENT_LIMIT = 300
MEETING_LIMIT = 2000


class StepField(forms.ModelChoiceField):
    """One step of the committee's scale, as big buttons, none of them preselected."""

    widget = forms.RadioSelect

    def __init__(self, **options):
        super().__init__(RatingStep.objects.none(), empty_label=None, blank=True, **options)


def words(limit, too_long, **options):
    """A text of some lines, kept as typed when it is too long."""
    return forms.CharField(
        widget=forms.Textarea,
        max_length=limit,
        error_messages={"max_length": too_long, "required": too_long},
        **options,
    )


class RatingForm(forms.Form):
    """Two questions; when one has rated already, filled with what stands."""

    attitude = StepField(
        label=_("1　对办理态度"),
        help_text=_("是否与您沟通，是否认真听取意见。"),
        error_messages={"required": _("请选择对办理态度的评价。")},
    )
    result = StepField(
        label=_("2　对办理结果"),
        help_text=_("问题是否解决，答复是否逐条回应。选“不满意”要写原因，并重新办理。"),
        error_messages={"required": _("请选择对办理结果的评价。")},
    )
    reason = words(
        COMMENT_LIMIT,
        _("原因超过 %(limit_value)d 字，现在 %(show_value)d 字。"),
        label=_("不满意的原因"),
        help_text=_("只在对办理结果选“不满意”时填写。评议结束后承办单位会看到，据此重新办理。"),
        required=False,
    )
    contacted = forms.ChoiceField(
        label=_("3　办理中与您沟通过吗"),
        help_text=_("可不填。"),
        choices=Rating.Contact.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = words(
        COMMENT_LIMIT, _("说明超过 %(limit_value)d 字，现在 %(show_value)d 字。"), label=_("说明"), required=False
    )

    def __init__(self, data=None, *, committee, standing=None):
        names = ("attitude", "result", "reason", "contacted", "comment")
        super().__init__(data, initial={name: getattr(standing, name) for name in names} if standing else None)
        for name in ("attitude", "result"):
            self.fields[name].queryset = RatingStep.objects.in_use(committee)


class DeliverForm(CheckForm):
    """What the checking page sends; an empty class leaves it as the unit chose."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["response_class"].required = False


class MeetingForm(forms.Form):
    """The record of the meeting a second dissatisfaction calls for; an empty one is refused by the action."""

    note = words(
        MEETING_LIMIT,
        _("会商记录超过 %(limit_value)d 字，现在 %(show_value)d 字。"),
        label=_("会商记录"),
        help_text=_("写明时间、参加人员和结论。提案者和承办单位都会看到。"),
        required=False,
    )
