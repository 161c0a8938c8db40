"""Removing a saved view of one's own."""

import pytest

from proposals.permissions import NotPermitted
from proposals.tracking import actions
from proposals.tracking.models import SavedView
from tests import factories
from tests.tracking.views_kit import VIEWS, address, saved, signed_in


def test_delete_view_asks_first_and_then_removes_it(cast):
    view, other = saved(cast.reviewer, shared=True), saved(cast.reviewer, "另一个", "kind=joint")
    client = signed_in(cast.reviewer)
    words = client.get(address("delete_view", view)).content.decode()
    assert ("删除“待审查的”。只删除这组条件，提案没有变化。同事也不再看到它。" in words, SavedView.objects.count()) == (
        True,
        2,
    )
    answer = client.post(address("delete_view", view))
    assert (answer.status_code, answer.url, list(SavedView.objects.all())) == (302, VIEWS, [other])
    assert "视图“待审查的”已删除，提案没有变化。" in client.get(VIEWS).content.decode()


def test_delete_view_twice_finds_nothing_the_second_time(cast):
    view, client = saved(cast.reviewer), signed_in(cast.reviewer)
    assert [client.post(address("delete_view", view)).status_code for _twice in range(2)] == [302, 404]


def test_delete_view_of_somebody_else_is_not_found(cast):
    view = saved(cast.reviewer, shared=True)
    colleague = factories.make_user(cast.committee, "reviewer")
    for who in (colleague, cast.member):
        client = signed_in(who)
        assert [client.get(address("delete_view", view)).status_code,
                client.post(address("delete_view", view)).status_code] == [404, 404]  # fmt: skip
    with pytest.raises(NotPermitted):
        actions.delete_view(view, by=colleague)
    assert SavedView.objects.count() == 1
