"""Filters that name an entry of a dictionary: a session, a unit, a topic …; each dictionary is read once."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

UNKNOWN = "null"  # how the address asks for the cases that have no entry


class Entries:
    """The dictionaries of one committee, each read when the first filter asks for it: {key: entry} in its order."""

    def __init__(self, committee):
        self.committee = committee
        self.read = {}

    def of(self, model):
        if model not in self.read:
            self.read[model] = {str(row.pk): row for row in model.objects.filter(committee=self.committee)}
        return self.read[model]


class EntryField(forms.Field):
    """``none``: the word for the cases without an entry, where that can be asked."""

    default_error_messages = {"invalid": _("没有这一项。")}

    def __init__(self, *, model, entries, none="", **kwargs):
        super().__init__(**kwargs)
        self.model, self.entries, self.none = model, entries, none

    @property
    def choices(self):
        named = [(key, str(entry)) for key, entry in self.entries.of(self.model).items()]
        return [*named, (UNKNOWN, str(self.none))] if self.none else named

    def to_python(self, value):
        if not value or (self.none and value == UNKNOWN):
            return value or None
        try:
            return self.entries.of(self.model)[value]
        except KeyError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class EntryFilter(django_filters.Filter):
    field_class = EntryField

    def __init__(self, label, model, **kwargs):
        super().__init__(label=label, model=model, **kwargs)

    def filter(self, qs, value):
        if value == UNKNOWN:
            return qs.filter(**{f"{self.field_name}__isnull": True})
        return super().filter(qs, value)


def written(value):
    """A value as the address writes it."""
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)
