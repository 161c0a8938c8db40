"""退回: within the window, with reason and unit (AC-39)."""

import pytest

from proposals.assignment import actions
from proposals.lifecycle import AssignmentStatus
from tests.factories import assignment_at, at

from . import acting
from .acting import day, due, events, sole, url

S, NAME = AssignmentStatus, "assignment:return_"


@pytest.fixture
def data(cast):
    return {"reason": "三定方案里不属本局。", "suggested_unit": cast.other_unit.pk}


def test_ac_39_return_on_working_day_5_is_queued_for_decision(client, cast, on, calendar, data):
    row = sole(cast)
    on("2022-03-22 23:59")
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), data).url == row.proposal.get_absolute_url()
    row.refresh_from_db()
    assert (row.status, row.return_request.suggested_unit) == (S.RETURN_ASKED, cast.other_unit)
    assert due(row)["decide_return"] == day("2022-03-25")
    assert events(row)[-1] == ("return_", "三定方案里不属本局。 建议改由市财政局承办。")


def test_ac_39_return_on_working_day_6_is_refused(client, cast, on, calendar, data):
    row = sole(cast)
    on("2022-03-23 00:01")
    sentence = "退回期限3月22日已过，请签收办理。"
    page = acting.is_refused(client, NAME, row, cast.handler, data, None, sentence)
    assert page.context["form"]["reason"].value() == "三定方案里不属本局。"


@pytest.mark.parametrize("blank", ["reason", "suggested_unit"])
def test_ac_39_return_without_a_reason_or_a_unit_is_refused(client, cast, on, data, blank):
    row = sole(cast)
    on("2022-03-17")
    before = acting.facts()
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), data | {blank: ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [blank])
    assert acting.facts() == before


def test_return_is_asked_once(client, cast, on, data):
    row = assignment_at(S.RETURN_ASKED, cast)
    actions.refuse_return(row, by=cast.coordinator, note="属本局。", now=at("2022-03-18"))
    on("2022-03-18 15:00")
    sentence = "已经申请过退回，请签收办理。"
    acting.is_refused(client, NAME, row, cast.handler, data, None, sentence)


def test_return_does_not_offer_the_own_unit(client, cast):
    client.force_login(cast.handler)
    page = client.get(url(NAME, sole(cast)))
    assert "市农业农村局" not in str(page.context["form"]["suggested_unit"])


def test_return_is_the_units_alone(client, cast, data):
    forbidden = [cast.member, cast.reviewer, cast.coordinator]
    acting.is_kept_to_its_people(
        client, NAME, sole(cast), data, hidden=[cast.stranger, cast.other_handler], forbidden=forbidden
    )


def test_return_by_get_changes_nothing(client, cast, data):
    acting.get_changes_nothing(client, NAME, sole(cast), cast.handler, data)


def test_return_twice_counts_once(client, cast, on, data):
    row = sole(cast)
    on("2022-03-17")
    acting.counts_once(client, NAME, row, cast.handler, data)


@pytest.mark.parametrize("status", [S.RETURNED, S.ACCEPTED, S.CHECKING, S.CANCELLED])
def test_return_is_refused_in_any_other_status(client, cast, data, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.handler, data)
