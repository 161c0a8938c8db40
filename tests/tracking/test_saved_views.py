"""Saved views: above the list with their figures, and on a page of their own; the own ones and the shared ones."""

import pytest

from proposals.lifecycle import ProposalStatus
from proposals.tracking.models import SavedView
from tests import factories
from tests.tracking.views_kit import LIST, VIEWS, address, saved, signed_in, tabs


def test_saved_views_stand_above_the_list_with_their_figures(cast):
    for _n in range(2):
        factories.submitted(cast)
    factories.handed_over(cast)
    saved(cast.reviewer)
    saved(cast.reviewer, "承办中", "status=handed_over")
    saved(cast.reviewer, "没有的", "status=closed")
    client = signed_in(cast.reviewer)
    assert tabs(client) == [("待审查的", "2", False), ("承办中", "1", False), ("没有的", "0", False)]
    assert tabs(client, status="handed_over", page="1") == [
        ("待审查的", "2", False), ("承办中", "1", True), ("没有的", "0", False)
    ]  # fmt: skip
    for view, (_name, figure, _here) in zip(SavedView.objects.all(), tabs(client), strict=True):
        assert str(client.get(f"{LIST}?{view.query}").context["page_obj"].paginator.count) == figure


def test_saved_views_take_the_same_queries_for_more_views(cast, django_assert_num_queries):
    factories.handed_over(cast)
    client = signed_in(cast.reviewer)
    for n, query in enumerate((f"unit={cast.unit.pk}", f"session={cast.session.pk}", "overdue=yes")):
        saved(cast.reviewer, f"第{n}个", query)
        if n in (0, 2):
            with django_assert_num_queries(18):
                client.get(LIST)


def test_at_most_eight_saved_views_stand_above_the_list(cast):
    for n in range(9):
        saved(cast.reviewer, f"第{n}个")
    assert [name for name, _count, _here in tabs(signed_in(cast.reviewer))] == [f"第{n}个" for n in range(8)]


def test_a_figure_is_what_the_reader_may_see(cast):
    factories.submitted(cast)
    factories.submitted(cast, by=cast.colleague)
    saved(cast.reviewer, shared=True)
    saved(cast.member)
    assert tabs(signed_in(cast.reviewer)) == [("待审查的", "2", False)]
    assert tabs(signed_in(cast.member)) == [("待审查的", "1", False)]
    assert tabs(signed_in(cast.coordinator)) == [("待审查的", "0", False)]  # not handed over: not theirs


def test_shared_views_are_offered_to_both_desks_and_nobody_else(cast):
    saved(cast.reviewer, shared=True)
    saved(cast.coordinator, "我自己的", "kind=joint")
    seen = {
        who: [name for name, _count, _here in tabs(signed_in(getattr(cast, who)))]
        for who in ("reviewer", "coordinator", "chief_coordinator", "member", "handler", "leader")
    }
    assert seen == {
        "reviewer": ["待审查的"], "coordinator": ["我自己的", "待审查的"], "chief_coordinator": ["待审查的"],
        "member": [], "handler": [], "leader": [],
    }  # fmt: skip


def test_views_of_another_committee_are_not_offered(cast):
    other = factories.make_committee("政协某市委员会", city="某市", home=False)
    saved(factories.make_user(other, "reviewer"), shared=True)
    assert tabs(signed_in(cast.reviewer)) == []


def test_a_view_whose_condition_means_nothing_any_more_has_no_figure(cast):
    view = saved(cast.reviewer)
    SavedView.objects.filter(pk=view.pk).update(query="status=submitted&topic=11111111-1111-4111-8111-111111111111")
    factories.submitted(cast)
    assert tabs(signed_in(cast.reviewer)) == [("待审查的", "", False)]


def test_figures_stop_at_999(cast, monkeypatch):
    from proposals.tracking.listing import page

    monkeypatch.setattr(page, "COUNTED", 2)
    for _n in range(3):
        factories.submitted(cast)
    saved(cast.reviewer)
    assert tabs(signed_in(cast.reviewer)) == [("待审查的", "1+", False)]


def test_saved_views_page_lists_own_and_shared_ones(cast):
    mine, theirs = saved(cast.reviewer), saved(cast.coordinator, "同事的", "kind=joint", shared=True)
    answer = signed_in(cast.reviewer).get(VIEWS)
    assert (answer.context["mine"], answer.context["theirs"]) == ([mine], [theirs])
    words = answer.content.decode()
    assert all(address(name, mine) in words for name in ("open_view", "edit_view", "delete_view"))
    assert address("open_view", theirs) in words
    assert not any(address(name, theirs) in words for name in ("edit_view", "delete_view"))


def test_saved_views_page_says_what_will_appear_there(cast):
    assert "还没有保存的视图" in signed_in(cast.member).get(VIEWS).content.decode()


@pytest.mark.parametrize("status", [ProposalStatus.SUBMITTED, ProposalStatus.CLOSED])
def test_the_list_without_saved_views_has_no_tabs(cast, status):
    factories.proposal_at(status, cast)
    assert "管理视图" not in signed_in(cast.reviewer).get(LIST).content.decode()
