"""审定退回."""

import pytest

from proposals.lifecycle import AssignmentStatus
from tests.factories import assignment_at, make_user

from . import acting
from .acting import day, due, events, told, url

S, NAME = AssignmentStatus, "assignment:decide_return"
YES, NO = {"verdict": "approved", "note": ""}, {"verdict": "refused", "note": "属本局职责。"}


@pytest.fixture
def row(cast):
    return assignment_at(S.RETURN_ASKED, cast)


def test_decide_return_approved_ends_the_assignment_and_awaits_another_unit(client, cast, row, on):
    on("2022-03-18")
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), YES).url == "/hand-over/"
    row.refresh_from_db()
    assert (row.status, row.return_request.verdict) == (S.RETURNED, "approved")
    assert due(row) == {"reassign": None}
    assert told(cast.handler)[0] == "同意退回：关于建立青稞良种繁育基地的提案"


def test_decide_return_refused_gives_a_new_window_to_accept(client, cast, row, on, calendar):
    on("2022-03-18")
    client.force_login(cast.coordinator)
    client.post(url(NAME, row), NO)
    row.refresh_from_db()
    assert (row.status, row.return_request.note) == (S.PENDING, "属本局职责。")
    assert due(row)["accept"] == day("2022-03-25")
    assert events(row)[-1] == ("refuse_return", "属本局职责。")


def test_decide_return_refused_without_a_reason_is_refused(client, cast, row):
    sentence = "请写明不同意退回的原因。"
    acting.is_refused(client, NAME, row, cast.coordinator, NO | {"note": ""}, "note", sentence)


def test_decide_return_without_a_button_asks_which(client, cast, row):
    acting.is_refused(client, NAME, row, cast.coordinator, {"note": ""}, "verdict", "请选择同意或不同意")


def test_decide_return_shows_what_is_asked(client, cast, row):
    client.force_login(cast.coordinator)
    text = client.get(url(NAME, row)).content.decode()
    assert [words in text for words in ("不属本局。", "市财政局")] == [True, True]


def test_decide_return_is_the_channels_coordinators(client, cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    hidden = [cast.stranger, cast.other_handler, party]
    acting.is_kept_to_its_people(client, NAME, row, YES, hidden=hidden, forbidden=[cast.handler, cast.reviewer])


def test_decide_return_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, YES)


def test_decide_return_twice_counts_once(client, cast, row, on):
    on("2022-03-18")
    acting.counts_once(client, NAME, row, cast.coordinator, YES)


@pytest.mark.parametrize("status", [S.PENDING, S.ACCEPTED, S.RETURNED, S.CANCELLED])
def test_decide_return_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.coordinator, YES)
