"""The decisions of the committee's office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import DeclineReason, Topic
from proposals.submission.models import PreparedDecision, Proposal

from .fields import TextField


class RegisterForm(forms.Form):
    topic = forms.ModelChoiceField(
        None, label=_("内容分类"), empty_label=_("请选择"), error_messages={"required": _("请选择内容分类再立案。")}
    )
    note = TextField(holds=2000, label=_("说明"), required=False, help_text=_("只有提案委看得到。"))

    def __init__(self, data=None, *, proposal, initial=None):
        super().__init__(data, initial={"topic": proposal.topic_id, **(initial or {})})
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

    def __init__(self, data=None, *, proposal, initial=None):
        super().__init__(data, initial=initial)
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
    note = TextField(holds=2000, label=_("说明"), required=False, help_text=_("只有提案委看得到。"))

    def __init__(self, data=None, *, proposal, initial=None):
        super().__init__(data, initial=initial)
        self.fields["into"].queryset = Proposal.objects.main_cases_for(proposal).with_people()


class SendBackForm(forms.Form):
    """What has to change, and passages of the text with what is asked for each. The passages are numbered rows
    (part_0, quote_0, comment_0 …); empty ones are left out and the others move up."""

    PARTS = [("title", _("案由")), ("situation", _("情况与问题")), ("analysis", _("分析")), ("suggestions", _("建议"))]
    NAMES = ("part", "quote", "comment")
    HOLDS, EMPTY, MORE = 40, 1, 3

    note = TextField(
        holds=2000, label=_("需要怎样修改"), required=False, help_text=_("提案者会看到，并按此修改后重新提交。")
    )

    def __init__(self, data=None, *, proposal, initial=None):
        initial = initial or {}
        marks, more = initial.get("marks", []), self.EMPTY
        if data is not None:
            marks = self._typed(data)
            initial = {"note": data.get("note", "")}
            data, more = (None, self.MORE) if "more" in data else (self._numbered(marks, initial), self.EMPTY)
        super().__init__(data, initial={**initial, **self._numbered(marks, {})})
        self.many = min(len(marks) + more, self.HOLDS)
        for n in range(self.many):
            self.fields[f"part_{n}"] = forms.ChoiceField(label=_("哪一部分"), choices=self.PARTS, required=False)
            self.fields[f"quote_{n}"] = TextField(holds=1000, label=_("原文"), required=False)
            self.fields[f"comment_{n}"] = TextField(holds=1000, label=_("这一处怎样改"), required=False)

    def _typed(self, data):
        rows = [{name: data.get(f"{name}_{n}", "") for name in self.NAMES} for n in range(self.HOLDS)]
        return [row for row in rows if row["quote"].strip() or row["comment"].strip()]

    def _numbered(self, marks, also):
        return also | {f"{name}_{n}": mark[name] for n, mark in enumerate(marks) for name in self.NAMES}

    def rows(self):
        return [{name: self[f"{name}_{n}"] for name in self.NAMES} for n in range(self.many)]

    def clean(self):
        data = super().clean()
        rows = [{name: data.get(f"{name}_{n}", "") for name in self.NAMES} for n in range(self.many)]
        return {"note": data.get("note", ""), "marks": [row for row in rows if row["quote"] or row["comment"]]}


class ReleaseForm(forms.Form):
    """Which of the prepared decisions are released."""

    rows = forms.ModelMultipleChoiceField(
        None,
        label=_("拟定的决定"),
        error_messages={
            "required": _("请至少选择一件。"),
            "invalid_choice": _("所选的有一些刚才已经公布、改动或撤销，这次没有公布任何一件。请看最新的清单。"),
            "invalid_pk_value": _("请重新选择。"),
        },
    )

    def __init__(self, data=None, *, committee):
        super().__init__(data)
        self.fields["rows"].queryset = PreparedDecision.objects.to_release(committee)
