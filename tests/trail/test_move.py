"""The corridor: who may, from where, and what happens when two people act at once."""

import threading

import pytest
from django.db import connection, transaction

from proposals.lifecycle import Action, AssignmentStatus, IllegalMove, ProposalStatus
from proposals.permissions import NotPermitted
from proposals.submission import actions as submission
from proposals.submission.models import Proposal, Ruling
from proposals.trail import actions as trail
from proposals.trail.actions import StaleMove
from proposals.trail.models import Event
from tests.factories import assignment_at, at, draft, make_cast, registered, submitted


def events_of(proposal):
    return Event.objects.of_case(proposal.pk).count()


def test_move_writes_status_version_companions_and_event(cast):
    row = assignment_at(AssignmentStatus.PENDING, cast)
    version, now = row.version, at("2022-03-16")
    event = trail.move(
        row, Action.ACCEPT, by=cast.handler, note="收到", data={"a": 1}, now=now,
        also={"accepted_at": now, "accepted_by": cast.handler},
    )  # fmt: skip
    assert (row.status, row.version, row.accepted_at) == ("accepted", version + 1, now)
    row.refresh_from_db()
    assert (row.status, row.version, row.accepted_at, row.accepted_by) == ("accepted", version + 1, now, cast.handler)
    assert (event.case, event.subject, event.action, event.note, event.data, event.at) == (
        row.proposal_id, row.pk, "accept", "收到", {"a": 1}, now,
    )  # fmt: skip
    assert (event.from_status, event.to_status, event.by, event.by_role) == (
        "pending", "accepted", cast.handler, "handler",
    )  # fmt: skip


def test_move_refuses_whoever_may_not_and_writes_nothing(cast):
    proposal = submitted(cast)
    for who in (cast.member, cast.leader, cast.handler, cast.coordinator, cast.auditor):
        with pytest.raises(NotPermitted):
            trail.move(proposal, Action.REGISTER, by=who)
    proposal.refresh_from_db()
    assert (proposal.status, events_of(proposal)) == (ProposalStatus.SUBMITTED, 1)


def test_move_refuses_the_wrong_status_and_writes_nothing(cast):
    proposal = registered(cast)
    with pytest.raises(IllegalMove, match="现在的状态是“已立案”，不能立案。"):
        trail.move(proposal, Action.REGISTER, by=cast.reviewer)
    assert events_of(proposal) == 2


def test_move_is_stale_when_the_status_has_changed_underneath(cast):
    mine, theirs = submitted(cast), None
    theirs = Proposal.objects.get(pk=mine.pk)
    trail.move(theirs, Action.SEND_BACK, by=cast.reviewer)
    before = Proposal.objects.filter(pk=mine.pk).values().get()
    with pytest.raises(StaleMove, match="刚才已有人办理了这件提案"):
        trail.move(mine, Action.REGISTER, by=cast.reviewer)
    assert Proposal.objects.filter(pk=mine.pk).values().get() == before
    assert (mine.status, events_of(mine)) == (ProposalStatus.SUBMITTED, 2)


@pytest.mark.parametrize(
    ("action", "status"), [(Action.REGISTER, "submitted"), (Action.SUBMIT, "draft"), (Action.HAND_OVER, "registered")]
)
def test_the_system_moves_only_by_its_own_actions(cast, action, status):
    proposal = {"submitted": submitted, "draft": draft, "registered": registered}[status](cast)
    with pytest.raises(NotPermitted):
        trail.move(proposal, action, by=None)


def test_the_system_answers_and_its_event_names_nobody(cast):
    row = assignment_at(AssignmentStatus.PENDING, cast)
    event = trail.move(row.proposal, Action.ANSWER, by=None)
    assert (event.by, event.by_role, event.to_status) == (None, "", "responded")


def test_record_leaves_the_status_and_refuses_to_change_one(cast):
    proposal = registered(cast)
    event = trail.record(proposal, Action.INSTRUCT, by=cast.leader, note="请抓紧。")
    assert (event.from_status, event.to_status) == ("registered", "registered")
    with pytest.raises(ValueError, match="use move"):
        trail.record(proposal, Action.HAND_OVER, by=cast.chief_coordinator)
    assert events_of(proposal) == 3


def test_enter_is_for_imported_records_only(cast):
    proposal = registered(cast)
    event = trail.enter(proposal, Action.IMPORT_RECORD, note="公开目录")
    assert (event.by, event.from_status, event.to_status) == (None, "", "registered")
    with pytest.raises(NotPermitted):
        trail.enter(proposal, Action.REGISTER)


def test_lock_reads_again_and_needs_a_transaction(cast):
    proposal = submitted(cast)
    Proposal.objects.filter(pk=proposal.pk).update(title="改过的案由")
    with transaction.atomic():
        assert trail.lock(proposal).title == "改过的案由"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
class TestAtOnce:
    """On connections of their own, as two web processes."""

    def act_together(self, *acts):
        ready, outcomes = threading.Barrier(len(acts)), []

        def run(act):
            try:
                ready.wait(10)
                act()
                outcomes.append("done")
            except Exception as trouble:
                outcomes.append(type(trouble).__name__)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return sorted(outcomes)

    def test_lock_without_a_transaction_is_a_mistake(self):
        with pytest.raises(RuntimeError, match="needs a transaction"):
            trail.lock(Proposal())

    def test_two_decisions_at_once_one_wins(self):
        cast = make_cast()
        proposal = submitted(cast)
        outcomes = self.act_together(
            lambda: submission.register(proposal, by=cast.reviewer),
            lambda: submission.pass_on(proposal, by=cast.reviewer, note="转有关单位参考。"),
        )
        assert outcomes == ["IllegalMove", "done"]
        assert Ruling.objects.filter(proposal=proposal).count() == 1
        assert events_of(proposal) == 2
        assert list(trail.verify()) == []

    def test_two_bare_moves_at_once_one_wins(self):
        """Even without the lock the compare-and-set lets only one through."""
        cast = make_cast()
        pk = submitted(cast).pk
        copies = [Proposal.objects.get(pk=pk) for _ in range(4)]
        acts = [lambda copy=copy: transaction.atomic(trail.move)(copy, Action.REGISTER, by=cast.reviewer)
                for copy in copies]  # fmt: skip
        assert self.act_together(*acts) == ["StaleMove", "StaleMove", "StaleMove", "done"]
        assert Event.objects.filter(case=pk, action="register").count() == 1

    def test_parallel_registrations_get_consecutive_numbers(self):
        cast = make_cast()
        waiting = [submitted(cast) for _ in range(6)]
        acts = [lambda one=one: submission.register(one, by=cast.reviewer) for one in waiting]
        assert self.act_together(*acts) == ["done"] * 6
        numbers = Proposal.objects.filter(series="case").order_by("case_seq").values_list("case_number", flat=True)
        assert list(numbers) == ["0001", "0002", "0003", "0004", "0005", "0006"]

    def test_acts_on_one_case_queue_up_and_its_chain_does_not_fork(self):
        cast = make_cast()
        proposal = registered(cast)
        acts = [lambda n=n: submission.instruct(proposal, by=cast.leader, note=f"第{n}条批示") for n in range(5)]
        assert self.act_together(*acts) == ["done"] * 5
        assert list(Event.objects.of_case(proposal.pk).values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
        assert list(trail.verify()) == []
