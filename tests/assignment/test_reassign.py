"""改派: the second step after a return, perhaps on another day."""

import pytest

from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus
from tests.factories import assignment_at, at, make_unit, make_user

from . import acting
from .acting import day, due, told, url

S, NAME = AssignmentStatus, "assignment:reassign"


@pytest.fixture
def row(cast):
    return assignment_at(S.RETURNED, cast)


@pytest.fixture
def data(cast):
    return {"unit": cast.other_unit.pk}


def test_reassign_starts_the_clocks_of_the_new_unit_today(client, cast, row, data, on, calendar):
    on("2022-03-28 09:00")
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, row), data).url == "/hand-over/"
    new = Assignment.objects.get(replaces=row)
    assert (new.unit, new.kind, new.status, new.handed_over_at) == (
        cast.other_unit, row.kind, S.PENDING, at("2022-03-28 09:00"),
    )  # fmt: skip
    assert due(new) == {"accept": day("2022-04-02"), "consult": day("2022-04-19"), "respond": day("2022-06-28")}
    assert due(row) == {}
    assert row.proposal.handed_over_at == at("2022-03-15")
    assert told(cast.member)[0] == "已改派：关于建立青稞良种繁育基地的提案"


def test_reassign_has_the_suggested_unit_chosen(client, cast, row):
    client.force_login(cast.coordinator)
    form = client.get(url(NAME, row)).context["form"]
    assert form["unit"].value() == cast.other_unit.pk


def test_reassign_to_the_unit_that_returned_it_is_refused(client, cast, row):
    sentence = "市农业农村局刚退回这件提案，请改派另一个单位。"
    acting.is_refused(client, NAME, row, cast.coordinator, {"unit": cast.unit.pk}, "unit", sentence)


def test_reassign_to_another_channel_is_the_chief_coordinators(client, cast, row, on):
    party = make_unit(cast.committee, "市委统战部", channel="party")
    acting.is_refused(client, NAME, row, cast.coordinator, {"unit": party.pk}, "unit", "市委统战部不属于您的渠道。")
    on("2022-03-28")
    client.force_login(cast.chief_coordinator)
    assert client.post(url(NAME, row), {"unit": party.pk}).status_code == 302


def test_reassign_waits_at_the_desk_of_the_channel_that_sees_the_case(cast, row):
    party = make_user(cast.committee, "coordinator", channel="party")
    seen_by = [Duty.objects.open().of(user).count() for user in (cast.coordinator, cast.chief_coordinator, party)]
    assert seen_by == [1, 1, 0]


def test_reassign_is_the_coordinators_alone(client, cast, row, data):
    hidden = [cast.stranger, cast.other_handler]
    acting.is_kept_to_its_people(client, NAME, row, data, hidden=hidden, forbidden=[cast.handler, cast.reviewer])


def test_reassign_by_get_changes_nothing(client, cast, row, data):
    acting.get_changes_nothing(client, NAME, row, cast.coordinator, data)


def test_reassign_twice_counts_once(client, cast, row, data, on):
    on("2022-03-28")
    acting.counts_once(client, NAME, row, cast.coordinator, data)
    assert Assignment.objects.filter(replaces=row).count() == 1


@pytest.mark.parametrize("status", [S.PENDING, S.RETURN_ASKED, S.ACCEPTED, S.CANCELLED])
def test_reassign_finds_only_returned_ones(client, cast, data, status):
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, assignment_at(status, cast)), data).status_code == 404
