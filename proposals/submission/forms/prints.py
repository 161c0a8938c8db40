"""What is to be printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import PlenarySession
from proposals.lifecycle import Outcome
from proposals.submission.letters import PRINTS


class CollectionForm(forms.Form):
    """Session, scope and kind of print; what is not chosen is the current session, the registered ones, the list."""

    session = forms.ModelChoiceField(None, label=_("届次"), required=False, empty_label=None)
    scope = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[
            (Outcome.REGISTERED, _("立案的提案")),
            (Outcome.PASSED_ON, _("转意见建议的提案")),
            ("all", _("收到的全部提案")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("内容"), required=False, choices=[(kind, name) for kind, (name, _write) in PRINTS.items()]
    )

    def __init__(self, data=None, *, user):
        super().__init__(data or {})
        self.fields["session"].queryset = PlenarySession.objects.newest_first(user.committee_id)

    def choice(self):
        """(session or None, outcome or empty for everything received, kind of print)."""
        self.is_valid()
        chosen = self.cleaned_data
        scope = chosen.get("scope") or Outcome.REGISTERED
        session = chosen.get("session") or self.fields["session"].queryset.first()
        return session, "" if scope == "all" else scope, chosen.get("kind") or "list"
