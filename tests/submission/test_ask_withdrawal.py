"""The proposer asks to withdraw."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from tests.factories import proposal_at, submitted

S = ProposalStatus
WHY = {"reason": "问题已经解决。"}


def url(proposal):
    return reverse("submission:ask_withdrawal", args=[proposal.pk])


@pytest.mark.parametrize("status", [S.SUBMITTED, S.SENT_BACK, S.REGISTERED, S.PASSED_ON, S.HANDED_OVER])
def test_ask_withdrawal_waits_for_the_office(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), WHY).url == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert (proposal.status, proposal.open_withdrawal().reason) == (status, "问题已经解决。")


def test_ask_withdrawal_twice_is_one_request(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.member)
    client.post(url(proposal), WHY)
    page = client.post(url(proposal), WHY)
    assert page.context["form"].non_field_errors() == ["撤案申请已经提出，请等待提案委审定。"]
    assert proposal.withdrawals.count() == 1


def test_ask_withdrawal_needs_a_reason(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal), {"reason": "  "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert proposal.withdrawals.count() == 0


def test_ask_withdrawal_get_changes_nothing(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal), WHY).status_code == 200
    assert proposal.withdrawals.count() == 0


def test_ask_withdrawal_is_the_proposers_alone(client, cast):
    proposal = submitted(cast)
    for user, status in [(cast.stranger, 404), (cast.reviewer, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.post(url(proposal), WHY).status_code == status
    assert proposal.withdrawals.count() == 0


@pytest.mark.parametrize("status", [S.DRAFT, S.DECLINED, S.MERGED, S.WITHDRAWN, S.RESPONDED])
def test_ask_withdrawal_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    before = proposal.withdrawals.count()
    assert client.post(url(proposal), WHY).status_code == 409
    assert proposal.withdrawals.count() == before
