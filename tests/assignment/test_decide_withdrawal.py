"""审定撤案: the committee's office."""

import pytest

from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.submission import actions as submission
from tests.factories import accept_all, at, proposal_at, registered

from . import acting
from .acting import due, led, told, url

S, NAME = ProposalStatus, "assignment:decide_withdrawal"
YES, NO = {"verdict": "approved", "note": ""}, {"verdict": "refused", "note": "还有两条没有落实。"}


@pytest.fixture
def proposal(cast):
    """Handed over to two units, one of them at work; the proposer has asked to withdraw."""
    proposal = led(cast)[0].proposal
    accept_all(proposal, cast)
    return submission.ask_withdrawal(proposal, by=cast.member, reason="已经解决。", now=at("2022-04-01"))


def test_decide_withdrawal_approved_cancels_what_is_shown(client, cast, proposal, on):
    on("2022-04-02")
    client.force_login(cast.reviewer)
    page = client.get(url(NAME, proposal))
    assert {row.unit for row in page.context["cut"]} == {cast.unit, cast.other_unit}
    assert "已经解决。" in page.content.decode()
    assert client.post(url(NAME, proposal), YES).url == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.WITHDRAWN, "withdrawn")
    assert {row.status for row in proposal.assignments.all()} == {AssignmentStatus.CANCELLED}
    assert [due(thing) for thing in (proposal, *proposal.assignments.all())] == [{}, {}, {}]
    assert told(cast.other_handler)[0] == "提案已撤案，不再办理：关于建立青稞良种繁育基地的提案"


def test_decide_withdrawal_refused_lets_the_case_go_on(client, cast, proposal):
    client.force_login(cast.reviewer)
    client.post(url(NAME, proposal), NO)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.open_withdrawal()) == (S.HANDED_OVER, None)
    assert told(cast.member)[0] == "不同意撤案：关于建立青稞良种繁育基地的提案"


def test_decide_withdrawal_refused_without_a_reason_is_refused(client, cast, proposal):
    sentence = "请写明不同意撤案的原因。"
    acting.is_refused(client, NAME, proposal, cast.reviewer, NO | {"note": ""}, "note", sentence)


def test_decide_withdrawal_is_the_offices_alone(client, cast, proposal):
    forbidden = [cast.member, cast.coordinator, cast.handler, cast.leader]
    acting.is_kept_to_its_people(client, NAME, proposal, YES, hidden=[cast.stranger], forbidden=forbidden)


def test_decide_withdrawal_by_get_changes_nothing(client, cast, proposal):
    acting.get_changes_nothing(client, NAME, proposal, cast.reviewer, YES)


def test_decide_withdrawal_twice_counts_once(client, cast, proposal):
    acting.counts_once(client, NAME, proposal, cast.reviewer, YES)


def test_decide_withdrawal_nobody_has_asked_for_is_refused(client, cast):
    acting.is_refused_now(client, NAME, registered(cast), cast.reviewer, YES)


@pytest.mark.parametrize("status", [S.DECLINED, S.RESPONDED, S.CLOSED])
def test_decide_withdrawal_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, proposal_at(status, cast), cast.reviewer, YES)
