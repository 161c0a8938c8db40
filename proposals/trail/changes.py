"""What the database itself wrote down at every change of a row (django-pghistory): who, when, from what to what."""

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from proposals.ui import zh_date, zh_datetime

MOST = 200  # of the newest; who needs older ones asks for the trail of the database


class Change(NamedTuple):
    """``what``: new, changed or deleted, and which thing when it is one beside the row."""

    at: object
    who: str
    what: str
    lines: list


class _Step(NamedTuple):
    """One row of the history beside the row before it; ``link`` leads to the row everything is told of."""

    event: object
    before: object
    model: type
    link: str


def of_row(row, beside=()):
    """The changes of a row, the newest first. ``beside``: [(model, its foreign key)] of the rows told with it."""
    steps = _steps(type(row), "pgh_obj_id", row.pk, "id")
    for model, link in beside:
        steps += _steps(model, f"{link}_id", row.pk, link)
    steps.sort(key=lambda step: (step.event.pgh_created_at, step.event.pgh_id), reverse=True)
    steps = steps[:MOST]
    who, names = people(step.event for step in steps), _names(steps)
    found = [_change(step, who.get(actor(step.event)) or _("系统"), names, type(row)) for step in steps]
    return [change for change in found if change.lines or change.what]


def _steps(model, column, key, link):
    kept = getattr(model, "pgh_event_model", None)
    if kept is None:
        return []
    events = kept.objects.filter(**{column: key}).select_related("pgh_context")
    steps, before = [], {}
    for event in reversed(events.order_by("-pgh_created_at", "-pgh_id")[:MOST]):
        steps.append(_Step(event, before.get(event.pgh_obj_id), model, link))
        before[event.pgh_obj_id] = event
    return steps


def actor(event):
    """The key of whoever made the change, or ''."""
    context = event.pgh_context
    return str((context.metadata.get("user") if context else "") or "")


def people(events):
    """{key as text: name} of everybody who changed something."""
    keys = {actor(event) for event in events} - {""}
    return {str(pk): name for pk, name in get_user_model().objects.filter(pk__in=keys).values_list("pk", "name")}


def _fields(step):
    """What is told: everything that is kept but the keys."""
    kept = {field.name for field in step.event._meta.concrete_fields}
    fields = step.model._meta.concrete_fields
    return [field for field in fields if field.name in kept and not field.primary_key and field.name != step.link]


def _names(steps):
    """{(model, key): name} of whatever the told rows refer to; one query a model."""
    keys = {}
    for step in steps:
        for field in _fields(step):
            if field.is_relation:
                found = {getattr(row, field.attname) for row in (step.before, step.event) if row}
                keys.setdefault(field.related_model, set()).update(found - {None})
    return {
        (model, pk): str(row)
        for model, wanted in keys.items()
        for pk, row in model._base_manager.in_bulk(wanted).items()
    }


def _change(step, who, names, main):
    verb = {"insert": _("新增"), "delete": _("删除")}.get(step.event.pgh_label, _("修改"))
    what = verb if step.model is main else f"{verb}{step.model._meta.verbose_name}"
    if step.event.pgh_label == "update":
        lines = _differences(step, names)
        return Change(step.event.pgh_created_at, who, what if lines else "", lines)
    lines = [
        _("%(label)s：%(value)s") % {"label": field.verbose_name, "value": _value(step.event, field, step, names)}
        for field in _fields(step)
        if getattr(step.event, field.attname) not in (None, "", False)
    ]
    return Change(step.event.pgh_created_at, who, what, lines)


def _differences(step, names):
    if step.before is None:
        return []
    lines = []
    for field in _fields(step):
        old, new = (_value(row, field, step, names) for row in (step.before, step.event))
        if old != new:
            lines.append(_("%(label)s：%(old)s → %(new)s") % {"label": field.verbose_name, "old": old, "new": new})
    return lines


def _value(row, field, step, names):
    """A value as people write it; of what it refers to, the name."""
    key = getattr(row, field.attname)
    if field.is_relation and key:
        return names.get((field.related_model, key), _("（已删除）"))
    return said(row, field.name, step.model)


def said(row, name, model):
    """A value as people write it."""
    field = model._meta.get_field(name)
    value = getattr(row, field.attname)
    if value in (None, ""):
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if hasattr(value, "hour"):
        return zh_datetime(value)
    return zh_date(value) if hasattr(value, "year") or parse_date(str(value)) else str(value)
