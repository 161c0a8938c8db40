"""The design system for templates: tags and filters, loaded as a builtin library. No domain rule lives here."""

from proposals.ui import lists, marks
from proposals.ui.formats import (
    DaysLeft,
    days_left,
    masked,
    pct,
    percent,
    rate,
    zh_date,
    zh_datetime,
    zh_day,
    zh_weekday,
)
from proposals.ui.forms import complaints, errbox, field, fields, pick, sugs
from proposals.ui.library import register
from proposals.ui.lists import empty, pager, query

__all__ = [
    "DaysLeft",
    "complaints",
    "days_left",
    "empty",
    "errbox",
    "field",
    "fields",
    "lists",
    "marks",
    "masked",
    "pager",
    "pct",
    "percent",
    "pick",
    "query",
    "rate",
    "register",
    "sugs",
    "zh_date",
    "zh_datetime",
    "zh_day",
    "zh_weekday",
]
