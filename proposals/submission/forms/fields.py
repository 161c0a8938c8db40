"""Fields that keep what people typed."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

# A draft may be longer than what can be submitted; these only keep out what is no text any more.
TITLE_HOLDS, PART_HOLDS, SUGGESTIONS_HOLD = 200, 30000, 60
PLACES = {str(place) for place in range(1, 2 * SUGGESTIONS_HOLD)}


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
    """Several fields under one name; drawn by the ``sugs`` tag, whose buttons move one of them without a script."""

    def value_from_datadict(self, data, files, name):
        texts = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        where, _colon, number = data.get(f"{name}-move", "").partition(":")
        return _moved(texts, where, int(number)) if number in PLACES else texts

    def value_omitted_from_data(self, data, files, name):
        return False


def _moved(texts, where, number):
    """The texts that are not empty, the one sent at place ``number`` moved up or down by one."""
    kept = [place for place, text in enumerate(texts, start=1) if text.strip()]
    if number in kept:
        here = kept.index(number)
        there = min(max(here + (-1 if where == "up" else 1), 0), len(kept) - 1)
        kept[here], kept[there] = kept[there], kept[here]
    return [texts[place - 1] for place in kept]


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


class ConfirmForm(forms.Form):
    """Nothing to fill in; the button says it all."""


class NoteForm(forms.Form):
    """One text that somebody will read."""

    note = TextField(holds=2000)

    def __init__(self, data=None, *, label, hint="", required=True):
        super().__init__(data)
        self.fields["note"].label, self.fields["note"].help_text = label, hint
        self.fields["note"].required = required
