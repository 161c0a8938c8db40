"""撤销并案."""

import pytest

from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import CaseAccess, Proposal, Ruling
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import Assignment, Share, assignment, at, draft, registered, submitted

from . import deciding
from .deciding import url

S = ProposalStatus
WORDS = {"note": "两件不是一回事。"}


@pytest.fixture
def main(cast):
    return registered(cast, by=cast.stranger, title="关于青稞良种的提案")


def merged(cast, main, by=None, make=registered):
    proposal = make(cast, by=by or cast.member, title="关于青稞加工的提案")
    return actions.merge(proposal, by=cast.reviewer, into=main, now=at("2022-03-02"))


def post(client, cast, proposal, data=WORDS):
    client.force_login(cast.reviewer)
    return client.post(url("unmerge", proposal), data)


def sees(user, case):
    return Proposal.objects.visible_to(user).filter(pk=case.pk).exists()


def test_unmerge_puts_the_case_back_before_the_office(client, cast, main):
    proposal = merged(cast, main)
    assert post(client, cast, proposal).url == url("examine", proposal)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome, proposal.merged_into, proposal.case_number) == (
        S.SUBMITTED, "", None, "0002",
    )  # fmt: skip
    assert [duty.kind for duty in Duty.objects.open().of_case(proposal.pk)] == ["review"]
    assert not Ruling.objects.standing().filter(proposal=proposal).exists()
    assert list(trail.verify()) == []


def test_unmerge_tells_its_people_why_and_the_main_case_remembers(client, cast, main):
    proposal = merged(cast, main)
    post(client, cast, proposal)
    told = Notice.objects.get(subject__startswith="已撤销并案")
    assert (told.recipient, told.body) == (cast.member, "不再并入第0001号，恢复单独审查。两件不是一回事。")
    note = Event.objects.acts(main.pk, Action.NOTE).get()
    assert note.note == "第0002号《关于青稞加工的提案》不再并入本案：两件不是一回事。"
    client.force_login(cast.member)
    assert "提案委撤销并案，恢复为待审查" in client.get(proposal.get_absolute_url()).content.decode()


def test_unmerge_keeps_the_number_for_the_next_registration(client, cast, main):
    proposal = merged(cast, main)
    post(client, cast, proposal)
    assert registered(cast, title="后来的").case_number == "0003"
    assert actions.register(proposal, by=cast.reviewer).case_number == "0002"


def test_unmerge_of_one_never_numbered_gives_the_next_number(client, cast, main):
    proposal = merged(cast, main, make=submitted)
    post(client, cast, proposal)
    assert actions.register(proposal, by=cast.reviewer).case_number == "0002"


def test_unmerge_ends_the_sight_of_the_main_case(client, cast, main):
    proposal = merged(cast, main)
    assert sees(cast.member, main)
    post(client, cast, proposal)
    assert not sees(cast.member, main)
    assert sees(cast.member, proposal) and sees(cast.stranger, main)


def test_unmerge_leaves_the_sight_of_whoever_has_another_right(client, cast, main):
    """The same person has two cases in the main one, or co-sponsors the main case itself."""
    first, second = merged(cast, main), merged(cast, main)
    post(client, cast, first)
    assert sees(cast.member, main)
    post(client, cast, second)
    assert not sees(cast.member, main)
    joint = draft(cast, by=cast.stranger, now=at("2022-02-10"))
    (row,) = actions.invite(joint, members=[cast.member], by=cast.stranger, now=at("2022-02-10"))
    actions.confirm(row, by=cast.member, now=at("2022-02-10"))
    joint = actions.register(actions.submit(joint, by=cast.stranger), by=cast.reviewer)
    third = merged(cast, joint)
    post(client, cast, third)
    assert sees(cast.member, joint)


def test_unmerge_of_a_group_and_of_co_sponsors(client, cast, main):
    joint = draft(cast, now=at("2022-02-10"))
    (row,) = actions.invite(joint, members=[cast.colleague], by=cast.member, now=at("2022-02-10"))
    actions.confirm(row, by=cast.colleague, now=at("2022-02-10"))
    joint = actions.submit(joint, by=cast.member, now=at("2022-02-10"))
    group = merged(cast, main, by=cast.group_account, make=submitted)
    actions.merge(joint, by=cast.reviewer, into=main, now=at("2022-03-02"))
    assert all(sees(user, main) for user in (cast.member, cast.colleague, cast.group_account))
    post(client, cast, joint)
    assert [sees(user, main) for user in (cast.member, cast.colleague, cast.group_account)] == [False, False, True]
    post(client, cast, group)
    assert not CaseAccess.objects.filter(proposal=main, why=CaseAccess.Why.MERGED).exists()


def test_unmerge_needs_words(client, cast, main):
    proposal = merged(cast, main)
    page = post(client, cast, proposal, {"note": "　"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    proposal.refresh_from_db()
    assert proposal.status == S.MERGED


def test_unmerge_after_the_main_case_was_handed_over_is_refused(client, cast, main):
    proposal = merged(cast, main)
    assignment.hand_over(main, shares=[Share(cast.unit, Assignment.Kind.SOLE)], by=cast.chief_coordinator)
    page = post(client, cast, proposal)
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, ["主案已经交办，不能再撤销并案。"])
    proposal.refresh_from_db()
    assert (proposal.status, proposal.merged_into) == (S.MERGED, main)
    assert "撤销并案…" not in client.get(url("examine", proposal)).content.decode()


def test_unmerge_twice_is_one(client, cast, main):
    proposal = merged(cast, main)
    assert [post(client, cast, proposal).status_code for _ in range(2)] == [302, 409]
    assert Event.objects.filter(case=proposal.pk, action="unmerge").count() == 1


def test_unmerge_is_the_offices_alone(client, cast, main):
    proposal = merged(cast, main)
    for user, status in [(cast.colleague, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url("unmerge", proposal)).status_code == status
        assert client.post(url("unmerge", proposal), WORDS).status_code == status
    proposal.refresh_from_db()
    assert proposal.status == S.MERGED


def test_unmerge_get_changes_nothing(client, cast, main):
    proposal = merged(cast, main)
    client.force_login(cast.reviewer)
    page = client.get(url("unmerge", proposal), WORDS)
    assert page.status_code == 200 and "关于青稞良种的提案" in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.status == S.MERGED


@pytest.mark.parametrize("status", [S.SUBMITTED, S.REGISTERED, S.DECLINED, S.HANDED_OVER])
def test_unmerge_is_refused_in_any_other_status(client, cast, status):
    deciding.is_refused_at(client, cast, "unmerge", WORDS, status)


def test_merging_again_after_unmerging_shares_the_main_case_again(cast, main):
    proposal = merged(cast, main)
    actions.unmerge(proposal, by=cast.reviewer, note="不是一回事。")
    assert actions.merge(proposal, by=cast.reviewer, into=main).case_number == "0002"
    assert sees(cast.member, main)
    assert Proposal.objects.get(pk=main.pk).status == S.REGISTERED
