"""修改记录: which texts are kept, and the list of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from proposals.submission import actions
from proposals.submission.actions.versions import KEPT
from proposals.submission.models import CoSponsor, Proposal
from tests.factories import at, draft, make_user, proposal_at, submitted

NOON = at("2022-02-11 12:00")


def url(proposal):
    return reverse("submission:versions", args=[proposal.pk])


def save(proposal, *, by, seconds=0, **texts):
    return actions.save_draft(proposal, by=by, now=NOON + timedelta(seconds=seconds), **texts)


def kept(proposal, part="analysis"):
    """The newest first."""
    return [row.content[part] for row in proposal.versions.all()]


def test_versions_of_two_minutes_are_one_that_holds_the_last(cast):
    proposal = draft(cast)
    for seconds, text in [(0, "一"), (5, "一二"), (119, "一二三"), (120, "一二三四")]:
        save(proposal, by=cast.member, seconds=seconds, analysis=text)
    assert kept(proposal) == ["一二三四", "一二三", "原因有三。"]
    assert [row.version for row in proposal.versions.all()] == [5, 4, 1]


def test_versions_keep_what_would_be_gone_even_within_two_minutes(cast):
    proposal = draft(cast)
    save(proposal, by=cast.member, analysis="甲" * 100)
    save(proposal, by=cast.member, seconds=2, analysis="")
    save(proposal, by=cast.member, seconds=4, suggestions=["建立种子储备。"])
    assert kept(proposal) == ["", "", "甲" * 100, "原因有三。"]
    assert [len(texts) for texts in kept(proposal, "suggestions")] == [1, 2, 2, 2]


def test_versions_of_two_people_are_never_one(cast):
    proposal = draft(cast, by=cast.group_account)
    second = make_user(cast.committee, "group", group=cast.group)
    save(proposal, by=cast.group_account, analysis="甲")
    save(proposal, by=second, seconds=1, analysis="甲乙")
    assert [row.by for row in proposal.versions.all()[:2]] == [second, cast.group_account]


def test_versions_somebody_has_confirmed_stay_as_they_were(cast):
    proposal = draft(cast)
    save(proposal, by=cast.member, analysis="甲")
    proposal.refresh_from_db()
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member, now=NOON)[0]
    actions.confirm(row, by=cast.colleague, now=NOON)
    CoSponsor.objects.update(text_version=proposal.version)
    save(proposal, by=cast.member, seconds=5, analysis="甲乙")
    assert kept(proposal)[:2] == ["甲乙", "甲"]


def test_versions_are_not_made_by_what_is_no_text(cast):
    proposal = draft(cast)
    save(proposal, by=cast.member, consent_publish=False)
    assert proposal.versions.count() == 1


def test_versions_keep_the_last_fifty_and_everything_submitted(cast):
    proposal = proposal_at("sent_back", cast)
    for n in range(KEPT + 5):
        save(proposal, by=cast.member, seconds=200 * n, analysis=f"第{n}稿")
    assert proposal.versions.filter(submitted=False).count() == KEPT
    assert kept(proposal)[0] == f"第{KEPT + 4}稿"
    assert [row.content["analysis"] for row in proposal.versions.submitted()] == ["原因有三。"]


def test_versions_submitted_twice_are_two_even_unchanged(cast):
    proposal = actions.submit(proposal_at("sent_back", cast), by=cast.member)
    assert [row.version for row in proposal.versions.submitted()] == [proposal.version, 2]


def test_versions_says_when_who_how_long_and_what(client, cast):
    proposal = draft(cast)
    save(proposal, by=cast.member, title="关于青稞的提案", suggestions=["建立种子储备。", "培训农户。"])
    actions.submit(proposal, by=cast.member, now=NOON)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert [(row.words, row.length, row.submitted) for row in page.context["rows"]] == [
        ("案由删 8 字；新增建议第2条；删去原建议第1条", 24, True),
        ("", 27, False),
    ]
    assert "2022年2月11日 12:00" in page.content.decode()


def test_versions_show_the_office_only_what_was_submitted(client, cast):
    proposal = proposal_at("sent_back", cast)
    save(proposal, by=cast.member, analysis="还没有提交的话。")
    client.force_login(cast.reviewer)
    assert [row.submitted for row in client.get(url(proposal)).context["rows"]] == [True]
    client.force_login(cast.member)
    assert [row.submitted for row in client.get(url(proposal)).context["rows"]] == [False, True]


def test_versions_are_read_by_a_cosponsor_and_by_nobody_else(client, cast):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    client.force_login(cast.colleague)
    assert client.get(url(proposal)).status_code == 403
    actions.confirm(row, by=cast.colleague)
    actions.submit(proposal, by=cast.member)
    for user, status in [(cast.colleague, 200), (cast.leader, 403), (cast.stranger, 404), (cast.handler, 404)]:
        client.force_login(user)
        assert client.get(url(proposal)).status_code == status


@pytest.mark.parametrize("n", [1, 3])
def test_versions_ask_the_same_number_of_queries(client, cast, n, django_assert_num_queries):
    proposal = draft(cast)
    for i in range(n - 1):
        save(proposal, by=cast.member, seconds=200 * i, analysis=f"第{i}稿")
    client.force_login(cast.member)
    client.get(url(proposal))
    with django_assert_num_queries(QUERIES):
        client.get(url(proposal))


QUERIES = 10


def test_versions_of_the_time_before_are_linked_for_the_examiner(client, cast):
    proposal = proposal_at("sent_back", cast)
    before = proposal.versions.submitted().get()
    save(proposal, by=cast.member, analysis="改好了。")
    actions.submit(Proposal.objects.get(), by=cast.member)
    client.force_login(cast.reviewer)
    page = client.get(reverse("submission:examine", args=[proposal.pk])).content.decode()
    assert reverse("submission:version", args=[before.pk]) in page
    assert "与 2022年2月10日 10:00 提交的文字对照" in page


def test_versions_are_linked_from_the_proposal_for_whoever_may_read_them(client, cast):
    proposal = submitted(cast)
    found = {}
    for user in (cast.member, cast.reviewer, cast.leader):
        client.force_login(user)
        found[user.name] = url(proposal) in client.get(proposal.get_absolute_url()).content.decode()
    assert found == {"卓玛": True, "德吉": True, "主席": False}


def test_versions_of_a_first_submission_are_not_linked(client, cast):
    client.force_login(cast.reviewer)
    page = client.get(reverse("submission:examine", args=[submitted(cast).pk])).content.decode()
    assert "提交的文字对照" not in page
