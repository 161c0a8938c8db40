"""How numbers, dates and telephone numbers are written. The only place that rounds (domain.md §14)."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proposals.ui.library import register

DASH = "—"


@register.filter
def percent(fraction: Fraction | int | None, digits: int = 1) -> str:
    """Half up, without the sign; "100.0" only when nothing is missing, so 1999/2000 is "99.9"."""
    if fraction is None:
        return DASH
    if isinstance(fraction, float):
        raise TypeError("A rate is an exact Fraction; rounding happens here and nowhere else.")
    scale = 10**digits
    exact = Fraction(fraction) * 100 * scale
    units = int(abs(exact) + Fraction(1, 2))
    if fraction < 1:
        units = min(units, 100 * scale - 1)
    sign = "-" if exact < 0 and units else ""
    whole, rest = divmod(units, scale)
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


@register.filter
def pct(fraction: Fraction | int | None, digits: int = 1) -> str:
    """`percent` with its sign; an empty base stays a bare dash."""
    return DASH if fraction is None else f"{percent(fraction, digits)}%"


@register.simple_tag
def rate(fraction: Fraction | None, n: int, total: int, base: str = "", digits: int = 1) -> SafeString:
    """A rate never stands alone: value, n/N and the name of the base."""
    of = f"{n}/{total}，{base}" if base else f"{n}/{total}"
    return format_html('<span class="rate">{} <small>{}</small></span>', pct(fraction, digits), of)


def _local(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def zh_date(value: datetime.date | None) -> str:
    """2026年3月5日: no leading zeros."""
    if not value:
        return ""
    day = _local(value)
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


@register.filter
def zh_day(value: datetime.date | None) -> str:
    """3月5日."""
    if not value:
        return ""
    day = _local(value)
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


@register.filter
def zh_datetime(value: datetime.datetime | None, now: datetime.date | int | None = None) -> str:
    """2026年3月5日 09:05; the year is left out only when `now` (a date or a year) says it is the current one."""
    if not value:
        return ""
    moment = _local(value)
    year = now.year if isinstance(now, datetime.date) else now
    day = zh_day(moment) if moment.year == year else zh_date(moment)
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime.datetime) else day


@register.filter
def zh_weekday(value: datetime.date | None) -> str:
    """星期四."""
    names = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
    return names[_local(value).weekday()] if value else ""


@dataclass(frozen=True)
class DaysLeft:
    n: int
    text: str
    state: str

    @property
    def figure(self) -> int:
        return abs(self.n)


def days_left(due: datetime.date, today: datetime.date, soon: int = 7) -> DaysLeft:
    """The day count together with its date, and how urgent that is: "", "soon" or "late"."""
    n = (due - today).days
    values = {"n": abs(n), "day": zh_day(due) if due.year == today.year else zh_date(due)}
    if n < 0:
        return DaysLeft(n, _("逾期 %(n)d 天（%(day)s）") % values, "late")
    state = "soon" if n <= soon else ""
    return DaysLeft(n, _("还剩 %(n)d 天（%(day)s）") % values if n else _("今天到期"), state)


@register.filter
def masked(number: str | None) -> str:
    """138****1234. Always four stars, so the length is not told either."""
    text = str(number or "").strip()
    if not text:
        return ""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 9 else "****"
