"""会商办结: after the second dissatisfaction, with the record of the meeting."""

import pytest

from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.rating import actions
from tests import factories
from tests.assignment import acting
from tests.assignment.acting import events, url

NAME, DATA = "rating:close", {"note": "7月1日，三方会商，同意列入明年计划。"}


@pytest.fixture
def proposal(cast, on):
    """Twice dissatisfied; a meeting is awaited."""
    proposal, round_ = factories.answered(cast)
    factories.rate(round_, cast.member, cast, "不满意")
    actions.close_rounds(now=factories.at("2022-05-22"))
    row = proposal.assignments.get()
    factories.respond(row, cast, now=factories.at("2022-06-01"))
    second = factories.deliver(row, cast, now=factories.at("2022-06-02"))
    factories.rate(second, cast.member, cast, "不满意", now=factories.at("2022-06-06"), reason="还是没有解决。")
    actions.close_rounds(now=factories.at("2022-06-08"))
    on("2022-07-01")
    proposal.refresh_from_db()
    return proposal


@pytest.mark.parametrize("who", ["reviewer", "coordinator", "chief_coordinator"])
def test_close_records_the_meeting(client, cast, proposal, who):
    client.force_login(getattr(cast, who))
    assert "还是没有解决。" in client.get(url(NAME, proposal)).content.decode()
    assert client.post(url(NAME, proposal), DATA).url == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert (proposal.status, proposal.closed_at) == (ProposalStatus.CLOSED, factories.at("2022-07-01"))
    assert events(proposal)[-1] == ("close", DATA["note"])
    assert not Duty.objects.open().exists()


def test_close_without_a_record_is_refused(client, cast, proposal):
    sentence = "请写下会商记录：时间、参加人员和结论。"
    acting.is_refused(client, NAME, proposal, cast.reviewer, {"note": " "}, "note", sentence)


def test_close_counts_once_and_get_changes_nothing(client, cast, proposal):
    acting.get_changes_nothing(client, NAME, proposal, cast.reviewer, DATA)
    acting.counts_once(client, NAME, proposal, cast.reviewer, DATA)


def test_close_is_kept_to_the_offices(client, cast, proposal):
    seen = [cast.member, cast.handler, cast.leader]
    acting.is_kept_to_its_people(
        client, NAME, proposal, DATA, hidden=[cast.stranger, cast.other_handler], forbidden=seen
    )


def test_close_without_a_meeting_awaited_is_refused(client, cast, on):
    proposal, _round = factories.answered(cast)
    on("2022-05-20")
    client.force_login(cast.reviewer)
    assert client.get(url(NAME, proposal)).status_code == 409
    acting.is_refused_now(client, NAME, proposal, cast.reviewer, DATA)
