"""重点提案: made and unmade with a reason."""

import pytest

from proposals.lifecycle import Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.submission.models import Proposal
from proposals.trail.models import Event
from tests.factories import proposal_at, registered, submitted

from .deciding import url

S = ProposalStatus
YES = {"wanted": "yes", "note": "主席会议确定。"}
NO = {"wanted": "no", "note": "改由专委会跟踪。"}


def is_key(proposal):
    return Proposal.objects.get(pk=proposal.pk).is_key


def test_mark_key_is_recorded_and_told_to_the_proposer(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("mark_key", proposal), YES, follow=True)
    event = Event.objects.get(action=Action.MARK_KEY)
    assert (is_key(proposal), event.data, event.note) == (True, {"is_key": True}, "主席会议确定。")
    assert Notice.objects.filter(recipient=cast.member).latest("created_at").subject == (
        "已列为重点提案：关于建立青稞良种繁育基地的提案"
    )
    assert [str(message) for message in page.context["messages"]] == ["已确定为重点提案，提案者会收到通知。"]
    assert "提案委确定为重点提案" in page.content.decode()


def test_mark_key_can_be_taken_back(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    client.post(url("mark_key", proposal), YES)
    assert client.get(url("mark_key", proposal)).context["form"]["wanted"].value() == "no"
    client.post(url("mark_key", proposal), NO)
    assert is_key(proposal) is False
    assert Event.objects.filter(action=Action.MARK_KEY).latest("seq").data == {"is_key": False}


def test_mark_key_without_a_reason_is_refused(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("mark_key", proposal), {"wanted": "yes", "note": " "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    assert is_key(proposal) is False


def test_mark_key_twice_is_one_mark(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    answers = [client.post(url("mark_key", proposal), YES) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert answers[1].context["form"].non_field_errors() == ["这件已经是重点提案。"]
    assert Event.objects.filter(action=Action.MARK_KEY).count() == 1


def test_mark_key_reason_is_for_the_office_alone(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    client.post(url("mark_key", proposal), YES)
    seen = {}
    for who in ("reviewer", "member", "leader"):
        client.force_login(getattr(cast, who))
        seen[who] = "主席会议确定。" in client.get(proposal.get_absolute_url()).content.decode()
    assert seen == {"reviewer": True, "member": False, "leader": False}


def test_mark_key_is_the_offices_alone(client, cast):
    proposal = submitted(cast)
    for user, status in [(cast.stranger, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url("mark_key", proposal)).status_code == status
        assert client.post(url("mark_key", proposal), YES).status_code == status
    assert is_key(proposal) is False


def test_mark_key_get_changes_nothing(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    assert client.get(url("mark_key", proposal), YES).status_code == 200
    assert is_key(proposal) is False


@pytest.mark.parametrize("status", [S.SENT_BACK, S.DECLINED, S.PASSED_ON, S.WITHDRAWN, S.CLOSED])
def test_mark_key_is_refused_in_any_other_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.reviewer)
    assert client.post(url("mark_key", proposal), YES).status_code == 409
    assert is_key(proposal) is False
