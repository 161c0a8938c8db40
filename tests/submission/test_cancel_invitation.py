"""Taking an invitation back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.duties.models import Duty
from proposals.lifecycle import Refusal
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import CaseAccess, Proposal
from proposals.tracking.dossier import Dossier
from tests.factories import draft


def url(row):
    return reverse("submission:cancel_invitation", args=[row.pk])


@pytest.fixture
def row(cast):
    return actions.invite(draft(cast), members=[cast.colleague], by=cast.member)[0]


def test_cancel_invitation_ends_it(client, cast, row):
    client.force_login(cast.member)
    assert client.post(url(row)).url == reverse("submission:invite", args=[row.proposal_id])
    row.refresh_from_db()
    assert row.verdict == "cancelled"
    assert not Proposal.objects.visible_to(cast.colleague).exists()
    assert not CaseAccess.objects.filter(user=cast.colleague).exists()
    assert not Duty.objects.open().filter(kind=Duty.Kind.CONFIRM).exists()


def test_cancel_invitation_tells_the_invited_and_their_page_says_so(client, cast, row):
    actions.cancel_invitation(row, by=cast.member)
    told = Notice.objects.of(cast.colleague).get(subject__startswith="联名邀请已取消")
    client.force_login(cast.colleague)
    page = client.get(told.path)
    assert (page.status_code, "取消了邀请" in page.content.decode()) == (200, True)
    assert client.post(told.path, {"answer": "confirm"}).status_code == 409


def test_cancel_invitation_stands_in_the_story(cast, row):
    actions.cancel_invitation(row, by=cast.member)
    story = Dossier(row.proposal, cast.member, timezone.now()).past
    assert [line.text for line in story] == ["卓玛取消对扎西的联名邀请", "卓玛邀请扎西联名"]


def test_cancel_invitation_is_offered_beside_each_open_one(client, cast, row):
    client.force_login(cast.member)
    page = reverse("submission:invite", args=[row.proposal_id])
    assert url(row) in client.get(page).content.decode()
    actions.confirm(row, by=cast.colleague)
    assert url(row) not in client.get(page).content.decode()


@pytest.mark.parametrize("answer", [actions.confirm, actions.decline_invitation])
def test_cancel_invitation_that_was_answered_is_refused(client, cast, row, answer):
    answer(row, by=cast.colleague)
    row.refresh_from_db()
    before = row.verdict
    client.force_login(cast.member)
    page = client.post(url(row))
    row.refresh_from_db()
    assert (page.status_code, row.verdict) == (409, before)
    assert "扎西已经答复，或邀请已经结束，不能再取消。" in page.content.decode()
    with pytest.raises(Refusal):
        actions.cancel_invitation(row, by=cast.member)


def test_cancel_invitation_twice_is_once(client, cast, row):
    client.force_login(cast.member)
    assert [client.post(url(row)).status_code for _ in range(2)] == [302, 409]
    assert Notice.objects.of(cast.colleague).filter(subject__startswith="联名邀请已取消").count() == 1


def test_cancel_invitation_get_changes_nothing(client, cast, row):
    client.force_login(cast.member)
    assert client.get(url(row)).status_code == 200
    row.refresh_from_db()
    assert row.verdict == ""


def test_cancel_invitation_is_hidden_from_strangers_and_refused_to_the_invited(client, cast, row):
    for user, status in [(cast.stranger, 404), (cast.reviewer, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.post(url(row)).status_code == status
    row.refresh_from_db()
    assert row.verdict == ""


def test_cancel_invitation_is_refused_after_the_submission(client, cast, row):
    actions.submit(row.proposal, by=cast.member)
    client.force_login(cast.member)
    assert client.post(url(row)).status_code == 409
    row.refresh_from_db()
    assert row.verdict == "unconfirmed"
