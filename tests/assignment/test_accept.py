"""签收."""

import pytest
from django.urls import reverse

from proposals.lifecycle import AssignmentStatus
from tests.factories import assignment_at

from . import acting
from .acting import at, day, due, sole, url

S, NAME = AssignmentStatus, "assignment:accept"


def test_accept_takes_the_case_on(client, cast, on):
    row = sole(cast)
    on("2022-03-17 09:30")
    client.force_login(cast.handler)
    page = client.post(url(NAME, row))
    row.refresh_from_db()
    assert page.url == row.proposal.get_absolute_url()
    assert (row.status, row.accepted_by, row.accepted_at) == (S.ACCEPTED, cast.handler, at("2022-03-17 09:30"))
    assert set(due(row)) == {"consult", "respond"}


def test_accept_shows_the_clocks_and_the_way_to_return(client, cast, on, calendar):
    row = sole(cast)
    on("2022-03-17 09:30")
    client.force_login(cast.handler)
    page = client.get(url(NAME, row))
    assert page.context["window"] == (day("2022-03-22"), 3)
    assert [(duty.kind, duty.due_on) for duty in page.context["clocks"]] == [
        ("accept", day("2022-03-22")),
        ("consult", day("2022-04-06")),
        ("respond", day("2022-06-15")),
    ]
    assert reverse("assignment:return_", args=[row.pk]) in page.content.decode()


def test_accept_after_the_window_offers_no_return(client, cast, on, calendar):
    row = sole(cast)
    on("2022-03-23 00:01")
    client.force_login(cast.handler)
    page = client.get(url(NAME, row))
    assert page.context["window"] is None
    assert reverse("assignment:return_", args=[row.pk]) not in page.content.decode()
    assert client.post(url(NAME, row)).status_code == 302


def test_accept_is_the_units_alone(client, cast):
    hidden = [cast.stranger, cast.other_handler, cast.auditor]
    forbidden = [cast.member, cast.reviewer, cast.coordinator, cast.leader]
    acting.is_kept_to_its_people(client, NAME, sole(cast), {}, hidden=hidden, forbidden=forbidden)


def test_accept_by_get_changes_nothing(client, cast):
    acting.get_changes_nothing(client, NAME, sole(cast), cast.handler, {})


def test_accept_twice_counts_once(client, cast):
    acting.counts_once(client, NAME, sole(cast), cast.handler, {})


@pytest.mark.parametrize("status", [S.RETURN_ASKED, S.RETURNED, S.CHECKING, S.RESPONDED, S.CANCELLED])
def test_accept_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.handler, {})
