"""The coordinator's board: what waits to be handed over, to be reassigned, to be decided."""

import pytest

from proposals.assignment import actions
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Role
from proposals.submission.models import Proposal
from tests.factories import at, handed_over, make_user, proposal_at, registered

from .acting import facts, sole


def rows(client, name):
    return client.get("/hand-over/").context[name]


def returned(cast, **kwargs):
    row = sole(cast, **kwargs)
    when = at("2022-03-17")
    actions.return_(row, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=when)
    return row


def test_board_lists_what_waits_to_be_handed_over_with_its_days(client, cast, on):
    proposal = registered(cast)
    proposal.wished_units.add(cast.other_unit)
    handed_over(cast, title="关于另一件事的提案")
    on("2022-03-04")
    client.force_login(cast.coordinator)
    page = client.get("/hand-over/")
    assert [(found, days) for found, days in page.context["rows"]] == [(proposal, 3)]
    text = page.content.decode()
    assert [words in text for words in ("第0001号", "卓玛", "市财政局", "3 天")] == [True] * 4


def test_board_lists_returned_shares_without_a_unit(client, cast, on):
    row = returned(cast)
    actions.approve_return(row, by=cast.coordinator, now=at("2022-03-18"))
    on("2022-03-21")
    client.force_login(cast.coordinator)
    assert [found for found, duty in rows(client, "returned")] == [row]
    actions.reassign(row, unit=cast.other_unit, by=cast.coordinator, now=at("2022-03-21"))
    assert rows(client, "returned") == []


def test_board_lists_requests_with_their_due_dates(client, cast, on, calendar):
    row, other = returned(cast), sole(cast, title="关于另一件事的提案")
    actions.accept(other, by=cast.handler, now=at("2022-03-17"))
    until = at("2022-07-15").date()
    actions.ask_extension(other, by=cast.handler, until=until, reason="等批复。", now=at("2022-06-10"))
    on("2022-06-10")
    client.force_login(cast.chief_coordinator)
    page = client.get("/hand-over/")
    assert [(found, str(duty.due_on)) for found, duty in page.context["returns"]] == [(row, "2022-03-22")]
    assert [(found, str(duty.due_on)) for found, duty in page.context["more"]] == [(other, "2022-06-15")]
    text = page.content.decode()
    assert [words in text for words in ("逾期 80 天（3月22日）", "2022年7月15日")] == [True, True]


def test_board_of_another_channel_shows_nothing_of_ours(client, cast, on):
    returned(cast)
    proposal_at(ProposalStatus.PASSED_ON, cast)
    on("2022-03-18")
    client.force_login(make_user(cast.committee, Role.COORDINATOR, channel="party"))
    page = client.get("/hand-over/")
    assert [list(page.context[name]) for name in ("rows", "returned", "returns", "more")] == [[], [], [], []]
    assert "没有待交办的提案" in page.content.decode()


@pytest.mark.parametrize("who", ["member", "reviewer", "handler", "leader", "auditor"])
def test_board_is_the_coordinators_alone(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/hand-over/").status_code == 403


def test_board_only_looks(client, cast):
    registered(cast)
    before = facts()
    client.force_login(cast.coordinator)
    assert client.post("/hand-over/").status_code == 405
    assert facts() == before


@pytest.mark.parametrize("n", [1, 3])
def test_board_asks_as_many_queries_for_three_rows_as_for_one(client, cast, on, calendar, django_assert_num_queries, n):
    for i in range(n):
        registered(cast, title=f"关于第{i}件待交办的提案").wished_units.add(cast.unit)
        returned(cast, title=f"关于第{i}件退回的提案")
        actions.approve_return(returned(cast, title=f"关于第{i}件待改派的提案"), by=cast.coordinator,
                               now=at("2022-03-18"))  # fmt: skip
        row = sole(cast, title=f"关于第{i}件延期的提案")
        actions.accept(row, by=cast.handler, now=at("2022-03-17"))
        until = at("2022-07-15").date()
        actions.ask_extension(row, by=cast.handler, until=until, reason="等批复。", now=at("2022-06-10"))
    on("2022-06-10")
    client.force_login(cast.chief_coordinator)
    client.get("/hand-over/")
    with django_assert_num_queries(13):
        page = client.get("/hand-over/")
    assert [len(page.context[name]) for name in ("rows", "returned", "returns", "more")] == [n] * 4
    assert Proposal.objects.count() == 4 * n
