"""Writing a proposal, checking it, asking to withdraw it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit
from proposals.committee.models import Topic
from proposals.permissions import Role
from proposals.submission import differences, manuscript
from proposals.submission.models import TextVersion

from .fields import TITLE_HOLDS, SuggestionsField, TextField
from .files import FileField

OLD_WORD = _("这是旧格式的 Word 文件（.doc）。请用 Word 或 WPS 打开，选“另存为”，类型选“Word 文档（*.docx）”，再导入。")
NO_WORD = _("这不是 Word 文件。请选择扩展名是 .docx 的文件，或者复制文字粘贴。")
KEPT_PARTS = ("title", "situation", "analysis", "suggestions")


class DraftForm(forms.Form):
    """A proposal as it is being written. Everything may be empty: a draft is kept as it is."""

    draft = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("页面已过期，请复制文字后重新打开。")}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    apart = forms.BooleanField(widget=forms.HiddenInput, required=False)  # the text it replaces stays a version
    group = forms.ModelChoiceField(None, label=_("提案者"), empty_label=None, required=False)
    title = TextField(
        holds=TITLE_HOLDS, label=_("案由"), required=False, help_text=_("一句话说清楚要解决什么。一事一案。")
    )
    situation = TextField(
        label=_("情况与问题"), required=False, help_text=_("写您看到的事实：时间、地点、人数、数字。")
    )
    analysis = TextField(label=_("分析"), required=False, help_text=_("为什么会这样。"))
    suggestions = SuggestionsField(label=_("建议"), required=False)
    topic = forms.ModelChoiceField(
        None,
        label=_("内容分类"),
        required=False,
        empty_label=_("请选择"),
        help_text=_("不确定可以不选，由提案委审查时确定。"),
    )
    wished_units = forms.ModelMultipleChoiceField(
        None, label=_("意向承办单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    consent_publish = forms.BooleanField(label=_("同意向社会公开这件提案和答复"), required=False)
    consent_cosponsor = forms.BooleanField(label=_("同意其他委员联名"), required=False)

    stored, conflict, is_blank = None, False, False

    def __init__(self, data=None, *, user, proposal=None, initial=None):
        super().__init__(data, initial={**self.start(proposal), **(initial or {})})
        self.fields["topic"].queryset = Topic.objects.in_use(user.committee)
        self.fields["wished_units"].queryset = HandlingUnit.objects.of(user.committee)
        self.fields["group"].queryset = user.proposing_groups()
        if proposal is not None or user.role != Role.GROUP or len(user.group_ids) < 2:
            del self.fields["group"]
        if proposal is not None:
            del self.fields["draft"]

    @staticmethod
    def start(proposal):
        if proposal is None:
            return {"version": 0, "consent_publish": True, "consent_cosponsor": True}
        names = ("version", "title", "situation", "analysis", "topic", "consent_publish", "consent_cosponsor")
        return {
            **{name: getattr(proposal, name) for name in names},
            "suggestions": [row.text for row in proposal.suggestions.all()],
            "wished_units": list(proposal.wished_units.all()),
        }

    def total(self):
        """The characters written so far without the title, for the count that warns."""
        texts = [self["situation"].value(), self["analysis"].value(), *(self["suggestions"].value() or [])]
        return sum(len(str(text or "").replace("\r\n", "\n").strip()) for text in texts)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        data = super().clean()
        typed = any(data.get(name) for name in KEPT_PARTS)
        self.is_blank = "draft" in self.fields and not typed and not self.errors
        if self.is_blank and self.data.get("to") != "import":
            self.add_error("title", _("还没有写内容，请先填写案由。"))
        return data

    def is_as_stored(self):
        """Nothing has been sent, or nothing but what is stored already."""
        if not self.is_bound:
            return True
        return self.is_valid() and all(self.cleaned_data[name] == self.initial[name] for name in KEPT_PARTS)

    def texts(self):
        """What the actions save."""
        texts = dict(self.cleaned_data)
        texts["seen"] = texts.pop("version") or 0
        if "draft" in texts:
            texts["pk"] = texts.pop("draft")
        return texts

    def refuse(self, refusal):
        """Say why it was not saved. Saved elsewhere meanwhile: show the other text, and let the next save win."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.sentence))
        self.stored, self.conflict = getattr(refusal, "stored", None), refusal.conflict
        if self.stored is not None:
            self.data = self.data.copy()
            self.data["version"], self.data["apart"] = str(self.stored.version), "1"

    def against(self):
        """What the text typed here changes in the one that was saved elsewhere meanwhile."""
        if self.stored is None:
            return ""
        return differences.in_words(TextVersion.text_of(self.stored), {n: self.cleaned_data[n] for n in KEPT_PARTS})

    def wished(self):
        """The units ticked so far, for the line that stays in sight."""
        chosen = {str(getattr(value, "pk", value)) for value in self["wished_units"].value() or []}
        return [unit for unit in self.fields["wished_units"].queryset if str(unit.pk) in chosen]


class SeenForm(forms.Form):
    """Which version the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class ManuscriptField(FileField):
    """A Word file; the value is what was understood of it."""

    def clean(self, data, initial=None):
        checked = super().clean(data, initial)
        if checked.kind != "docx":
            raise forms.ValidationError(OLD_WORD if checked.kind == "doc" else NO_WORD)
        try:
            found = manuscript.understand(manuscript.read(checked.content))
        except manuscript.Unreadable as reason:
            raise forms.ValidationError(str(reason)) from reason
        if not any(found.fields().values()):
            raise forms.ValidationError(_("文件里没有读到文字。如果是扫描的图片，请直接输入或请提案委代为录入。"))
        return found


class ManuscriptForm(forms.Form):
    file = ManuscriptField(
        label=_("Word 文件"),
        help_text=_("扩展名是 .docx 的文件，不超过 20 MB。只取文字，字体和颜色不用管。"),
        errors={"required": _("请选择 Word 文件。")},
    )


class DeclarationForm(forms.Form):
    declared = forms.BooleanField(label=_("本提案不涉及国家秘密和个人隐私"))


class WithdrawalForm(forms.Form):
    reason = TextField(holds=2000, label=_("撤案的理由"))
