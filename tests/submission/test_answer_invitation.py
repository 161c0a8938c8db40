"""A member reads the proposal and agrees or declines."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.notices.models import Notice
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


# -- the text has changed since it was confirmed ----------------------------------------------------------------------

CHANGED = "正文在您确认后有修改"


@pytest.fixture
def changed(cast, row):
    """Confirmed, then changed by the first proposer."""
    actions.confirm(row, by=cast.colleague)
    actions.save_draft(row.proposal, by=cast.member, situation="又走访了两县。")
    return row


def test_answer_invitation_after_a_change_offers_to_stay_or_leave(client, cast, changed):
    client.force_login(cast.colleague)
    page = client.get(url(changed)).content.decode()
    assert (CHANGED in page, "又走访了两县。" in page) == (True, True)
    case = client.get(changed.proposal.get_absolute_url()).content.decode()
    assert (CHANGED in case, url(changed) in case) == (True, True)


def test_answer_invitation_stay_ends_the_question(client, cast, changed):
    client.force_login(cast.colleague)
    client.post(url(changed), {"answer": "stay"})
    changed.refresh_from_db()
    assert (changed.verdict, CHANGED in client.get(url(changed)).content.decode()) == ("confirmed", False)


def test_answer_invitation_leave_after_a_change(client, cast, changed):
    client.force_login(cast.colleague)
    client.post(url(changed), {"answer": "leave"})
    changed.refresh_from_db()
    assert (changed.verdict, "已退出联名" in client.get(url(changed)).content.decode()) == ("left", True)


def test_answer_invitation_neither_stay_nor_leave_is_asked_again(client, cast, changed):
    client.force_login(cast.colleague)
    page = client.post(url(changed), {"answer": "confirm"})
    assert page.status_code == 422
    changed.refresh_from_db()
    assert changed.verdict == "confirmed"


def test_answer_invitation_only_a_change_of_the_text_counts(client, cast, row):
    actions.confirm(row, by=cast.colleague)
    actions.save_draft(row.proposal, by=cast.member, consent_publish=False)
    client.force_login(cast.colleague)
    assert CHANGED not in client.get(url(row)).content.decode()
    actions.save_draft(row.proposal, by=cast.member, situation="另一段。")
    actions.save_draft(row.proposal, by=cast.member, situation="三县走访所见。")
    assert CHANGED not in client.get(url(row)).content.decode()


def test_answer_invitation_changed_text_is_seen_by_the_first_proposer(client, cast, changed):
    client.force_login(cast.member)
    for page in ("invite", "edit", "submit"):
        seen = client.get(reverse(f"submission:{page}", args=[changed.proposal_id])).content.decode()
        assert "正文在确认后有修改" in seen, page


def test_answer_invitation_changed_text_is_told_once_at_the_submission(cast, changed):
    other = actions.invite(changed.proposal, members=[cast.stranger], by=cast.member)[0]
    actions.confirm(other, by=cast.stranger)
    actions.submit(changed.proposal, by=cast.member)
    told = Notice.objects.filter(subject__startswith="您联名的提案正文有修改")
    assert [notice.recipient for notice in told] == [cast.colleague]
    actions.send_back(changed.proposal, by=cast.reviewer, note="请改。")
    actions.submit(changed.proposal, by=cast.member)
    assert told.count() == 1


def test_answer_invitation_change_after_being_sent_back_is_told_to_all(cast, changed):
    actions.submit(changed.proposal, by=cast.member)
    actions.send_back(changed.proposal, by=cast.reviewer, note="请改。")
    actions.save_draft(changed.proposal, by=cast.member, situation="按要求改了。")
    actions.submit(changed.proposal, by=cast.member)
    assert Notice.objects.filter(subject__startswith="您联名的提案正文有修改").count() == 2


# -- from the message -------------------------------------------------------------------------------------------------


def test_u05_a_co_sponsor_answers_within_three_taps_of_the_message(client, cast, row):
    """The message, the button, done."""
    told = Notice.objects.of(cast.colleague).get()
    client.force_login(cast.colleague)
    page = client.get(reverse("notices:read", args=[told.pk]), follow=True)  # 1
    assert page.redirect_chain[-1][0] == url(row)
    assert page.content.decode().count('name="answer" value="confirm"') >= 1
    client.post(url(row), {"answer": "confirm", "opinion": ""})  # 2
    row.refresh_from_db()
    assert row.verdict == "confirmed"
