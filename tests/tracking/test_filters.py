"""Every filter for every role: exactly those of the plain visible list to which it applies; and the option counts.

What applies is said here once more, case by case in Python, from other tables than the filters ask.
"""

import random
from datetime import date

import pytest
from django.http import QueryDict

from proposals.accounts.models import User
from proposals.committee.models import Topic
from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.permissions import UNIT_ROLES
from proposals.rating.models import Rating
from proposals.submission.models import Proposal
from proposals.tracking.filters import ProposalFilter, options
from tests.tracking.town import ROLES

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 13)


def person(town, who):
    return User.objects.get(pk=getattr(town.cast, who).pk)


def asked(user, **query):
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in query.items()})
    return ProposalFilter.of(user, data, TODAY)


def found(user, **query):
    return set(asked(user, **query).qs)


def plain(user):
    """The visible list without any filter."""
    return set(Proposal.objects.visible_to(user).exclude(status=ProposalStatus.DISCARDED))


# -- what applies -----------------------------------------------------------------------------------------------------


def parts(proposal):
    return [row for row in proposal.assignments.all() if row.ended_at is None]


def last_delivered(row):
    return max((r for r in row.responses.all() if r.delivered_at), key=lambda r: r.round_number, default=None)


def states(user, proposal):
    """How the newest rounds of the case stand for this reader; from ``Rating.objects.visible_to``."""
    readable = set(Rating.objects.visible_to(user).filter(ended_at=None))
    for row in parts(proposal):
        response = last_delivered(row)
        if response is None or (user.role in UNIT_ROLES and row.unit_id != user.unit_id):
            continue
        for ballot in response.round.ballots.filter(decides=True):
            given = next((one for one in ballot.ratings.all() if one in readable), None)
            closed = response.round.closed_at
            yield given.result.counts_as if given else "unrated" if closed else "open"


def due_dates(user, proposal):
    kinds = {"respond", "rehandle"} if user.proposes else {"respond", "rehandle", "opinion"}
    for duty in Duty.objects.filter(case=proposal.pk, kind__in=kinds, done_at=None, void_at=None):
        if user.role not in UNIT_ROLES or duty.holder == f"unit:{user.unit_id}":
            yield duty.due_on


def names(proposal):
    people = [proposal.proposer] if proposal.proposer else []
    people += [row.user for row in proposal.cosponsors.all() if row.verdict == "confirmed"]
    return " ".join(f"{one.name} {one.pinyin_key.replace(' ', '')}" for one in people) + proposal.proposer_name


def sector(proposal):
    places = proposal.proposer.member.memberships.all() if proposal.proposer else []
    return {str(place.sectoral_group_id) for place in places if place.term == proposal.session.term}


def submitted_on(proposal):
    from django.utils import timezone

    return timezone.localdate(proposal.submitted_at) if proposal.submitted_at else None


APPLIES = {
    "session": lambda user, p, value: str(p.session_id) == value,
    "status": lambda user, p, value: p.status == value,
    "overdue": lambda user, p, value: {
        "yes": any(day < TODAY for day in due_dates(user, p)),
        "no": not any(day < TODAY for day in due_dates(user, p)),
        "week": any(0 <= (day - TODAY).days <= 7 for day in due_dates(user, p)),
    }[value],
    "unit": lambda user, p, value: value in {str(row.unit_id) for row in parts(p)},
    "outcome": lambda user, p, value: (p.outcome or "none") == value,
    "topic": lambda user, p, value: str(p.topic_id or "null") == value,
    "theme": lambda user, p, value: value in {str(theme.pk) for theme in p.themes.all()},
    "kind": lambda user, p, value: p.kind == value,
    "plenary": lambda user, p, value: p.is_plenary is (value == "yes"),
    "group": lambda user, p, value: str(p.group_id) == value,
    "sector": lambda user, p, value: value in sector(p),
    "channel": lambda user, p, value: value in {row.unit.channel for row in parts(p)},
    "response_class": lambda user, p, value: value in {
        str(last_delivered(row).response_class_id) for row in parts(p) if last_delivered(row)
    },
    "rated": lambda user, p, value: value in set(states(user, p)),
    "is_key": lambda user, p, value: p.is_key,
    "entered": lambda user, p, value: p.entered_by_id is not None,
    "proposer": lambda user, p, value: value in names(p),
    "within": lambda user, p, value: any(0 <= (day - TODAY).days <= int(value) for day in due_dates(user, p)),
    "since": lambda user, p, value: submitted_on(p) is not None and submitted_on(p) >= date.fromisoformat(value),
    "until": lambda user, p, value: submitted_on(p) is not None and submitted_on(p) <= date.fromisoformat(value),
}  # fmt: skip
TYPED = {
    "proposer": ("卓玛", "扎西", "zhaxi", "没有这个人"),
    "within": ("0", "3", "366"),
    "since": ("2022-02-10", "2022-02-11", "2022-06-01"),
    "until": ("2022-02-09", "2022-02-10", "2022-05-31"),
}


