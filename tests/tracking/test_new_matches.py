"""Being told what newly matches a saved view: each once, as far as the owner may see."""

import pytest

from proposals.notices.models import Notice
from proposals.submission import actions as submission
from proposals.tracking import actions, tasks
from proposals.tracking.models import SavedView
from tests import factories
from tests.factories import at
from tests.tracking.views_kit import address, saved, signed_in

MONDAY, LATER = at("2022-06-13 11:00"), at("2022-06-13 11:10")


def told(user):
    return list(Notice.objects.filter(recipient=user, key__startswith="view:").order_by("created_at"))


def test_what_newly_matches_is_told_exactly_once(cast):
    factories.submitted(cast)
    view = saved(cast.reviewer, notify=True)
    assert actions.tell_new_matches(now=MONDAY) == 0  # what matched already is known
    first = factories.submitted(cast, title="关于新来的提案")
    assert [actions.tell_new_matches(now=MONDAY), actions.tell_new_matches(now=MONDAY)] == [1, 0]
    assert actions.tell_new_matches(now=LATER) == 0
    (notice,) = told(cast.reviewer)
    assert (notice.subject, notice.body, notice.path) == (
        "“待审查的”新增 1 件提案", f"流水号{first.serial:04d} 关于新来的提案", address("open_view", view)
    )  # fmt: skip
    assert signed_in(cast.reviewer).get(notice.path).status_code == 302


def test_several_new_ones_make_one_message(cast):
    saved(cast.reviewer, notify=True)
    for _n in range(7):
        factories.submitted(cast)
    assert actions.tell_new_matches(now=MONDAY) == 1
    (notice,) = told(cast.reviewer)
    assert (notice.subject, len(notice.body.splitlines()), notice.body.splitlines()[-1]) == (
        "“待审查的”新增 7 件提案", 6, "……共 7 件"
    )  # fmt: skip


def test_what_comes_back_is_new_again(cast):
    proposal = factories.submitted(cast)
    saved(cast.reviewer, notify=True)
    submission.send_back(proposal, by=cast.reviewer, note="请一事一案。", now=at("2022-02-25"))
    assert actions.tell_new_matches(now=MONDAY) == 0
    submission.submit(proposal, by=cast.member, now=at("2022-02-26"))
    assert actions.tell_new_matches(now=LATER) == 1
    assert len(told(cast.reviewer)) == 1


def test_only_what_the_owner_may_see_is_told(cast):
    saved(cast.member, notify=True)
    factories.submitted(cast, by=cast.colleague, title="别人的")
    assert actions.tell_new_matches(now=MONDAY) == 0
    factories.submitted(cast, title="自己的")
    assert actions.tell_new_matches(now=LATER) == 1
    assert "自己的" in told(cast.member)[0].body


def test_a_clock_that_runs_out_is_told_too(cast):
    factories.handed_over(cast)
    saved(cast.coordinator, "逾期的", "overdue=yes", notify=True)
    assert actions.tell_new_matches(now=at("2022-06-15")) == 0
    assert actions.tell_new_matches(now=at("2022-06-16")) == 1


def test_a_shared_view_tells_its_owner_alone(cast):
    saved(cast.reviewer, shared=True, notify=True)
    factories.submitted(cast)
    assert actions.tell_new_matches(now=MONDAY) == 1
    assert (len(told(cast.reviewer)), len(told(cast.coordinator))) == (1, 0)


def test_nothing_is_told_on_a_day_of_rest(cast):
    saved(cast.reviewer, notify=True)
    factories.submitted(cast)
    assert actions.tell_new_matches(now=at("2022-06-12")) == 0  # a Sunday
    assert actions.tell_new_matches(now=MONDAY) == 1


def test_a_view_that_does_not_ask_is_not_told(cast):
    saved(cast.reviewer)
    factories.submitted(cast)
    assert (actions.tell_new_matches(now=MONDAY), told(cast.reviewer)) == (0, [])


@pytest.mark.parametrize("lost", ["role", "account", "filter"])
def test_a_view_that_would_find_more_than_was_asked_tells_nothing(cast, lost):
    view = saved(cast.reviewer, notify=True)
    if lost == "role":
        cast.reviewer.grants.all().delete()
    elif lost == "account":
        type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    else:
        SavedView.objects.filter(pk=view.pk).update(query="topic=11111111-1111-4111-8111-111111111111")
    factories.submitted(cast)
    assert (actions.tell_new_matches(now=MONDAY), told(cast.reviewer)) == (0, [])


def test_the_task_does_it(cast, time_machine):
    saved(cast.reviewer, notify=True)
    factories.submitted(cast)
    time_machine.move_to(MONDAY, tick=False)
    assert (tasks.tell_new_matches(), len(told(cast.reviewer))) == (1, 1)
