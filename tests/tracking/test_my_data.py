"""What the system keeps of a person, as a workbook; made by the person, or by the office on the person's behalf."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from proposals.lifecycle import Access
from proposals.permissions import Role
from proposals.trail.models import Event
from tests.factories import answered, draft, make_user, rate

URL = reverse("tracking:my_data")


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows(answer):
    """{kind: [(name, text)]}"""
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    found = {}
    for kind, _when, name, text in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        found.setdefault(kind, []).append((name, text or ""))
    return found


@pytest.fixture
def busy(cast):
    """A member with a rated case and a draft."""
    _proposal, round_ = answered(cast)
    rate(round_, cast.member, cast)
    draft(cast, title="关于另一件事的提案")
    return cast


def test_a_person_gets_everything_of_the_own_account(client, busy):
    found = rows(signed_in(client, busy.member).post(URL))
    assert ("姓名", "卓玛") in found["账号"]
    assert found["身份"] == [("委员", "")]
    assert found["任期"] == [("第 2 届", "农牧界")]
    titles = [name for name, _text in found["提案"]]
    assert len(titles) == 2
    assert "关于建立青稞良种繁育基地的提案（已答复）" in titles[0]
    assert "关于另一件事的提案（草稿）" in titles[1]
    assert "三县走访所见。" in found["提案"][0][1]
    assert [text for _name, text in found["评议"]] == ["办理态度：满意；办理结果：满意"]
    assert len(found["消息"]) >= 1


def test_nothing_of_other_people_is_in_it(client, busy):
    found = rows(signed_in(client, busy.colleague).post(URL))
    assert not {"提案", "评议"} & set(found)


def test_every_export_stands_in_the_persons_chain(client, busy):
    signed_in(client, busy.member).post(URL)
    event = Event.objects.get(case=busy.member.pk, action=Access.EXPORT)
    assert (event.by, event.data["what"]) == (busy.member, "person")


def test_looking_at_the_page_exports_nothing(client, busy):
    assert signed_in(client, busy.member).get(URL).status_code == 200
    assert not Event.objects.filter(case=busy.member.pk, action=Access.EXPORT).exists()


def test_person_data_made_by_the_office_holds_what_the_office_may_see(client, busy):
    found = rows(signed_in(client, busy.reviewer).post(reverse("tracking:person_data", args=[busy.member.pk])))
    assert [name.partition(" ")[2] for name, _text in found["提案"]] == ["关于建立青稞良种繁育基地的提案（已答复）"]
    assert len(found["评议"]) == 1
    assert "消息" not in found
    event = Event.objects.get(case=busy.member.pk, action=Access.EXPORT)
    assert event.by == busy.reviewer


def test_person_data_made_by_the_administrator_holds_no_case_and_no_rating(client, busy):
    administrator = make_user(busy.committee, Role.ADMINISTRATOR)
    found = rows(signed_in(client, administrator).post(reverse("tracking:person_data", args=[busy.member.pk])))
    assert set(found) == {"账号", "身份", "任期"}


def test_person_data_is_for_those_who_look_after_the_account(client, busy):
    address = reverse("tracking:person_data", args=[busy.member.pk])
    for who in (busy.colleague, busy.handler, busy.coordinator, busy.leader, busy.auditor):
        assert signed_in(client, who).get(address).status_code == 404
        assert client.post(address).status_code == 404
    office = reverse("tracking:person_data", args=[busy.handler.pk])
    assert signed_in(client, busy.reviewer).post(office).status_code == 404
    assert not Event.objects.filter(action=Access.EXPORT).exists()


def test_text_never_becomes_a_formula(client, cast):
    draft(cast, title="=1+1")
    answer = signed_in(client, cast.member).post(URL)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "d", "n"}
