"""A list as a file, and its rows on their way back from the check."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from proposals.tables import UnreadableTable, read_table


class RosterForm(forms.Form):
    """The file itself is not kept; its rows are."""

    file = forms.FileField(
        label=_("名册文件"), help_text=_("xlsx 或 csv，不超过 5 MB、5000 行。"),
        error_messages={"required": _("请选择名册文件。"), "empty": _("文件是空的。")},
    )  # fmt: skip

    def clean_file(self):
        try:
            return read_table(self.cleaned_data["file"].read())
        except UnreadableTable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ConfirmRosterForm(forms.Form):
    """The rows as they were checked: signed for one person and one kind of list."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, salt, max_age, **kwargs):
        super().__init__(*args, **kwargs)
        self._salt, self._max_age = salt, max_age

    def clean_rows(self):
        try:
            return signing.loads(self.cleaned_data["rows"], salt=self._salt, max_age=self._max_age)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("核对页已过期。")) from error
