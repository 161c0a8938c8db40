"""The frame around every page: navigation of each role, counts, a bounded number of queries."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from proposals.accounts.models import User
from proposals.committee.models import Committee
from proposals.permissions import Role
from proposals.tracking.frame import WAYS, frame
from tests import factories


def asked(user=None, path="/", **cookies):
    """A request as the middleware leaves it, its user freshly read."""
    request = RequestFactory().get(path)
    request.now = factories.at("2022-03-16")
    request.COOKIES |= cookies
    if user is not None:
        request.user = User.objects.get(pk=user.pk)
    return request


def framed(user=None, path="/", **cookies):
    return frame(asked(user, path, **cookies))["frame"]


def labels(links):
    return [str(link["label"]) for link in links]


NAVIGATION = {
    "member": ["首页", "我的提案", "消息", "统计报告"],
    "group_account": ["首页", "我的提案", "消息", "统计报告"],
    "reviewer": ["待办", "审查", "全部提案", "消息", "统计"],
    "coordinator": ["待办", "交办", "全部提案", "消息", "统计"],
    "handler": ["承办", "提案", "承诺跟踪", "消息", "统计"],
    "unit_leader": ["审签", "提案", "消息", "统计"],
    "leader": ["首页", "全部提案", "统计"],
    "auditor": ["留痕"],
}


@pytest.mark.parametrize(("who", "expected"), NAVIGATION.items())
def test_frame_navigation_of_each_role(cast, who, expected):
    factories.add_unit_leader(cast)
    found = framed(getattr(cast, who))
    assert labels(found["nav"]) == expected
    assert len(found["tabs"]) <= 4
    assert labels(found["tabs"])[-1] == "我"
    assert set(labels(found["nav"])) == set(labels(found["tabs"])[:-1]) | set(labels(found["more"]))


def test_frame_knows_every_role():
    assert set(WAYS) == set(Role)


@pytest.mark.parametrize("who", [*NAVIGATION])
def test_frame_takes_at_most_four_queries(cast, who, django_assert_max_num_queries):
    factories.add_unit_leader(cast)
    for _n in range(3):
        factories.handed_over(cast)
    request = asked(getattr(cast, who))
    with django_assert_max_num_queries(4):
        frame(request)


def test_frame_counts_unread_messages_and_open_duties(cast):
    factories.submitted(cast)
    factories.submitted(cast)
    counts = {str(link["label"]): link["count"] for link in framed(cast.reviewer)["nav"]}
    assert counts == {"待办": 2, "审查": 0, "全部提案": 0, "消息": 0, "统计": 0}
    counts = {str(link["label"]): link["count"] for link in framed(cast.member)["nav"]}
    assert counts == {"首页": 0, "我的提案": 0, "消息": 2, "统计报告": 0}


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["首页"]),
        ("/proposals/", ["我的提案"]),
        ("/proposals/x/", ["我的提案"]),
        ("/notices/", ["消息"]),
        ("/x/", []),
    ],
)
def test_frame_marks_where_one_is(cast, path, current):
    assert [str(way["label"]) for way in framed(cast.member, path)["nav"] if way["current"]] == current


def test_frame_of_a_visitor_tells_only_about_the_committee(cast):
    assert framed(view="elder") == {
        "today": timezone.localdate(factories.at("2022-03-16")),
        "elder": True,
        "session_title": "日喀则二届二次会议",
        "committee_name": "政协日喀则市委员会",
        "committee_short": "政协日喀则市委员会",
        "office": "政协日喀则市委员会提案委员会",
        "phone": "0892-0000000",
        "phone_href": "tel:08920000000",
        "hours": "工作日 9:30—18:30",
        "demo": False,
    }


def test_frame_before_anything_has_been_set_up(db):
    assert framed()["committee_name"] == ""


def test_frame_says_who_and_where_from(cast):
    assert framed(cast.handler)["who"] == "次旦 市农业农村局"
    assert framed(cast.member)["who"] == "卓玛 委员"
    assert framed(cast.handler)["staff"] is True
    assert framed(cast.member)["staff"] is False


def test_frame_marks_demo_data(cast):
    Committee.objects.update(is_demo=True)
    assert framed(cast.member)["demo"] is True
