"""What was being sent when the session ended is carried through the sign-in, for every form."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from proposals.accounts.views.carried import LARGEST, SALT
from proposals.permissions import Role
from proposals.submission.models import Proposal
from tests import factories

PASSWORD = "Rikaze-2022-tian"
SIGN_IN = reverse("accounts:sign_in")
WRITE = reverse("submission:write")
KEY = "7d0a6e4e-0000-4000-8000-000000000001"
FORM = {
    "draft": KEY,
    "version": "0",
    "title": "关于“卡垫”<b>合作社</b>的提案",
    "situation": "第一行，很长的一段文字。\r\n第二行。",
    "suggestions": ["设一个网上销售服务点。", "制定分级标准。"],
    "to": "check",
}


@pytest.fixture
def person(cast):
    user = factories.make_user(cast.committee, Role.MEMBER, "次仁卓嘎", password=PASSWORD)
    user.username = "zhuoga"
    user.save()
    return user


def sign_in(client, carried, password=PASSWORD):
    return client.post(SIGN_IN, {"username": "zhuoga", "password": password, "carried": carried})


def as_sent(page):
    """The fields of the page that goes on, as its button sends them."""
    sent = {}
    for name, text in page.context["carried"].fields:
        sent.setdefault(name, []).append(text)
    return page.context["carried"].path, sent


def test_carried_text_is_shown_beside_the_sign_in_form(client, person):
    page = client.post(WRITE, FORM)
    text = page.content.decode()
    assert page.status_code == 403
    assert "登录已过期，您写的文字没有丢" in text
    assert "第一行，很长的一段文字。" in text
    assert "关于“卡垫”&lt;b&gt;合作社&lt;/b&gt;的提案" in text
    assert "no-store" in page.headers["Cache-Control"]
    assert Proposal.objects.count() == 0


def test_carried_text_is_sent_by_one_press_after_the_sign_in(client, person):
    carried = client.post(WRITE, FORM).context["carried"].signed
    page = sign_in(client, carried)
    assert (page.status_code, Proposal.objects.count()) == (200, 0)
    assert 'action="/write/"' in page.content.decode()
    page = client.post(*as_sent(page))
    proposal = Proposal.objects.get()
    assert page.url == reverse("submission:submit", args=[KEY])
    assert (proposal.title, proposal.situation) == (FORM["title"], "第一行，很长的一段文字。\n第二行。")
    assert [row.text for row in proposal.suggestions.all()] == FORM["suggestions"]


def test_carried_text_survives_a_wrong_password(client, person):
    carried = client.post(WRITE, FORM).context["carried"].signed
    page = sign_in(client, carried, "wrong")
    assert (page.status_code, page.context["carried"].signed) == (422, carried)
    assert "第一行，很长的一段文字。" in page.content.decode()


def test_carried_text_survives_a_reload_after_the_sign_in(client, person):
    carried = client.post(WRITE, FORM).context["carried"].signed
    sign_in(client, carried)
    assert sign_in(client, carried).context["carried"].path == WRITE


def test_carried_text_that_was_not_signed_here_is_not_carried(client, person):
    for forged in ("x", signing.dumps(["/write/", [["title", "假的"]]], salt="other")):
        assert sign_in(Client(), forged).url == "/"


def test_carried_text_has_an_end(client, person):
    old = signing.TimestampSigner(salt=SALT)
    old.timestamp = lambda: signing.b62_encode(1_600_000_000)
    carried = old.sign_object([WRITE, [["title", "很久以前写的一件提案"]]], compress=True)
    assert sign_in(client, carried).url == "/"


def test_carried_passwords_are_not(client, person):
    page = client.post(reverse("accounts:me"), {"old_password": PASSWORD, "new_password1": "x" * 20})
    assert page.url == f"{SIGN_IN}?next={reverse('accounts:me')}"


def test_carried_buttons_alone_are_not_worth_a_page(client, person):
    page = client.post(WRITE, {"draft": KEY, "version": "0", "title": ""})
    assert page.url == f"{SIGN_IN}?next={WRITE}"


def test_carried_text_too_long_to_travel_can_be_copied(client, person):
    import random

    dice = random.Random(1)
    text = "".join(chr(dice.randint(0x4E00, 0x9FA5)) for _n in range(LARGEST // 2))
    page = client.post(WRITE, FORM | {"situation": text})
    assert page.context["carried"].signed == ""
    assert text[:50] in page.content.decode()


def test_carried_text_of_any_form(client, person, cast):
    proposal = factories.submitted(cast)
    page = client.post(reverse("submission:ask_withdrawal", args=[proposal.pk]), {"reason": "问题已经解决，不必再办。"})
    assert "问题已经解决，不必再办。" in page.content.decode()


def stale(client, **headers):
    """A form with the token of an earlier sign-in."""
    return client.post(WRITE, FORM | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)


def test_carried_over_a_second_sign_in_in_another_window(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get(WRITE)
    page = stale(client, origin="http://testserver")
    assert (page.status_code, as_sent(page)[0]) == (403, WRITE)
    assert "按“继续”就送出" in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_carried_from_elsewhere_is_refused_as_ever(person, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get(WRITE)
    page = stale(client, **headers)
    assert page.status_code == 403
    assert "第一行，很长的一段文字。" not in page.content.decode()
    assert "这一页放得太久了" in page.content.decode()
