"""Forms of handing over and of what units ask and coordinators decide. They check the shape; actions refuse."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit
from proposals.lifecycle import Refusal
from proposals.permissions import Channel

from .actions import Share, check_shares, plan
from .models import Assignment, Consultation

Kind = Assignment.Kind
TOO_LONG = _("最多 %(limit_value)d 字，现在 %(show_value)d 字，请删减")


def text(label, *, hint="", limit=None, required=True):
    """A short line of text."""
    return forms.CharField(
        label=label, help_text=hint, max_length=limit, required=required, error_messages={"max_length": TOO_LONG}
    )


def long_text(label, *, hint="", required=True):
    return forms.CharField(label=label, help_text=hint, required=required, widget=forms.Textarea)


def grouped(units, first=(), first_label=""):
    """[(name of the group, its units)]: ``first`` alone at the top, then channel by channel."""
    first = list(first)
    groups = [(first_label, first)] if first else []
    for channel in Channel:
        rest = [unit for unit in units if unit.channel == channel and unit not in first]
        groups += [(channel.label, rest)] if rest else []
    return groups


def offer(field, groups):
    """Let a select show its units under the names of their groups."""
    field.choices = [
        ("", _("请选择")),
        *((name, [(unit.pk, unit.short_name) for unit in units]) for name, units in groups),
    ]


class HandOverForm(forms.Form):
    """Which units handle a case and how; after the check also what part each of several separate units answers."""

    KINDS = [(Kind.SOLE, Kind.SOLE.label), (Kind.LEAD, _("主办和会办")), (Kind.SEPARATE, Kind.SEPARATE.label)]

    kind = forms.ChoiceField(label=_("承办方式"), choices=KINDS, widget=forms.RadioSelect)
    lead = forms.ModelChoiceField(None, label=_("单办或主办单位"), required=False)
    units = forms.ModelMultipleChoiceField(None, label=_("会办或分办单位"), required=False)

    def __init__(self, data=None, *, proposal, by, today):
        super().__init__(data)
        self.proposal, self.by, self.today = proposal, by, today
        units = HandlingUnit.objects.of(proposal.committee)
        self.fields["lead"].queryset = self.fields["units"].queryset = units
        ours = [unit for unit in units if by.coordinates(unit.channel)]
        wished = [unit for unit in proposal.wished_units.all() if unit in ours]
        self.groups = grouped(ours, wished, _("提案者的意向单位"))
        offer(self.fields["lead"], self.groups)
        self.chosen = set(data.getlist("units")) if data else set()
        if data and data.get("kind") == Kind.SEPARATE:
            parts = self.chosen | {data.get("lead")} - {"", None}
            self.fields |= {f"part-{pk}": text(_("分办内容"), limit=200, required=False) for pk in parts}

    def clean(self):
        data = super().clean()
        if data.get("kind") in (Kind.SOLE, Kind.LEAD) and not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("请选择单办或主办单位"))
        if not self.errors:
            try:
                check_shares(self.shares(), self.by)
            except Refusal as refusal:
                self.add_error(refusal.field, str(refusal.sentence))
        return data

    def shares(self):
        """What has been chosen, nothing left out: a second unit of a sole handling is refused by the rule."""
        data = self.cleaned_data
        lead, others = data.get("lead"), list(data.get("units") or [])
        if data["kind"] == Kind.SEPARATE:
            units = [lead, *others] if lead and lead not in others else others
            return [Share(unit, Kind.SEPARATE, data.get(f"part-{unit.pk}", "")) for unit in units]
        return [Share(lead, data["kind"]), *(Share(unit, Kind.CO_HANDLER) for unit in others)]

    @cached_property
    def rows(self):
        """For the check: each share with its due dates, and the field for its part where there is one."""
        if {"kind", "lead", "units"} & set(self.errors):
            return []
        return [
            {"share": share, "kind": Kind(share.kind).label, "due": due, "part": self._part(share.unit)}
            for share, due in plan(self.proposal, self.shares(), self.today)
        ]

    def _part(self, unit):
        name = f"part-{unit.pk}"
        return self[name] if name in self.fields else None

    def carried(self):
        """The choices as they travel from the check to the sending."""
        return [(name, value) for name in ("kind", "lead", "units") for value in self.data.getlist(name) if value]


class DecisionForm(forms.Form):
    """A request is granted or not: the button says which, the note says why."""

    APPROVED, REFUSED = "approved", "refused"

    verdict = forms.ChoiceField(
        choices=[(APPROVED, _("同意")), (REFUSED, _("不同意"))],
        widget=forms.HiddenInput,
        error_messages={"required": _("请选择同意或不同意")},
    )
    note = long_text(_("说明"), required=False, hint=_("不同意时必填，对方会看到。"))


class ReturnForm(forms.Form):
    reason = long_text(_("退回的理由"), hint=_("写明依据，例如三定方案里的职责分工。"))
    suggested_unit = forms.ModelChoiceField(
        None, label=_("建议改由哪个单位承办"), help_text=_("本单位不能自行转交，由交办部门审定后改派。")
    )

    def __init__(self, data=None, *, assignment):
        super().__init__(data)
        field = self.fields["suggested_unit"]
        field.queryset = HandlingUnit.objects.of(assignment.proposal.committee)
        offer(field, grouped([unit for unit in field.queryset if unit.pk != assignment.unit_id]))


class ReassignForm(forms.Form):
    unit = forms.ModelChoiceField(None, label=_("改派给"), help_text=_("期限从改派当日重新计算。"))

    def __init__(self, data=None, *, returned, by):
        asked = returned.return_request.suggested_unit
        super().__init__(data, initial={"unit": asked.pk})
        field = self.fields["unit"]
        field.queryset = HandlingUnit.objects.of(returned.proposal.committee)
        busy = {row.unit_id for row in returned.proposal.assignments.current()} | {returned.unit_id}
        free = [unit for unit in field.queryset if unit.pk not in busy and by.coordinates(unit.channel)]
        offer(field, grouped(free, [asked] if asked in free else [], _("承办单位建议")))


class ExtensionForm(forms.Form):
    until = forms.DateField(label=_("申请延至"))
    reason = long_text(_("延期的理由"), hint=_("提案者能看到延期的情况，请写明还要做什么。"))


class ConsultationForm(forms.Form):
    held_on = forms.DateField(label=_("日期"))
    form = forms.ChoiceField(label=_("形式"), choices=Consultation.Form.choices, widget=forms.RadioSelect)
    stage = forms.ChoiceField(label=_("阶段"), choices=Consultation.Stage.choices, widget=forms.RadioSelect)
    people = text(_("参加人员"), limit=300, hint=_("写姓名，例如：卓玛委员，次旦，白朗县农户代表 3 人。"))
    content = long_text(_("沟通的内容"), hint=_("提案者的意见、单位的说明、达成的一致。提案者能看到。"))


class UrgeForm(forms.Form):
    note = long_text(_("催办的原因"), hint=_("单位的承办人和负责人都会收到。"))


class WaiveForm(forms.Form):
    reason = long_text(_("不再等待的原因"), hint=_("会留在办理记录里；没提意见的单位仍按自己的期限计算。"))
