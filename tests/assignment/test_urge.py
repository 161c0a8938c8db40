"""催办."""

import pytest

from proposals.lifecycle import AssignmentStatus
from tests.factories import add_unit_leader, assignment_at, make_user

from . import acting
from .acting import events, told, url

S, NAME, DATA = AssignmentStatus, "assignment:urge", {"note": "期限将到，请抓紧。"}


@pytest.fixture
def row(cast):
    return assignment_at(S.ACCEPTED, cast)


def test_urge_tells_the_unit_and_its_leader(client, cast, row):
    add_unit_leader(cast)
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), DATA).url == row.proposal.get_absolute_url()
    subject = "催办：关于建立青稞良种繁育基地的提案"
    assert (told(cast.handler)[0], told(cast.unit_leader)) == (subject, [subject])
    assert events(row)[-1] == ("urge", "期限将到，请抓紧。")


def test_urge_without_a_reason_is_refused(client, cast, row):
    before = acting.facts()
    client.force_login(cast.coordinator)
    page = client.post(url(NAME, row), {"note": " "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    assert acting.facts() == before


def test_urge_is_the_channels_coordinators(client, cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    hidden = [cast.stranger, cast.other_handler, party]
    acting.is_kept_to_its_people(client, NAME, row, DATA, hidden=hidden, forbidden=[cast.handler, cast.member])


def test_urge_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, DATA)


@pytest.mark.parametrize("status", [S.RETURN_ASKED, S.RETURNED, S.RESPONDED, S.CANCELLED])
def test_urge_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.coordinator, DATA)
