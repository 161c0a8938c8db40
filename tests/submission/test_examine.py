"""One proposal on the desk of the committee's office."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from tests.factories import draft, proposal_at, submitted

S = ProposalStatus


def url(proposal):
    return reverse("submission:examine", args=[proposal.pk])


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        (S.SUBMITTED, ["pass_on", "merge", "send_back", "decline"]),
        (S.SENT_BACK, []),
        (S.REGISTERED, ["merge"]),
        (S.DECLINED, []),
        (S.HANDED_OVER, []),
    ],
)
def test_examine_offers_what_may_be_done_now(client, cast, status, buttons):
    proposal = proposal_at(status, cast)
    client.force_login(cast.reviewer)
    page = client.get(url(proposal))
    assert page.context["object"] == proposal
    assert [item["url"] for item in page.context["decisions"]] == [
        reverse(f"submission:{name}", args=[proposal.pk]) for name in buttons
    ]
    assert bool(page.context["register"]) == (status == S.SUBMITTED)


def test_examine_hides_drafts(client, cast):
    proposal = draft(cast)
    client.force_login(cast.reviewer)
    assert client.get(url(proposal)).status_code == 404


@pytest.mark.parametrize("who", ["member", "leader", "coordinator"])
def test_examine_is_for_the_committees_office_only(client, cast, who):
    proposal = submitted(cast)
    client.force_login(getattr(cast, who))
    assert client.get(url(proposal)).status_code == 403
