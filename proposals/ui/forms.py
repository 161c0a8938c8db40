"""Form fields drawn one way: label, hint, error, widget; nothing is cut off and nothing pops up."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField, Field, Form
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _

from proposals.ui.library import register

REQUIRED = Field.default_error_messages["required"]
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
# Browsers want ISO in these widgets whatever the language is; Django reads ISO whatever the language is.
DATES = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


def complaints(bound: BoundField) -> list[str]:
    """What is wrong with a field, in the same words at the field and in the summary."""
    found = []
    for error in bound.errors.as_data():
        for message in error.messages:
            bare = error.code == "required" and message == str(REQUIRED)
            found.append(_please(bound) if bare else message)
    return found


def _please(bound: BoundField) -> str:
    if isinstance(bound.field, forms.BooleanField):
        return _("请勾选：%(label)s") % {"label": bound.label}
    choose = isinstance(bound.field, (forms.ChoiceField, forms.ModelChoiceField))
    return (_("请选择%(label)s") if choose else _("请填写%(label)s")) % {"label": bound.label}


def _problems(form: Form | BaseFormSet) -> Iterator[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        yield from ({"id": "", "text": text} for text in form.non_form_errors())
        for sub in form.forms:
            yield from _problems(sub)
        return
    yield from ({"id": "", "text": text} for text in form.non_field_errors())
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            target = "" if bound.is_hidden else (bound.auto_id or bound.html_name)
            yield from ({"id": target, "text": text} for text in complaints(bound))


@register.inclusion_tag("_partials/errbox.html")
def errbox(*of: Form | BaseFormSet | None) -> dict[str, Any]:
    """The summary at the top of a refused form; it takes the focus and leads to each field."""
    problems = [problem for form in of if form for problem in _problems(form)]
    alone = problems[0]["text"] if len(problems) == 1 and not problems[0]["id"] else ""
    return {"problems": problems, "alone": alone}


def _parts(bound: BoundField, label: str | None, hint: str | None, optional: bool | None, limit: int) -> dict[str, Any]:
    """What every kind of field shows, and the ids that tie it together for a screen reader."""
    bound.form.use_required_attribute = False  # the browser's own bubbles would hide our summary
    uid = bound.auto_id or bound.html_name
    errors = complaints(bound)
    hint = bound.help_text if hint is None else hint
    described = [f"{uid}_hint"] * bool(hint) + [f"{uid}_error"] * bool(errors) + [f"{uid}_count"] * bool(limit)
    return {
        "bound": bound,
        "uid": uid,
        "label": bound.label if label is None else label,
        "hint": hint,
        "errors": errors,
        "optional": not bound.field.required if optional is None else optional,
        "limit": limit,
        "described": " ".join(described),
    }


def _attrs(bound: BoundField, parts: dict[str, Any], css: list[str], extra: dict[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    attrs: dict[str, Any] = {"maxlength": False, "minlength": False}  # a counter warns; nothing is cut off
    if isinstance(widget, forms.Textarea):
        attrs |= {"cols": False, "rows": 3 if str(widget.attrs.get("rows")) == "10" else widget.attrs.get("rows", 3)}
    if isinstance(widget, (forms.Textarea, forms.Select)) or getattr(widget, "input_type", "") in ("text", "password"):
        attrs["aria-required"] = "true" if bound.field.required else False
    attrs |= {name.replace("_", "-"): value for name, value in extra.items()}
    attrs["class"] = " ".join(filter(None, [*css, widget.attrs.get("class"), attrs.get("class")])) or False
    attrs["aria-describedby"] = parts["described"] or False
    attrs["aria-invalid"] = "true" if parts["errors"] else False
    return attrs


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "list" if isinstance(widget, CHOICES) else "input"


def _dress(bound: BoundField, kind: str, size: str, song: bool) -> list[str]:
    """Set the right input type and name the classes of the widget."""
    widget = bound.field.widget
    for plain, (input_type, date_format) in DATES.items():
        if isinstance(widget, plain):
            widget.input_type, widget.format = input_type, date_format
            size = size or "s"
    if kind != "input":
        return []
    css = ["in", f"in--{size}" if size else "", "in--song" if song else ""]
    return [*css, "in--file" if isinstance(widget, forms.FileInput) else ""]


@register.inclusion_tag("_partials/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Options: label, hint, optional, limit, size, song, full; every other name becomes an attribute."""
    kind = _kind(bound)
    long_text = isinstance(bound.field.widget, forms.Textarea)
    limit = options.pop("limit", None)
    if limit is None:
        limit = getattr(bound.field, "max_length", None) if long_text else 0
    shown = {name: options.pop(name, None) for name in ("label", "hint", "optional")}
    full, size, song = options.pop("full", False), options.pop("size", ""), options.pop("song", False)
    parts = _parts(bound, **shown, limit=limit or 0)
    css = _dress(bound, kind, size, song)
    widget = "" if kind == "list" else bound.as_widget(attrs=_attrs(bound, parts, css, options))
    return {**parts, "kind": kind, "full": full, "widget": widget}


@register.inclusion_tag("_partials/fields.html")
def fields(form: Form, exclude: str = "") -> dict[str, Any]:
    """Every field of a form, the hidden ones first."""
    left_out = exclude.split()
    shown = [bound for bound in form.visible_fields() if bound.name not in left_out]
    return {"hidden": form.hidden_fields(), "visible": shown}


@register.inclusion_tag("_partials/pick.html")
def pick(bound: BoundField, icons: str = "", size: str = "", heading: bool = False, **shown: Any) -> dict[str, Any]:
    """A choice as big buttons; nothing is preselected that nobody chose. Options also: label, hint, optional."""
    names = icons.split()
    value = bound.value()
    options = [(key, label) for key, label in bound.field.choices if str(key)]
    parts = _parts(bound, shown.get("label"), shown.get("hint"), shown.get("optional"), 0)
    marks = names + [""] * (len(options) - len(names))
    chosen = None if value is None else str(value)
    rows = [
        {"id": f"{parts['uid']}_{i}", "value": str(key), "label": label, "checked": str(key) == chosen, "icon": mark}
        for i, ((key, label), mark) in enumerate(zip(options, marks, strict=False))
    ]
    columns = len(rows) if len(rows) in (2, 4, 5) else 0
    return {**parts, "rows": rows, "size": size, "heading": heading, "columns": columns}


@register.inclusion_tag("_partials/sugs.html")
def sugs(values: list[str] | None, name: str = "suggestions", **options: Any) -> dict[str, Any]:
    """Numbered suggestions under one repeated name. Options: label, hint, errors, extra, full."""
    texts = [*(values or []), *([""] * options.get("extra", 2))]
    rows = [{"n": n, "id": f"id_{name}_{n}", "value": text} for n, text in enumerate(texts, 1)]
    shown = {"label": _("建议"), "hint": _("一条写一件事，承办单位会逐条答复。至少一条。"), "errors": []}
    return {"uid": f"id_{name}", "name": name, **shown, **options, "rows": rows}
