"""Who changed what in the rules, and when: read from the rows the database itself writes at every change."""

from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from proposals.trail.changes import MOST, Change, actor, people, said

from .models import DeadlinePolicy, DeclineReason, PlenarySession, RatingStep, ResponseClass, SynonymSet, Theme, Topic

FOR_ALL_YEARS = (Topic, DeclineReason, RatingStep, SynonymSet)
FOR_ONE_YEAR = (ResponseClass, Theme)
NAMED, LONG = 8, 120  # of many new entries at once as many are named; of long ones, two
HIDDEN = {"id", "committee", "session"}


class _Step(NamedTuple):
    """One row of the history of one thing, beside the row before it."""

    event: object
    before: object
    model: type


def of_session(session):
    """The changes of a session's own rules and of the dictionaries it uses, the newest first."""
    steps = [*_steps(PlenarySession, pgh_obj_id=session.pk), *_steps(DeadlinePolicy, session_id=session.pk)]
    for model in FOR_ALL_YEARS:
        steps += _steps(model, committee_id=session.committee_id)
    for model in FOR_ONE_YEAR:
        steps += _steps(model, committee_id=session.committee_id, year=session.year)
    steps.sort(key=_order, reverse=True)
    who = people(step.event for step in steps)
    grouped = groupby(steps, key=lambda step: (step.event.pgh_created_at, step.model, _together(step)))
    found = (_change(list(group), who) for _key, group in grouped)
    return [change for change in found if change.lines][:MOST]


def _steps(model, **which):
    events = model._meta.get_field("events").related_model.objects.filter(**which).select_related("pgh_context")
    before = {}
    for event in events.order_by("pgh_created_at", "pgh_id"):
        yield _Step(event, before.get(event.pgh_obj_id), model)
        before[event.pgh_obj_id] = event


def _order(step):
    return step.event.pgh_created_at, step.model.__name__, step.event.pgh_label, actor(step.event), step.event.pgh_id


def _together(step):
    """New entries of one person and moment are told in one line, every other change by itself."""
    return ("new", actor(step.event)) if step.event.pgh_label == "insert" else step.event.pgh_id


def _change(group, names):
    step = group[0]
    event, model = step.event, step.model
    who = names.get(actor(event)) or _("系统")
    title = str(model._meta.verbose_name)
    if event.pgh_label == "insert":
        return Change(event.pgh_created_at, who, title, [_added([_name(s.event, model) for s in reversed(group)])])
    what = f"{title} {_name(step.before or event, model)}"
    if event.pgh_label == "delete":
        return Change(event.pgh_created_at, who, what, [_("已删除")])
    return Change(event.pgh_created_at, who, what, _differences(step))


def _added(names):
    shown = names[: NAMED if sum(map(len, names[:NAMED])) <= LONG else 2]
    more = _("等 %(n)s 项") % {"n": len(names)} if len(names) > len(shown) else ""
    return _("新增：%(names)s") % {"names": "、".join(shown)} + more


def _name(event, model):
    if model is DeadlinePolicy:
        return f"{said(event, 'step', model)}（{said(event, 'kind', model)}）{event_limit(event)}"
    if model is PlenarySession:
        return event.title
    return f"{event.letter} {event.name}" if model is ResponseClass else event.name


def event_limit(event):
    """A limit as people write it, from a row of its history."""
    return DeadlinePolicy(
        n=event.n, unit=event.unit, fixed_month=event.fixed_month, fixed_day=event.fixed_day, roll=event.roll
    ).words


def _differences(step):
    if step.before is None:
        return []
    names = [field.name for field in step.model._meta.concrete_fields if field.name not in HIDDEN]
    lines = []
    for name in names:
        old, new = said(step.before, name, step.model), said(step.event, name, step.model)
        if old != new:
            label = step.model._meta.get_field(name).verbose_name
            lines.append(_("%(label)s：%(old)s → %(new)s") % {"label": label, "old": old, "new": new})
    return lines
