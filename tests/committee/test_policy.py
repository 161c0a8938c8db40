"""The rules of a session in words, and who changed what in them."""

import pghistory
import pytest
from django.urls import reverse

from proposals.committee.models import DeadlinePolicy, DeclineReason, ResponseClass, Topic
from proposals.permissions import Role
from tests.factories import make_committee, make_user

URL = reverse("committee:policy")


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def by(user):
    return pghistory.context(user=str(user.pk))


def told(page):
    """[(who, what, lines)] without what the test itself has set up."""
    return [(c.who, c.what, c.lines) for c in page.context["changes"] if c.who != "系统"]


def test_the_limits_are_said_in_words_the_sessions_own_before_the_defaults(desk, cast):
    DeadlinePolicy.objects.create(session=cast.session, step="response", kind="plenary", n=5, unit="months")
    DeadlinePolicy.objects.create(
        session=cast.session, step="opinion", n=2, unit="months", fixed_month=5, fixed_day=31, kind="plenary"
    )
    rules = desk.get(URL).context["rules"]
    limits = {str(limit.label): (limit.plenary, limit.inter, limit.own) for limit in rules.limits}
    assert limits["答复"] == ("5个月", "3个月", True)
    assert limits["会办意见"] == ("5月31日前", "1个月", True)
    assert limits["退回"] == ("5个工作日", "5个工作日", False)
    assert ("案号", "形如 0001") in [(str(what), str(how)) for what, how in rules.facts]
    words = {str(name): entries for name, entries in rules.words}
    assert words["内容分类"] == ["经济建设", "社会建设"]
    assert words["办理结果分类"] == ["A 已经解决或采纳", "B 列入计划拟解决或采纳", "C 留作参考"]


def test_changes_are_told_old_to_new_with_who_made_them(desk, cast, administrator):
    with by(administrator):
        limit = DeadlinePolicy.objects.create(session=cast.session, step="response", kind="plenary", n=4, unit="months")
        limit.n, limit.roll = 5, False
        limit.save()
        limit.delete()
        cast.session.review_steps = 2
        cast.session.save()
        topic = Topic.objects.get(name="社会建设")
        topic.name, topic.is_active = "社会事业", False
        topic.save()
    found = told(desk.get(URL))
    assert sorted(found, key=str) == sorted(
        [
            ("管理员", "期限规定", ["新增：答复（大会提案）4个月"]),
            ("管理员", "期限规定 答复（大会提案）4个月", ["期限：4 → 5", "遇休息日顺延：是 → 否"]),
            ("管理员", "期限规定 答复（大会提案）5个月", ["已删除"]),
            ("管理员", "届次 日喀则二届二次会议", ["审查步骤：一步审查 → 初审和复审"]),
            ("管理员", "内容分类 社会建设", ["名称：社会建设 → 社会事业", "启用：是 → 否"]),
        ],
        key=str,
    )


def test_what_was_entered_at_once_is_one_line(desk, cast, administrator):
    with by(administrator):
        DeclineReason.objects.bulk_create(DeclineReason(committee=cast.committee, name=f"情形{n}") for n in range(10))
    ((_who, what, (line,)),) = told(desk.get(URL))
    assert what == "不予立案情形"
    assert (line.count("情形"), line.endswith("等 10 项")) == (8, True)


def test_another_year_and_another_committee_have_their_own(desk, cast, administrator):
    other = make_committee("政协拉萨市委员会", city="拉萨", home=False)
    with by(administrator):
        Topic.objects.create(committee=other, name="别处的")
        ResponseClass.objects.create(committee=cast.committee, year=2031, letter="A", name="办结", meaning="resolved")
    assert told(desk.get(URL)) == []
    address = f"{URL}?session={other.plenarysession_set.get().pk}"
    assert desk.get(address).status_code == 404


def test_the_office_reads_and_only_the_administrator_is_led_to_the_admin(client, cast, administrator):
    for who, may in ((cast.reviewer, False), (administrator, True)):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(URL)
        assert (page.status_code, page.context["may_change"]) == (200, may)
        assert ("到管理后台修改" in page.content.decode()) is may


def test_other_roles_get_403(client, cast):
    for who in (cast.member, cast.coordinator, cast.handler, cast.leader, cast.auditor):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(URL).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_changes(desk, cast, administrator, django_assert_num_queries):
    desk.get(URL)
    with by(administrator):
        cast.session.review_steps = 2
        cast.session.save()
    for _n in range(2):
        with django_assert_num_queries(25):
            desk.get(URL)
        for steps in (1, 2):
            with by(administrator):
                cast.session.review_steps = steps
                cast.session.save()
