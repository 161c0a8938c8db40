"""Uploading: each file is looked into here, so that the page can say of each what is wrong with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals import files
from proposals.lifecycle import Refusal

MANY = 20  # files at once; a proposal holds fewer


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FileField(forms.FileField):
    """One file; its value is what ``files.inspect`` returns."""

    def __init__(self, **options):
        missing = {"required": _("请选择文件。"), **options.pop("errors", {})}
        widget = options.pop("widget", forms.FileInput)(attrs={"accept": files.ACCEPT})
        super().__init__(widget=widget, error_messages=missing, allow_empty_file=True, **options)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        try:
            return files.inspect(upload)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal


class FilesField(FileField):
    """Several files; the value is (those that can be kept, what is wrong with each of the others)."""

    def __init__(self, **options):
        super().__init__(widget=FilesInput, **options)

    def clean(self, data, initial=None):
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        kept, refused = [], []
        for upload in data[:MANY]:
            try:
                kept.append(super().clean(upload, initial))
            except forms.ValidationError as error:
                refused += error.messages
        if data[MANY:]:
            refused.append(_("一次最多选 %(n)d 个文件，其余的没有添加，请再选一次。") % {"n": MANY})
        return kept, refused


class AttachForm(forms.Form):
    files = FilesField(label=_("选择文件"), help_text=files.HINT)


class SealForm(forms.Form):
    leader = forms.CharField(
        label=_("负责人姓名"), max_length=40, error_messages={"max_length": _("姓名太长了，最多%(limit_value)d字。")}
    )
    confirmed_on = forms.DateField(
        label=_("确认日期"), widget=forms.DateInput, error_messages={"invalid": _("请填写日期，如 2026-03-05。")}
    )
    scan = FileField(
        label=_("盖章页扫描件"),
        help_text=_("负责人签名、集体盖章的那一页，扫描或拍照都可以。"),
        errors={"required": _("请选择盖章页的扫描件。")},
    )
