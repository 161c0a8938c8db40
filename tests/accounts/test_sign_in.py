"""Signing in with the account or the mobile number; what a wrong password and the lock look like."""

import pytest
from django.urls import reverse

from proposals.permissions import Role
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests import factories

PASSWORD = "Rikaze-2022-tian"
URL = reverse("accounts:sign_in")


@pytest.fixture
def person(cast):
    user = factories.make_user(cast.committee, Role.MEMBER, "次仁卓嘎", password=PASSWORD)
    user.username, user.phone = "zhuoga", "13908921234"
    user.save()
    return user


def text(page):
    return page.content.decode()


def test_sign_in_page_shows_the_office_and_nothing_else_to_a_visitor(client, cast):
    page = client.get(URL)
    assert page.status_code == 200
    assert "政协日喀则市委员会" in text(page)
    assert "tel:08920000000" in text(page)
    assert "主导航" not in text(page)
    assert "搜索提案" not in text(page)


@pytest.mark.parametrize("account", ["zhuoga", "13908921234", " 13908921234 "])
def test_sign_in_with_account_or_mobile_number_leads_home(client, person, account):
    page = client.post(URL, {"username": account, "password": PASSWORD})
    assert (page.status_code, page.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_by_a_number_two_people_share_is_refused(client, person, cast):
    other = factories.make_user(cast.committee, Role.MEMBER, password=PASSWORD)
    other.phone = person.phone
    other.save()
    assert client.post(URL, {"username": person.phone, "password": PASSWORD}).status_code == 422


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client, person):
    inbox = reverse("notices:inbox")
    page = client.get(inbox)
    assert page.url == f"{URL}?next={inbox}"
    page = client.post(URL, {"username": "zhuoga", "password": PASSWORD, "next": inbox})
    assert page.url == inbox


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_sign_in_never_leads_off_the_site(client, person, elsewhere):
    page = client.post(URL, {"username": "zhuoga", "password": PASSWORD, "next": elsewhere})
    assert page.url == "/"


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_account(client, person):
    page = client.post(URL, {"username": "zhuoga", "password": "wrong"})
    assert page.status_code == 422
    assert "账号或密码不对，请再试一次。" in text(page)
    assert 'value="zhuoga"' in text(page)


def test_sign_in_gives_the_same_sentence_for_an_unknown_account(client, person):
    known = client.post(URL, {"username": "zhuoga", "password": "wrong"})
    unknown = client.post(URL, {"username": "nobody", "password": "wrong"})
    assert known.context["form"].errors == unknown.context["form"].errors


def test_sign_in_without_anything_names_both_fields(client, person):
    page = client.post(URL, {})
    assert page.status_code == 422
    assert page.context["form"].errors == {"username": ["请填写账号或手机号。"], "password": ["请填写密码。"]}


def test_sign_in_locks_after_five_wrong_passwords_with_a_calm_page(client, person):
    for _n in range(4):
        client.post(URL, {"username": "zhuoga", "password": "wrong"})
    page = client.post(URL, {"username": "13908921234", "password": "wrong"})
    assert page.status_code == 429
    assert "登录暂时锁定" in text(page)
    assert "15 分钟" in text(page)
    locked = client.post(URL, {"username": "zhuoga", "password": PASSWORD})
    assert locked.status_code == 429
    elsewhere = client.post(URL, {"username": "zhuoga", "password": PASSWORD}, REMOTE_ADDR="10.9.8.7")
    assert elsewhere.status_code == 302


def test_sign_in_when_already_signed_in_leads_home(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(URL).url == "/"


def test_sign_out_ends_the_session_and_needs_a_post(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    page = client.post(reverse("accounts:sign_out"))
    assert page.url == URL
    assert "_auth_user_id" not in client.session
    assert "您已退出登录。" in text(client.get(URL))


def kept(user):
    return list(Event.objects.of_case(user.pk).values_list("action", flat=True))


def test_sign_in_and_out_and_a_wrong_password_are_kept_in_the_persons_chain(client, person):
    client.post(URL, {"username": "zhuoga", "password": "wrong"})
    client.post(URL, {"username": "zhuoga", "password": PASSWORD})
    client.post(reverse("accounts:sign_out"))
    assert kept(person) == ["sign_in_failed", "sign_in", "sign_out"]
    assert list(trail.verify()) == []


def test_sign_in_under_a_name_nobody_has_leaves_no_row(client, cast):
    client.post(URL, {"username": "nobody at all", "password": "wrong"})
    assert not Event.objects.exists()


def test_sign_in_on_a_public_computer_ends_with_the_browser(client, person):
    client.post(URL, {"username": "zhuoga", "password": PASSWORD, "public_computer": "on"})
    assert (client.session["public_computer"], client.session.get_expire_at_browser_close()) == (True, True)
    assert client.cookies["sessionid"]["max-age"] == ""


def test_sign_in_elsewhere_lasts_as_long_as_ever(client, person):
    client.post(URL, {"username": "zhuoga", "password": PASSWORD})
    assert "public_computer" not in client.session
    assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_sign_out_clears_what_the_browser_kept_of_drafts(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("accounts:sign_out")).headers["Clear-Site-Data"] == '"storage"'
