"""One's own account: what it shows, roles, the large view."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.accounts import actions
from proposals.accounts.models import RoleGrant, User
from proposals.permissions import Role
from tests import factories
from tests.factories import at

PASSWORD = "Rikaze-2022-tian"


@pytest.fixture
def person(cast, client):
    user = factories.make_user(cast.committee, Role.MEMBER, "卓嘎", password=PASSWORD)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_me_shows_name_and_role(client, person):
    page = client.get(reverse("accounts:me"))
    assert page.status_code == 200
    assert page.context["grants"] == [{"value": "member", "label": "委员", "current": True}]


def test_me_shows_terms_and_what_happened_to_the_account(client, person, cast):
    actions.issue_passwords([person], by=cast.reviewer, asked_at=at("2026-01-01"), now=timezone.now())
    User.objects.filter(pk=person.pk).update(must_change_password=False, email="zhuoga@example.org")
    client.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("accounts:me"))
    assert [(place.term, str(place.sectoral_group)) for place in page.context["memberships"]] == [(2, "农牧界")]
    assert [(event.action, event.by.name) for event in page.context["comings"]] == [("issue_password", "德吉")]
    text = page.content.decode()
    assert "zhuoga@example.org" in text
    assert "发放初始密码" in text


def test_me_shows_nobody_elses_account(client, person, cast):
    actions.issue_passwords([cast.colleague], by=cast.reviewer, asked_at=at("2026-01-01"), now=timezone.now())
    assert list(client.get(reverse("accounts:me")).context["comings"]) == []


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        (Role.MEMBER, []),
        (Role.REVIEWER, ["发放一次性密码", "本届规定和变动"]),
        (
            Role.ADMINISTRATOR,
            ["导入名册", "发放一次性密码", "承办人员交接", "换届", "建立新的届次", "本届规定和变动"],
        ),
    ],
)
def test_me_leads_to_what_the_office_keeps(client, cast, role, ways):
    client.force_login(factories.make_user(cast.committee, role), backend="django.contrib.auth.backends.ModelBackend")
    found = client.get(reverse("accounts:me")).context["frame"]["office_ways"]
    assert [str(way["label"]) for way in found] == ways


def test_switch_role_wears_a_granted_role(client, person, cast):
    RoleGrant.objects.create(user=person, role=Role.REVIEWER)
    assert client.get(reverse("accounts:switch_role")).status_code == 405
    page = client.post(reverse("accounts:switch_role"), {"role": "reviewer"})
    assert page.url == "/"
    assert User.objects.get(pk=person.pk).role == Role.REVIEWER


@pytest.mark.parametrize("role", ["reviewer", "administrator", "nonsense", ""])
def test_switch_role_to_one_that_is_not_granted_is_403(client, person, role):
    assert client.post(reverse("accounts:switch_role"), {"role": role}).status_code == 403
    assert User.objects.get(pk=person.pk).role == Role.MEMBER


def test_elder_toggles_the_large_view_and_returns(client, person):
    page = client.post(reverse("accounts:elder"), {"next": "/notices/?page=2"})
    assert page.url == "/notices/?page=2"
    assert client.cookies["view"].value == "elder"
    assert 'data-view="elder"' in client.get(reverse("accounts:me")).content.decode()
    client.post(reverse("accounts:elder"), {"next": "/"})
    assert client.cookies["view"].value == ""


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/x", ""])
def test_elder_never_leads_off_the_site(client, cast, back):
    assert client.post(reverse("accounts:elder"), {"next": back}).url == "/"
