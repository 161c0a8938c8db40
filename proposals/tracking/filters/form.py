"""The filters of the list of proposals, kept in the address. They only ever narrow what the person may see."""

from types import SimpleNamespace
from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, ProposerGroup, SectoralGroup
from proposals.committee.models import PlenarySession, ResponseClass, Theme, Topic
from proposals.lifecycle import UNRECEIVED, Outcome, ProposalStatus
from proposals.permissions import UNIT_ROLES, Channel, Role
from proposals.submission.models import Proposal

from . import handling, queries
from .entries import Entries, EntryFilter, written
from .sorting import known_sort, ordered

LATE, SOON, IN_TIME = "yes", "week", "no"
YES, NO = "yes", "no"
UNDECIDED = "none"
LONGEST = 100  # what is read of a name: nobody types more
FAR = 366  # days ahead somebody may ask for
#: whose filters also ask for what is the committee's own business
OFFICE_ONLY = {"entered": (Role.REVIEWER, Role.COORDINATOR), "sector": (Role.REVIEWER, Role.COORDINATOR, Role.LEADER)}


def _choice(label, choices, **kwargs):
    return django_filters.ChoiceFilter(label=label, choices=choices, **kwargs)


class DaysFilter(django_filters.Filter):
    field_class = forms.IntegerField


