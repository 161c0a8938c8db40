"""退回修改."""

import pytest
from django.urls import reverse

from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from tests.factories import submitted

from . import deciding
from .deciding import url

S = ProposalStatus
WORDS = {"note": "一事一案，请分成两件。"}


def test_send_back_asks_the_proposer_to_revise(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("send_back", proposal), WORDS)
    proposal.refresh_from_db()
    duty = Duty.objects.open().of_case(proposal.pk).get()
    edit = reverse("submission:edit", args=[proposal.pk])
    assert (proposal.status, proposal.outcome) == (S.SENT_BACK, "")
    assert (duty.kind, duty.holder, duty.path) == ("revise", f"user:{cast.member.pk}", edit)
    told = Notice.objects.get(recipient=cast.member, subject__startswith="退回修改")
    assert (told.body, told.path) == (WORDS["note"], edit)


def test_send_back_needs_words(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), {"note": "　"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_send_back_goes_on_to_the_next_one(client, cast):
    deciding.goes_on_to_the_next_one(client, cast, "send_back", WORDS)


def test_send_back_is_the_offices_alone(client, cast):
    deciding.is_the_offices_alone(client, cast, "send_back", WORDS)


def test_send_back_get_changes_nothing(client, cast):
    deciding.get_changes_nothing(client, cast, "send_back", WORDS)


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.DECLINED, S.HANDED_OVER])
def test_send_back_is_refused_in_any_other_status(client, cast, status):
    deciding.is_refused_at(client, cast, "send_back", WORDS, status)
