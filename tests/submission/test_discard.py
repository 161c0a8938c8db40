"""Throwing a draft away."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from tests.factories import draft, proposal_at

S = ProposalStatus


def url(proposal):
    return reverse("submission:discard", args=[proposal.pk])


def test_discard_ends_the_draft_and_its_invitations(client, cast):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    client.force_login(cast.member)
    page = client.post(url(proposal))
    proposal.refresh_from_db()
    row.refresh_from_db()
    assert (page.url, proposal.status, row.verdict) == (reverse("tracking:home"), S.DISCARDED, "unconfirmed")


def test_discard_get_only_asks(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal)).status_code == 200
    proposal.refresh_from_db()
    assert proposal.status == S.DRAFT


def test_discard_is_hidden_from_strangers_and_refused_to_the_invited(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    for user, status in [(cast.stranger, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.post(url(proposal)).status_code == status


@pytest.mark.parametrize("status", [S.DISCARDED, S.SUBMITTED, S.SENT_BACK, S.REGISTERED])
def test_discard_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert client.post(url(proposal)).status_code == 409
    proposal.refresh_from_db()
    assert proposal.status == status
