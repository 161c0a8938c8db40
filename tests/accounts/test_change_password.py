"""A new password: chosen by its owner, asked for after a one-time password or after its time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.accounts.models import UsedPassword, User
from proposals.lifecycle import Access
from proposals.permissions import Role
from proposals.trail.models import Event
from tests import factories

PASSWORD = "Rikaze-2022-tian"
NEW = "Xuedun-jie-2023"
URL = reverse("accounts:change_password")
HOME = reverse("tracking:home")


@pytest.fixture
def person(cast, client):
    user = factories.make_user(cast.committee, Role.MEMBER, "卓嘎", password=PASSWORD)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(URL, {"old_password": old, "new_password1": new, "new_password2": again})


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_new_password_keeps_this_session_and_ends_the_others(client, person):
    elsewhere = Client()
    elsewhere.force_login(fresh(person), backend="django.contrib.auth.backends.ModelBackend")
    assert change(client).url == reverse("accounts:me")
    assert fresh(person).check_password(NEW)
    assert client.get(reverse("accounts:me")).status_code == 200
    assert elsewhere.get(reverse("accounts:me")).url.startswith(reverse("accounts:sign_in"))
    event = Event.objects.get(case=person.pk)
    assert (event.action, event.by, event.data) == (Access.CHANGE_PASSWORD, person, {})


@pytest.mark.parametrize(
    ("words", "field", "sentences"),
    [
        ({"old": "wrong"}, "old_password", ["现在的密码不对，请再试一次。"]),
        ({"again": "else"}, "new_password2", ["两次填写的新密码不一样。"]),
        (
            {"new": "short", "again": "short"}, "new_password1",
            ["新密码太短，至少要 12 个字。", "小写字母、大写字母、数字、符号，至少要有三种。"],
        ),
        (
            {"new": "852741963036", "again": "852741963036"}, "new_password1",
            ["新密码不能全是数字。", "小写字母、大写字母、数字、符号，至少要有三种。"],
        ),
        ({"new": PASSWORD, "again": PASSWORD}, "new_password1", ["新密码与您的姓名、账号、电话或单位太像，容易被猜到。",
                                                                 "不能是最近用过的五个密码。"]),
    ],
)  # fmt: skip
def test_a_bad_new_password_is_refused_with_its_reasons(client, person, words, field, sentences):
    page = change(client, **words)
    assert page.status_code == 422
    assert page.context["form"].errors[field] == sentences
    assert fresh(person).check_password(PASSWORD)
    assert not Event.objects.filter(case=person.pk).exists()


def test_none_of_the_last_five_passwords_comes_back(client, person):
    chosen = [f"Xuedun-jie-{n}0{n}-ge" for n in range(6)]
    for old, new in zip([PASSWORD, *chosen], chosen, strict=False):
        assert change(client, old=old, new=new, again=new).status_code == 302
    assert change(client, old=chosen[5], new=chosen[1], again=chosen[1]).status_code == 422
    assert change(client, old=chosen[5], new=chosen[0], again=chosen[0]).status_code == 302


def test_a_one_time_password_leads_to_the_new_one_and_nowhere_else(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True, password_issued_at=timezone.now())
    for address in (HOME, reverse("accounts:me"), reverse("notices:inbox")):
        assert client.get(address).url == URL
    assert client.post(reverse("accounts:switch_role"), {"role": "member"}).url == URL
    page = client.get(URL)
    assert "您用的是办公室发的一次性密码" in page.content.decode()
    assert list(page.context["form"].fields) == ["new_password1", "new_password2"]
    assert client.post(URL, {"new_password1": NEW, "new_password2": NEW}).url == HOME
    assert (fresh(person).must_change_password, fresh(person).password_issued_at) == (False, None)
    assert client.get(HOME).status_code == 200


def test_whoever_must_change_it_can_still_sign_out(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    assert client.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("accounts:sign_in"), {"username": user.username, "password": password})


@pytest.mark.parametrize(
    ("hours", "status", "told"),
    [(71, 302, False), (72, 422, True)],
)
def test_a_one_time_password_opens_for_72_hours(cast, client, hours, status, told):
    user = factories.make_user(cast.committee, Role.MEMBER, password=PASSWORD)
    issued = timezone.now() - timedelta(hours=hours)
    User.objects.filter(pk=user.pk).update(must_change_password=True, password_issued_at=issued)
    page = sign_in(client, user)
    assert page.status_code == status
    sentence = "这个一次性密码已过 72 小时，不能再用。请给提案委办公室打电话 0892-0000000，重新领一个。"
    assert (page.context["form"].non_field_errors() == [sentence] if told else page.url == HOME) is True
    assert ("_auth_user_id" in client.session) is not told


def test_a_wrong_password_never_tells_of_the_72_hours(cast, client):
    user = factories.make_user(cast.committee, Role.MEMBER, password=PASSWORD)
    issued = timezone.now() - timedelta(hours=100)
    User.objects.filter(pk=user.pk).update(must_change_password=True, password_issued_at=issued)
    page = sign_in(client, user, "wrong")
    assert page.context["form"].non_field_errors() == ["账号或密码不对，请再试一次。密码要区分大小写。"]


@pytest.mark.parametrize(
    ("role", "days", "asked"),
    [(Role.MEMBER, 179, False), (Role.MEMBER, 180, True), (Role.REVIEWER, 89, False), (Role.REVIEWER, 90, True)],
)
def test_a_password_has_its_time(cast, client, role, days, asked):
    user = factories.make_user(cast.committee, role, password=PASSWORD)
    UsedPassword.objects.filter(user=user).update(at=timezone.now() - timedelta(days=days))
    assert sign_in(client, user).status_code == 302
    assert fresh(user).must_change_password is asked
    if asked:
        assert "您的密码已经用了很久" in client.get(URL).content.decode()


def test_getting_the_page_changes_nothing(client, person):
    client.get(URL)
    assert fresh(person).check_password(PASSWORD)
