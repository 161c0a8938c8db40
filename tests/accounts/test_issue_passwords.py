"""Slips with one-time passwords: shown once, for accounts one looks after, recorded for each person."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.accounts import passwords
from proposals.accounts.models import RoleGrant, User
from proposals.lifecycle import Access
from proposals.permissions import Role
from proposals.trail.models import Event
from tests.factories import make_user

URL = reverse("accounts:issue_passwords")
READABLE = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(client, *people):
    asked_at = client.get(URL).context["form"].initial["asked_at"]
    return {"people": [str(user.pk) for user in people], "asked_at": asked_at}


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_slip_has_everything_to_sign_in_and_the_password_stands_nowhere_else(desk, cast, administrator):
    page = desk.post(URL, words(desk, cast.member, cast.colleague))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    slips = page.context["slips"]
    assert [user.name for user, _password in slips] == ["卓玛", "扎西"]
    for user, password in slips:
        assert READABLE.fullmatch(password)
        assert fresh(user).check_password(password)
        assert password not in fresh(user).password
        assert password in page.content.decode()
        event = Event.objects.get(case=user.pk)
        assert (event.action, event.by, event.note, event.data) == (Access.ISSUE_PASSWORD, administrator, "", {})
        assert (
            fresh(user).must_change_password,
            fresh(user).password_issued_at > timezone.now() - timedelta(minutes=1),
        ) == (True, True)
    assert "http://testserver/sign-in/" in page.content.decode()


def test_the_person_signs_in_with_the_slip_and_chooses_a_password(desk, client, cast):
    ((user, password),) = desk.post(URL, words(desk, cast.member)).context["slips"]
    client.logout()
    page = client.post(reverse("accounts:sign_in"), {"username": user.username, "password": password}, follow=True)
    assert page.redirect_chain[-1] == (reverse("accounts:change_password"), 302)


def test_a_second_click_issues_nothing(desk, cast):
    sent = words(desk, cast.member)
    ((_user, password),) = desk.post(URL, sent).context["slips"]
    again = desk.post(URL, sent)
    assert again.status_code == 409
    told = "这些账号刚才已经发放过密码，纸条只显示那一次。确实要重新发放的，请重新打开本页再选。"
    assert again.context["form"].non_field_errors() == [told]
    assert fresh(cast.member).check_password(password)
    ((_user, newer),) = desk.post(URL, words(desk, cast.member)).context["slips"]
    assert fresh(cast.member).check_password(newer)


def test_nobody_chosen_is_said(desk, cast):
    page = desk.post(URL, words(desk))
    assert page.status_code == 422
    assert page.context["form"].errors == {"people": ["请至少选一个账号。"]}


def test_looking_changes_nothing(desk, cast):
    before = User.objects.values_list("pk", "password").order_by("pk")
    before = list(before)
    desk.get(URL)
    assert list(User.objects.values_list("pk", "password").order_by("pk")) == before


def listed(page):
    return {user.name for user, _ticked in page.context["rows"]}


def test_the_list_has_those_nobody_has_used_or_those_one_looks_for(desk, cast):
    User.objects.filter(pk=cast.member.pk).update(last_login=timezone.now())
    assert "卓玛" not in listed(desk.get(URL))
    assert "扎西" in listed(desk.get(URL))
    assert "卓玛" in listed(desk.get(URL, {"all": "1"}))
    assert listed(desk.get(URL, {"q": "卓玛"})) == {"卓玛"}
    page = desk.get(URL, {"people": [str(cast.member.pk), "nonsense"]})
    assert [(user.name, ticked) for user, ticked in page.context["rows"]] == [("卓玛", True)]


def test_the_list_has_the_same_number_of_queries_for_one_and_for_three(desk, cast, django_assert_num_queries):
    desk.get(URL)
    for people in ([cast.member], [cast.member, cast.colleague, cast.stranger]):
        with django_assert_num_queries(7):
            desk.get(URL, {"people": [str(user.pk) for user in people]})


def test_the_office_issues_for_proposers_only(client, cast, administrator):
    """A reviewer could otherwise become an administrator with a slip."""
    client.force_login(cast.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert listed(client.get(URL, {"all": "1"})) == {"卓玛", "扎西", "路人", "集体联络员"}
    RoleGrant.objects.create(user=cast.colleague, role=Role.HANDLER)
    for other in (administrator, cast.handler, cast.reviewer, cast.colleague):
        before = fresh(other).password
        assert client.post(URL, words(client, other)).status_code == 422
        assert fresh(other).password == before
    assert client.post(URL, words(client, cast.member)).status_code == 200


def test_an_administrator_issues_neither_for_the_own_account_nor_for_another_committee(desk, cast, administrator):
    from tests.factories import make_committee

    stranger = make_user(make_committee("政协拉萨市委员会", city="拉萨", home=False), Role.MEMBER)
    for other in (administrator, stranger):
        assert desk.post(URL, words(desk, other)).status_code == 422


def test_other_roles_get_403(client, cast):
    for who in (cast.member, cast.handler, cast.coordinator, cast.leader, cast.auditor):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(URL).status_code == 403
        assert client.post(URL, {"people": [str(cast.stranger.pk)]}).status_code == 403


def test_more_than_a_batch_is_refused_before_anything_is_hashed(desk, cast):
    from proposals.accounts import actions

    people = [make_user(cast.committee, Role.MEMBER) for _n in range(actions.BATCH + 1)]
    page = desk.post(URL, words(desk, *people))
    assert page.context["form"].non_field_errors() == [f"一次最多 {actions.BATCH} 个账号，请分几次发放。"]
    assert not fresh(people[0]).must_change_password


def test_passwords_are_random_and_readable():
    found = {passwords.one_time_password() for _n in range(500)}
    assert len(found) == 500
    assert all(READABLE.fullmatch(password) for password in found)
    assert not set("".join(found)) & set("01oliuv")
    assert all(any(sign.isdigit() for sign in part) for password in found for part in password.split("-"))
