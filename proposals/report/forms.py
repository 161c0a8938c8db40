"""What may be chosen on the report page, and what a number's link says."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee, PlenarySession
from proposals.rates import BASE_NAMES, Base
from proposals.report.counts import DIMENSIONS, NONE, Slice


class ReportForm(forms.Form):
    """Session, base and day; what is missing or wrong falls back to the current session, 办理件 and the newest."""

    session = forms.ModelChoiceField(PlenarySession.objects.none(), label=_("届次"), required=False, empty_label=None)
    base = forms.ChoiceField(label=_("口径"), required=False, choices=[(str(b), BASE_NAMES[b]) for b in Base])
    as_of = forms.DateField(
        label=_("截至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请选择日期。")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = PlenarySession.objects.select_related("committee").order_by(
            "-committee__is_home", "committee__name", "-year", "-number"
        )
        self.fields["session"].label_from_instance = self._label

    @staticmethod
    def _label(session):
        year = f"（{session.year}）" if session.year else ""
        if session.committee.is_home:
            return f"{session.title}{year}"
        return _("公布清单：%(city)s %(title)s") % {"city": session.committee.city, "title": session.title} + year

    def chosen(self):
        """(session or None, base, day or None)."""
        self.is_valid()
        session = self.cleaned_data.get("session")
        if session is None and (home := Committee.objects.home()):
            session = PlenarySession.objects.current(home)
        return session, Base(self.cleaned_data.get("base") or Base.HANDLED), self.cleaned_data.get("as_of")


class SliceForm(forms.Form):
    """The slice a number was counted on, as its link carries it."""

    session = forms.ModelChoiceField(PlenarySession.objects.select_related("committee"))
    base = forms.ChoiceField(choices=[(str(b), BASE_NAMES[b]) for b in Base])
    as_of = forms.CharField()
    dimension = forms.ChoiceField(choices=DIMENSIONS.items(), required=False)
    value = forms.CharField(required=False)
    hour = forms.CharField(required=False)

    def clean_as_of(self):
        return self._moment(self.cleaned_data["as_of"])

    def clean_hour(self):
        return self._moment(self.cleaned_data["hour"]) if self.cleaned_data["hour"] else None

    @staticmethod
    def _moment(text):
        try:
            moment = datetime.fromisoformat(text.replace(" ", "+"))
        except ValueError as error:
            raise forms.ValidationError(_("日期不对。")) from error
        if timezone.is_naive(moment):
            day = datetime.combine(moment.date(), time.max) if len(text) == 10 else moment
            moment = timezone.make_aware(day)
        return moment

    def clean_value(self):
        value, dimension = self.cleaned_data["value"], self.cleaned_data.get("dimension")
        if value == NONE:
            return value
        if value and dimension in ("unit", "topic"):
            return forms.UUIDField(error_messages={"invalid": _("这一项不存在。")}).clean(value)
        return value or None

    def slice(self):
        data = self.cleaned_data
        return Slice(data["session"], data["as_of"], Base(data["base"]), data["dimension"], data["value"], data["hour"])
