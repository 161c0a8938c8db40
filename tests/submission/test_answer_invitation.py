"""A member reads the proposal and agrees or declines."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.submission import actions
from proposals.submission.models import CoSponsor, Proposal
from tests.factories import draft


@pytest.fixture
def row(cast):
    return actions.invite(draft(cast), members=[cast.colleague], by=cast.member)[0]


def url(row):
    return reverse("submission:answer_invitation", args=[row.pk])


def test_answer_invitation_shows_the_whole_text(client, cast, row):
    client.force_login(cast.colleague)
    page = client.get(url(row)).content.decode()
    for text in ["三县走访所见。", "原因有三。", "建一处繁育基地。", "卓玛 邀请您联名。"]:
        assert text in page


@pytest.mark.parametrize(("answer", "verdict"), [("confirm", "confirmed"), ("decline", "declined")])
def test_answer_invitation_once(client, cast, row, answer, verdict):
    client.force_login(cast.colleague)
    assert client.post(url(row), {"answer": answer, "opinion": "好事。"}).url == url(row)
    row.refresh_from_db()
    assert (row.verdict, row.opinion) == (verdict, "好事。")
    other = {"confirm": "decline", "decline": "confirm"}[answer]
    assert client.post(url(row), {"answer": other}).status_code == 409
    row.refresh_from_db()
    assert row.verdict == verdict
    assert client.get(url(row)).status_code == 200


def test_answer_invitation_declined_no_longer_shows_the_text(client, cast, row):
    client.force_login(cast.colleague)
    client.post(url(row), {"answer": "decline"})
    assert "三县走访所见。" not in client.get(url(row)).content.decode()
    assert not Proposal.objects.visible_to(cast.colleague).exists()


def test_answer_invitation_get_changes_nothing(client, cast, row):
    client.force_login(cast.colleague)
    client.get(url(row), {"answer": "confirm"})
    row.refresh_from_db()
    assert row.verdict == ""


def test_answer_invitation_without_an_answer_keeps_the_opinion(client, cast, row):
    client.force_login(cast.colleague)
    page = client.post(url(row), {"opinion": "还在想。"})
    assert (page.status_code, page.context["form"].errors["answer"]) == (422, ["请选择同意或谢绝。"])
    assert page.context["form"]["opinion"].value() == "还在想。"


def test_answer_invitation_expired_is_a_calm_page(client, cast, row):
    CoSponsor.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    client.force_login(cast.colleague)
    page = client.get(url(row))
    assert page.status_code == 200
    assert "这份邀请已经结束" in page.content.decode()
    assert "三县走访所见。" not in page.content.decode()
    assert client.post(url(row), {"answer": "confirm"}).status_code == 409
    row.refresh_from_db()
    assert row.verdict == ""


def test_answer_invitation_after_submission_is_over(client, cast, row):
    actions.submit(row.proposal, by=cast.member)
    client.force_login(cast.colleague)
    assert "这份邀请已经结束" in client.get(url(row)).content.decode()


@pytest.mark.parametrize("who", ["member", "stranger", "reviewer", "handler"])
def test_answer_invitation_is_hidden_from_everybody_else(client, cast, row, who):
    client.force_login(getattr(cast, who))
    assert client.get(url(row)).status_code == 404
    assert client.post(url(row), {"answer": "confirm"}).status_code == 404
