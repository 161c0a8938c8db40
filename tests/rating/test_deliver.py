"""送达: from the page that checks, or from its own small page."""

import pytest

from proposals.committee.models import ResponseClass
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.notices.models import Notice
from proposals.rating.models import Round
from tests import factories
from tests.assignment import acting
from tests.assignment.acting import url

NAME = "rating:deliver"


@pytest.fixture
def row(cast, on):
    """A submitted response; today is 2022-05-12."""
    row = factories.assignment_at(AssignmentStatus.CHECKING, cast)
    on("2022-05-12")
    return row


def test_deliver_opens_the_round_and_asks_the_proposer(client, cast, row):
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), {}).url == "/"
    row.refresh_from_db()
    row.proposal.refresh_from_db()
    assert (row.status, row.proposal.status) == (AssignmentStatus.RESPONDED, ProposalStatus.RESPONDED)
    assert Round.objects.get().opened_at == factories.at("2022-05-12")
    assert Duty.objects.open().get().kind == Duty.Kind.RATE
    assert Notice.objects.of(cast.member).first().subject.startswith("市农业农村局已答复，请您评议")


def test_deliver_with_another_class_keeps_both(client, cast, row):
    other = ResponseClass.objects.get(committee=cast.committee, letter="C")
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), {"response_class": other.pk, "note": "尚无条件。"}).status_code == 302
    answer = row.responses.get()
    assert (answer.class_submitted.letter, answer.response_class.letter) == ("A", "C")
    assert "由“A 已经解决或采纳”更正为“C 留作参考”。尚无条件。" in [n.body for n in Notice.objects.of(cast.handler)]


def test_deliver_as_planned_without_a_promise_is_refused(client, cast, row):
    planned = ResponseClass.objects.get(committee=cast.committee, letter="B")
    sentence = "改为列入计划要有承诺事项、完成日期和责任人，请退回单位补充。"
    acting.is_refused(client, NAME, row, cast.coordinator, {"response_class": planned.pk}, "response_class", sentence)
    assert not Round.objects.exists()


def test_deliver_asked_for_by_itself_is_a_page_to_confirm_on(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, {})
    assert "送达后不能再改" in client.get(url(NAME, row)).content.decode()


def test_deliver_counts_once(client, cast, row):
    acting.counts_once(client, NAME, row, cast.coordinator, {})
    assert Round.objects.count() == 1


def test_deliver_is_the_channels_coordinators(client, cast, row):
    party = factories.make_user(cast.committee, "coordinator", channel="party")
    seen = [cast.handler, cast.member, cast.reviewer, cast.leader]
    acting.is_kept_to_its_people(
        client, NAME, row, {}, hidden=[cast.stranger, cast.other_handler, party], forbidden=seen
    )


def test_deliver_before_it_is_submitted_is_refused(client, cast, on):
    row = factories.assignment_at(AssignmentStatus.ACCEPTED, cast)
    acting.is_refused_now(client, NAME, row, cast.coordinator, {})
