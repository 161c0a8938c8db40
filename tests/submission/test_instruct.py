"""A leader leaves an instruction."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.trail.models import Event
from tests.factories import proposal_at, registered

S = ProposalStatus
WORDS = {"note": "请抓紧办理。"}


def url(proposal):
    return reverse("submission:instruct", args=[proposal.pk])


def instructions(proposal):
    return [event.note for event in Event.objects.of_case(proposal.pk) if event.action == "instruct"]


def test_instruct_stands_in_the_trail_and_tells_the_office(client, cast):
    proposal = registered(cast)
    client.force_login(cast.leader)
    assert client.post(url(proposal), WORDS).url == proposal.get_absolute_url()
    assert instructions(proposal) == ["请抓紧办理。"]
    assert Notice.objects.filter(recipient=cast.reviewer, subject__startswith="领导批示").count() == 1


def test_instruct_needs_words(client, cast):
    proposal = registered(cast)
    client.force_login(cast.leader)
    assert client.post(url(proposal), {"note": " "}).status_code == 422
    assert instructions(proposal) == []


def test_instruct_get_changes_nothing(client, cast):
    proposal = registered(cast)
    client.force_login(cast.leader)
    assert client.get(url(proposal), WORDS).status_code == 200
    assert instructions(proposal) == []


def test_instruct_is_the_leaders_alone(client, cast):
    proposal = registered(cast)
    for user, status in [(cast.stranger, 404), (cast.member, 403), (cast.reviewer, 403)]:
        client.force_login(user)
        assert client.post(url(proposal), WORDS).status_code == status
    assert instructions(proposal) == []


@pytest.mark.parametrize("status", [S.SUBMITTED, S.DECLINED, S.MERGED, S.CLOSED])
def test_instruct_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.leader)
    assert client.post(url(proposal), WORDS).status_code == 409
    assert instructions(proposal) == []
