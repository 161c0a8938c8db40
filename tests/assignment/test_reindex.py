"""Search kept in step with names that change, and brought back after damage."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.assignment import actions
from proposals.assignment.tasks import refresh_search
from proposals.submission import actions as submission
from proposals.submission.models import Proposal, SearchText
from tests import factories


def found(typed):
    return set(Proposal.objects.search(typed))


def reindex(*arguments):
    out = io.StringIO()
    call_command("reindex", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


@pytest.fixture
def cases(cast):
    return [factories.handed_over(cast), factories.submitted(cast, by=cast.group_account)]


def test_reindex_writes_what_is_missing_and_what_is_stale(cases):
    SearchText.objects.filter(pk=cases[0].pk).delete()
    SearchText.objects.filter(pk=cases[1].pk).update(fulltext="旧")
    assert found("青稞") == {cases[1]}
    assert reindex() == "已更新 2 件。"
    assert found("青稞") == set(cases)
    assert found("农业农村局") == {cases[0]}
    assert reindex() == "已更新 0 件。"


def test_reindex_check_counts_and_changes_nothing(cases):
    assert reindex("--check") == "检索没有过时的。"
    SearchText.objects.all().delete()
    with pytest.raises(CommandError, match="^2 件的检索已过时，请运行 reindex。$"):
        reindex("--check")
    assert SearchText.objects.count() == 0


def test_reindex_goes_in_batches(cases, monkeypatch):
    monkeypatch.setattr(actions.searching, "BATCH", 1)
    SearchText.objects.all().delete()
    seen = []
    assert actions.reindex(told=lambda done, total: seen.append((done, total))) == 2
    assert seen == [(1, 2), (2, 2)]


def test_a_new_name_is_found_when_the_task_has_run(cast, cases):
    User.objects.filter(pk=cast.member.pk).update(name="央金", pinyin_key="yang jin")
    ProposerGroup.objects.update(name="民盟市委会")
    HandlingUnit.objects.filter(pk=cast.unit.pk).update(short_name="市农牧局")
    assert [found(typed) for typed in ("央金", "民盟", "市农牧局")] == [set(), set(), set()]
    assert refresh_search() == 2
    assert [found(typed) for typed in ("央金", "民盟", "市农牧局")] == [{cases[0]}, {cases[1]}, {cases[0]}]
    assert found("卓玛") == set()
    assert refresh_search() == 0


def test_a_new_name_is_found_in_the_cases_one_joined_or_was_merged_into(cast):
    when = factories.at("2022-02-11")
    joint = factories.draft(cast)
    row = submission.invite(joint, members=[cast.colleague], by=cast.member, now=when)[0]
    submission.confirm(row, by=cast.colleague, now=when)
    submission.submit(joint, by=cast.member, now=when)
    main = factories.registered(cast, by=cast.stranger)
    submission.merge(joint, by=cast.reviewer, into=main, now=factories.at("2022-03-02"))
    User.objects.filter(pk=cast.colleague.pk).update(name="央金")
    refresh_search()
    assert found("央金") == {joint, main}


def test_a_proposal_that_nobody_indexed_is_found_when_the_task_has_run(cases):
    SearchText.objects.all().delete()
    assert refresh_search() == 2
    assert found("青稞") == set(cases)


def test_existing_proposals_are_found_after_the_migration(cases):
    SearchText.objects.all().delete()
    import_module("proposals.assignment.migrations.0003_index_existing").index_existing(apps, None)
    assert reindex("--check") == "检索没有过时的。"
    assert found("农业农村局") == {cases[0]}
