"""The buttons of a proposal's page are exactly what the person may do now, and each leads to its page."""

import pytest
from django.urls import resolve, reverse

from proposals.accounts.models import User
from proposals.assignment import actions as assignment
from proposals.lifecycle import Action, AssignmentStatus, ProposalStatus
from proposals.permissions import WHO_MAY, allowed_actions, nobody
from proposals.submission import actions as submission
from proposals.tracking.buttons import ACTION_PAGES, LABELS
from proposals.tracking.dossier import Dossier
from tests import factories

PEOPLE = [
    "member", "colleague", "group_account", "reviewer", "coordinator", "chief_coordinator", "handler", "other_handler",
    "unit_leader", "leader",
]  # fmt: skip


#: what the office may do with a case as long as it is under way
DESK = ["内部备注", "重点提案", "调整分类"]


def test_every_action_a_person_may_take_has_a_page():
    assert set(ACTION_PAGES) == {action for action in Action if WHO_MAY[action] is not nobody}


def test_every_page_has_a_word_and_an_address():
    assert set(LABELS) == set(ACTION_PAGES.values())
    some = "11111111-1111-4111-8111-111111111111"
    for page in LABELS:
        assert reverse(page, args=[] if page in ("followup:ledger", "submission:numbering") else [some])


def drawn(user, proposal, now="2022-03-16"):
    """{address: label} of the buttons; at most one is the main one."""
    from proposals.submission.models import Proposal

    visible = Proposal.objects.visible_to(user).filter(pk=proposal.pk).first()
    if visible is None:
        return {}
    found = Dossier(visible, user, factories.at(now)).buttons
    assert sum(button.main for button in found) <= 1
    return {button.url: str(button.label) for button in found}


def walk(client, cast, proposal, on):
    """Every button of everybody opens its page, and every page drawn is one of an allowed action."""
    if cast.unit_leader is None:
        factories.add_unit_leader(cast)
    for who in PEOPLE:
        user = User.objects.get(pk=getattr(cast, who).pk)
        client.force_login(user)
        buttons = drawn(user, proposal)
        allowed = {ACTION_PAGES[action] for obj in (proposal, *proposal.assignments.all()) for action in
                   allowed_actions(user, obj)}  # fmt: skip
        for url, label in buttons.items():
            assert client.get(url).status_code == 200, (who, label, url)
            assert f"{resolve(url).view_name}" in allowed, (who, label)


@pytest.mark.parametrize("status", list(ProposalStatus))
def test_buttons_open_their_pages_in_every_status_of_a_proposal(client, cast, on, status):
    on("2022-03-16")
    walk(client, cast, factories.proposal_at(status, cast), on)


@pytest.mark.parametrize("status", list(AssignmentStatus))
def test_buttons_open_their_pages_in_every_status_of_an_assignment(client, cast, on, status):
    on("2022-03-18")
    walk(client, cast, factories.assignment_at(status, cast).proposal, on)


def labels(user, proposal, now="2022-03-16"):
    return list(drawn(User.objects.get(pk=user.pk), proposal, now).values())


def test_buttons_of_each_person_while_a_unit_is_to_accept(cast):
    proposal = factories.handed_over(cast)
    assert labels(cast.member, proposal) == ["申请撤案"]
    assert labels(cast.handler, proposal) == ["签收", "联系提案者", "申请退回"]
    assert labels(cast.coordinator, proposal) == ["联系提案者", "催办"]
    assert labels(cast.leader, proposal) == ["批示"]
    assert labels(cast.reviewer, proposal) == DESK
    assert labels(cast.other_handler, proposal) == []


def test_buttons_leave_out_what_cannot_succeed(cast):
    proposal = factories.handed_over(cast)
    assert labels(cast.handler, proposal, "2022-03-23") == ["签收", "联系提案者"]  # the return window ended on 03-22
    submission.ask_withdrawal(proposal, by=cast.member, reason="已经解决。", now=factories.at("2022-03-16"))
    assert labels(cast.member, proposal) == []
    assert labels(cast.reviewer, proposal) == ["审定撤案申请", *DESK]
    factories.accept_all(proposal, cast)
    assert labels(cast.handler, proposal, "2022-05-01") == ["记录沟通", "起草答复", "申请延期", "联系提案者"]
    assert labels(cast.handler, proposal, "2022-06-17") == [
        "记录沟通",
        "起草答复",
        "联系提案者",
    ]  # no extension after the due date


def test_buttons_of_the_exceptions_are_drawn_only_while_they_may_succeed(cast):
    merged = factories.proposal_at(ProposalStatus.MERGED, cast)
    main = merged.merged_into
    assert labels(cast.reviewer, merged) == ["内部备注", "撤销并案"]
    assert "重新审查" not in labels(cast.reviewer, main)  # another case stands with it
    submission.unmerge(merged, by=cast.reviewer, note="不是一回事。")
    main.refresh_from_db()
    assert "重新审查" in labels(cast.reviewer, main)
    handed = factories.handed_over(cast)
    submission.ask_withdrawal(handed, by=cast.member, reason="已经解决。", now=factories.at("2022-03-16"))
    assignment.withdraw(handed, by=cast.reviewer, now=factories.at("2022-03-17"))
    assert labels(cast.reviewer, handed) == ["内部备注"]
    assert labels(cast.reviewer, factories.proposal_at(ProposalStatus.DECLINED, cast)) == ["内部备注", "重新审查"]


def test_buttons_put_the_most_urgent_duty_first(cast):
    proposal, _round = factories.answered(cast)
    assert labels(cast.member, proposal, "2022-05-20") == ["评议"]
    draft = factories.draft(cast)
    assert labels(cast.member, draft) == ["修改", "邀请联名", "核对并提交", "删除草稿"]
    group = factories.draft(cast, by=cast.group_account)
    assert "邀请联名" not in labels(cast.group_account, group)


def test_buttons_name_the_unit_when_there_are_several(cast):
    from proposals.assignment.actions import Share

    shares = [Share(cast.unit, "lead"), Share(cast.other_unit, "co_handler")]
    proposal = factories.handed_over(cast, shares=shares)
    found = Dossier(proposal, User.objects.get(pk=cast.coordinator.pk), factories.at("2022-03-16")).buttons
    assert sorted((str(button.label), button.about) for button in found) == [
        ("催办", "市农业农村局"), ("催办", "市财政局"), ("联系提案者", "市农业农村局"), ("联系提案者", "市财政局"),
    ]  # fmt: skip
