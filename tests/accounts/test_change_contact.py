"""The own number and address: changed with the password only."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.permissions import Role
from tests import factories

PASSWORD = "Rikaze-2022-tian"
URL = reverse("accounts:change_contact")
WORDS = {"phone": "139 0892 1234", "email": "zhuoga@example.org", "password": PASSWORD}


@pytest.fixture
def person(cast, client):
    user = factories.make_user(cast.committee, Role.MEMBER, "卓嘎", password=PASSWORD)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def contact(user):
    return User.objects.values_list("phone", "email").get(pk=user.pk)


def test_number_and_address_are_changed(client, person):
    assert client.get(URL).context["form"].initial == {"phone": "", "email": person.email}
    assert client.post(URL, WORDS).url == reverse("accounts:me")
    assert contact(person) == ("13908921234", "zhuoga@example.org")
    assert client.post(URL, WORDS).url == reverse("accounts:me")
    assert contact(person) == ("13908921234", "zhuoga@example.org")


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"password": "wrong"}, "password", "密码不对，没有改动。"),
        ({"password": ""}, "password", "请填写现在的密码，确认是您本人在改。"),
        ({"phone": "abc"}, "phone", "这不是电话号码。"),
        ({"email": "abc"}, "email", "这不是邮箱地址。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, person, words, field, sentence):
    before = contact(person)
    page = client.post(URL, WORDS | words)
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [sentence]}
    assert page.context["form"]["email"].value() == (WORDS | words)["email"]
    assert contact(person) == before


def test_a_number_of_somebody_else_is_refused(client, person, cast):
    User.objects.filter(pk=cast.colleague.pk).update(phone="13908921234")
    page = client.post(URL, WORDS)
    assert page.context["form"].errors == {"phone": ["这个号码已经登记在另一位名下，请给提案委打电话。"]}
    assert contact(person)[0] == ""


def test_both_may_be_left_empty(client, person):
    client.post(URL, {"phone": "", "email": "", "password": PASSWORD})
    assert contact(person) == ("", "")
