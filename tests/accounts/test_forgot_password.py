"""A link to a new password by mail: the page says the same to everybody, the worker writes to the known ones."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from proposals.accounts import tasks
from proposals.accounts.models import User
from proposals.permissions import Role
from proposals.trail.models import Event
from tests import factories

URL = reverse("accounts:forgot_password")
NEW = "Xuedun-jie-2023"
TOLD = "如果这个账号留有邮箱，几分钟内会收到一封邮件，里面的链接 30 分钟内有效。没有收到的，请给提案委打电话。"


@pytest.fixture
def person(cast):
    cache.clear()
    user = factories.make_user(cast.committee, Role.MEMBER, "卓嘎", password="Rikaze-2022-tian")
    User.objects.filter(pk=user.pk).update(username="zhuoga", phone="13908921234", email="zhuoga@example.org")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def asked(monkeypatch, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    sent = []
    monkeypatch.setattr(
        "proposals.accounts.views.passwords.current_app.send_task", lambda name, args, retry: sent.append((name, args))
    )
    return sent


def told(page):
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("typed", ["zhuoga", "13908921234", "zhuoga@example.org", "nobody", "x@example.org"])
def test_the_page_says_the_same_to_everybody(client, person, asked, typed):
    page = client.post(URL, {"typed": f" {typed} "}, follow=True)
    assert told(page) == [TOLD]
    assert asked == [("proposals.accounts.tasks.mail_reset_links", [typed])]
    assert mail.outbox == []


def test_an_empty_form_names_its_field(client, person, asked):
    page = client.post(URL, {"typed": ""})
    assert page.status_code == 422
    assert page.context["form"].errors == {"typed": ["请填写账号、手机号或邮箱。"]}
    assert asked == []


@pytest.mark.parametrize("typed", ["zhuoga", "13908921234", "zhuoga@example.org", "ZHUOGA@example.org"])
def test_the_worker_writes_to_whoever_is_meant(person, typed):
    assert tasks.mail_reset_links(typed) == 1
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("设置提案系统的新密码", ["zhuoga@example.org"])
    assert "卓嘎，您好：" in letter.body


def test_the_worker_writes_to_nobody_without_address_or_account(person, cast):
    User.objects.filter(pk=person.pk).update(email="")
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert [tasks.mail_reset_links(typed) for typed in ("zhuoga", "nobody", "", cast.colleague.username)] == [
        0,
        0,
        0,
        0,
    ]


def test_one_letter_in_two_minutes(person):
    assert [tasks.mail_reset_links("zhuoga") for _n in range(3)] == [1, 0, 0]


def link(person):
    cache.clear()
    mail.outbox.clear()
    tasks.mail_reset_links(person.username)
    return re.search(r"http\S+?(/forgot/\S+)", mail.outbox[0].body).group(1)


def test_set_password_takes_the_link_once_and_ends_every_session(client, person):
    address = link(person)
    page = client.get(address)
    assert page.status_code == 302  # the token leaves the address
    form = client.get(page.url)
    assert (form.status_code, form.context["validlink"]) == (200, True)
    done = client.post(page.url, {"new_password1": NEW, "new_password2": NEW})
    assert done.url == reverse("accounts:sign_in")
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert "_auth_user_id" not in client.session
    event = Event.objects.get(case=person.pk)
    assert (event.action, event.note) == ("change_password", "用邮件中的链接")
    again = client.get(address)
    assert (again.status_code, again.context["validlink"]) == (200, False)
    assert "这个链接不能用了" in again.content.decode()


def test_set_password_refuses_a_weak_one(client, person):
    page = client.get(link(person))
    refused = client.post(page.url, {"new_password1": "zhuoga-2022-AB", "new_password2": "zhuoga-2022-AB"})
    assert refused.status_code == 422
    told = ["新密码与您的姓名、账号、电话或单位太像，容易被猜到。"]
    assert refused.context["form"].errors == {"new_password1": told}
    assert not User.objects.get(pk=person.pk).check_password("zhuoga-2022-AB")


def test_set_password_is_too_late_after_half_an_hour(client, person, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    address, now = link(person), PasswordResetTokenGenerator()._now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(minutes=31))
    assert client.get(address).context["validlink"] is False


@pytest.mark.parametrize("address", ["/forgot/MQ/abc-def/", "/forgot/x/set-password/"])
def test_set_password_knows_no_invented_link(client, cast, address):
    assert client.get(address).context["validlink"] is False
