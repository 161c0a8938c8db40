"""Forms of writing, co-sponsoring and examining. They check shape only; what may be submitted is the actions' word."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, User
from proposals.committee.models import DeclineReason, Topic
from proposals.permissions import Role

from .actions.writing import PART_LIMIT, TITLE_LIMIT
from .models import Proposal

# A draft may be longer than what can be submitted; these only keep out what is no text any more.
TITLE_HOLDS, PART_HOLDS, SUGGESTIONS_HOLD = 200, 30000, 60


class TextField(forms.CharField):
    """Plain text of several lines; a line break counts as one character, as in the counter beside the field."""

    widget = forms.Textarea

    def __init__(self, *, holds=PART_HOLDS, **options):
        too_long = _("太长了，最多%(limit_value)d字，现在%(show_value)d字。")
        errors = {"max_length": too_long, **options.pop("error_messages", {})}
        super().__init__(max_length=holds, error_messages=errors, **options)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.validators.append(ProhibitNullCharactersValidator(message=_("含有不能保存的字符，请删除后再试。")))

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").strip()


class RepeatedTexts(forms.Widget):
    """Several fields under one name; drawn by the ``sugs`` tag."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data, files, name):
        return False


class SuggestionsField(forms.Field):
    """The numbered suggestions in order; empty ones are left out."""

    widget = RepeatedTexts

    def to_python(self, value):
        line, kept = TextField(required=False), []
        for number, text in enumerate(filter(str.strip, value or []), start=1):
            try:
                kept.append(line.clean(text))
            except forms.ValidationError as error:
                raise forms.ValidationError([_("第%(n)d条：") % {"n": number} + m for m in error.messages]) from error
        if len(kept) > SUGGESTIONS_HOLD:
            raise forms.ValidationError(_("建议太多了，最多%(n)d条。") % {"n": SUGGESTIONS_HOLD})
        return kept


class DraftForm(forms.Form):
    """A proposal as it is being written. Everything may be empty: a draft is kept as it is."""

    draft = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("页面已过期，请复制文字后重新打开。")}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
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

    stored, conflict = None, False
    title_limit, part_limit = TITLE_LIMIT, PART_LIMIT

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

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        data = super().clean()
        typed = any(data.get(name) for name in ("title", "situation", "analysis", "suggestions"))
        if "draft" in self.fields and not typed and not self.errors:
            self.add_error("title", _("还没有写内容，请先填写案由。"))
        return data

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
            self.data["version"] = str(self.stored.version)

    def wished(self):
        """The units ticked so far, for the line that stays in sight."""
        chosen = {str(getattr(value, "pk", value)) for value in self["wished_units"].value() or []}
        return [unit for unit in self.fields["wished_units"].queryset if str(unit.pk) in chosen]


class DeclarationForm(forms.Form):
    declared = forms.BooleanField(label=_("本提案不涉及国家秘密和个人隐私"))


class ConfirmForm(forms.Form):
    """Nothing to fill in; the button says it all."""


class NoteForm(forms.Form):
    """One text that somebody will read."""

    note = TextField(holds=2000)

    def __init__(self, data=None, *, label, hint="", required=True):
        super().__init__(data)
        self.fields["note"].label, self.fields["note"].help_text = label, hint
        self.fields["note"].required = required


class WithdrawalForm(forms.Form):
    reason = TextField(holds=2000, label=_("撤案的理由"))


class InviteForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        None,
        label=_("联名委员"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请先勾选要邀请的委员。"),
            "invalid_choice": _("名单里没有这位委员，请重新查找。"),
            "invalid_pk_value": _("名单里没有这位委员，请重新查找。"),
        },
    )

    def __init__(self, data=None, *, proposal):
        super().__init__(data)
        others = User.objects.members(proposal.committee).exclude(pk=proposal.proposer_id)
        self.fields["members"].queryset = others.exclude(cosponsorships__proposal=proposal).with_sector()


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("答复"),
        choices=[("confirm", _("同意联名")), ("decline", _("谢绝"))],
        error_messages={"required": _("请选择同意或谢绝。")},
    )
    opinion = TextField(holds=300, label=_("我的意见"), required=False, help_text=_("会告诉第一提案人，最多 300 字。"))


class RegisterForm(forms.Form):
    topic = forms.ModelChoiceField(
        None, label=_("内容分类"), empty_label=_("请选择"), error_messages={"required": _("请选择内容分类再立案。")}
    )
    note = TextField(holds=2000, label=_("说明"), required=False, help_text=_("记入办理过程，提案者看得到。"))

    def __init__(self, data=None, *, proposal):
        super().__init__(data, initial={"topic": proposal.topic_id})
        self.fields["topic"].queryset = Topic.objects.in_use(proposal.committee)


class DeclineForm(forms.Form):
    reason = forms.ModelChoiceField(
        None,
        label=_("不予立案的情形"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择不予立案的情形，提案者会看到。")},
    )
    note = TextField(holds=2000, label=_("说明"), required=False, help_text=_("补充具体原因，提案者会看到。"))

    def __init__(self, data=None, *, proposal):
        super().__init__(data)
        self.fields["reason"].queryset = DeclineReason.objects.in_use(proposal.committee)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        None,
        label=_("主案"),
        error_messages={
            "required": _("请选择要并入的主案。"),
            "invalid_choice": _("这件提案不能作为主案，请重新选择。"),
        },
    )
    note = TextField(holds=2000, label=_("说明"), required=False)

    def __init__(self, data=None, *, proposal):
        super().__init__(data)
        self.fields["into"].queryset = Proposal.objects.main_cases_for(proposal).with_people()