def choices(user):
    """(name, value) of everything a person can ask."""
    for name, field in asked(user).form.fields.items():
        if hasattr(field, "choices"):
            yield from ((name, value) for value, _label in field.choices if value)
        elif name != "q":
            yield from ((name, value) for value in TYPED[name])


@pytest.mark.parametrize("who", ROLES)
def test_a_filter_finds_exactly_what_it_applies_to_in_the_plain_list(town, who):
    user = person(town, who)
    mine = plain(user)
    for name, value in choices(user):
        if (name, value) == ("status", "discarded"):
            continue
        expected = {proposal for proposal in mine if APPLIES[name](user, proposal, value)}
        assert (name, value, found(user, **{name: value})) == (name, value, expected)


def test_every_filter_is_asked_and_finds_something(town):
    user = person(town, "reviewer")
    assert set(asked(user).form.fields) == {*APPLIES, "q"}
    useful = {name for name, value in choices(user) if 0 < len(found(user, **{name: value})) < len(plain(user))}
    assert useful == set(APPLIES) - {"session"}


def test_office_filters_are_not_there_for_others(town):
    has = {who: {"sector", "entered"} & set(asked(person(town, who)).form.fields) for who in ROLES}
    assert {who for who in ROLES if has[who] == {"sector", "entered"}} == {
        "reviewer", "coordinator", "party_coordinator", "chief_coordinator"
    }  # fmt: skip
    assert {who for who in ROLES if has[who] == {"sector"}} == {"leader"}
    everything = found(person(town, "handler"))
    assert found(person(town, "handler"), entered="yes") == everything


def test_the_proposer_filter_does_not_tell_the_sectoral_group(town):
    assert found(person(town, "handler"), proposer="农牧界") == set()


def test_thrown_away_drafts_show_only_when_asked_for(town):
    user, gone = person(town, "member"), town.cases["discarded"]
    assert gone not in found(user)
    assert found(user, status="discarded") == {gone}
    assert gone not in found(user, kind="individual")


# -- how a case is rated ----------------------------------------------------------------------------------------------


def test_a_unit_reads_no_rating_before_the_round_closes(town):
    """AC-41: 关于已评未结的 has been rated 基本满意; to the unit it is being rated until the round closes."""
    case = town.cases["rated"]
    assert town.cases["rated"].assignments.get().responses.get().round.closed_at is not None
    early = town.cases["fresh"]
    for who in ("handler", "coordinator", "leader", "colleague", "other_handler"):
        assert early not in found(person(town, who), rated="satisfied")
    assert case in found(person(town, "handler"), rated="basically")


def test_a_rating_in_an_open_round_is_the_raters_and_the_offices(town):
    from tests import factories

    round_ = town.cases["fresh"].assignments.get().responses.get().round
    factories.rate(round_, town.cast.member, town.cast, "满意", now=factories.at("2022-06-13"))
    reads = {who for who in ROLES if town.cases["fresh"] in found(person(town, who), rated="satisfied")}
    assert reads == {"member", "reviewer"}
    waits = {who for who in ROLES if town.cases["fresh"] in found(person(town, who), rated="open")}
    assert waits == {"coordinator", "chief_coordinator", "handler", "leader"}


