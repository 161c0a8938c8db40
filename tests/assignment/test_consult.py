"""沟通、面商."""

import pytest

from proposals.assignment.models import Consultation
from proposals.lifecycle import AssignmentStatus
from tests.factories import assignment_at

from . import acting
from .acting import day, due, events, url

S, NAME = AssignmentStatus, "assignment:consult"
DATA = {"held_on": "2022-03-28", "form": "field", "stage": "before", "people": "卓玛委员", "content": "看了繁育田。"}


@pytest.fixture
def row(cast):
    return assignment_at(S.ACCEPTED, cast)


def test_consult_keeps_the_record_and_fulfils_the_duty(client, cast, row, on):
    on("2022-03-29")
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), DATA).url == row.proposal.get_absolute_url()
    record = Consultation.objects.get(assignment=row)
    assert (record.held_on, record.form, record.stage, record.people, record.content, record.recorded_by) == (
        day("2022-03-28"), "field", "before", "卓玛委员", "看了繁育田。", cast.handler,
    )  # fmt: skip
    assert set(due(row)) == {"respond"}
    assert events(row)[-1] == ("consult", "3月28日，现场调研：卓玛委员")


def test_consult_tomorrow_is_refused(client, cast, row, on):
    on("2022-03-27")
    acting.is_refused(client, NAME, row, cast.handler, DATA, "held_on", "沟通日期不能晚于今天。")


@pytest.mark.parametrize("blank", list(DATA))
def test_consult_needs_every_field(client, cast, row, on, blank):
    on("2022-03-29")
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), DATA | {blank: ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [blank])
    assert Consultation.objects.count() == 0


def test_consult_shows_earlier_records(client, cast, row, on):
    on("2022-03-29")
    client.force_login(cast.handler)
    client.post(url(NAME, row), DATA)
    assert "现场调研，卓玛委员" in client.get(url(NAME, row)).content.decode()


def test_consult_is_the_units_alone(client, cast, row):
    hidden, forbidden = [cast.stranger, cast.other_handler], [cast.member, cast.coordinator, cast.reviewer]
    acting.is_kept_to_its_people(client, NAME, row, DATA, hidden=hidden, forbidden=forbidden)


def test_consult_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.handler, DATA)


@pytest.mark.parametrize("status", [S.PENDING, S.RETURNED, S.CANCELLED])
def test_consult_is_refused_in_any_other_status(client, cast, status):
    acting.is_refused_now(client, NAME, assignment_at(status, cast), cast.handler, DATA)
