"""The desk of the committee's office: what its address says, and the forms of filing, numbering and bulk acts."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import PlenarySession, Theme, Topic
from proposals.submission.actions.bulk import ACTS, LIMIT
from proposals.submission.models.inbox import ORDERS

from .fields import ConfirmForm, NoteForm, TextField


class InboxForm(forms.Form):
    """How the list of the desk is narrowed and sorted; what is strange is left aside."""

    words = forms.CharField(label=_("案由、流水号或提案者"), required=False, max_length=100)
    topic = forms.ModelChoiceField(None, label=_("内容分类"), required=False, empty_label=_("全部"))
    sort = forms.ChoiceField(
        label=_("顺序"), required=False, choices=[(name, label) for name, (label, _by) in ORDERS.items()]
    )

    def __init__(self, data, *, committee):
        super().__init__(data)
        self.fields["topic"].queryset = Topic.objects.in_use(committee)

    def chosen(self):
        """{name: value} of what narrows the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MarkKeyForm(forms.Form):
    """``wanted`` travels along, so that a second click does not undo the first."""

    wanted = forms.TypedChoiceField(
        choices=[("yes", _("确定")), ("no", _("取消"))], coerce=lambda value: value == "yes", widget=forms.HiddenInput
    )
    note = TextField(holds=2000, label=_("理由"), help_text=_("供提案委内部查考，提案者看不到。"))

    def __init__(self, data=None, *, proposal):
        super().__init__(data, initial={"wanted": "no" if proposal.is_key else "yes"})


class ClassifyForm(forms.Form):
    topic = forms.ModelChoiceField(None, label=_("内容分类"), required=False, empty_label=_("还没有确定"))
    themes = forms.ModelMultipleChoiceField(
        None, label=_("主题标签"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, proposal):
        super().__init__(data, initial={"topic": proposal.topic_id, "themes": list(proposal.themes.all())})
        self.fields["topic"].queryset = Topic.objects.in_use(proposal.committee_id)
        self.fields["themes"].queryset = Theme.objects.of_session(proposal.session)
        if proposal.topic_id:
            self.fields["topic"].empty_label = None


class NumberingForm(forms.Form):
    """``seen``: the plan this was decided on."""

    do = forms.ChoiceField(choices=[("sort", _("重新排号")), ("lock", _("锁定案号")), ("both", _("重新排号并锁定"))])
    seen = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("已经核对。锁定以后不能再排号，也不能解锁"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("do") in ("lock", "both") and not data.get("sure"):
            self.add_error("sure", _("锁定前请先核对，并勾选这一项。"))
        return data


class SessionForm(forms.Form):
    """Which session a page is about; the newest unless another is chosen."""

    session = forms.ModelChoiceField(None, label=_("届次"), required=False, empty_label=None)

    def __init__(self, data, *, committee):
        super().__init__(data)
        self.fields["session"].queryset = PlenarySession.objects.newest_first(committee)

    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("session") or self.fields["session"].queryset.first()


class KeysField(forms.Field):
    """The proposals ticked in a list."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": _("还没有选择提案。请在列表里勾选后再来。"),
        "invalid": _("所选的提案有误，请回到列表重新选择。"),
        "many": _("一次最多办 %(limit)d 件，现在选了 %(n)d 件。请分几次办。"),
    }

    def to_python(self, value):
        try:
            return list(dict.fromkeys(uuid.UUID(key) for key in value or []))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error

    def validate(self, value):
        super().validate(value)
        if len(value) > LIMIT:
            raise forms.ValidationError(self.error_messages["many"] % {"limit": LIMIT, "n": len(value)})


def ticked_keys(typed):
    """The keys of rows ticked in a list; None when nothing was ticked. What is no key stands for no row."""
    try:
        return KeysField().to_python(typed) or None
    except forms.ValidationError:
        return []


EXPORT = "export"
#: what may be done with ticked rows
BULK_CHOICES = [*((name, act.label) for name, act in ACTS.items()), (EXPORT, _("导出 Excel"))]


class BulkForm(forms.Form):
    """What has been ticked and what is to be done with it; carried by the address of the check page.

    ``at`` and ``back``: the list it was ticked in, and that list's own address.
    """

    act = forms.ChoiceField(
        label=_("批量办理"), choices=BULK_CHOICES, error_messages={"required": _("请选择要做什么。")}
    )
    pk = KeysField()
    at = forms.ChoiceField(choices=[("inbox", ""), ("list", "")], required=False)
    back = forms.CharField(required=False, max_length=2000)

    @property
    def is_export(self):
        return self.cleaned_data["act"] == EXPORT

    def details(self, data, sessions):
        """The form of what the chosen act still has to know, for proposals of these sessions."""
        return DETAILS.get(self.cleaned_data["act"], _nothing)(data, sessions)


class ThemesForm(forms.Form):
    how = forms.ChoiceField(
        label=_("怎样调整"), choices=[("add", _("加上这些主题")), ("drop", _("去掉这些主题"))], initial="add",
        widget=forms.RadioSelect,
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        None, label=_("主题标签"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个主题。")},
    )  # fmt: skip

    def __init__(self, data, sessions):
        super().__init__(data)
        self.fields["themes"].queryset = Theme.objects.of_sessions(sessions)
        if len(sessions) > 1:
            self.fields["themes"].label_from_instance = lambda theme: _("%(name)s（%(year)s年）") % vars(theme)


def _nothing(data, sessions):
    return ConfirmForm(data)


def _reason(data, sessions):
    return NoteForm(data, label=_("确定重点的理由"), hint=_("供提案委内部查考，提案者看不到。"))


def _changes(data, sessions):
    return NoteForm(data, label=_("需要怎样修改"), hint=_("每一位提案者都会看到，并按此修改后重新提交。"))


DETAILS = {"mark_key": _reason, "classify": ThemesForm, "send_back": _changes}
