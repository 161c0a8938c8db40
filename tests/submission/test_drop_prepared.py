"""撤销拟定."""

import pytest

from proposals.lifecycle import Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.trail.models import Event
from tests.factories import proposal_at, submitted

from .deciding import url

S = ProposalStatus


def prepared(cast):
    proposal = submitted(cast)
    actions.prepare(proposal, by=cast.reviewer, action=Action.PASS_ON, note="属于工作建议。")
    return proposal


def test_drop_prepared_leaves_the_case_waiting_and_tells_nobody(client, cast):
    proposal, before = prepared(cast), Notice.objects.count()
    client.force_login(cast.reviewer)
    assert client.post(url("drop_prepared", proposal)).url == url("examine", proposal)
    proposal.refresh_from_db()
    row = proposal.prepared.get()
    assert (proposal.status, proposal.prepared.final(), row.released, Notice.objects.count()) == (
        S.SUBMITTED, None, False, before,
    )  # fmt: skip
    assert Event.objects.get(action="drop_prepared").note == "转意见建议：属于工作建议。"


def test_drop_prepared_shows_what_is_dropped_and_get_changes_nothing(client, cast):
    proposal = prepared(cast)
    client.force_login(cast.reviewer)
    assert "转意见建议：属于工作建议。" in client.get(url("drop_prepared", proposal)).content.decode()
    assert proposal.prepared.final() is not None


def test_drop_prepared_twice_is_one(client, cast):
    proposal = prepared(cast)
    client.force_login(cast.reviewer)
    answers = [client.post(url("drop_prepared", proposal)) for _ in range(2)]
    assert [page.status_code for page in answers] == [302, 422]
    assert answers[1].context["form"].non_field_errors() == ["没有拟定的决定可以撤销。"]
    assert Event.objects.filter(action="drop_prepared").count() == 1


def test_drop_prepared_is_the_offices_alone(client, cast):
    proposal = prepared(cast)
    for user, status in [(cast.stranger, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url("drop_prepared", proposal)).status_code == status
        assert client.post(url("drop_prepared", proposal)).status_code == status
    assert proposal.prepared.final() is not None


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.DECLINED, S.HANDED_OVER])
def test_drop_prepared_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.reviewer)
    assert client.post(url("drop_prepared", proposal)).status_code == 409
