"""Small marks: icons, states (shape + word + colour, always all three), dots, progress."""

import datetime
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proposals.ui.formats import days_left as count_days
from proposals.ui.formats import zh_date, zh_day
from proposals.ui.library import register

STATES = ("wait", "run", "done", "soon", "late", "stop", "pass")
NOTE_ICONS = {"": "info", "info": "info", "done": "ok", "soon": "warn", "late": "late", "plain": "info"}
STEP_DOTS = 5


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A line icon of the sprite; decoration only, so the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="#i-{}"/></svg>',
        f"ic {extra}".strip(),
        name,
    )


@register.simple_tag
def st(kind: str, text: str, tag: bool = False) -> SafeString:
    """A state: ○ ◐ ✔ ▲ ◆ ☒ → with its word, survives a black-and-white printer."""
    colour = {"wait": "", "pass": " st--stop"}.get(kind, f" st--{kind}")
    return format_html(
        '<span class="st{}{}"><svg aria-hidden="true" focusable="false" viewBox="0 0 12 12">'
        '<use href="#i-s-{}"/></svg>{}</span>',
        " st--tag" if tag else "",
        colour,
        kind,
        text,
    )


@register.simple_tag
def dot() -> SafeString:
    """The separator is drawn: half the fonts set "·" full-width."""
    return format_html('<i class="dot" aria-hidden="true">{}</i>', "")


@register.inclusion_tag("_partials/strip.html")
def strip(done: int, now: bool = False) -> dict[str, Any]:
    """Five dots: `done` filled, then a half one when the next stage is under way. Whole numbers, any locale."""
    kinds = ["on"] * done + ["half"] * bool(now)
    kinds += ["off"] * (STEP_DOTS - len(kinds))
    dots = [{"kind": kind, "x": 12 + 31 * i, "line": 22 + 31 * i} for i, kind in enumerate(kinds[:STEP_DOTS])]
    return {"dots": dots}


@register.inclusion_tag("_partials/steps.html")
def steps(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Horizontal progress: items with label, note and state "ok", "now" or "next"."""
    return {"items": items}


def _today(context: Context, today: datetime.date | None) -> datetime.date:
    return today or context["frame"]["today"]


@register.simple_tag(takes_context=True)
def days_left(
    context: Context, due: datetime.date | None, today: datetime.date | None = None, soon: int = 7, tag: bool = False
) -> SafeString | str:
    """还剩 12 天（6月16日）: plain while there is time, a state when it is close or past."""
    if not due:
        return ""
    left = count_days(due, _today(context, today), soon)
    return st(left.state, left.text, tag) if left.state else format_html('<span class="nowrap">{}</span>', left.text)


@register.simple_tag(takes_context=True)
def days_figure(context: Context, due: datetime.date | None = None, **options: Any) -> SafeString:
    """The large figure of a card. Options: today, soon, lead, n, unit, note, state."""
    values: dict[str, Any] = {"lead": _("还剩"), "n": "", "unit": _("天"), "note": "", "state": ""}
    if due:
        today = _today(context, options.pop("today", None))
        left = count_days(due, today, options.pop("soon", 7))
        day = zh_day(due) if due.year == today.year else zh_date(due)
        lead = _("逾期") if left.n < 0 else values["lead"]
        note = _("今天到期") if left.n == 0 else _("期限 %(day)s") % {"day": day}
        values |= {"lead": lead, "n": left.figure, "state": left.state, "note": note}
    values |= options
    note = format_html("<span>{}</span>", values["note"]) if values["note"] else ""
    css = f"days days--{values['state']}" if values["state"] else "days"
    return format_html('<div class="{}">{}<b>{}</b>{}{}</div>', css, values["lead"], values["n"], values["unit"], note)


@register.simple_block_tag
def note(content: str, kind: str = "", icon: str = "") -> SafeString:
    """A notice in the text: kinds info, done, soon, late, plain."""
    css = f"note note--{kind}" if kind not in ("", "info") else "note"
    return format_html(
        '<div class="{}"><svg class="ic" aria-hidden="true" focusable="false" viewBox="0 0 24 24">'
        '<use href="#i-{}"/></svg><div>{}</div></div>',
        css,
        icon or NOTE_ICONS.get(kind, "info"),
        content,
    )
