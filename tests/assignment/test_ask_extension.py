"""延期: before the due date, with a reason, never beyond the cap (AC-28)."""

import pytest

from proposals.assignment.models import Extension
from proposals.committee.models import DeadlinePolicy
from proposals.lifecycle import AssignmentStatus
from tests.factories import accept_all, assignment_at, handed_over

from . import acting
from .acting import day, due, url

S, NAME = AssignmentStatus, "assignment:ask_extension"


@pytest.fixture
def row(cast, calendar):
    """Handed over on 2022-03-15, accepted; the response is due on 2022-06-15, the cap is 2022-09-15."""
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    return proposal.assignments.get()


def asks(until):
    return {"until": until, "reason": "还要等自治区批复。"}


def test_ac_28_extension_to_the_cap_can_be_approved(client, cast, row, on):
    on("2022-06-10")
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), asks("2022-09-15")).url == row.proposal.get_absolute_url()
    extension = Extension.objects.get(assignment=row)
    assert (extension.due_before, extension.until) == (day("2022-06-15"), day("2022-09-15"))
    assert due(row)["decide_extension"] == day("2022-06-15")
    client.force_login(cast.coordinator)
    client.post(url("assignment:decide_extension", row), {"verdict": "approved", "note": ""})
    assert due(row)["respond"] == day("2022-09-15")


def test_ac_28_extension_beyond_six_months_is_refused(client, cast, row, on):
    on("2022-06-10")
    sentence = "最长只能延至2022年9月15日（自交办之日起6个月）。"
    acting.is_refused(client, NAME, row, cast.handler, asks("2022-09-16"), "until", sentence)


def test_ac_28_extension_asked_after_the_due_date_is_refused(client, cast, row, on):
    on("2022-06-16 00:01")
    sentence = "答复期限已过，不能再申请延期。"
    acting.is_refused(client, NAME, row, cast.handler, asks("2022-09-15"), "until", sentence)


def test_ask_extension_on_the_due_day_is_in_time(client, cast, row, on):
    on("2022-06-15 23:59")
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), asks("2022-07-15")).status_code == 302


def test_ask_extension_names_the_cap_of_the_policy(client, cast, row, on):
    DeadlinePolicy.objects.create(session=cast.session, step="cap", n=4, unit="months")
    on("2022-06-10")
    sentence = "最长只能延至2022年7月15日（自交办之日起4个月）。"
    acting.is_refused(client, NAME, row, cast.handler, asks("2022-07-16"), "until", sentence)


@pytest.mark.parametrize(("until", "field"), [("2022-06-15", "until"), ("", "until"), ("6月底", "until")])
def test_ask_extension_needs_a_later_day(client, cast, row, on, until, field):
    on("2022-06-10")
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), asks(until))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Extension.objects.count() == 0


def test_ask_extension_twice_waits_for_the_first(client, cast, row, on):
    on("2022-06-10")
    client.force_login(cast.handler)
    client.post(url(NAME, row), asks("2022-07-15"))
    sentence = "上一次延期申请还没有审定。"
    acting.is_refused(client, NAME, row, cast.handler, asks("2022-08-15"), None, sentence)


def test_ask_extension_shows_due_date_and_cap(client, cast, row, on):
    on("2022-06-10")
    client.force_login(cast.handler)
    page = client.get(url(NAME, row))
    assert (page.context["running"].due_on, page.context["cap"]) == (day("2022-06-15"), day("2022-09-15"))


def test_ask_extension_is_the_answering_units_alone(client, cast, calendar):
    lead, co = acting.led(cast)
    accept_all(lead.proposal, cast)
    hidden, forbidden = [cast.stranger, cast.other_handler], [cast.member, cast.coordinator]
    acting.is_kept_to_its_people(client, NAME, lead, asks("2022-09-15"), hidden=hidden, forbidden=forbidden)
    acting.is_kept_to_its_people(client, NAME, co, asks("2022-09-15"), forbidden=[cast.other_handler])


def test_ask_extension_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.handler, asks("2022-09-15"))


@pytest.mark.parametrize("status", [S.PENDING, S.RETURN_ASKED, S.CHECKING, S.RESPONDED, S.CANCELLED])
def test_ask_extension_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.handler, asks("2022-09-15"))
