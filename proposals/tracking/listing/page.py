"""The page of the list: rows, filters with their counts, chips of what is chosen, headings that sort, saved views."""

from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from proposals.permissions import UNIT_ROLES, Role
from proposals.submission.forms import BULK_CHOICES
from proposals.tracking.filters import SORTS, Entries, ProposalFilter, capped_sizes, options, spoken
from proposals.tracking.models import SavedView

from .hits import with_hits
from .pages import MOST, LongPaginator
from .rows import rows_of

PER_PAGE = 25
TABS = 8
COUNTED = 1000  # figures beside the tabs stop here


class Control(NamedTuple):
    """One filter as it is drawn. ``typed``: what the address says, known or not."""

    name: str
    label: str
    kind: str  # select, search, text, number, date
    typed: str
    options: list


class Chip(NamedTuple):
    label: str
    value: str
    url: str  # the list without it


class Heading(NamedTuple):
    """``url``: the list sorted by this column, or the other way round; ``aria``: how it is sorted now, or nothing."""

    key: str
    label: str
    url: str = ""
    aria: str = ""


class Tab(NamedTuple):
    view: SavedView
    count: str
    current: bool
    foreign: bool  # a colleague's


KINDS = {"q": "search", "within": "number", "since": "date", "until": "date"}
HEADINGS = {
    "number": _("案号"),
    "title": _("案由"),
    "proposer": _("提案者"),
    "topic": _("类别"),
    "submitted": _("提交"),
    "units": _("承办单位"),
    "part": _("本单位"),
    "status": _("状态"),
    "due": _("期限"),
}


class ListPage:
    """Everything the template asks for, worked out when it asks."""

    def __init__(self, request):
        self.request, self.user, self.today = request, request.user, timezone.localdate(request.now)
        self.entries = Entries(self.user.committee_id)
        self.filter = ProposalFilter.of(self.user, request.GET, self.today, self.entries)
        self.open = "more" in request.GET

    def context(self):
        return {"list": self, "filter": self.filter}

    # -- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def page_obj(self):
        """Of keys: only what is shown is read whole."""
        keys = self.filter.qs.values_list("pk", flat=True)
        return LongPaginator(keys, PER_PAGE, rough=self.filter.rough).get_page(self.request.GET.get("page"))

    @cached_property
    def rows(self):
        return with_hits(rows_of(list(self.page_obj.object_list), self.user), self.searched)

    @property
    def searched(self):
        """What is searched for, as it was typed."""
        return self.filter.values.get("q", "")

    @property
    def acts(self):
        """What a reviewer may do with ticked rows; for others nothing."""
        return BULK_CHOICES if self.user.role == Role.REVIEWER else ()

    @cached_property
    def columns(self):
        """The keys of the columns: what no row of the page has anything in is left out."""
        filled = {
            "topic": not self.user.proposes and any(row.proposal.topic_id for row in self.rows),
            "units": any(row.units for row in self.rows),
            "submitted": not self.user.proposes,
            "part": self.user.role in UNIT_ROLES,
            "due": any(row.due for row in self.rows) or self.filter.sort.endswith("due"),
        }
        return [key for key in HEADINGS if filled.get(key, True)]

    @property
    def headings(self):
        return [self._heading(key) for key in self.columns]

    def _heading(self, key):
        if key not in SORTS:
            return Heading(key, HEADINGS[key])
        now = {key: "ascending", f"-{key}": "descending"}.get(self.filter.sort, "")
        turned = f"-{key}" if now == "ascending" else key
        return Heading(key, HEADINGS[key], f"?{self.filter.address_with(sort=turned)}", now)

    @property
    def sorts(self):
        """For phones, where the headings are not seen: [(value, words, whether it is the one)]."""
        both = [(key, label) for key, label in SORTS.items()]
        back = [(f"-{key}", _("%s（倒序）") % label) for key, label in SORTS.items()]
        return [(value, label, value == self.filter.sort) for value, label in [("", _("最新在前")), *both, *back]]

    # -- filters -----------------------------------------------------------------------------------------------------

    @property
    def _counts(self):
        """Whether options say how many they find: not where there are more cases than anybody turns pages, because
        the options of a filter in use are counted among all of them."""
        if self.page_obj.paginator.count >= MOST:
            return False
        return not self.filter.chosen or self.filter.queryset.order_by()[:MOST].count() < MOST

    @cached_property
    def controls(self):
        """{name: Control}: the first filters, and the others when they are opened."""
        fields = self.filter.form.fields
        names = [name for name in fields if self.open or name in self.filter.first]
        offered = options(self.filter, names, counted=self._counts)
        drawn = [name for name in names if name not in offered or offered[name] or name in self.filter.values]
        return {
            name: Control(
                name,
                fields[name].label,
                "select" if name in offered else KINDS.get(name, "text"),
                self.request.GET.get(name, ""),
                offered.get(name, []),
            )
            for name in drawn
        }

    @property
    def first(self):
        return [control for name, control in self.controls.items() if name in self.filter.first]

    @property
    def more(self):
        return [control for name, control in self.controls.items() if name not in self.filter.first]

    @property
    def unseen(self):
        """What is in use but not drawn as a field, so that the form keeps it."""
        return [(name, value) for name, value in self.filter.pairs() if name not in self.controls]

    @property
    def chips(self):
        return chips(self.filter)

    # -- saved views -------------------------------------------------------------------------------------------------

    @cached_property
    def tabs(self):
        """The first saved views with how many each finds; one query for all the figures."""
        views = list(SavedView.objects.offered_to(self.user)[:TABS])
        asked = {view: ProposalFilter.of(self.user, QueryDict(view.query), self.today, self.entries) for view in views}
        sound = {view.pk: found.narrowed() for view, found in asked.items() if found.address == view.query}
        counts = capped_sizes(sound, COUNTED)
        return [
            Tab(
                view,
                _count(counts[str(view.pk)]) if view.pk in sound else "",
                view.query == self.filter.address,
                view.owner_id != self.user.pk,
            )
            for view in views
        ]

    @property
    def is_saved(self):
        return any(tab.current for tab in self.tabs)


def chips(found):
    """The filters in use as people say them."""
    fields = found.form.fields
    return [
        Chip(fields[name].label, spoken(found, name), f"?{found.address_with(without=[name])}") for name in found.chosen
    ]


def _count(n):
    return str(n) if n < COUNTED else f"{COUNTED - 1}+"