class ProposalFilter(django_filters.FilterSet):
    """``request`` says who asks; ``today`` is the day of the request. A value that is not known is left out and told
    (``rejected``); a filter that is not this person's is not there."""

    q = django_filters.CharFilter(label=_("搜索"), method="search")
    session = EntryFilter(_("届次"), PlenarySession)
    status = _choice(_("状态"), ProposalStatus.choices)
    overdue = _choice(
        _("期限"), [(LATE, _("已逾期")), (SOON, _("7日内到期")), (IN_TIME, _("未逾期"))], method="by_clock"
    )
    unit = EntryFilter(_("承办单位"), HandlingUnit, method="handled_by")
    outcome = _choice(_("审查结果"), [*Outcome.choices, (UNDECIDED, _("还没有结果"))], method="by_outcome")
    topic = EntryFilter(_("内容分类"), Topic, none=_("未分类"))
    theme = EntryFilter(_("主题标签"), Theme, field_name="themes")
    kind = _choice(_("提案类别"), Proposal.Kind.choices)
    plenary = _choice(_("大会或平时"), [(YES, _("大会提案")), (NO, _("平时提案"))], method="by_plenary")
    proposer = django_filters.CharFilter(label=_("提案人或联名人"), method="by_proposer", max_length=LONGEST)
    group = EntryFilter(_("集体提案者"), ProposerGroup)
    sector = EntryFilter(_("提案人界别"), SectoralGroup, method="by_sector")
    channel = _choice(_("承办渠道"), Channel.choices, method="by_channel")
    response_class = EntryFilter(_("答复类别"), ResponseClass, method="by_class")
    rated = _choice(_("评议"), handling.RATED, method="by_rating")
    within = DaysFilter(label=_("几日内到期"), method="by_days", min_value=0, max_value=FAR)
    is_key = _choice(_("重点提案"), [(YES, _("只看重点提案"))], method="only_key")
    entered = _choice(_("代录"), [(YES, _("只看代录的"))], method="only_entered")
    since = django_filters.DateFilter(label=_("提交不早于"), method="by_first_day")
    until = django_filters.DateFilter(label=_("提交不晚于"), method="by_last_day")

    class Meta:
        model = Proposal
        fields = []

    #: shown at once, as many as the desk of the reader needs; the others stand behind 更多条件
    FIRST = ("q", "session", "status", "overdue", "unit")

    def __init__(self, *args, today, entries=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.user = self.request.user
        self.entries = entries or Entries(self.user.committee_id)
        for one in self.filters.values():
            if isinstance(one, EntryFilter):
                one.extra["entries"] = self.entries
        if not self.user.proposes:
            received = [(value, label) for value, label in ProposalStatus.choices if value not in UNRECEIVED]
            self.filters["status"].extra["choices"] = received
        for name, roles in OFFICE_ONLY.items():
            if self.user.role not in roles:
                del self.filters[name]

    @classmethod
    def of(cls, user, data, today, entries=None):
        """The filters of an address over all that this person may see. Several filters share their ``entries``."""
        visible = Proposal.objects.visible_to(user)
        return cls(data, visible, request=SimpleNamespace(user=user), today=today, entries=entries)

    @property
    def first(self):
        """The names of the filters shown at once: fewer for those who have few cases."""
        return self.FIRST[: 3 if self.user.proposes else 4 if self.user.role in UNIT_ROLES else None]

    # -- what was asked ----------------------------------------------------------------------------------------------

    @cached_property
    def values(self):
        """{name: value} of the filters in use, in the order of the form."""
        self.form.full_clean()
        cleaned = self.form.cleaned_data
        return {name: cleaned[name] for name in self.form.fields if cleaned.get(name) not in (None, "")}

    @cached_property
    def sort(self):
        return known_sort(self.data.get("sort", ""))

    @property
    def chosen(self):
        """The names of the filters in use."""
        return list(self.values)

    @property
    def rejected(self):
        """The labels of the filters whose value in the address means nothing."""
        return [self.form.fields[name].label for name in self.form.errors if name in self.form.fields]

    def pairs(self, *, without=()):
        """The filters in use as the address writes them."""
        return [(name, written(value)) for name, value in self.values.items() if name not in without]

    @property
    def address(self):
        """Filters and order as a query string that is the same however they were asked for: what is saved, compared
        and handed on."""
        return self.address_with()

    def address_with(self, *, without=(), sort=None):
        """The same with some filters taken away or another order."""
        sort = self.sort if sort is None else sort
        return urlencode([*self.pairs(without=without), *([("sort", sort)] if sort else [])])

    # -- what is found -----------------------------------------------------------------------------------------------

    def narrowed(self, without=()):
        """What the person may see, cut with every filter in use but these; in no order."""
        rows = self._searched
        for name, value in self.values.items():
            if name != "q" and name not in without:
                rows = self.filters[name].filter(rows, value)
        asked = self.values.get("status") == ProposalStatus.DISCARDED
        return rows if asked or "status" in without else queries.kept(rows)

    @cached_property
    def _searched(self):
        """A search may have to look how much it finds; once is enough."""
        return self.search(self.queryset, "q", self.values["q"]) if "q" in self.values else self.queryset

    @property
    def rough(self):
        """Whether the search has left something out of its reading, so that the count is about."""
        return self._searched.rough

    def filter_queryset(self, queryset):
        rows = ordered(self.narrowed(), self.sort, self.user)
        return rows if self.sort else rows.best_first(self.values.get("q", ""))

    def search(self, queryset, name, value):
        return queryset.search(value)

    def by_clock(self, queryset, name, value):
        asked = {LATE: queries.late, SOON: queries.soon, IN_TIME: queries.in_time}[value]
        return asked(queryset, self.user, self.today)

    def by_days(self, queryset, name, value):
        return queries.soon(queryset, self.user, self.today, value)

    def handled_by(self, queryset, name, value):
        return handling.handled_by(queryset, unit=value)

    def by_channel(self, queryset, name, value):
        return handling.handled_by(queryset, unit__channel=value)

    def by_outcome(self, queryset, name, value):
        return queryset.filter(outcome="" if value == UNDECIDED else value)

    def by_plenary(self, queryset, name, value):
        return queryset.filter(is_plenary=value == YES)

    def by_proposer(self, queryset, name, value):
        return queries.by_person(queryset, value)

    def by_sector(self, queryset, name, value):
        return queries.in_sector(queryset, value)

    def by_class(self, queryset, name, value):
        return handling.answered_with(queryset, value)

    def by_rating(self, queryset, name, value):
        return handling.rated(queryset, self.user, value)

    def only_key(self, queryset, name, value):
        return queries.key_ones(queryset)

    def only_entered(self, queryset, name, value):
        return queryset.exclude(entered_by=None)

    def by_first_day(self, queryset, name, value):
        return queries.submitted_between(queryset, since=value)

    def by_last_day(self, queryset, name, value):
        return queries.submitted_between(queryset, until=value)
