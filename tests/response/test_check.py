"""核查: the coordinator reads the letter as the proposer will; the button posts to the delivery."""

import re

import pytest

from proposals.assignment.actions import Share
from proposals.committee.models import ResponseClass
from proposals.lifecycle import AssignmentStatus
from proposals.response import actions
from proposals.response.actions import Promise
from proposals.response.models import Response
from tests.assignment import acting
from tests.assignment.acting import day, events, told, url
from tests.factories import accept_all, assignment_at, at, deliver, handed_over, make_user, respond

from .writing import fresh

S, NAME = AssignmentStatus, "response:check"


@pytest.fixture
def row(cast):
    return assignment_at(S.CHECKING, cast)


def test_check_shows_the_letter_and_posts_to_the_delivery(client, cast, row):
    client.force_login(cast.coordinator)
    page = client.get(url(NAME, row))
    text = page.content.decode()
    assert [words in text for words in ("卓玛委员：", "建议2：采纳", "日喀则市农业农村局")] == [True] * 3
    assert re.search(r'<form method="post" action="([^"]+)" id="deliver"', text).group(1) == url("rating:deliver", row)
    assert url("response:send_back", row) in text
    assert page.context["form"]["response_class"].value() == Response.objects.running(row).response_class_id


def test_check_offers_the_classes_of_the_sessions_year_only(client, cast, row):
    ResponseClass.objects.create(committee=cast.committee, year=2021, letter="D", name="旧", meaning="other")
    client.force_login(cast.coordinator)
    field = client.get(url(NAME, row)).context["form"].fields["response_class"]
    assert [choice.letter for choice in field.queryset] == ["A", "B", "C"]


def test_check_only_looks(client, cast, row):
    before = acting.facts()
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row)).status_code == 405
    assert acting.facts() == before


def test_check_is_the_channels_coordinators(client, cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    for user, status in [(cast.stranger, 404), (party, 404), (cast.handler, 403), (cast.reviewer, 403)]:
        client.force_login(user)
        assert client.get(url(NAME, row)).status_code == status


@pytest.mark.parametrize("status", [S.ACCEPTED, S.SIGNING, S.RESPONDED])
def test_check_is_refused_in_any_other_status(client, cast, status):
    client.force_login(cast.coordinator)
    row = assignment_at(status, cast)
    assert client.get(url(NAME, row)).status_code == 409


def test_ac_44_class_corrected_when_checking_is_kept_twice_and_told(cast, on):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    promise = Promise("建成基地", "局长", day("2022-12-31"))
    row = respond(proposal.assignments.get(), cast, letter="A", promise=promise)
    planned = ResponseClass.objects.get(committee=cast.committee, year=2022, letter="B")
    when = at("2022-05-11")
    actions.correct_class(row, by=cast.coordinator, response_class=planned, note="要明年才办。", now=when)
    draft = Response.objects.running(row)
    assert (draft.response_class.letter, draft.class_submitted.letter) == ("B", "A")
    assert events(row)[-1] == (
        "correct_class", "由“A 已经解决或采纳”更正为“B 列入计划拟解决或采纳”。要明年才办。",
    )  # fmt: skip
    assert told(cast.handler)[0] == "答复类别已更正：关于建立青稞良种繁育基地的提案"


def test_ac_12_a_case_in_separate_parts_is_answered_when_both_have_answered(cast):
    separate = [Share(cast.unit, "separate", "第一条"), Share(cast.other_unit, "separate", "第二条")]
    proposal = handed_over(cast, shares=separate)
    accept_all(proposal, cast)
    seen = []
    for unit in (cast.unit, cast.other_unit):
        deliver(respond(fresh(proposal.assignments.get(unit=unit)), cast), cast)
        proposal.refresh_from_db()
        seen.append((proposal.status, proposal.assignments.at(S.RESPONDED).count()))
    assert seen == [("handed_over", 1), ("responded", 2)]
