"""One's own account: roles, password, the large view."""

import pytest
from django.urls import reverse

from proposals.accounts.models import RoleGrant, User
from proposals.permissions import Role
from tests import factories

PASSWORD = "Rikaze-2022-tian"
NEW = "Xuedun-jie-2023"


@pytest.fixture
def person(cast, client):
    user = factories.make_user(cast.committee, Role.MEMBER, "卓嘎", password=PASSWORD)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def change(client, old=PASSWORD, new=NEW, again=NEW):
    words = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(reverse("accounts:me"), words)


def test_me_shows_name_and_role(client, person):
    page = client.get(reverse("accounts:me"))
    assert page.status_code == 200
    assert page.context["grants"] == [{"value": "member", "label": "委员", "current": True}]


def test_me_changes_the_password_and_stays_signed_in(client, person):
    assert change(client).url == reverse("accounts:me")
    assert client.get(reverse("accounts:me")).status_code == 200
    assert User.objects.get(pk=person.pk).check_password(NEW)


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"old": "wrong"}, "old_password", "现在的密码不对，请再试一次。"),
        ({"again": "else"}, "new_password2", "两次填写的新密码不一样。"),
        ({"new": "short", "again": "short"}, "new_password1", "新密码太短，至少要 12 个字。"),
        ({"new": "852741963036", "again": "852741963036"}, "new_password1", "新密码不能全是数字。"),
    ],
)
def test_me_refuses_a_bad_new_password(client, person, words, field, sentence):
    page = change(client, **words)
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


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
