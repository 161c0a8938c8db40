"""Acts of the coordinators and of the units until the response is written."""

import re

from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Consultation
from proposals.response import actions as response

from .matters import words
from .world import KINDS, Case, World

FORM = Consultation.Form
#: how units talk to proposers: (form, pool of sentences, how often)
FORMS = (
    (FORM.TALK, "talk", 34),
    (FORM.FIELD, "field", 24),
    (FORM.MEETING, "meeting", 16),
    (FORM.VISIT, "visit", 12),
    (FORM.PHONE, "phone", 10),
    (FORM.OTHER, "other_form", 4),
)
#: whose desk a case lands on by mistake
CONFUSED = {
    "市文化局": "市旅游发展局",
    "市旅游发展局": "市文化局",
    "市农业农村局": "市乡村振兴局",
    "市住房城乡建设局": "市城市管理局",
    "市城市管理局": "市住房城乡建设局",
    "市水利局": "市生态环境局",
    "市自然资源局": "市林业和草原局",
    "市商务局": "市市场监管局",
    "市民政局": "市人力资源社会保障局",
    "市公安局": "市交通运输局",
}


def wrong_unit(matter):
    """The unit the case is handed to first when it is to be returned, or None."""
    wrong = CONFUSED.get(matter.lead)
    return wrong if wrong and wrong not in matter.units else None


def shares(world: World, case: Case):
    matter = case.matter
    units = [world.unit(short) for short in matter.units]
    if case.has("separate"):
        parts = separate_parts(matter)
        return [Share(unit, KINDS.SEPARATE, _part(parts, unit.short_name)) for unit in units]
    if case.has("returned"):
        units[0] = world.unit(wrong_unit(matter))
    if len(units) == 1:
        return [Share(units[0], KINDS.SOLE)]
    return [Share(units[0], KINDS.LEAD), *(Share(unit, KINDS.CO_HANDLER) for unit in units[1:])]


def separate_parts(matter):
    """{short name: numbers of its suggestions}: those that name the unit are its own, the rest is the first unit's."""
    found = {short: [] for short in matter.units}
    for number, text in enumerate(matter.suggestions, start=1):
        named = [short for short in matter.units if short.removesuffix("政府") in text]
        found[named[0] if named else matter.lead].append(number)
    return found


def _part(parts, short):
    return f"第{'、'.join(str(number) for number in parts[short])}条建议"


def can_be_separate(matter):
    return bool(matter.co) and all(separate_parts(matter).values())


def hand_over(world, case, now):
    """Return the assignments, their proposal and unit at hand."""
    wanted = shares(world, case)
    by = world.hander([share.unit for share in wanted], case.has("opinion"), case.dice)
    return assignment.hand_over(case.proposal, shares=wanted, by=by, now=now)


def accept(world, row, now):
    assignment.accept(row, by=world.handler(row), now=now)


def ask_return(world, case, row, now):
    right = world.unit(case.matter.lead if case.has("returned") else CONFUSED[case.matter.lead])
    assignment.return_(
        row, by=world.handler(row), reason=case.says("return_reason", right=right), suggested_unit=right, now=now
    )


def approve_return(world, case, row, now):
    by = world.coordinator(row.unit.channel, case.dice)
    assignment.approve_return(row, by=by, note=case.says("return_ok"), now=now)


def refuse_return(world, case, row, now):
    by = world.coordinator(row.unit.channel, case.dice)
    assignment.refuse_return(row, by=by, note=case.says("return_refused"), now=now)


def reassign(world, case, row, now):
    right = world.unit(case.matter.lead)
    return assignment.reassign(row, unit=right, by=world.coordinator(right.channel, case.dice), now=now)


def consult(world, case, row, now, *, stage=Consultation.Stage.DURING):
    form, pool = FORM.PHONE, "phone"
    if not case.has("phone_only"):
        weights = [weight for _form, _pool, weight in FORMS]
        face = [entry for entry in FORMS if entry[0] in Consultation.FACE_TO_FACE]
        form, pool, _weight = case.dice.choices(FORMS, weights)[0] if case.has("met") else case.dice.choice(face)
        case.flags.add("met")
    if stage == Consultation.Stage.AFTER:
        pool = "after"
    handler = world.handler(row)
    facts = {"n": len(case.matter.suggestions) if pool == "meeting" else case.any_number()}
    people = case.says("people", unit=row.unit.short_name, officer=handler.name)
    assignment.consult(
        row, by=handler, held_on=now.date(), form=form, people=people, content=case.says(pool, **facts), stage=stage,
        now=now,
    )  # fmt: skip


def give_opinion(world, case, row, now):
    """The co-handler writes about the suggestion that names it, else about any."""
    place = re.sub("政府$|^市|局$|委$", "", row.unit.short_name)
    named = [n for n, text in enumerate(case.matter.suggestions, start=1) if place in text]
    text = case.says("opinion", n=named[0] if named else case.any_number())
    response.give_opinion(row, by=world.handler(row), text=text, now=now)


def ask_extension(world, case, row, until, now):
    pool = "extension_reason_live" if case.has("live") else "extension_reason"
    assignment.ask_extension(row, by=world.handler(row), until=until, reason=case.says(pool), now=now)


def decide_extension(world, case, row, now):
    by = world.coordinator(row.unit.channel, case.dice)
    if case.has("extension_refused"):
        assignment.refuse_extension(row, by=by, note=case.says("extension_refused"), now=now)
    else:
        assignment.approve_extension(row, by=by, note=case.says("extension_ok"), now=now)


def urge(world, case, row, now, *, which):
    by = world.coordinator(row.unit.channel, case.dice)
    assignment.urge(row, by=by, note=words()["urge"][which], now=now)


def waive(world, case, row, now):
    by = world.coordinator(row.unit.channel, case.dice)
    assignment.waive_opinions(row, by=by, reason=case.says("waive"), now=now)
