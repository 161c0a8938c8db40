"""立案."""

import pytest

from proposals.committee.models import Topic
from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.submission.models import Proposal, Ruling
from tests.factories import make_cast, submitted

from . import deciding
from .crowd import post_at_once
from .deciding import url

S = ProposalStatus


@pytest.fixture
def topic(cast):
    return {"topic": Topic.objects.filter(committee=cast.committee).last().pk}


def test_register_gives_the_number_and_queues_for_handing_over(client, cast, topic):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("register", proposal), topic)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome, proposal.case_number) == (S.REGISTERED, "registered", "0001")
    assert proposal.topic_id == topic["topic"]
    assert [duty.kind for duty in Duty.objects.open().of_case(proposal.pk)] == ["hand_over"]
    assert Notice.objects.get(recipient=cast.member, subject__startswith="已立案").body == (
        "案号第0001号，将交有关单位办理。"
    )


def test_register_goes_on_to_the_next_one(client, cast, topic):
    deciding.goes_on_to_the_next_one(client, cast, "register", topic)


def test_register_says_what_was_done(client, cast, topic):
    client.force_login(cast.reviewer)
    page = client.post(url("register", submitted(cast)), topic, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "立案：第0001号《关于建立青稞良种繁育基地的提案》"
    ]


def test_register_without_a_topic_is_refused(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("register", proposal), {"topic": ""})
    assert (page.status_code, page.context["form"].errors["topic"]) == (422, ["请选择内容分类再立案。"])
    proposal.refresh_from_db()
    assert (proposal.status, proposal.case_number) == (S.SUBMITTED, "")


def test_register_twice_is_one_registration(client, cast, topic):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert [client.post(url("register", proposal), topic).status_code for _ in range(2)] == [302, 409]
    assert Ruling.objects.filter(proposal=proposal).count() == 1


def test_register_is_the_offices_alone(client, cast, topic):
    deciding.is_the_offices_alone(client, cast, "register", topic)


def test_register_get_changes_nothing(client, cast, topic):
    deciding.get_changes_nothing(client, cast, "register", topic)


@pytest.mark.parametrize("status", [S.SENT_BACK, S.DECLINED, S.PASSED_ON, S.MERGED, S.HANDED_OVER])
def test_register_is_refused_in_any_other_status(client, cast, topic, status):
    deciding.is_refused_at(client, cast, "register", topic, status)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_register_fifty_at_once_gives_fifty_consecutive_numbers(client):
    cast = make_cast()
    proposals = [submitted(cast, title=f"关于第{n}件事的提案") for n in range(50)]
    client.force_login(cast.reviewer)
    topic = {"topic": Topic.objects.filter(committee=cast.committee).first().pk}
    answers = post_at_once(client, [(url("register", proposal), topic) for proposal in proposals])
    numbers = sorted(Proposal.objects.values_list("case_number", flat=True))
    assert {page.status_code for page in answers} == {302}
    assert numbers == [f"{n:04d}" for n in range(1, 51)]
