"""A co-sponsor steps back while the proposal is still a draft."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import CoSponsor, Proposal
from proposals.tracking.dossier import Dossier
from tests.factories import draft


def url(proposal):
    return reverse("submission:leave", args=[proposal.pk])


@pytest.fixture
def joint(cast):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    actions.confirm(row, by=cast.colleague)
    return proposal


def test_leave_ends_the_credit_and_the_sight(client, cast, joint):
    client.force_login(cast.colleague)
    assert client.post(url(joint)).url == reverse("tracking:home")
    assert CoSponsor.objects.get().verdict == "left"
    assert not Proposal.objects.visible_to(cast.colleague).exists()
    assert actions.kind_now(joint) == Proposal.Kind.INDIVIDUAL


def test_leave_is_told_to_the_first_proposer(cast, joint):
    actions.leave(joint, by=cast.colleague)
    told = Notice.objects.of(cast.member).get()
    assert (told.subject, told.path) == (
        "扎西退出联名：关于建立青稞良种繁育基地的提案", reverse("submission:invite", args=[joint.pk]),
    )  # fmt: skip
    assert Dossier(joint, cast.member, timezone.now()).past[0].text == "扎西退出联名"


def test_leave_is_offered_on_the_page_of_the_case(client, cast, joint):
    client.force_login(cast.colleague)
    assert url(joint) in client.get(joint.get_absolute_url()).content.decode()


def test_leave_is_told_to_nobody_but_the_proposers_side(client, cast, joint):
    actions.leave(joint, by=cast.colleague)
    actions.submit(joint, by=cast.member)
    shown = {}
    for user in (cast.member, cast.reviewer):
        client.force_login(user)
        shown[user] = "已退出" in client.get(joint.get_absolute_url()).content.decode()
    assert shown == {cast.member: True, cast.reviewer: False}
    client.force_login(cast.reviewer)
    assert "已退出" not in client.get(reverse("submission:examine", args=[joint.pk])).content.decode()


def test_leave_get_changes_nothing(client, cast, joint):
    client.force_login(cast.colleague)
    assert client.get(url(joint)).status_code == 200
    assert CoSponsor.objects.get().verdict == "confirmed"


def test_leave_twice_is_once(client, cast, joint):
    client.force_login(cast.colleague)
    assert [client.post(url(joint)).status_code for _ in range(2)] == [302, 404]
    assert Notice.objects.of(cast.member).count() == 1


def test_leave_is_hidden_from_strangers_and_refused_to_others(client, cast, joint):
    for user, status in [(cast.stranger, 404), (cast.reviewer, 404), (cast.member, 403)]:
        client.force_login(user)
        assert client.post(url(joint)).status_code == status
    assert CoSponsor.objects.get().verdict == "confirmed"


def test_leave_is_refused_after_the_submission(client, cast, joint):
    actions.submit(joint, by=cast.member)
    client.force_login(cast.colleague)
    assert client.post(url(joint)).status_code == 409
    assert CoSponsor.objects.get().verdict == "confirmed"
