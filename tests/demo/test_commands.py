"""The two commands, on databases that have something in them already; and what the seed needs of other stages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from proposals.accounts.models import pinyin_key
from proposals.committee.models import CalendarDay, Committee, calendars_kept
from proposals.demo import accounts
from proposals.notices import actions as notices
from proposals.notices.models import Delivery
from proposals.submission.models import Proposal
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return Committee.objects.create(name="政协日喀则市委员会", city="日喀则市", is_home=True, is_demo=True)


def said(capsys):
    return capsys.readouterr().err


def test_a_database_with_other_data_is_refused(cast):
    for options in ({}, {"if_empty": True}):
        with pytest.raises(CommandError, match="数据库里已有其他数据"):
            call_command("seed_demo", **options)
    assert Proposal.objects.count() == 0
    assert not Committee.objects.filter(is_demo=True).exists()


def test_a_seeded_database_is_left_alone(demo, capsys, django_assert_num_queries):
    with django_assert_num_queries(1):
        call_command("seed_demo", if_empty=True)
    assert said(capsys) == "· 演示数据已在，不再写入。\n"


def test_a_seeded_database_is_not_seeded_twice(demo):
    with pytest.raises(CommandError, match="演示数据已经在数据库里"):
        call_command("seed_demo")


def test_accounts_are_listed_with_their_passwords(demo, settings):
    settings.SITE_URL = "http://localhost:8123"
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1 + len(accounts.ACCOUNTS) + 1
    assert lines[0].split() == ["身份", "账号", "密码", "姓名", "说明"]
    assert lines[1].split() == ["委员", "weiyuan", accounts.PASSWORD, "次仁卓嘎", "委员，农业界"]
    assert "http://localhost:8123" in lines[-1]


def test_without_the_demo_no_password_is_printed(cast):
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert accounts.PASSWORD not in out.getvalue()


def test_messages_of_the_past_do_not_leave(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting, notices.archived():
        notices.post("甲", to=f"user:{cast.member.pk}", subject="旧消息", now=at("2022-03-15"))
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.sent_at, waiting) == ("sent", at("2022-03-15"), [])
    notices.post("乙", to=f"user:{cast.member.pk}", subject="新消息")
    assert Delivery.objects.filter(state="pending").count() == 1


def test_a_kept_calendar_is_read_once(django_assert_num_queries):
    with django_assert_num_queries(1), calendars_kept():
        first = CalendarDay.objects.calendar("540200")
        assert CalendarDay.objects.calendar("540200") == first
    with django_assert_num_queries(1):
        assert CalendarDay.objects.calendar("540200") == first


@pytest.mark.parametrize(
    ("name", "key"), [("次仁卓嘎", "ci ren zhuo ga"), ("市农业农村局", "shi nong ye nong cun ju"), ("A座", "a zuo")]
)
def test_pinyin_key(name, key):
    assert pinyin_key(name) == key
