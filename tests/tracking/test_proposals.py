"""The list of proposals: only what one may see, whatever the address asks for."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import Topic
from proposals.lifecycle import Outcome, ProposalStatus
from proposals.response.models import Response
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from proposals.tracking.filters import ProposalFilter, options
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
@pytest.mark.parametrize(("who", "queries"), [("reviewer", 17), ("member", 13), ("handler", 15)])
def test_proposals_take_the_same_queries_for_more_rows(client, cast, who, queries, number, django_assert_num_queries):
    for _n in range(number):
        factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    client.force_login(getattr(cast, who))
    with django_assert_num_queries(queries):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("reviewer", 15), ("member", 13), ("handler", 13)])
def test_proposals_count_all_options_in_the_same_queries_for_more_rows(
    cast, django_assert_num_queries, who, queries, number
):
    for _n in range(number):
        factories.answered(cast)
    user = User.objects.get(pk=getattr(cast, who).pk)
    assert (user.role, bool(user.unit_id), user.group_ids) == (user.role, who == "handler", frozenset())
    with django_assert_num_queries(queries):
        filters = _filter(user, {})
        options(filters, list(filters.form.fields))


def test_proposals_is_for_reading_only(client, cast):
    client.force_login(cast.member)
    assert client.post(LIST).status_code == 405


def _filter(user, query):
    data = QueryDict(mutable=True)
    data.update(query)
    return ProposalFilter.of(user, data, factories.at("2022-06-17").date())


# -- the page ---------------------------------------------------------------------------------------------------------


def page(client, user, **query):
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return answer


def test_proposals_says_how_many_there_are(client, cast, many):
    answer = page(client, cast.reviewer, status="closed")
    assert "共 1 件</small></h1>" in answer.content.decode()


def test_proposals_shows_what_is_chosen_and_how_to_take_it_away(client, cast, many):
    answer = page(client, cast.reviewer, status="closed", since="2022-02-01", sort="-number")
    chips = [(str(chip.label), chip.value, chip.url) for chip in answer.context["list"].chips]
    assert chips == [
        ("状态", "已办结", "?since=2022-02-01&sort=-number"),
        ("提交不早于", "2022年2月1日", "?status=closed&sort=-number"),
    ]
    assert "清除全部" in answer.content.decode()
    assert "清除全部" not in page(client, cast.reviewer).content.decode()


def test_proposals_says_which_condition_it_did_not_understand(client, cast, many):
    answer = page(client, cast.reviewer, status="nonsense", within="soon", kind="joint")
    words = answer.content.decode()
    assert "有条件没有认出来，已略去</b><p>状态、几日内到期</p>" in words
    assert 'value="soon"' not in words  # the other filters are closed
    assert [str(chip.label) for chip in answer.context["list"].chips] == ["提案类别"]


def test_proposals_opens_the_other_filters_by_address_and_keeps_what_was_typed(client, cast, many):
    closed, opened = page(client, cast.reviewer), page(client, cast.reviewer, more="1", within="soon")
    assert [control.name for control in closed.context["list"].more] == []
    names = [control.name for control in opened.context["list"].more]
    assert names == [
        "outcome", "topic", "kind", "plenary", "proposer", "group", "sector", "channel", "response_class", "rated",
        "within", "since", "until",
    ]  # fmt: skip
    assert 'name="within" id="id_within" value="soon"' in opened.content.decode()


def test_proposals_sends_only_the_filters_when_the_page_asks_for_them(client, cast, many):
    client.force_login(User.objects.get(pk=cast.reviewer.pk))
    answer = client.get(LIST, {"more": "1", "q": "青稞"}, headers={"HX-Request": "true", "HX-Target": "filters"})
    words = answer.content.decode().strip()
    assert (words[:5], words[-7:], "<h1" in words, 'value="青稞"' in words) == ("<form", "</form>", False, True)


def test_proposals_keeps_a_filter_that_is_not_drawn(client, cast, many):
    words = page(client, cast.reviewer, kind="party").content.decode()
    assert '<input type="hidden" name="kind" value="party">' in words
    assert (
        '<input type="hidden" name="kind"' not in page(client, cast.reviewer, kind="party", more="1").content.decode()
    )


def test_proposals_offers_units_by_channel_with_counts(client, cast):
    factories.handed_over(cast)
    words = page(client, cast.reviewer).content.decode()
    assert f'<optgroup label="政府"><option value="{cast.unit.pk}">市农业农村局 1</option></optgroup>' in words


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("reviewer", ["number", "title", "proposer", "topic", "submitted", "units", "status", "due"]),
        ("handler", ["number", "title", "proposer", "topic", "submitted", "units", "part", "status", "due"]),
        ("member", ["number", "title", "proposer", "units", "status", "due"]),
    ],
)
def test_proposals_has_the_columns_of_the_reader(client, cast, who, expected):
    factories.handed_over(cast)
    assert page(client, getattr(cast, who)).context["list"].columns == expected


def test_proposals_leaves_out_columns_that_are_empty_for_all_rows(client, cast):
    factories.submitted(cast)
    assert page(client, cast.reviewer).context["list"].columns == [
        "number", "title", "proposer", "topic", "submitted", "status"
    ]  # fmt: skip


def test_proposals_tells_a_unit_its_part(client, cast):
    factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    assert [row.part for row in page(client, cast.handler).context["rows"]] == ["主办"]
    assert [row.part for row in page(client, cast.other_handler).context["rows"]] == ["会办"]


def test_ac_49_a_co_handler_sees_the_case_but_not_the_draft_of_the_lead(client, cast):
    proposal = factories.handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    factories.accept_all(proposal, cast)
    factories.write_response(proposal.assignments.get(kind=K.LEAD), cast.handler)
    assert listed(client, cast.other_handler) == [proposal]
    drafted = "您提出的提案收悉"
    assert drafted not in client.get(proposal.get_absolute_url()).content.decode()
    assert not Response.objects.visible_to(User.objects.get(pk=cast.other_handler.pk)).exists()
    assert Response.objects.visible_to(User.objects.get(pk=cast.handler.pk)).exists()


# -- order ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def line(cast):
    """Five cases whose orders differ."""
    second = Topic.objects.filter(committee=cast.committee).last()
    found = {
        "a": factories.handed_over(cast, now=factories.at("2022-03-15")),
        "b": factories.submitted(cast, now=factories.at("2022-02-09")),
        "c": factories.registered(cast),
        "d": factories.handed_over(cast, now=factories.at("2022-03-10")),
        "e": factories.submitted(cast, now=factories.at("2022-02-12")),
    }
    Proposal.objects.filter(pk__in=[found["a"].pk, found["e"].pk]).update(topic=second)
    Proposal.objects.filter(pk=found["b"].pk).update(topic=None)
    return found


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", "acdbe"),
        ("-number", "dcaeb"),
        ("due", "da"),
        ("-due", "ad"),
        ("status", ("be", "c", "ad")),
        ("-status", ("ad", "c", "be")),
        ("topic", ("cd", "ae", "b")),
        ("-topic", ("ae", "cd", "b")),
    ],
)
def test_proposals_sort(client, cast, line, sort, expected):
    """A tuple: groups whose inner order is another matter; what has no value comes last either way."""
    names = "".join(name for found in listed(client, cast.reviewer, sort=sort) for name in line if line[name] == found)
    start = 0
    for group in expected if isinstance(expected, tuple) else [expected]:
        part = names[start : start + len(group)]
        assert (sort, names, sorted(part) if isinstance(expected, tuple) else part) == (
            sort, names, sorted(group) if isinstance(expected, tuple) else group
        )  # fmt: skip
        start += len(group)


def test_proposals_sort_by_submission_and_back(client, cast, line):
    forth = [p.submitted_at for p in listed(client, cast.reviewer, sort="submitted")]
    back = [p.submitted_at for p in listed(client, cast.reviewer, sort="-submitted")]
    assert (forth, back) == (sorted(forth), sorted(forth, reverse=True))


@pytest.mark.parametrize("sort", ["", "number", "-number", "submitted", "due", "-due", "status", "topic"])
def test_pages_of_a_sorted_list_neither_repeat_nor_lose_a_row(client, cast, sort):
    for _n in range(27):
        factories.submitted(cast, now=factories.at("2022-02-10"))
    both = listed(client, cast.reviewer, sort=sort) + listed(client, cast.reviewer, sort=sort, page=2)
    assert (len(both), len(set(both))) == (27, 27)


def test_proposals_headings_say_how_they_sort_and_turn_round(client, cast, line):
    headings = {heading.key: heading for heading in page(client, cast.reviewer, sort="number").context["list"].headings}
    assert (headings["number"].aria, headings["number"].url) == ("ascending", "?sort=-number")
    assert (headings["status"].aria, headings["status"].url) == ("", "?sort=status")
    assert (headings["proposer"].aria, headings["proposer"].url) == ("", "")
    assert '<th scope="col" aria-sort="ascending">' in page(client, cast.reviewer, sort="number").content.decode()


@pytest.mark.parametrize("sort", ["--number", "title", "pk", "number; drop", "-"])
def test_an_unknown_order_is_the_usual_one(client, cast, line, sort):
    assert listed(client, cast.reviewer, sort=sort) == listed(client, cast.reviewer)


def test_links_of_the_list_leave_out_what_was_sent_empty(client, cast):
    for _n in range(26):
        factories.submitted(cast)
    words = page(client, cast.reviewer, q="", status="submitted", unit="", sort="").content.decode()
    assert 'href="?status=submitted&amp;page=2"' in words
