"""Saving the filters of the list under a name."""

import pytest

from proposals.tracking import actions
from proposals.tracking.models import SavedView
from tests import factories
from tests.tracking.views_kit import LIST, NEW, WHEN, saved, signed_in, tabs


def test_save_view_keeps_the_filters_as_the_address_writes_them(cast):
    client = signed_in(cast.reviewer)
    answer = client.post(f"{NEW}?q=&sort=due&overdue=week&status=handed_over&page=2&more=1", {"name": "本周到期"})
    view = SavedView.objects.get()
    assert (view.owner, view.role, view.name, view.query, view.shared, view.notify, view.order) == (
        cast.reviewer, "reviewer", "本周到期", "status=handed_over&overdue=week&sort=due", False, False, 1
    )  # fmt: skip
    assert (answer.status_code, answer.url) == (302, f"{LIST}?{view.query}")
    assert "视图已保存。" in client.get(answer.url).content.decode()


def test_save_view_shows_what_will_be_saved(cast):
    words = signed_in(cast.reviewer).get(f"{NEW}?status=handed_over").content.decode()
    assert "<i>状态</i>承办中" in words
    assert f'action="{NEW}' not in words  # the address of the form is the one with the filters
    assert not SavedView.objects.exists()


def test_save_view_is_offered_only_for_filters_not_saved_yet(cast):
    factories.submitted(cast)
    client = signed_in(cast.reviewer)
    assert "保存当前筛选" not in client.get(LIST).content.decode()
    assert "保存当前筛选" in client.get(LIST, {"status": "submitted"}).content.decode()
    saved(cast.reviewer)
    assert "保存当前筛选" not in client.get(LIST, {"status": "submitted"}).content.decode()


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("status=submitted", "", "请填写名称"),
        ("status=submitted", "   ", "请填写名称"),
        ("status=submitted", "长" * 21, "名称超过 20 字，现在 21 字"),
        ("status=submitted", "已有的", "您已有叫这个名称的视图，请换一个名称。"),
        ("", "没有条件", "还没有选条件。请先在列表里筛选，再保存。"),
        ("status=nonsense", "不认识的条件", "还没有选条件。请先在列表里筛选，再保存。"),
    ],
)
def test_save_view_says_what_is_wrong_and_loses_nothing_typed(cast, query, name, told):
    saved(cast.reviewer, "已有的", "kind=joint")
    answer = signed_in(cast.reviewer).post(f"{NEW}?{query}", {"name": name})
    words = answer.content.decode()
    assert (answer.status_code, told in words, f'value="{name.strip()}"' in words or not name.strip()) == (
        422,
        True,
        True,
    )
    assert SavedView.objects.count() == 1


def test_save_view_twice_saves_once(cast):
    client = signed_in(cast.reviewer)
    answers = [client.post(f"{NEW}?status=submitted", {"name": "待审查的"}).status_code for _twice in range(2)]
    assert (answers, SavedView.objects.count()) == ([302, 422], 1)


def test_save_view_stops_at_thirty(cast):
    for n in range(actions.MOST):
        saved(cast.member, f"第{n}个")
    answer = signed_in(cast.member).post(f"{NEW}?status=submitted", {"name": "第三十一个"})
    assert (answer.status_code, "最多保存 30 个视图，请先删除不用的。" in answer.content.decode()) == (422, True)
    assert saved(cast.colleague).order == 1  # the limit is each person's own


def test_a_view_belongs_to_the_role_it_was_saved_in(cast):
    saved(cast.member)
    cast.member.grants.create(role="reviewer")
    assert tabs(signed_in(cast.member)) == [("待审查的", "0", False)]
    cast.member.active_role = "reviewer"
    cast.member.save()
    assert tabs(signed_in(cast.member)) == []
    assert actions.save_view(name="待审查的", query="status=submitted", by=cast.member, now=WHEN).role == "reviewer"
