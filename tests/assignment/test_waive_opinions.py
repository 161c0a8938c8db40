"""不再等待会办意见: the coordinator's word, with a reason (AC-38)."""

import pytest

from proposals.assignment import actions
from proposals.assignment.models import Assignment
from proposals.lifecycle import AssignmentStatus
from tests.factories import accept_all, assignment_at, at, make_unit

from . import acting
from .acting import Kind, day, due, events, led, url

S, NAME, DATA = AssignmentStatus, "assignment:waive_opinions", {"reason": "财政意见已由市政府明确。"}


@pytest.fixture
def lead(cast, calendar):
    lead, _co = led(cast)
    accept_all(lead.proposal, cast)
    return Assignment.objects.get(pk=lead.pk)


def test_waive_opinions_names_the_silent_units_and_is_logged(client, cast, lead, on):
    on("2022-05-10")
    client.force_login(cast.coordinator)
    assert [(row.unit, duty.due_on) for row, duty in client.get(url(NAME, lead)).context["silent"]] == [
        (cast.other_unit, day("2022-04-15"))
    ]
    assert client.post(url(NAME, lead), DATA).url == lead.proposal.get_absolute_url()
    lead.refresh_from_db()
    assert (lead.waived_at, lead.waived_by) == (at("2022-05-10"), cast.coordinator)
    assert events(lead)[-1] == ("waive_opinions", "财政意见已由市政府明确。（市财政局）")
    assert list(lead.missing_opinions()) == []


def test_waive_opinions_leaves_the_silent_ones_on_their_own_clock(client, cast, lead, on):
    on("2022-05-10")
    client.force_login(cast.coordinator)
    client.post(url(NAME, lead), DATA)
    co = lead.co_assignments().get()
    assert due(co) == {"opinion": day("2022-04-15")}


def test_a_co_handler_whose_successor_has_to_be_found_is_waited_for(cast, calendar):
    lead, co = led(cast)
    unit, when = make_unit(cast.committee, "市科技局"), at("2022-03-17")
    actions.return_(co, by=cast.other_handler, reason="不属本局。", suggested_unit=unit, now=when)
    actions.approve_return(co, by=cast.coordinator, now=when)
    assert [row.unit for row in lead.missing_opinions()] == [cast.other_unit]
    actions.reassign(co, unit=unit, by=cast.coordinator, now=when)
    assert [row.unit for row in lead.missing_opinions()] == [unit]


def test_waive_opinions_without_a_reason_is_refused(client, cast, lead):
    before = acting.facts()
    client.force_login(cast.coordinator)
    page = client.post(url(NAME, lead), {"reason": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert acting.facts() == before


def test_waive_opinions_is_the_coordinators_alone(client, cast, lead):
    hidden, forbidden = [cast.stranger, cast.other_handler], [cast.handler, cast.reviewer]
    acting.is_kept_to_its_people(client, NAME, lead, DATA, hidden=hidden, forbidden=forbidden)


def test_waive_opinions_by_get_changes_nothing(client, cast, lead):
    acting.get_changes_nothing(client, NAME, lead, cast.coordinator, DATA)


def test_waive_opinions_twice_counts_once(client, cast, lead):
    acting.counts_once(client, NAME, lead, cast.coordinator, DATA)


@pytest.mark.parametrize("status", [S.PENDING, S.ACCEPTED, S.CHECKING])
def test_waive_opinions_where_nobody_is_waited_for_is_refused(client, cast, status):
    row = assignment_at(status, cast)
    assert row.kind == Kind.SOLE
    acting.is_refused_now(client, NAME, row, cast.coordinator, DATA)
