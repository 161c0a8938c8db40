"""A new session after the pattern of an earlier one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.lifecycle import Refusal

from .actions import check_dates
from .models import PlenarySession


class CopySessionForm(forms.ModelForm):
    """What is the new session's own; everything else is copied from ``pattern``."""

    pattern = forms.ModelChoiceField(
        PlenarySession.objects.none(), label=gettext_lazy("照抄哪一届次"), empty_label=None,
        help_text=gettext_lazy("期限、编号办法、审查步骤、字数，以及当年没有时的办理结果分类和主题标签。"),
    )  # fmt: skip

    class Meta:
        model = PlenarySession
        fields = [
            "title", "term", "number", "year", "call_opens_at", "cutoff_at", "sits_from", "sits_to", "number_prefix",
        ]  # fmt: skip

    field_order = ["pattern", *Meta.fields]

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pattern"].queryset = sessions
        for name in ("term", "number"):
            self.fields[name].required = True
        self.fields["title"].help_text = _("例如：市政协三届二次会议")

    def clean(self):
        cleaned = super().clean()
        dates = {name: cleaned.get(name) for name in ("call_opens_at", "cutoff_at", "sits_from", "sits_to")}
        try:
            check_dates(PlenarySession(**dates))
        except Refusal as refusal:
            self.add_error(refusal.field, str(refusal.sentence))
        return cleaned
