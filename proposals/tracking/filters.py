"""The filters of the list of proposals, kept in the address. They only ever narrow what the person may see."""

import re

import django_filters
from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import HandlingUnit, User
from proposals.assignment.models import Assignment
from proposals.committee.models import PlenarySession, Topic
from proposals.duties.models import Duty
from proposals.lifecycle import UNRECEIVED, Outcome, ProposalStatus
from proposals.permissions import UNIT_ROLES
from proposals.submission.models import Proposal

LATE, SOON, IN_TIME = "yes", "week", "no"
WEEK = 7
LONGEST, WORDS = 100, 8  # what is read of a search: nobody types more
#: the clocks that make a case overdue: those of the answer; for everyone but the proposers also the co-handlers'
ANSWERS = (Duty.Kind.RESPOND, Duty.Kind.REHANDLE)
WORK = (*ANSWERS, Duty.Kind.OPINION)
AROUND_NUMBERS = re.compile(r"^(意见第|流水号|第|意)|号$")


def clock_kinds(user):
    """The kinds of duty this person reads as due dates of a case."""
    return ANSWERS if user.proposes else WORK


def clocks(user):
    """The running clocks of the units; a unit reads only its own."""
    duties = Duty.objects.open().filter(kind__in=clock_kinds(user))
    return duties.filter(holder=f"unit:{user.unit_id}") if user.role in UNIT_ROLES else duties


def late(proposals, user, today):
    """Those with an overdue clock."""
    return proposals.filter(Exists(clocks(user).overdue(today).filter(case=OuterRef("pk"))))


def soon(proposals, user, today):
    """Those with a clock that ends within a week."""
    return proposals.filter(Exists(clocks(user).due_within(today, WEEK).filter(case=OuterRef("pk"))))


def kept(proposals):
    """Without the drafts that were thrown away."""
    return proposals.exclude(status=ProposalStatus.DISCARDED)


def key_ones(proposals):
    return proposals.filter(is_key=True)


def counts_by_session(proposals):
    """{session key: how many}."""
    return dict(proposals.order_by().values_list("session").annotate(n=Count("pk")))


def newest_first(proposals):
    """Drafts, then the newest session, then as submitted or numbered."""
    return proposals.order_by(
        "-session__year", "-session__number", F("submitted_at").desc(nulls_first=True), "-case_seq", "-updated_at"
    )


def matching(word):
    """One word of a search: in the title, the number or the proposer's name, or the pinyin or initials of that."""
    number = AROUND_NUMBERS.sub("", word)
    found = Q(title__icontains=word) | Q(proposer_name__icontains=word) | Q(group__name__icontains=word)
    found |= Q(proposer__name__icontains=word)
    if word.isascii() and word.isalpha():
        found |= Q(proposer__in=User.objects.search(word).order_by().values("pk"))
    if number:
        found |= Q(case_number__icontains=number)
    if number.isdecimal() and len(number) < 9:
        found |= Q(serial=int(number))
    return found


def _select(**attrs):
    return forms.Select(attrs={"class": "in", **attrs})


def _sessions(request):
    return PlenarySession.objects.newest_first(request.user.committee_id)


def _topics(request):
    return Topic.objects.in_use(request.user.committee_id)


def _units(request):
    return HandlingUnit.objects.of(request.user.committee_id)


class ProposalFilter(django_filters.FilterSet):
    """``request`` says who asks; ``today`` is the day of the request."""

    q = django_filters.CharFilter(
        label=_("搜索"), method="search", widget=forms.TextInput(attrs={"class": "in", "type": "search"})
    )
    status = django_filters.ChoiceFilter(
        label=_("状态"), choices=ProposalStatus.choices, empty_label=_("全部"), widget=_select()
    )
    overdue = django_filters.ChoiceFilter(
        label=_("期限"),
        choices=[(LATE, _("已逾期")), (SOON, _("7日内到期")), (IN_TIME, _("未逾期"))],
        method="by_clock",
        empty_label=_("全部"),
        widget=_select(),
    )
    session = django_filters.ModelChoiceFilter(
        label=_("届次"), queryset=_sessions, empty_label=_("历年"), widget=_select()
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("承办单位"), queryset=_units, method="handled_by", empty_label=_("全部"), widget=_select()
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("内容分类"), queryset=_topics, empty_label=_("全部"), widget=_select()
    )
    kind = django_filters.ChoiceFilter(
        label=_("提案类别"), choices=Proposal.Kind.choices, empty_label=_("全部"), widget=_select()
    )
    outcome = django_filters.ChoiceFilter(
        label=_("审查结果"), choices=Outcome.choices, empty_label=_("全部"), widget=_select()
    )
    is_key = django_filters.ChoiceFilter(
        label=_("重点提案"), choices=[("yes", _("只看重点提案"))], method="only_key", empty_label=_("全部"),
        widget=_select(),
    )  # fmt: skip

    class Meta:
        model = Proposal
        fields = []

    #: shown at once; the others stand behind 更多条件
    FIRST = ("q", "status", "overdue")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if not self.request.user.proposes:
            received = [(value, label) for value, label in ProposalStatus.choices if value not in UNRECEIVED]
            self.filters["status"].extra["choices"] = received

    @property
    def chosen(self):
        """The names of the filters in use."""
        return [name for name, value in self.form.cleaned_data.items() if value] if self.form.is_valid() else []

    @property
    def more_chosen(self):
        """One of the filters behind 更多条件 is in use."""
        return any(name not in self.FIRST for name in self.chosen)

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status") != ProposalStatus.DISCARDED:
            found = kept(found)
        return newest_first(found)

    def search(self, queryset, name, value):
        for word in value[:LONGEST].split()[:WORDS]:
            queryset = queryset.filter(matching(word))
        return queryset

    def handled_by(self, queryset, name, value):
        return queryset.filter(Exists(Assignment.objects.current().filter(proposal=OuterRef("pk"), unit=value)))

    def by_clock(self, queryset, name, value):
        user = self.request.user
        if value == SOON:
            return soon(queryset, user, self.today)
        overdue = late(queryset, user, self.today)
        return overdue if value == LATE else queryset.exclude(pk__in=overdue.order_by().values("pk"))

    def only_key(self, queryset, name, value):
        return key_ones(queryset)
