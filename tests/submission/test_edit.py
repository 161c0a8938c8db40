"""The same form on a draft, or on a proposal sent back."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from tests.factories import at, draft, proposal_at

from .crowd import post_at_once

S = ProposalStatus


def url(proposal):
    return reverse("submission:edit", args=[proposal.pk])


def typed(proposal, **changes):
    return {
        "version": proposal.version,
        "title": proposal.title,
        "situation": proposal.situation,
        "analysis": proposal.analysis,
        "suggestions": [row.text for row in proposal.suggestions.all()],
        "topic": proposal.topic_id or "",
        "consent_publish": "on",
        "consent_cosponsor": "on",
        **changes,
    }


def test_edit_changes_the_text(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal), typed(proposal, title="改过的案由", suggestions=["只有一条。"]))
    proposal.refresh_from_db()
    assert page.url == url(proposal)
    assert (proposal.title, [row.text for row in proposal.suggestions.all()]) == ("改过的案由", ["只有一条。"])


def test_edit_shows_when_it_was_saved(client, cast):
    proposal = draft(cast, now=at("2022-02-10 14:03"))
    client.force_login(cast.member)
    assert "已保存 14:03" in client.get(url(proposal)).content.decode()


def test_edit_get_changes_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.get(url(proposal), {"title": "改掉", "more": "1", "to": "check"})
    before = (proposal.version, proposal.title)
    proposal.refresh_from_db()
    assert (proposal.version, proposal.title) == before


def test_edit_saving_the_same_again_changes_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), typed(proposal, version=0)).status_code == 302
    version = proposal.version
    proposal.refresh_from_db()
    assert proposal.version == version


def test_edit_on_two_devices_keeps_both_texts(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.post(url(proposal), typed(proposal, situation="手机上写的。"))
    page = client.post(url(proposal), typed(proposal, situation="电脑上写的。"))
    proposal.refresh_from_db()
    assert (page.status_code, proposal.situation) == (409, "手机上写的。")
    assert "手机上写的。" in page.content.decode()
    assert page.context["form"]["situation"].value() == "电脑上写的。"
    assert "还没有保存" in page.content.decode()


def test_edit_is_hidden_from_strangers_and_refused_to_the_invited(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    for user, status in [(cast.stranger, 404), (cast.reviewer, 404), (cast.handler, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.get(url(proposal)).status_code == status
        assert client.post(url(proposal), typed(proposal, title="改掉")).status_code == status
    proposal.refresh_from_db()
    assert proposal.title == "关于建立青稞良种繁育基地的提案"


@pytest.mark.parametrize("status", [S.DISCARDED, S.REGISTERED, S.DECLINED])
def test_edit_is_refused_after_submission(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert client.get(url(proposal)).status_code == 409
    assert client.post(url(proposal), typed(proposal, title="改掉")).status_code == 409
    proposal.refresh_from_db()
    assert proposal.title == "关于建立青稞良种繁育基地的提案"


def test_edit_of_a_proposal_sent_back_shows_what_the_office_wants(client, cast):
    proposal = proposal_at(S.SENT_BACK, cast)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert page.context["sent_back"].note == "请一事一案。"
    assert "请一事一案。" in page.content.decode()
    assert page.context["may_invite"] is False


def test_edit_submitted_while_the_page_was_open_keeps_what_was_typed(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    form = typed(proposal, draft=proposal.pk, version=proposal.version, title="还在写")
    actions.submit(proposal, by=cast.member)
    page = client.post(reverse("submission:write"), form)
    assert page.status_code == 409
    assert page.context["form"]["title"].value() == "还在写"
    assert page.context["form"].non_field_errors() == ["现在的状态是“待审查”，不能修改。"]


def test_edit_back_after_submitting_leads_to_the_confirmation(client, cast):
    proposal = draft(cast)
    form = typed(proposal)
    actions.submit(proposal, by=cast.member)
    client.force_login(cast.member)
    confirmation = reverse("submission:submitted", args=[proposal.pk])
    assert client.get(url(proposal)).url == confirmation
    assert client.post(url(proposal), form).url == confirmation


def test_edit_something_else_after_submitting_is_refused_with_the_text(client, cast):
    proposal = draft(cast)
    form = typed(proposal, analysis="提交以后才想到的话。")
    actions.submit(proposal, by=cast.member)
    client.force_login(cast.member)
    page = client.post(url(proposal), form)
    assert (page.status_code, "提交以后才想到的话。" in page.content.decode()) == (409, True)


def test_edit_on_two_devices_says_what_is_different(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.post(url(proposal), typed(proposal, situation="手机上写的。"))
    page = client.post(url(proposal), typed(proposal, situation="手机上写的字。"))
    assert page.context["against"] == "情况与问题增 1 字"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_edit_by_eight_writers_at_once_loses_nothing_that_was_acknowledged(client, cast):
    """Whoever was told "saved" finds the text among the versions; whoever was not got both texts."""
    proposal = draft(cast)
    client.force_login(cast.member)
    sent = [
        (url(proposal), typed(proposal, version=start, analysis=chr(0x4E00 + 8 * start + writer) * 30))
        for start in range(1, 6)
        for writer in range(8)
    ]
    answers = post_at_once(client, sent)
    saved = [form["analysis"] for (_url, form), page in zip(sent, answers, strict=True) if page.status_code == 302]
    assert {page.status_code for page in answers} == {302, 409}
    assert set(saved) <= {row.content["analysis"] for row in proposal.versions.all()}
    assert all(page.context["form"].stored for page in answers if page.status_code == 409)


def test_edit_group_draft_by_the_groups_account(client, cast):
    proposal = draft(cast, by=cast.group_account)
    client.force_login(cast.group_account)
    assert client.post(url(proposal), typed(proposal, title="集体改过")).status_code == 302
    client.force_login(cast.member)
    assert client.get(url(proposal)).status_code == 404
