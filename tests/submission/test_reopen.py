"""重新审查: the logged exception."""

import pytest

from proposals.assignment import actions as assignment
from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import Proposal, RetiredNumber
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import at, handed_over, proposal_at, registered, submitted

from . import deciding
from .deciding import url

S = ProposalStatus
WORDS = {"note": "提案者补充了材料。"}
RULED = [S.DECLINED, S.PASSED_ON, S.WITHDRAWN, S.REGISTERED]


def post(client, cast, proposal, data=WORDS):
    client.force_login(cast.reviewer)
    return client.post(url("reopen", proposal), data)


@pytest.mark.parametrize("status", RULED)
def test_reopen_ends_the_decision_and_asks_the_office_again(client, cast, status):
    proposal = proposal_at(status, cast)
    was = proposal.outcome
    assert post(client, cast, proposal).url == url("examine", proposal)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.SUBMITTED, "")
    assert not proposal.rulings.standing().exists()
    assert [duty.kind for duty in Duty.objects.open().of_case(proposal.pk)] == ["review"]
    event = Event.objects.get(case=proposal.pk, action="reopen")
    assert (event.note, event.data["outcome"], event.from_status) == (WORDS["note"], was, status)
    assert Notice.objects.get(recipient=cast.member, subject__startswith="决定重新审查").body == WORDS["note"]
    assert list(trail.verify()) == []


@pytest.mark.parametrize("status", RULED)
def test_reopen_is_told_in_the_story_and_decided_again(client, cast, status):
    proposal = proposal_at(status, cast)
    post(client, cast, proposal)
    client.force_login(cast.member)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "提案委决定重新审查" in page and WORDS["note"] in page
    actions.pass_on(proposal, by=cast.reviewer, note="属于工作建议。")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.PASSED_ON, "passed_on")


def test_reopen_keeps_the_number_for_the_same_decision(client, cast):
    proposal = registered(cast)
    post(client, cast, proposal)
    assert registered(cast, title="后来的").case_number == "0002"
    assert actions.register(proposal, by=cast.reviewer).case_number == "0001"
    assert RetiredNumber.objects.count() == 0


def test_reopen_and_decide_otherwise_gives_the_old_number_up_for_ever(client, cast):
    proposal = proposal_at(S.PASSED_ON, cast)
    post(client, cast, proposal)
    actions.register(proposal, by=cast.reviewer)
    proposal.refresh_from_db()
    retired = RetiredNumber.objects.get()
    assert (proposal.series, proposal.case_number) == ("case", "0001")
    assert (retired.series, retired.case_number, retired.proposal) == ("opinion", "意0001", proposal)
    later = actions.pass_on(submitted(cast, title="后来的"), by=cast.reviewer, note="属于工作建议。")
    assert later.case_number == "意0002"


def test_reopen_back_and_forth_never_repeats_a_number(client, cast):
    proposal = registered(cast)
    seen = [proposal.case_number]
    for n in range(4):
        actions.reopen(proposal, by=cast.reviewer, note="再看。")
        act = actions.register if n % 2 else actions.pass_on
        seen.append(act(proposal, by=cast.reviewer, note="再定。").case_number)
    assert seen == ["0001", "意0001", "0002", "意0002", "0003"]


def test_reopen_keeps_the_number_in_the_story_of_each_decision(client, cast):
    proposal = proposal_at(S.PASSED_ON, cast)
    actions.reopen(proposal, by=cast.reviewer, note="再看。")
    actions.register(proposal, by=cast.reviewer)
    client.force_login(cast.member)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "提案委转为意见建议，编号意见第0001号" in page
    assert "提案委立案，案号第0001号" in page


def test_reopen_voids_the_handing_over(client, cast):
    proposal = registered(cast)
    post(client, cast, proposal)
    duty = Duty.objects.get(kind=Duty.Kind.HAND_OVER)
    assert (duty.done_at, bool(duty.void_at)) == (None, True)
    with pytest.raises(actions_refusal()):
        assignment.hand_over(proposal, shares=[], by=cast.chief_coordinator)


def actions_refusal():
    from proposals.lifecycle import IllegalMove

    return IllegalMove


def test_reopen_needs_words(client, cast):
    proposal = registered(cast)
    page = post(client, cast, proposal, {"note": " "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.REGISTERED, "registered")


def test_reopen_after_handing_over_is_refused(client, cast):
    proposal = handed_over(cast)
    assert post(client, cast, proposal).status_code == 409
    actions.ask_withdrawal(proposal, by=cast.member, reason="已经解决。", now=at("2022-04-01"))
    assignment.withdraw(proposal, by=cast.reviewer, now=at("2022-04-02"))
    page = post(client, cast, proposal)
    assert page.context["form"].non_field_errors() == ["这件提案已经交办过，不能重新审查。"]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.WITHDRAWN, "withdrawn")


def test_reopen_a_main_case_is_refused(client, cast):
    main = registered(cast)
    actions.merge(submitted(cast, title="并入的"), by=cast.reviewer, into=main)
    page = post(client, cast, main)
    assert page.context["form"].non_field_errors() == ["已有提案并入这一件，请先撤销并案。"]
    main.refresh_from_db()
    assert main.status == S.REGISTERED


def test_reopen_with_an_open_request_to_withdraw_leaves_it_to_be_decided(client, cast):
    proposal = actions.ask_withdrawal(registered(cast), by=cast.member, reason="已经解决。")
    post(client, cast, proposal)
    kinds = Duty.objects.open().of_case(proposal.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["decide_withdrawal", "review"]
    assert assignment.withdraw(proposal, by=cast.reviewer).status == S.WITHDRAWN


def test_reopen_twice_is_one(client, cast):
    proposal = registered(cast)
    assert [post(client, cast, proposal).status_code for _ in range(2)] == [302, 409]
    assert Event.objects.filter(action="reopen").count() == 1


def test_reopen_is_the_offices_alone(client, cast):
    proposal = proposal_at(S.DECLINED, cast)
    for user, status in [(cast.stranger, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url("reopen", proposal)).status_code == status
        assert client.post(url("reopen", proposal), WORDS).status_code == status
    proposal.refresh_from_db()
    assert proposal.status == S.DECLINED


def test_reopen_get_changes_nothing(client, cast):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    assert client.get(url("reopen", proposal), WORDS).status_code == 200
    proposal.refresh_from_db()
    assert proposal.status == S.REGISTERED


@pytest.mark.parametrize("status", [S.SUBMITTED, S.SENT_BACK, S.MERGED, S.HANDED_OVER])
def test_reopen_is_refused_in_any_other_status(client, cast, status):
    deciding.is_refused_at(client, cast, "reopen", WORDS, status)


def test_reopen_gives_the_coordinators_nothing_to_hand_over(cast):
    proposal = registered(cast)
    actions.reopen(proposal, by=cast.reviewer, note="再看。")
    assert not Proposal.objects.visible_to(cast.chief_coordinator).filter(pk=proposal.pk).exists()
    assert not Proposal.objects.to_hand_over(cast.committee).exists()
