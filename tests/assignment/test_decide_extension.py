"""审定延期."""

import pytest

from proposals.assignment import actions
from proposals.lifecycle import AssignmentStatus
from proposals.trail.models import Event
from tests.factories import accept_all, assignment_at, at, deliver, handed_over, make_user, respond

from . import acting
from .acting import day, due, events, told, url

S, NAME = AssignmentStatus, "assignment:decide_extension"
YES, NO = {"verdict": "approved", "note": ""}, {"verdict": "refused", "note": "请按期答复。"}


@pytest.fixture
def row(cast, calendar):
    """Due on 2022-06-15; on 06-10 the unit has asked for 07-15."""
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    row = proposal.assignments.get()
    actions.ask_extension(row, by=cast.handler, until=day("2022-07-15"), reason="等批复。", now=at("2022-06-10"))
    return row


def test_decide_extension_approved_moves_the_due_date(client, cast, row, on):
    on("2022-06-13")
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), YES).url == "/hand-over/"
    assert due(row) == {"consult": day("2022-04-06"), "respond": day("2022-07-15")}
    event = Event.objects.get(subject=row.pk, action="approve_extension")
    assert event.data == {"due_before": "2022-06-15", "until": "2022-07-15"}
    assert told(cast.handler)[0] == "同意延期：关于建立青稞良种繁育基地的提案"


def test_decide_extension_refused_keeps_the_due_date(client, cast, row, on):
    on("2022-06-13")
    client.force_login(cast.coordinator)
    client.post(url(NAME, row), NO)
    assert due(row)["respond"] == day("2022-06-15")
    assert events(row)[-1] == ("refuse_extension", "请按期答复。")
    assert row.extensions.get().verdict == "refused"


def test_decide_extension_refused_without_a_reason_is_refused(client, cast, row):
    sentence = "请写明不同意延期的原因。"
    acting.is_refused(client, NAME, row, cast.coordinator, NO | {"note": " "}, "note", sentence)


def test_decide_extension_shows_what_is_asked(client, cast, row):
    client.force_login(cast.coordinator)
    text = client.get(url(NAME, row)).content.decode()
    words = ("2022年6月15日", "2022年7月15日", "等批复。", "2022年9月15日")
    assert [word in text for word in words] == [True] * 4


def test_decide_extension_is_the_channels_coordinators(client, cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    hidden = [cast.stranger, cast.other_handler, party]
    acting.is_kept_to_its_people(client, NAME, row, YES, hidden=hidden, forbidden=[cast.handler, cast.reviewer])


def test_decide_extension_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, YES)


def test_decide_extension_twice_counts_once(client, cast, row, on):
    on("2022-06-13")
    acting.counts_once(client, NAME, row, cast.coordinator, YES)


@pytest.mark.parametrize("status", [S.PENDING, S.ACCEPTED, S.CHECKING, S.RESPONDED])
def test_decide_extension_without_a_request_is_refused(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.coordinator, YES)


def test_an_undecided_request_ends_with_the_delivery(cast, row):
    deliver(respond(row, cast, now=at("2022-06-11")), cast, now=at("2022-06-12"))
    assert due(row)["rate"] == day("2022-07-01")
    assert "decide_extension" not in due(row)
    assert row.extensions.get().note == "答复已经送达，不再需要延期。"
