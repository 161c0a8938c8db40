"""A snapshot as it is said and printed: the headline sentence, the rates with n and d, the JSON of the page."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import rates
from proposals.report.counts import FIGURES, SUMS
from proposals.ui import percent, zh_date


class Line(NamedTuple):
    """One rate ready to print: percent is the text without the sign, None without a base."""

    key: str
    label: str
    n: int
    d: int
    percent: str | None
    n_figure: str
    d_figure: str
    on_base: bool


#: which figures stand above and below the line, so that both numbers can be opened
PARTS = {
    "registration": ("registered", "received"),
    "registration_all": ("registered_all", "received"),
    "passed_on": ("passed_on", "received"),
    "resolution": ("resolved", "total"),
    "on_time": ("on_time", "total"),
    "satisfied": ("satisfied", "total"),
    "basically": ("basically", "total"),
    "satisfied_or_basically": ("satisfied_or_basically", "total"),
    "dissatisfied": ("dissatisfied", "total"),
    "first_round": ("first_satisfied_or_basically", "total"),
    "feedback": ("forms", "asked"),
    "met": ("met", "total"),
    "consulted": ("consulted", "total"),
    "opinions_on_time": ("opinions_on_time", "opinions"),
    "adoption": ("adopted", "suggestions"),
}
#: on returned forms only these mean something
ON_FORMS = {"satisfied", "basically", "satisfied_or_basically", "dissatisfied"}


def line(key, counts):
    """One rate of these counts, or None where it cannot be asked on this base."""
    named = rates.RATES[key]
    if counts.base == rates.Base.RATED and named.on_base and key not in ON_FORMS:
        return None
    ratio = rates.measure(key, counts)
    said = percent(ratio.value) if ratio.value is not None else None
    return Line(key, named.label, ratio.n, ratio.d, said, *PARTS[key], named.on_base)


def lines(counts):
    return [found for key in rates.RATES if (found := line(key, counts))]


def as_json(snapshot):
    """The machine-readable report; percent is a text with one decimal, or null."""
    counts = snapshot.overall
    whole = {name: n for name, n in counts.stored().items() if name != "base"}
    return {
        "session": snapshot.session.title,
        "as_of": timezone.localtime(snapshot.as_of).isoformat(timespec="seconds"),
        "base": str(snapshot.base),
        "counts": whole | {"units": snapshot.counts["units"]},
        "rates": {found.key: {"n": found.n, "d": found.d, "percent": found.percent} for found in lines(counts)},
    }


def said(found, base_name):
    """One rate inside a sentence: 办复率99.4%（155/156，办理件）."""
    if found.percent is None:
        return _("%(rate)s—") % {"rate": found.label}
    words = {"rate": found.label, "percent": found.percent, "n": found.n, "d": found.d, "base": base_name}
    return _("%(rate)s%(percent)s%%（%(n)s/%(d)s，%(base)s）") % words


def figure_label(figure):
    """The Chinese name of a figure, also of one that adds up several."""
    return "、".join(str(FIGURES[name].label) for name in SUMS.get(figure, [figure]) if name in FIGURES)


def outcomes(counts):
    """[(figure, label, n)] of the review outcomes that occur; together they are what was received."""
    names = ("registered", "merged", "passed_on", "declined", "withdrawn", "under_review")
    return [(name, FIGURES[name].label, getattr(counts, name)) for name in names if getattr(counts, name)]


def waited(since, now):
    """How long something has waited: whole days, before the first of them hours, before the first of these minutes."""
    minutes = int((now - since).total_seconds()) // 60
    if minutes >= 24 * 60:
        return _("%(n)d 天") % {"n": minutes // (24 * 60)}
    return _("%(n)d 小时") % {"n": minutes // 60} if minutes >= 60 else _("%(n)d 分钟") % {"n": minutes}


def headline(snapshot):
    """The sentence of the annual report, every rate with numerator, denominator, base and date."""
    counts, base = snapshot.overall, snapshot.get_base_display()
    parts = "，".join(f"{label}{n}件" for _name, label, n in outcomes(counts))
    words = {
        "day": zh_date(snapshot.as_of),
        "session": snapshot.session.title,
        "received": counts.received,
        "parts": parts or _("都在审查"),
        "units": snapshot.counts["units"],
        "resolution": said(line("resolution", counts), base) if line("resolution", counts) else "",
        "satisfaction": said(line("satisfied_or_basically", counts), base),
    }
    text = _("截至%(day)s，%(session)s共收到提案%(received)s件，其中%(parts)s；交%(units)s个单位办理。") % words
    return text + "，".join(filter(None, [words["resolution"], words["satisfaction"]])) + "。"