def test_a_co_handler_finds_nothing_by_rating(town):
    user = person(town, "other_handler")
    assert [found(user, rated=value) for value, _label in asked(user).form.fields["rated"].choices if value] == [
        set()
    ] * 6


# -- option counts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ROLES)
def test_an_option_counts_the_list_one_gets_by_choosing_it(town, who):
    user = person(town, who)
    _check_counts(user, {})


@pytest.mark.parametrize("seed", range(6))
def test_an_option_counts_under_all_other_filters(town, seed):
    """Two or three filters at random are in use: each option still counts the list that choosing it gives."""
    dice = random.Random(seed)
    user = person(town, dice.choice(["reviewer", "chief_coordinator", "handler", "member"]))
    _check_counts(user, dict(dice.sample(list(choices(user)), dice.choice([2, 3]))))


def _check_counts(user, query):
    filters = asked(user, **query)
    for name, offered in options(filters, list(filters.form.fields)).items():
        counted = {option.value: option.count for option in offered}
        for value, _label in filters.form.fields[name].choices:
            if value and (name, value) != ("status", "discarded"):
                expected = len(found(user, **{**query, name: value}))
                assert (query, name, value, counted.get(value, 0)) == (query, name, value, expected)


def test_an_option_in_use_is_offered_even_when_it_finds_nothing(town):
    filters = asked(person(town, "reviewer"), status="closed", overdue="yes")
    chosen = [option for option in options(filters, ["overdue"])["overdue"] if option.chosen]
    assert [(option.value, option.count) for option in chosen] == [("yes", 0)]


def test_units_are_offered_by_channel_with_their_counts(town):
    offered = options(asked(person(town, "reviewer")), ["unit"])["unit"]
    cast = town.cast
    assert [(option.label, option.group) for option in offered] == [
        ("市委宣传部", "党委"), ("市农业农村局", "政府"), ("市财政局", "政府")
    ]  # fmt: skip
    assert {option.value: option.count for option in offered} == {
        str(unit.pk): len(found(person(town, "reviewer"), unit=unit.pk))
        for unit in (cast.unit, cast.other_unit, cast.party_unit)
    }


@pytest.mark.parametrize("counted", [True, False])
def test_a_list_too_long_to_count_offers_everything_without_numbers(town, counted):
    filters = asked(person(town, "reviewer"))
    offered = options(filters, ["status", "topic", "unit"], counted=counted)
    assert all((option.count is not None) is counted for each in offered.values() for option in each)
    everything = len([value for value, _label in filters.form.fields["status"].choices if value])
    assert len(offered["status"]) == (everything if not counted else len({p.status for p in found(filters.user)}))


# -- the address ------------------------------------------------------------------------------------------------------

NONSENSE = ["nonsense", "' or 1=1", "11111111-1111-4111-8111-111111111111", "a\x00b", "-1", "99999999999", "<b>"]


@pytest.mark.parametrize("value", NONSENSE)
def test_a_value_that_means_nothing_is_left_out_and_told(town, value):
    user = person(town, "reviewer")
    free = {"q", "proposer"}
    for name in set(asked(user).form.fields) - free:
        filters = asked(user, **{name: value})
        assert (name, len(filters.qs), filters.rejected, filters.chosen) == (
            name, len(plain(user)), [filters.form.fields[name].label], []
        )  # fmt: skip


def test_a_filter_of_another_committee_is_unknown(town):
    from tests import factories

    other = factories.make_committee("政协某市委员会", city="某市", home=False)
    topic = Topic.objects.filter(committee=other).first()
    filters = asked(person(town, "reviewer"), topic=topic.pk)
    assert [str(label) for label in filters.rejected] == ["内容分类"]


def test_the_address_is_the_same_however_it_was_asked(town):
    user = person(town, "reviewer")
    one = ProposalFilter.of(user, QueryDict("sort=-number&q=&since=2022/2/1&status=closed&nothing=1&page=3"), TODAY)
    assert one.address == "status=closed&since=2022-02-01&sort=-number"
    assert ProposalFilter.of(user, QueryDict(one.address), TODAY).address == one.address
