"""The list of proposals: only what one may see, whatever the address asks for."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.lifecycle import Outcome, ProposalStatus
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from proposals.tracking.filters import ProposalFilter
from tests import factories

LIST = reverse("tracking:proposals")
K = Assignment.Kind


def listed(client, user, **query):
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [row.proposal for row in page.context["rows"]]


@pytest.fixture
def many(cast):
    """One proposal in every status, and some of other people and units."""
    found = {status: factories.proposal_at(status, cast) for status in ProposalStatus}
    found["other"] = factories.handed_over(
        cast, by=cast.colleague, title="关于别的局的提案", shares=[Share(cast.other_unit, K.SOLE)]
    )
    found["group"] = factories.submitted(cast, by=cast.group_account, title="关于集体的提案")
    found["foreign"] = Proposal.objects.create(
        committee=_other_committee(), session=_other_committee().plenarysession_set.get(), title="关于别的城市的提案",
        status=ProposalStatus.REGISTERED, outcome=Outcome.REGISTERED, imported_at=factories.at("2022-01-01"),
        created_at=factories.at("2022-01-01"), updated_at=factories.at("2022-01-01"),
    )  # fmt: skip
    return found


def _other_committee():
    from proposals.committee.models import Committee

    name = "政协某市委员会"
    return Committee.objects.filter(name=name).first() or factories.make_committee(name, city="某市", home=False)


def test_ac_49_a_member_sees_the_own_and_cosponsored_ones_only(client, cast, on):
    own = factories.handed_over(cast)
    joint = factories.draft(cast, by=cast.colleague)
    when = factories.at("2022-02-10")
    submission.confirm(*submission.invite(joint, members=[cast.member], by=cast.colleague, now=when), by=cast.member,
                       now=when)  # fmt: skip
    factories.handed_over(cast, by=cast.colleague, title="别人的")
    assert set(listed(client, cast.member)) == {own, joint}
    assert listed(client, cast.stranger) == []


def test_ac_49_a_unit_sees_only_its_assignments(client, cast):
    own = factories.handed_over(cast)
    shared = factories.handed_over(cast, shares=[Share(cast.other_unit, K.LEAD), Share(cast.unit, K.CO_HANDLER)])
    other = factories.handed_over(cast, shares=[Share(cast.other_unit, K.SOLE)])
    factories.registered(cast)
    assert set(listed(client, cast.handler)) == {own, shared}
    assert set(listed(client, cast.other_handler)) == {shared, other}


def test_proposals_of_another_committee_never_show(client, cast, many):
    for who in ("reviewer", "leader", "chief_coordinator"):
        assert many["foreign"] not in listed(client, getattr(cast, who))


PEOPLE = ["member", "group_account", "reviewer", "coordinator", "handler", "other_handler", "leader", "auditor"]


def test_every_filter_with_every_choice_only_narrows(cast, many):
    """Each parameter is asked with each of its choices, for each role: a subset of what the person sees."""
    asked = 0
    for who in PEOPLE:
        user = User.objects.get(pk=getattr(cast, who).pk)
        visible = Proposal.objects.visible_to(user)
        seen = set(visible)
        for query in _queries(user, visible):
            found = _filter(user, visible, query)
            assert set(found.qs) <= seen, (who, query)
            asked += 1
    assert asked == 8 * len(_queries(user, visible)) or asked > 300


def _filter(user, visible, query):
    request = RequestFactory().get(LIST, query)
    request.user = user
    return ProposalFilter(request.GET, visible, request=request, today=factories.at("2022-06-17").date())


def _queries(user, visible):
    form = _filter(user, visible, {}).form
    found = [{"q": word} for word in ("青稞", "第0001号", "0001", "别的", "卓玛", "没有这个词", "a\x00b", "%", "'")]
    for name, field in form.fields.items():
        if name != "q":
            found += [{name: str(getattr(value, "value", value))} for value, _label in field.choices]
            found += [{name: "11111111-1111-4111-8111-111111111111"}, {name: "' or 1=1"}]
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "handed_over"}, {"handed_over", "other"}),
        ({"outcome": "declined"}, {"declined"}),
        ({"outcome": "merged"}, {"merged"}),
        ({"kind": "party"}, {"group"}),
        ({"q": "别的"}, {"other"}),
        ({"q": "九三"}, {"group"}),
        ({"q": "关于 集体"}, {"group"}),
        ({"is_key": "yes"}, set()),
        ({"status": "nonsense"}, None),
    ],
)
def test_proposals_filter(client, cast, many, query, expected):
    found = listed(client, cast.reviewer, **query)
    everything = {name for name in many if name not in (ProposalStatus.DRAFT, ProposalStatus.DISCARDED, "foreign")}
    names = {name for name, proposal in many.items() if proposal in found}
    assert names == (everything if expected is None else {str(name) for name in expected})


def test_proposals_search_by_number_serial_and_pinyin(client, cast):
    User.objects.filter(pk=cast.colleague.pk).update(pinyin_key="zha xi")
    first = factories.registered(cast)
    second = factories.registered(cast, by=cast.colleague, title="关于加装电梯的提案")
    third = factories.submitted(cast, title="关于冰湖的提案")
    assert listed(client, cast.reviewer, q="第0001号") == [first]
    assert listed(client, cast.reviewer, q="0002") == [second]
    assert listed(client, cast.reviewer, q="zhaxi") == [second]
    assert listed(client, cast.reviewer, q="zx") == [second]
    assert listed(client, cast.reviewer, q="扎西 电梯") == [second]
    assert listed(client, cast.reviewer, q="z" * 5000) == []
    assert listed(client, cast.reviewer, q="青 " * 500) == [first]
    assert listed(client, cast.reviewer, q=f"流水号{third.serial:04d}") == [third]


def test_proposals_filter_by_unit_topic_and_session(client, cast):
    ours = factories.handed_over(cast)
    other = factories.handed_over(cast, shares=[Share(cast.other_unit, K.SOLE)])
    assert listed(client, cast.reviewer, unit=cast.unit.pk) == [ours]
    assert set(listed(client, cast.reviewer, topic=ours.topic_id)) == {ours, other}
    assert set(listed(client, cast.reviewer, session=cast.session.pk)) == {ours, other}


def test_proposals_filter_by_clock_reads_a_unit_its_own_only(client, cast, on):
    both = factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    on("2022-04-20")  # the co-handler's month is over, the lead has time
    assert listed(client, cast.other_handler, overdue="yes") == [both]
    assert listed(client, cast.handler, overdue="yes") == []
    assert listed(client, cast.handler, overdue="no") == [both]
    assert listed(client, cast.coordinator, overdue="yes") == [both]
    assert listed(client, cast.member, overdue="yes") == []  # to the proposer the answer is what is due
    on("2022-06-10")
    assert listed(client, cast.handler, overdue="week") == [both]


def test_proposals_shows_the_due_date_that_matters_to_the_reader(client, cast, on):
    factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    on("2022-04-01")
    client.force_login(cast.member)
    assert "还剩 75 天（6月15日）" in client.get(LIST).content.decode()
    client.force_login(cast.other_handler)
    assert "还剩 14 天（4月15日）" in client.get(LIST).content.decode()


def test_proposals_discarded_drafts_show_only_when_asked_for(client, cast):
    gone = factories.proposal_at(ProposalStatus.DISCARDED, cast)
    assert listed(client, cast.member) == []
    assert listed(client, cast.member, status="discarded") == [gone]


def test_proposals_pages_of_25_keep_the_filters(client, cast):
    for _n in range(27):
        factories.submitted(cast)
    client.force_login(cast.reviewer)
    page = client.get(LIST, {"q": "青稞"})
    assert (len(page.context["rows"]), page.context["page_obj"].paginator.count) == (25, 27)
    assert "?q=%E9%9D%92%E7%A8%9E&amp;page=2" in page.content.decode()
    assert len(client.get(LIST, {"q": "青稞", "page": 2}).context["rows"]) == 2
    assert client.get(LIST, {"page": "x"}).status_code == 200


def test_proposals_says_what_to_do_when_nothing_is_found(client, cast):
    client.force_login(cast.reviewer)
    assert "还没有提案" in client.get(LIST).content.decode()
    assert "没有符合条件的提案" in client.get(LIST, {"q": "没有"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("reviewer", 13), ("member", 12), ("handler", 13)])
def test_proposals_take_the_same_queries_for_more_rows(client, cast, who, queries, number, django_assert_num_queries):
    for _n in range(number):
        factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    client.force_login(getattr(cast, who))
    with django_assert_num_queries(queries):
        client.get(LIST)


def test_proposals_is_for_reading_only(client, cast):
    client.force_login(cast.member)
    assert client.post(LIST).status_code == 405
