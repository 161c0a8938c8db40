"""A new session after the pattern of an earlier one: its rules are copied, its name and dates are its own."""

from datetime import date

import pytest
from django.urls import reverse

from proposals.committee.models import DeadlinePolicy, PlenarySession, ResponseClass, Theme
from proposals.permissions import Role
from tests.factories import make_committee, make_user

URL = reverse("committee:copy_session")


@pytest.fixture
def desk(client, cast):
    administrator = make_user(cast.committee, Role.ADMINISTRATOR, "管理员")
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(cast, **more):
    said = {
        "pattern": cast.session.pk, "title": "日喀则二届三次会议", "term": "2", "number": "3", "year": "2023",
        "call_opens_at": "2022-11-01T00:00", "cutoff_at": "2023-02-20T18:00", "sits_from": "2023-02-18",
        "sits_to": "2023-02-21", "number_prefix": "2023",
    }  # fmt: skip
    return said | more


def test_rules_are_copied_and_the_rest_is_new(desk, cast):
    PlenarySession.objects.filter(pk=cast.session.pk).update(
        review_steps=2, number_width=5, invitation_hours=48, title_limit=40, number_order="submitted",
        numbers_locked_at="2022-02-22T10:00+08:00", numbers_locked_by=cast.reviewer,
    )  # fmt: skip
    DeadlinePolicy.objects.create(session=cast.session, step="response", kind="plenary", n=5, unit="months", roll=False)
    Theme.objects.create(committee=cast.committee, year=2022, name="乡村振兴", order=3)
    Theme.objects.create(committee=cast.committee, year=2022, name="停用的", is_active=False)
    page = desk.post(URL, words(cast))
    new = PlenarySession.objects.get(title="日喀则二届三次会议")
    assert page.url == f"{reverse('committee:policy')}?session={new.pk}"
    assert (new.committee, new.term, new.number, new.year, new.number_prefix) == (cast.committee, 2, 3, 2023, "2023")
    assert (new.sits_from, new.sits_to) == (date(2023, 2, 18), date(2023, 2, 21))
    assert (new.review_steps, new.number_width, new.invitation_hours, new.title_limit, new.number_order) == (
        2, 5, 48, 40, "submitted",
    )  # fmt: skip
    assert (new.numbers_locked_at, new.numbers_locked_by) == (None, None)
    limit = new.policies.get()
    assert (limit.step, limit.kind, limit.n, limit.unit, limit.roll) == ("response", "plenary", 5, "months", False)
    assert cast.session.policies.count() == 1
    classes = ResponseClass.objects.filter(year=2023).order_by("order").values_list("letter", "name", "meaning")
    assert list(classes) == list(
        ResponseClass.objects.filter(year=2022).order_by("order").values_list("letter", "name", "meaning")
    )
    assert list(Theme.objects.filter(year=2023).values_list("name", "order")) == [("乡村振兴", 3)]


def test_a_year_that_has_its_words_keeps_them(desk, cast):
    ResponseClass.objects.create(committee=cast.committee, year=2023, letter="A", name="办结", meaning="resolved")
    desk.post(URL, words(cast))
    assert [row.name for row in ResponseClass.objects.filter(year=2023)] == ["办结"]


def test_a_second_click_makes_no_second_session(desk, cast):
    desk.post(URL, words(cast))
    again = desk.post(URL, words(cast))
    assert again.status_code == 422
    assert again.context["form"].errors == {"title": ["已经有名称相同的届次。"]}
    assert PlenarySession.objects.filter(committee=cast.committee).count() == 2


def test_the_form_begins_with_the_next_number_and_year(desk, cast):
    PlenarySession.objects.filter(pk=cast.session.pk).update(number_prefix="2022")
    initial = desk.get(URL).context["form"].initial
    assert {key: initial[key] for key in ("term", "number", "year", "number_prefix")} == {
        "term": 2, "number": 3, "year": 2023, "number_prefix": "2023",
    }  # fmt: skip
    assert PlenarySession.objects.filter(committee=cast.committee).count() == 1


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"cutoff_at": "2022-10-01T00:00"}, "cutoff_at", "大会提案截止要晚于征集开始。"),
        ({"sits_to": "2023-02-01"}, "sits_to", "会期结束不能早于会期开始。"),
        ({"title": ""}, "title", "这个字段是必填项。"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, cast, more, field, sentence):
    page = desk.post(URL, words(cast, **more))
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [sentence]}
    assert PlenarySession.objects.filter(committee=cast.committee).count() == 1


def test_another_committees_session_is_no_pattern(desk, cast):
    other = make_committee("政协拉萨市委员会", city="拉萨", home=False).plenarysession_set.get()
    page = desk.post(URL, words(cast, pattern=other.pk))
    assert set(page.context["form"].errors) == {"pattern"}


def test_only_the_administrator_makes_sessions(client, cast):
    for who in (cast.member, cast.reviewer, cast.coordinator, cast.auditor):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(URL).status_code == 403
        assert client.post(URL, words(cast)).status_code == 403
    assert PlenarySession.objects.filter(committee=cast.committee).count() == 1
