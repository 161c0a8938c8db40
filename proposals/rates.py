"""What a rate is: the bases, the counts of one slice, and every formula. Plain Python; no rounding for display.

A rate is a :class:`Ratio`, which keeps numerator and denominator as they are counted; its ``value`` is an exact
Fraction, or None when the base is empty (printed as a dash, never as 0 %). Chinese names, formulas and worked
examples stand in the docstrings and in ``docs/rates.md``.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Base(StrEnum):
    """The whole a rate is measured against."""

    HANDLED = "handled"
    REGISTERED = "registered"
    ITEMS = "items"
    DELIVERED = "delivered"
    RATED = "rated"

    @property
    def label(self):
        return BASE_NAMES[self]


BASE_NAMES = {
    Base.HANDLED: "办理件",
    Base.REGISTERED: "立案件",
    Base.ITEMS: "承办件次",
    Base.DELIVERED: "已答复件",
    Base.RATED: "反馈件",
}

BASE_MEANINGS = {
    Base.HANDLED: "立案（并案后）加上已交办的转意见建议",
    Base.REGISTERED: "立案（并案后），只计主案",
    Base.ITEMS: "须答复提案者的承办件次（单办、主办、分办），会办另计",
    Base.DELIVERED: "各承办单位都已答复的办理件",
    Base.RATED: "已收回的评议表，分子分母都以表计",
}


class Ratio(NamedTuple):
    """``n`` of ``d``, as counted."""

    n: int
    d: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.n, self.d) if self.d else None


@dataclass(frozen=True)
class Counts:
    """Whole numbers of one slice (a session, a unit, a topic …) on one base as of one moment.

    The review outcomes are a partition: received = registered + merged + passed_on + declined + withdrawn +
    under_review, whatever the base; under_review = waiting (for the office) + changing (sent back). The rest is counted
    on ``base``: cases on handled, registered and delivered, assignments on items, returned forms on rated.
    ``imported``: received ones known only from a published list,
    which does not say what is missing from it: then no rate can be stated (:func:`measure`).
    """

    base: Base = Base.HANDLED
    received: int = 0
    registered: int = 0
    merged: int = 0
    passed_on: int = 0
    declined: int = 0
    withdrawn: int = 0
    under_review: int = 0
    waiting: int = 0
    changing: int = 0
    total: int = 0
    resolved: int = 0
    on_time: int = 0
    met: int = 0
    consulted: int = 0
    satisfied: int = 0
    basically: int = 0
    dissatisfied: int = 0
    unrated: int = 0
    first_satisfied: int = 0
    first_basically: int = 0
    first_dissatisfied: int = 0
    asked: int = 0
    forms: int = 0
    opinions: int = 0
    opinions_on_time: int = 0
    suggestions: int = 0
    adopted: int = 0
    imported: int = 0

    @classmethod
    def of(cls, data):
        """From the stored mapping; an unknown key is an error, a missing one is 0."""
        return cls(**{**data, "base": Base(data["base"])})

    def stored(self):
        return asdict(self) | {"base": str(self.base)}

    def __add__(self, other):
        return Counts(
            base=self.base,
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self) if f.name != "base"},
        )


def registration_rate(c: Counts) -> Ratio:
    """立案率（并案后）= 立案 ÷ 收到。例：114 ÷ 174 = 65.5 %。"""
    return Ratio(c.registered, c.received)


def registration_rate_all(c: Counts) -> Ratio:
    """立案率（并案前）=（立案＋并案）÷ 收到。例：(5002＋262) ÷ 5890 = 89.4 %。"""
    return Ratio(c.registered + c.merged, c.received)


def passed_on_rate(c: Counts) -> Ratio:
    """转化率 = 转意见建议 ÷ 收到。例：42 ÷ 174 = 24.1 %。"""
    return Ratio(c.passed_on, c.received)


def resolution_rate(c: Counts) -> Ratio:
    """办复率 = 各承办单位都已送达答复的件 ÷ 基数。例：155 ÷ 156 = 99.4 %。按件次：已送达件次 ÷ 承办件次。"""
    return Ratio(c.resolved, c.total)


def on_time_rate(c: Counts) -> Ratio:
    """按期办复率 = 首轮答复都在期限当日及以前（含批准的延期）送达的件 ÷ 同一基数。"""
    return Ratio(c.on_time, c.total)


def meeting_rate(c: Counts) -> Ratio:
    """面商率 = 至少一次面谈、座谈会、走访或现场调研的件 ÷ 基数。例：170 ÷ 175 = 97.1 %。"""
    return Ratio(c.met, c.total)


def consultation_rate(c: Counts) -> Ratio:
    """沟通率 = 至少一次任何形式沟通的件 ÷ 基数。例：175 ÷ 175 = 100.0 %。"""
    return Ratio(c.consulted, c.total)


def satisfaction_rate(c: Counts) -> Ratio:
    """满意率 = 末轮评议为满意的件 ÷ 基数；多家答复取最差。例：4116 ÷ 5289 = 77.8 %。"""
    return Ratio(c.satisfied, c.total)


def basically_satisfied_rate(c: Counts) -> Ratio:
    """基本满意率 = 末轮评议为基本满意的件 ÷ 基数。例：1118 ÷ 5289 = 21.1 %。"""
    return Ratio(c.basically, c.total)


def satisfied_or_basically_rate(c: Counts) -> Ratio:
    """满意或基本满意率 =（满意＋基本满意）÷ 基数。例：154 ÷ 156 = 98.7 %。"""
    return Ratio(c.satisfied + c.basically, c.total)


def dissatisfaction_rate(c: Counts) -> Ratio:
    """不满意率 = 末轮评议为不满意的件 ÷ 基数。例：1 ÷ 156 = 0.6 %。"""
    return Ratio(c.dissatisfied, c.total)


def first_round_rate(c: Counts) -> Ratio:
    """首轮满意或基本满意率：只看第一轮评议，重新办理不改变它。"""
    return Ratio(c.first_satisfied + c.first_basically, c.total)


def feedback_rate(c: Counts) -> Ratio:
    """反馈率 = 收回的评议表 ÷ 请求评议的表。"""
    return Ratio(c.forms, c.asked)


def opinions_on_time_rate(c: Counts) -> Ratio:
    """会办按期率 = 按期提出的会办意见 ÷ 会办件次。"""
    return Ratio(c.opinions_on_time, c.opinions)


def adoption_rate(c: Counts) -> Ratio:
    """采纳率 = 采纳的建议条目 ÷ 已答复的建议条目。例：8 ÷ 12 = 66.7 %。"""
    return Ratio(c.adopted, c.suggestions)


class RateName(NamedTuple):
    """A rate as it is printed: its Chinese name, its formula and whether the base may be chosen."""

    label: str
    formula: Callable[[Counts], Ratio]
    on_base: bool = True


RATES: dict[str, RateName] = {
    "registration": RateName("立案率（并案后）", registration_rate, on_base=False),
    "registration_all": RateName("立案率（并案前）", registration_rate_all, on_base=False),
    "passed_on": RateName("转化率", passed_on_rate, on_base=False),
    "resolution": RateName("办复率", resolution_rate),
    "on_time": RateName("按期办复率", on_time_rate),
    "satisfied": RateName("满意率", satisfaction_rate),
    "basically": RateName("基本满意率", basically_satisfied_rate),
    "satisfied_or_basically": RateName("满意或基本满意率", satisfied_or_basically_rate),
    "dissatisfied": RateName("不满意率", dissatisfaction_rate),
    "first_round": RateName("首轮满意或基本满意率", first_round_rate),
    "feedback": RateName("反馈率", feedback_rate, on_base=False),
    "met": RateName("面商率", meeting_rate),
    "consulted": RateName("沟通率", consultation_rate),
    "opinions_on_time": RateName("会办按期率", opinions_on_time_rate, on_base=False),
    "adoption": RateName("采纳率", adoption_rate, on_base=False),
}


def measure(key: str, c: Counts) -> Ratio:
    """The named rate of these counts; without a denominator where a published list cannot tell."""
    ratio = RATES[key].formula(c)
    return Ratio(ratio.n, 0) if c.imported else ratio
