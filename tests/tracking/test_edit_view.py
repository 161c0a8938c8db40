"""Renaming, moving and sharing a saved view; being told of new matches."""

import pytest

from proposals.permissions import NotPermitted
from proposals.tracking import actions
from proposals.tracking.models import SavedView
from tests import factories
from tests.tracking.views_kit import VIEWS, WHEN, address, saved, signed_in


def test_edit_view_renames_shares_and_asks_to_be_told(cast):
    case = factories.submitted(cast)
    view = saved(cast.reviewer)
    data = {"name": "待审查", "place": "1", "shared": "on", "notify": "on"}
    answer = signed_in(cast.reviewer).post(address("edit_view", view), data)
    view.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, VIEWS)
    assert (view.name, view.shared, view.notify, view.seen) == ("待审查", True, True, [case.pk])
    assert view.query == "status=submitted"


def test_edit_view_takes_sharing_and_telling_back(cast):
    factories.submitted(cast)
    view = saved(cast.reviewer, shared=True, notify=True)
    signed_in(cast.reviewer).post(address("edit_view", view), {"name": view.name, "place": "1"})
    view.refresh_from_db()
    assert (view.shared, view.notify, view.seen) == (False, False, [])


def test_edit_view_moves_it_to_its_place(cast):
    one, two, three = (saved(cast.reviewer, name) for name in ("甲", "乙", "丙"))
    signed_in(cast.reviewer).post(address("edit_view", three), {"name": "丙", "place": "1"})
    assert [view.name for view in SavedView.objects.owned_by(cast.reviewer)] == ["丙", "甲", "乙"]
    signed_in(cast.reviewer).post(address("edit_view", three), {"name": "丙", "place": "2"})
    assert [view.name for view in SavedView.objects.owned_by(cast.reviewer)] == ["甲", "丙", "乙"]
    assert [view.order for view in SavedView.objects.owned_by(cast.reviewer)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": "", "place": "1"}, "请填写名称"),
        ({"name": "乙", "place": "1"}, "您已有叫这个名称的视图，请换一个名称。"),
        ({"name": "甲", "place": "9"}, "9 不在可用的选项中"),
    ],
)
def test_edit_view_says_what_is_wrong_and_changes_nothing(cast, data, told):
    view, _other = saved(cast.reviewer, "甲"), saved(cast.reviewer, "乙")
    answer = signed_in(cast.reviewer).post(address("edit_view", view), data)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    view.refresh_from_db()
    assert (view.name, view.order) == ("甲", 1)


def test_edit_view_twice_changes_nothing_more(cast):
    view, client = saved(cast.reviewer), signed_in(cast.reviewer)
    data = {"name": "新名称", "place": "1", "notify": "on"}
    assert [client.post(address("edit_view", view), data).status_code for _twice in range(2)] == [302, 302]
    assert list(SavedView.objects.values_list("name", "notify")) == [("新名称", True)]


def test_edit_view_shows_what_the_view_is(cast):
    view = saved(cast.reviewer, notify=True)
    words = signed_in(cast.reviewer).get(address("edit_view", view)).content.decode()
    assert ("<i>状态</i>待审查" in words, 'value="待审查的"' in words, 'name="notify"' in words) == (True, True, True)
    view.refresh_from_db()
    assert view.name == "待审查的"


def test_edit_view_of_somebody_else_is_not_found_even_when_shared(cast):
    view = saved(cast.reviewer, shared=True)
    colleague = factories.make_user(cast.committee, "reviewer")
    for who in (colleague, cast.coordinator, cast.member):
        client = signed_in(who)
        assert client.get(address("edit_view", view)).status_code == 404
        assert client.post(address("edit_view", view), {"name": "改了", "place": "1"}).status_code == 404
    view.refresh_from_db()
    assert view.name == "待审查的"
    with pytest.raises(NotPermitted):
        actions.change_view(view, name="改了", by=colleague, now=WHEN)


def test_only_the_desks_can_share(cast):
    view = saved(cast.member)
    client = signed_in(cast.member)
    assert 'name="shared"' not in client.get(address("edit_view", view)).content.decode()
    client.post(address("edit_view", view), {"name": view.name, "place": "1", "shared": "on"})
    view.refresh_from_db()
    assert view.shared is False
    with pytest.raises(NotPermitted):
        actions.change_view(view, name=view.name, shared=True, by=cast.member, now=WHEN)


def test_a_view_that_finds_too_much_cannot_tell(cast, monkeypatch):
    monkeypatch.setattr(actions, "MOST_TOLD", 1)
    for _n in range(2):
        factories.submitted(cast)
    view = saved(cast.reviewer)
    answer = signed_in(cast.reviewer).post(
        address("edit_view", view), {"name": view.name, "place": "1", "notify": "on"}
    )
    told = "这个视图有 2 件，超过 1 件，请先收窄条件再接收提醒。"
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    view.refresh_from_db()
    assert view.notify is False
