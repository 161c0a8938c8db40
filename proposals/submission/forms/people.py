"""Inviting co-sponsors and answering."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import ProposerGroup, SectoralGroup, User

from .fields import TITLE_HOLDS, TextField


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
        asked = proposal.cosponsors.live().values("user")
        self.fields["members"].queryset = others.exclude(pk__in=asked).with_sector()

    def sectors(self):
        """The sectoral groups those who can be asked belong to, each with how many."""
        groups = SectoralGroup.objects.filter(membership__member__user__in=self.fields["members"].queryset.order_by())
        return groups.annotate(n=Count("membership__member", distinct=True)).order_by("name")


class EnterForm(forms.Form):
    """Whose paper is typed in: ``who`` is "member:key" or "group:key"."""

    draft = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("页面已过期，请重新打开。")})
    who = forms.CharField(label=_("提案者"), error_messages={"required": _("请选择提案者。")})
    title = TextField(holds=TITLE_HOLDS, label=_("案由"), help_text=_("照原件填写，之后还可以改。"))

    def __init__(self, data=None, *, committee, initial=None):
        super().__init__(data, initial=initial)
        self.members = User.objects.members(committee).with_sector()
        self.groups = ProposerGroup.objects.filter(committee=committee).order_by("name")

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_who(self):
        """{"member": …} or {"group": …}."""
        kind, _colon, key = self.cleaned_data["who"].partition(":")
        people = {"member": self.members, "group": self.groups}.get(kind)
        try:
            found = people is not None and people.filter(pk=key).first()
        except (ValueError, forms.ValidationError):
            found = None
        if not found:
            raise forms.ValidationError(_("名单里没有这位提案者，请重新查找。"))
        return {kind: found}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("答复"),
        choices=[("confirm", _("同意联名")), ("decline", _("谢绝"))],
        error_messages={"required": _("请选择同意或谢绝。")},
    )
    opinion = TextField(holds=300, label=_("我的意见"), required=False, help_text=_("会告诉第一提案人，最多 300 字。"))


class ChangedTextForm(forms.Form):
    """The text has changed since it was confirmed."""

    answer = forms.ChoiceField(
        choices=[("stay", _("继续联名")), ("leave", _("退出联名"))],
        error_messages={"required": _("请选择继续联名或退出联名。")},
    )
