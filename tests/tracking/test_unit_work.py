"""What a unit has in hand, for a hand-over between officers."""

import pytest
from django.urls import reverse

from proposals.permissions import Role
from tests.factories import accept_all, add_unit_leader, assignment_at, handed_over, make_user


def url(unit):
    return reverse("tracking:unit_work", args=[unit.pk])


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR)


def listed(page):
    return [(case.number_text, duty.title, str(duty.get_kind_display())) for duty, case in page.context["rows"]]


def test_everything_open_is_listed_by_due_date(client, cast, administrator):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    page = signed_in(client, administrator).get(url(cast.unit))
    title = "关于建立青稞良种繁育基地的提案"
    assert listed(page) == [("第0001号", title, "首次沟通"), ("第0001号", title, "答复")]
    assert listed(client.get(url(cast.other_unit))) == []


def test_what_waits_for_the_units_leader_is_listed_too(client, cast):
    assignment_at("signing", cast)
    page = signed_in(client, cast.unit_leader).get(url(cast.unit))
    assert "审签答复" in [kind for _number, _title, kind in listed(page)]


def test_the_units_own_people_see_it_and_nobody_else_but_the_administrator(client, cast, administrator):
    add_unit_leader(cast)
    for who, status in (
        (cast.handler, 200), (cast.unit_leader, 200), (administrator, 200), (cast.other_handler, 404),
        (cast.member, 404), (cast.reviewer, 404), (cast.coordinator, 404), (cast.leader, 404), (cast.auditor, 404),
    ):  # fmt: skip
        assert signed_in(client, who).get(url(cast.unit)).status_code == status


def test_the_number_of_queries_is_the_same_for_one_case_and_for_three(
    client, cast, administrator, django_assert_num_queries
):
    signed_in(client, administrator).get(url(cast.unit))
    for _n in range(2):
        handed_over(cast)
        with django_assert_num_queries(7):
            client.get(url(cast.unit))
        handed_over(cast)
