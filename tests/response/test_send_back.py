"""核查退回."""

import pytest

from proposals.lifecycle import AssignmentStatus
from proposals.response.models import Response
from tests.assignment import acting
from tests.assignment.acting import due, events, told, url
from tests.factories import assignment_at, make_user

from .writing import fresh

S, NAME, DATA = AssignmentStatus, "response:send_back", {"note": "第二条没有答到。"}


@pytest.fixture
def row(cast):
    return assignment_at(S.CHECKING, cast)


def test_send_back_returns_it_to_the_unit_whose_clock_goes_on(client, cast, row, calendar):
    running = due(row)["respond"]
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), DATA).url == "/"
    draft = Response.objects.running(row)
    assert (fresh(row).status, draft.submitted_at, due(row)["respond"]) == (S.ACCEPTED, None, running)
    assert events(row)[-1] == ("send_back_response", "第二条没有答到。")
    assert told(cast.handler)[0] == "核查退回：关于建立青稞良种繁育基地的提案"


def test_send_back_without_a_reason_is_refused(client, cast, row):
    before = acting.facts()
    client.force_login(cast.coordinator)
    page = client.post(url(NAME, row), {"note": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    assert acting.facts() == before


def test_send_back_is_the_channels_coordinators(client, cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    hidden = [cast.stranger, cast.other_handler, party]
    acting.is_kept_to_its_people(client, NAME, row, DATA, hidden=hidden, forbidden=[cast.handler, cast.reviewer])


def test_send_back_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, DATA)


def test_send_back_twice_counts_once(client, cast, row):
    acting.counts_once(client, NAME, row, cast.coordinator, DATA)


@pytest.mark.parametrize("status", [S.ACCEPTED, S.SIGNING, S.RESPONDED])
def test_send_back_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.coordinator, DATA)
