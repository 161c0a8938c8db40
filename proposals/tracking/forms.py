"""What may be asked of the trail, and what is said of a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import Access
from proposals.submission.likeness import Matter

from .models import DESKS, SavedView


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请选择日期。")},
    )  # fmt: skip


class TrailForm(forms.Form):
    """Kind of event, person and days; what is empty or wrong narrows nothing."""

    kind = forms.ChoiceField(
        label=_("内容"),
        required=False,
        choices=[("", _("全部")), ("case", _("办理提案")), ("access", _("登录、导出和名册")), *Access.choices],
    )
    who = forms.CharField(label=_("经办人"), required=False, max_length=40)
    since = _day(_("从"))
    until = _day(_("到"))

    def choice(self):
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("名称"),
        max_length=SavedView._meta.get_field("name").max_length,
        help_text=_("显示在列表上方，例如：本周到期。"),
        error_messages={"max_length": _("名称超过 %(limit_value)d 字，现在 %(show_value)d 字")},
    )


class SavedViewForm(NameForm):
    """``mine``: all views of the person, to say which place this one has among them."""

    place = forms.TypedChoiceField(label=_("位置"), coerce=int)
    notify = forms.BooleanField(
        label=_("有新提案时告诉我"),
        required=False,
        help_text=_("工作日上班时间每十分钟看一次，新符合条件的发一条消息。"),
    )
    shared = forms.BooleanField(
        label=_("与提案委、交办督查的同事共用"), required=False, help_text=_("同事打开时，只看到各自可以查看的提案。")
    )

    def __init__(self, *args, view, mine, **kwargs):
        place = [other.pk for other in mine].index(view.pk) + 1
        initial = {"name": view.name, "place": place, "notify": view.notify, "shared": view.shared}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["place"].choices = [(n, _("第 %d 个") % n) for n in range(1, len(mine) + 1)]
        if view.role not in DESKS:
            del self.fields["shared"]


class SimilarForm(forms.Form):
    """What has been typed so far, and the draft it belongs to. Too much of it is cut, what is wrong is ignored."""

    title = forms.CharField(required=False)
    text = forms.CharField(required=False)
    proposal = forms.UUIDField(required=False)

    READ = 2_000  # characters

    def matter(self):
        self.is_valid()
        return Matter(*(self.cleaned_data.get(name, "")[: self.READ] for name in ("title", "text")))

    def draft(self):
        self.is_valid()
        return self.cleaned_data.get("proposal")
