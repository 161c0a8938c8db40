"""核对提案 and submitting it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import CoSponsor, Proposal
from proposals.trail.models import Event
from tests.factories import draft, make_user, proposal_at

from .crowd import post_at_once

S = ProposalStatus
DECLARED = {"declared": "on"}


def url(proposal):
    return reverse("submission:submit", args=[proposal.pk])


def submitted_url(proposal):
    return reverse("submission:submitted", args=[proposal.pk])


def test_submit_gives_the_serial_and_confirms(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal), DECLARED)
    proposal.refresh_from_db()
    assert page.url == submitted_url(proposal)
    assert (proposal.status, proposal.serial) == (S.SUBMITTED, 1)


def test_submit_shows_the_whole_text(client, cast):
    proposal = draft(cast, title="关于<b>青稞</b>的提案")
    client.force_login(cast.member)
    page = client.get(url(proposal)).content.decode()
    for text in [
        "三县走访所见。",
        "原因有三。",
        "建一处繁育基地。",
        "建立种子储备。",
        "关于&lt;b&gt;青稞&lt;/b&gt;的提案",
    ]:
        assert text in page


def test_submit_without_the_declaration_is_refused(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal))
    assert page.status_code == 422
    assert page.content.decode().count("请勾选：本提案不涉及国家秘密和个人隐私") == 2
    proposal.refresh_from_db()
    assert proposal.status == S.DRAFT


def test_submit_lists_what_is_missing_with_a_way_to_each_place(client, cast):
    proposal = draft(cast, title="长" * 51, suggestions=[])
    client.force_login(cast.member)
    page = client.get(url(proposal))
    edit = reverse("submission:edit", args=[proposal.pk])
    assert page.context["missing"] == [
        {"text": "案由超过50字，现在51字。", "url": f"{edit}#id_title"},
        {"text": "请至少写一条建议。", "url": f"{edit}#id_suggestions"},
    ]
    assert client.post(url(proposal), DECLARED).status_code == 422
    proposal.refresh_from_db()
    assert (proposal.status, proposal.serial) == (S.DRAFT, None)


@pytest.mark.parametrize(("length", "status"), [(3000, 302), (3001, 422)])
def test_submit_holds_each_part_to_three_thousand_characters(client, cast, length, status):
    proposal = draft(cast)
    actions.save_draft(proposal, by=cast.member, situation="😀" * length)
    client.force_login(cast.member)
    assert client.post(url(proposal), DECLARED).status_code == status


def test_submit_holds_to_the_limits_of_the_session(client, cast):
    PlenarySession.objects.update(title_limit=5, part_limit=6)
    proposal = draft(cast, suggestions=["一二三", "四五六七"])
    client.force_login(cast.member)
    assert [part["text"] for part in client.get(url(proposal)).context["missing"]] == [
        "案由超过5字，现在15字。",
        "这一部分超过6字，现在7字。",
        "各条建议合计超过6字，现在7字。",
    ]


def test_submit_longer_than_recommended_is_no_reason_to_refuse(client, cast):
    PlenarySession.objects.update(recommended_length=10)
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), DECLARED).url == submitted_url(proposal)


def test_submit_leads_back_to_every_part(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal)).content.decode()
    edit = reverse("submission:edit", args=[proposal.pk])
    for place in ("id_title", "id_situation", "id_analysis", "id_suggestions", "more"):
        assert f'href="{edit}#{place}"' in page


def test_submit_keeps_the_text_as_it_was_submitted(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.post(url(proposal), DECLARED)
    proposal.refresh_from_db()
    assert [(row.version, row.submitted, row.by) for row in proposal.versions.all()] == [
        (proposal.version, True, cast.member)
    ]


def test_submit_counts_the_suggestions_together(client, cast):
    proposal = draft(cast, suggestions=["字" * 1500, "字" * 1501])
    client.force_login(cast.member)
    said = [part["text"] for part in client.get(url(proposal)).context["missing"]]
    assert said == ["各条建议合计超过3000字，现在3001字。"]


def test_submit_get_changes_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal), DECLARED).status_code == 200
    proposal.refresh_from_db()
    assert proposal.status == S.DRAFT


def test_submit_twenty_times_is_one_submission(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert {client.post(url(proposal), DECLARED).url for _ in range(20)} == {submitted_url(proposal)}
    assert Event.objects.of_case(proposal.pk).filter(action="submit").count() == 1
    assert Notice.objects.filter(case=proposal.pk, subject__startswith="已提交").count() == 1
    assert Proposal.objects.get().serial == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_submit_twenty_clicks_at_once_are_one_submission(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    answers = post_at_once(client, [(url(proposal), DECLARED)] * 20)
    assert {(page.status_code, page.url) for page in answers} == {(302, submitted_url(proposal))}
    assert Event.objects.of_case(proposal.pk).filter(action="submit").count() == 1
    assert Proposal.objects.get().serial == 1


def test_submit_is_hidden_from_strangers_and_refused_to_the_invited(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    for user, status in [(cast.stranger, 404), (cast.reviewer, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.post(url(proposal), DECLARED).status_code == status
    proposal.refresh_from_db()
    assert proposal.status == S.DRAFT


@pytest.mark.parametrize("status", [S.REGISTERED, S.DECLINED, S.DISCARDED, S.HANDED_OVER])
def test_submit_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), DECLARED).status_code == 409
    proposal.refresh_from_db()
    assert proposal.status == status


def test_submit_again_after_being_sent_back_keeps_the_serial(client, cast):
    proposal = proposal_at(S.SENT_BACK, cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), DECLARED).url == submitted_url(proposal)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.serial) == (S.SUBMITTED, 1)


def test_submit_warns_of_open_invitations(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert [row.user for row in page.context["open"]] == [cast.colleague]
    assert "还有 1 位没有答复" in page.content.decode()


def test_submit_says_whether_it_is_a_plenary_proposal(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal)).context["plenary"] is False
    PlenarySession.objects.filter(pk=cast.session.pk).update(cutoff_at=timezone.now() + timedelta(days=1))
    assert client.get(url(proposal)).context["plenary"] is True


def test_ac_34_only_confirmed_cosponsors_count(client, cast):
    third = make_user(cast.committee, "member", "达瓦")
    proposal = draft(cast)
    client.force_login(cast.member)
    people = [cast.colleague.pk, cast.stranger.pk, third.pk]
    client.post(reverse("submission:invite", args=[proposal.pk]), {"members": people})
    for user in (cast.colleague, cast.stranger):
        row = CoSponsor.objects.get(user=user)
        client.force_login(user)
        client.post(reverse("submission:answer_invitation", args=[row.pk]), {"answer": "confirm"})
    client.force_login(cast.member)
    client.post(url(proposal), DECLARED)
    proposal.refresh_from_db()
    assert proposal.kind == Proposal.Kind.JOINT
    assert {row.user for row in proposal.cosponsors.confirmed()} == {cast.colleague, cast.stranger}
    assert proposal.cosponsors.get(user=third).get_verdict_display() == "未确认"
    assert not Proposal.objects.visible_to(third).exists()


def test_ac_34_with_nobody_confirmed_it_is_individual(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    client.force_login(cast.member)
    client.post(url(proposal), DECLARED)
    proposal.refresh_from_db()
    assert proposal.kind == Proposal.Kind.INDIVIDUAL


def test_ac_49_a_member_finds_own_and_cosponsored_proposals_only(cast):
    own, other = draft(cast), draft(cast, by=cast.stranger, title="关于别的事的提案")
    shared = draft(cast, by=cast.colleague, title="关于联名的提案")
    row = actions.invite(shared, members=[cast.member], by=cast.colleague)[0]
    actions.confirm(row, by=cast.member)
    assert set(Proposal.objects.visible_to(cast.member)) == {own, shared}
    for proposal, by in [(own, cast.member), (other, cast.stranger), (shared, cast.colleague)]:
        actions.submit(proposal, by=by)
    assert set(Proposal.objects.visible_to(cast.member)) == {own, shared}
    assert not Proposal.objects.visible_to(cast.handler).exists()
