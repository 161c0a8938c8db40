"""The definition of every figure, once: which kind of row, and which of them."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import RatingStep
from proposals.lifecycle import Outcome
from proposals.rates import Base
from proposals.rating.models import SEVERITY
from proposals.response.models import SuggestionAnswer
from proposals.submission.models import Proposal

from . import sources

SATISFIED = SEVERITY[RatingStep.Counts.SATISFIED]
BASICALLY = SEVERITY[RatingStep.Counts.BASICALLY]
DISSATISFIED = SEVERITY[RatingStep.Counts.DISSATISFIED]


class Figure(NamedTuple):
    """``source``: the kind of rows; None means those of the chosen base."""

    label: str
    source: str | None
    where: Q


class Source(NamedTuple):
    """A kind of rows, the path from a row to its case, and to the unit (empty: the row has none)."""

    rows: object
    case: str
    unit: str = ""

    def path(self, field):
        return f"{self.case}__{field}" if self.case else field


_OF_RESPONSE = "response__assignment"
SOURCES = {
    "cases": Source(sources.cases, ""),
    "items": Source(sources.items, "proposal", "unit"),
    "co_items": Source(sources.co_items, "proposal", "unit"),
    "ballots": Source(sources.ballots, f"round__{_OF_RESPONSE}__proposal", f"round__{_OF_RESPONSE}__unit"),
    "forms": Source(sources.forms, f"ballot__round__{_OF_RESPONSE}__proposal", f"ballot__round__{_OF_RESPONSE}__unit"),
    "answers": Source(sources.answers, f"{_OF_RESPONSE}__proposal", f"{_OF_RESPONSE}__unit"),
}

#: the rows a base consists of
BASES = {
    Base.HANDLED: ("cases", Q(handled=True)),
    Base.REGISTERED: ("cases", Q(ruling=Outcome.REGISTERED)),
    Base.DELIVERED: ("cases", Q(handled=True, delivered=True)),
    Base.ITEMS: ("items", Q()),
    Base.RATED: ("forms", Q()),
}


def _ruled(outcome):
    return Q(received=True, ruling=outcome)


FIGURES = {
    "received": Figure(_("收到"), "cases", Q(received=True)),
    "registered": Figure(_("立案"), "cases", _ruled(Outcome.REGISTERED)),
    "merged": Figure(_("并案"), "cases", _ruled(Outcome.MERGED)),
    "passed_on": Figure(_("转意见建议"), "cases", _ruled(Outcome.PASSED_ON)),
    "declined": Figure(_("不予立案"), "cases", _ruled(Outcome.DECLINED)),
    "withdrawn": Figure(_("撤案"), "cases", _ruled(Outcome.WITHDRAWN)),
    "under_review": Figure(_("审查中"), "cases", Q(received=True, ruling=None)),
    "waiting": Figure(_("待审查"), "cases", Q(received=True, ruling=None, changing=False)),
    "changing": Figure(_("退回修改中"), "cases", Q(received=True, ruling=None, changing=True)),
    "imported": Figure(_("来自公布清单"), "cases", Q(received=True, imported_at__isnull=False)),
    "total": Figure(_("基数"), None, Q()),
    "resolved": Figure(_("已办复"), None, Q(delivered=True)),
    "on_time": Figure(_("按期办复"), None, Q(on_time=True)),
    "met": Figure(_("已面商"), None, Q(met=True)),
    "consulted": Figure(_("已沟通"), None, Q(consulted=True)),
    "satisfied": Figure(_("满意"), None, Q(severity=SATISFIED)),
    "basically": Figure(_("基本满意"), None, Q(severity=BASICALLY)),
    "dissatisfied": Figure(_("不满意"), None, Q(severity=DISSATISFIED)),
    "unrated": Figure(_("未反馈"), None, Q(severity=sources.UNRATED, ran_out=True)),
    "first_satisfied": Figure(_("首轮满意"), None, Q(first_severity=SATISFIED)),
    "first_basically": Figure(_("首轮基本满意"), None, Q(first_severity=BASICALLY)),
    "first_dissatisfied": Figure(_("首轮不满意"), None, Q(first_severity=DISSATISFIED)),
    "asked": Figure(_("请求评议"), "ballots", Q()),
    "forms": Figure(_("收回评议"), "ballots", Q(returned=True)),
    "opinions": Figure(_("会办件次"), "co_items", Q()),
    "opinions_on_time": Figure(_("按期提出会办意见"), "co_items", Q(on_time=True)),
    "suggestions": Figure(_("已答复建议"), "answers", Q()),
    "adopted": Figure(_("采纳建议"), "answers", Q(adoption=SuggestionAnswer.Adoption.ADOPTED)),
}

#: what became of what was received, and the whole
PARTITION = ("received", "registered", "merged", "passed_on", "declined", "withdrawn", "under_review")

#: figures that a number of their own adds up from several others
SUMS = {
    "satisfied_or_basically": ("satisfied", "basically"),
    "first_satisfied_or_basically": ("first_satisfied", "first_basically"),
    "registered_all": ("registered", "merged"),
}

#: on returned forms only what a form says can be counted
ON_FORMS = {"total", "satisfied", "basically", "dissatisfied"}

DIMENSIONS = {"unit": _("承办单位"), "topic": _("内容分类"), "kind": _("提案类别")}


#: the value of a dimension where the rows have none
NONE = "none"


class Slice(NamedTuple):
    """What is counted: a session up to a moment, on a base, and of one dimension's value or of all. ``hour``: only
    what was submitted in the hour that began then."""

    session: object
    as_of: object
    base: Base = Base.HANDLED
    dimension: str = ""
    value: object = None
    hour: object = None

    def source_of(self, figure):
        """(source name, condition) of a figure on this base."""
        definition = FIGURES[figure]
        if definition.source:
            return definition.source, definition.where
        source, whole = BASES[self.base]
        if source == "forms" and figure not in ON_FORMS:
            return None
        return source, whole & definition.where

    def column(self, source):
        """The column of the dimension in this kind of rows, or None when these rows do not have it."""
        if self.dimension == "unit":
            return SOURCES[source].unit or None
        return SOURCES[source].path(self.dimension)

    def all_rows(self, source):
        rows = SOURCES[source].rows(self.session, self.as_of)
        if self.hour:
            submitted = SOURCES[source].path("submitted_at")
            end = self.hour + timedelta(hours=1)
            rows = rows.filter(**{f"{submitted}__gte": self.hour, f"{submitted}__lt": end})
        if self.dimension and self.value == NONE:
            return rows.filter(**{f"{self.column(source)}__isnull": True})
        if self.dimension and self.value is not None:
            return rows.filter(**{self.column(source): self.value})
        return rows


class Listing(NamedTuple):
    """The rows behind a figure, the path from a row to its case and to its unit (empty: none)."""

    queryset: object
    case: str
    unit: str

    def visible_to(self, user):
        """Only the rows of cases this person may see; everybody sees the number."""
        column = f"{self.case}__in" if self.case else "pk__in"
        return self._replace(queryset=self.queryset.filter(**{column: Proposal.objects.visible_to(user)}))

    def oldest(self):
        """Of rows that are cases: the one submitted first, or None."""
        return self.queryset.order_by("submitted_at", "serial").first()

    def pairs(self):
        """(case key, unit key or None) of each row, by number."""
        path = f"{self.case}__" if self.case else ""
        columns = [f"{path}pk", *([self.unit] if self.unit else [])]
        ordered = self.queryset.order_by(f"{path}series", f"{path}case_seq", f"{path}serial", f"{path}pk", "pk")
        return ordered.values_list(*columns)


def rows(figure, part):
    """The rows behind a figure; KeyError when it cannot be asked on this base."""
    names = SUMS.get(figure, (figure,))
    found = [part.source_of(name) for name in names]
    if None in found:
        raise KeyError(figure)
    source, where = found[0][0], Q()
    for _source, condition in found:
        where |= condition
    if len(names) == 1:
        where = found[0][1]
    definition = SOURCES[source]
    return Listing(part.all_rows(source).filter(where), definition.case, definition.unit)
