"""What may happen next. The legal moves are written down here by hand, status by status; every other pair of a
status and an action is generated and must be refused."""

from itertools import product
from types import SimpleNamespace

import pytest

from proposals import lifecycle, permissions
from proposals.lifecycle import (
    ASSIGNMENT_MOVES,
    ENDED_ASSIGNMENT,
    OUTCOME_OF,
    PROPOSAL_MOVES,
    UNRECEIVED,
    Action,
    AssignmentStatus,
    IllegalMove,
    Outcome,
    ProposalStatus,
    Refusal,
)

#: status -> "action" (recorded, the status stays) or "action>new status"
PROPOSAL = {
    "draft": (
        "edit invite confirm decline_invitation expire_invitation cancel_invitation leave seal submit>submitted"
        " discard>discarded"
    ),
    "discarded": "",
    "submitted": (
        "expire_invitation recommend prepare drop_prepared note send_back>sent_back register>registered"
        " decline>declined pass_on>passed_on merge>merged mark_key classify"
        " ask_withdrawal withdraw>withdrawn refuse_withdrawal"
    ),
    "sent_back": "edit seal submit>submitted note ask_withdrawal withdraw>withdrawn refuse_withdrawal",
    "declined": "note reopen>submitted",
    "passed_on": (
        "note reopen>submitted renumber classify ask_withdrawal withdraw>withdrawn refuse_withdrawal"
        " hand_over>handed_over instruct"
    ),
    "merged": "note unmerge>submitted",
    "withdrawn": "note reopen>submitted",
    "registered": (
        "note merge>merged reopen>submitted renumber mark_key classify ask_withdrawal withdraw>withdrawn"
        " refuse_withdrawal hand_over>handed_over instruct"
    ),
    "handed_over": (
        "note mark_key classify ask_withdrawal withdraw>withdrawn refuse_withdrawal reassign instruct answer>responded"
    ),
    "responded": "note mark_key classify instruct rehandle>rehandling close>closed",
    "rehandling": "note mark_key classify instruct answer>responded",
    "closed": "note",
}

ASSIGNMENT = {
    "pending": "accept>accepted return_>return_asked reveal_contact urge cancel>cancelled",
    "return_asked": "approve_return>returned refuse_return>pending cancel>cancelled",
    "returned": "",
    "accepted": (
        "ask_extension approve_extension refuse_extension reveal_contact consult urge give_opinion>opined"
        " waive_opinions draft_response send_for_sign_off>signing submit_response>checking rate report_progress"
        " cancel>cancelled"
    ),
    "signing": (
        "ask_extension approve_extension refuse_extension reveal_contact consult urge waive_opinions sign_off>checking"
        " refuse_sign_off>accepted rate report_progress cancel>cancelled"
    ),
    "checking": (
        "approve_extension refuse_extension reveal_contact consult urge send_back_response>accepted correct_class"
        " deliver>responded rate report_progress cancel>cancelled"
    ),
    "responded": "reveal_contact consult rate close_round rehandle>accepted report_progress",
    "opined": "consult cancel>cancelled",
    "cancelled": "",
}

TABLES = [(PROPOSAL, PROPOSAL_MOVES, ProposalStatus), (ASSIGNMENT, ASSIGNMENT_MOVES, AssignmentStatus)]


def legal(table, status):
    """{action: status it leads to} of one hand-written row."""
    moves = {}
    for word in table[status].split():
        action, _arrow, to = word.partition(">")
        moves[action] = to or status
    return moves


def thing(moves, statuses, status):
    return SimpleNamespace(moves=moves, status=status, get_status_display=lambda: statuses(status).label)


PAIRS = [
    pytest.param(table, moves, statuses, status, action, id=f"{statuses.__name__}-{status}-{action}")
    for table, moves, statuses in TABLES
    for status, action in product(statuses.values, Action.values)
]


@pytest.mark.parametrize(("table", "moves", "statuses", "status", "action"), PAIRS)
def test_every_pair_is_legal_as_written_or_refused(table, moves, statuses, status, action):
    obj = thing(moves, statuses, status)
    expected = legal(table, status)
    if action in expected:
        assert lifecycle.target(obj, Action(action)) == expected[action]
    else:
        with pytest.raises(IllegalMove) as refusal:
            lifecycle.target(obj, Action(action))
        words = {"status": statuses(status).label, "action": Action(action).label}
        assert str(refusal.value.sentence) == "现在的状态是“{status}”，不能{action}。".format(**words)
        assert obj.status == status


@pytest.mark.parametrize(
    ("table", "moves", "statuses", "status"),
    [(table, moves, statuses, status) for table, moves, statuses in TABLES for status in statuses.values],
)
def test_available_lists_exactly_the_legal_actions_in_the_order_of_the_table(table, moves, statuses, status):
    found = lifecycle.available(thing(moves, statuses, status))
    order = [move.action for move in moves]
    assert set(found) == set(legal(table, status))
    assert found == sorted(found, key=order.index)


def test_the_written_tables_know_every_status():
    assert list(PROPOSAL) == ProposalStatus.values
    assert list(ASSIGNMENT) == AssignmentStatus.values


def test_one_row_per_action_in_a_table():
    for moves in (PROPOSAL_MOVES, ASSIGNMENT_MOVES):
        actions = [move.action for move in moves]
        assert len(actions) == len(set(actions))


def test_every_action_stands_in_a_table_and_knows_who_may():
    moved = {move.action for move in (*PROPOSAL_MOVES, *ASSIGNMENT_MOVES)}
    assert set(Action) - moved == {Action.IMPORT_RECORD}  # enters with its status, there is none to leave
    assert set(permissions.WHO_MAY) == set(Action)


def test_every_status_but_the_first_can_be_entered():
    for moves, statuses, first in [
        (PROPOSAL_MOVES, ProposalStatus, ProposalStatus.DRAFT),
        (ASSIGNMENT_MOVES, AssignmentStatus, AssignmentStatus.PENDING),
    ]:
        entered = {move.target for move in moves if move.target}
        assert set(statuses) - entered - {first} == set()


def test_every_ruling_has_its_outcome():
    assert OUTCOME_OF == {
        Action.REGISTER: Outcome.REGISTERED,
        Action.MERGE: Outcome.MERGED,
        Action.PASS_ON: Outcome.PASSED_ON,
        Action.DECLINE: Outcome.DECLINED,
        Action.WITHDRAW: Outcome.WITHDRAWN,
    }
    assert set(OUTCOME_OF.values()) == set(Outcome)
    targets = {move.action: move.target for move in PROPOSAL_MOVES}
    assert {targets[action] for action in OUTCOME_OF} == {outcome.value for outcome in Outcome}


def test_ended_assignments_and_unreceived_proposals():
    assert ENDED_ASSIGNMENT == {AssignmentStatus.RETURNED, AssignmentStatus.CANCELLED}
    assert UNRECEIVED == {ProposalStatus.DRAFT, ProposalStatus.DISCARDED}
    for status in ENDED_ASSIGNMENT:
        assert ASSIGNMENT[status] == ""


def test_a_refusal_carries_its_sentence_and_field():
    refusal = Refusal("请写明理由。", field="reason")
    assert (refusal.sentence, refusal.field, str(refusal)) == ("请写明理由。", "reason", "请写明理由。")
    assert Refusal("不行。").field == ""
    assert issubclass(IllegalMove, Refusal)


def test_every_label_is_chinese():
    for choices in (ProposalStatus, AssignmentStatus, Outcome, Action):
        for member in choices:
            assert all("\u4e00" <= letter <= "\u9fff" for letter in str(member.label)), member
