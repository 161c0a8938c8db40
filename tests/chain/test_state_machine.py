"""Random walks of random people against a model: every illegal or forbidden step is refused without a trace, and
after every walk the trail, the duties, the numbers and the report agree with each other."""

import itertools
import random
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from proposals import lifecycle, permissions
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment, Consultation
from proposals.committee.models import DeclineReason, PlenarySession, Topic
from proposals.duties.models import Duty
from proposals.lifecycle import Action, AssignmentStatus, ProposalStatus, Refusal
from proposals.rating import actions as rating
from proposals.rating.models import Rating, Round
from proposals.report.counts import Slice, count
from proposals.response import actions as response
from proposals.submission import actions as submission
from proposals.submission.models import CaseAccess, CoSponsor, PreparedDecision, Proposal, RetiredNumber
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import at, draft, scan, step, write_response

pytestmark = pytest.mark.slow

STEPS = 120
K = Assignment.Kind
RETIRED = RetiredNumber.objects


class Walk:
    """The people, the clock and how each action is done; what is asked for is drawn at random."""

    def __init__(self, cast, seed):
        self.cast, self.dice, self.now = cast, random.Random(seed), at("2022-02-10")
        self.people = [
            cast.member, cast.colleague, cast.reviewer, cast.coordinator, cast.chief_coordinator, cast.handler,
            cast.other_handler, cast.leader, cast.auditor, cast.stranger, cast.group_account,
        ]  # fmt: skip
        self.done = Counter()

    def subjects(self):
        return [*Proposal.objects.all(), *Assignment.objects.select_related("unit", "proposal")]

    def turn(self):
        """One step: somebody tries something."""
        self.now += timedelta(hours=self.dice.choice([1, 5, 30, 200]))
        subjects = [s for s in self.subjects() if any(a in HOW for a in lifecycle.available(s))]
        if len(subjects) < 3 or self.dice.random() < 0.08:
            self.begin()
            return
        subject = self.dice.choice(subjects)
        legal = [a for a in lifecycle.available(subject) if a in HOW]
        action = self.dice.choices(legal, [1 if a in ENDINGS else 8 for a in legal])[0]
        if self.dice.random() < 0.1:
            action = self.dice.choice(list(HOW))
        user = self.dice.choice(self.people)
        if self.dice.random() < 0.9:
            able = [person for person in self.people if self.may(person, action, subject)]
            user = self.dice.choice(able or [user])
        self.attempt(subject, action, user)

    def begin(self):
        """A new draft: a member's, a group's, or one the office types in."""
        cast = self.cast
        members = [cast.member, cast.member, cast.colleague, cast.colleague]
        by = self.dice.choice([*members, cast.group_account, cast.reviewer])
        if by != cast.reviewer:
            draft(cast, by=by, now=self.now)
            return
        proposal = submission.enter(uuid.uuid4(), title="关于水窖的提案", member=cast.member, by=by, now=self.now)
        text = {"situation": "缺水。", "suggestions": ["建两处。"]}
        submission.save_draft(proposal, by=by, now=self.now, **text)
        submission.attach(proposal, checked=[scan()], purpose="original", by=by, now=self.now)

    def may(self, user, action, subject):
        if lifecycle.find(subject.moves, action, subject.status) is None:
            return False
        return permissions.may(user, action, subject)

    def attempt(self, subject, action, user):
        if isinstance(subject, Proposal) != (action in OF_PROPOSAL):
            return
        allowed, before = self.may(user, action, subject), self.picture()
        try:
            with transaction.atomic():
                HOW[action](self, subject, user)
        except Refusal:
            assert self.picture() == before, f"{action} was refused and left something behind"
        else:
            assert allowed, f"{user.role} did {action} from {subject.status}"
            self.done[action] += 1

    def picture(self):
        return Event.objects.count(), Duty.objects.count(), Rating.objects.count(), Counter(
            [*Proposal.objects.values_list("pk", "status", "outcome"), *Assignment.objects.values_list("pk", "status")]
        )  # fmt: skip

    def release(self):
        """Whatever has been prepared, all or none."""
        rows, before = list(PreparedDecision.objects.to_release(self.cast.committee)), self.picture()
        try:
            self.done["release"] += len(rows and submission.release(rows, by=self.cast.reviewer, now=self.now))
        except Refusal:
            assert self.picture() == before, "a release was refused and left something behind"

    def sort_numbers(self):
        """The numbers put in order, now and then locked; after that refused."""
        seen = submission.plan_numbers(PlenarySession.objects.get(pk=self.cast.session.pk)).seen
        act = submission.renumber_and_lock if self.dice.random() < 0.03 else submission.renumber
        try:
            self.done["sorted"] += len(act(self.cast.session, by=self.cast.reviewer, seen=seen, now=self.now))
        except Refusal:
            assert PlenarySession.objects.get(pk=self.cast.session.pk).numbers_locked_at

    def clock(self):
        submission.expire_invitations(now=self.now)
        self.release()
        self.sort_numbers()
        rating.close_rounds(now=self.now)


def _hand_over(walk, case, by):
    shares = walk.dice.choice(
        [
            [Share(walk.cast.unit, K.SOLE)],
            [Share(walk.cast.unit, K.LEAD), Share(walk.cast.other_unit, K.CO_HANDLER)],
            [Share(walk.cast.unit, K.SEPARATE), Share(walk.cast.other_unit, K.SEPARATE)],
            [Share(walk.cast.unit, K.SOLE), Share(walk.cast.other_unit, K.SOLE)],
        ]
    )
    assignment.hand_over(case, shares=shares, by=by, now=walk.now)


def _rate(walk, row, by):
    round_ = Round.objects.filter(response__assignment=row).order_by("-opened_at").first()
    if round_ is None:
        raise Refusal("还没有答复。")
    mark = step(walk.cast, walk.dice.choice(["满意", "满意", "基本满意", "不满意"]))
    rating.rate(round_, by=by, result=mark, attitude=mark, reason="没有解决。", now=walk.now)


def _submit_response(walk, row, by):
    with transaction.atomic():
        write_response(row, by, now=walk.now)
        response.submit_response(row, by=by, now=walk.now)


def _reassign(walk, case, by):
    returned = case.assignments.filter(status=AssignmentStatus.RETURNED, replacement=None).first()
    if returned is None:
        raise Refusal("没有等待改派的件次。")
    unit = walk.cast.other_unit if returned.unit == walk.cast.unit else walk.cast.unit
    assignment.reassign(returned, unit=unit, by=by, now=walk.now)


def _some_decision(walk):
    return walk.dice.choice(
        [
            {"action": Action.REGISTER, "topic": Topic.objects.first()},
            {"action": Action.PASS_ON, "note": "转有关单位。"},
            {"action": Action.DECLINE, "reason": DeclineReason.objects.first()},
            {"action": Action.SEND_BACK, "note": "请修改。"},
            {"action": Action.MERGE, "into": walk.dice.choice(Proposal.objects.all())},
        ]
    )


def _invitation(proposal, **which):
    row = proposal.cosponsors.filter(**which).first()
    if row is None:
        raise Refusal("没有这样的邀请。")
    return row


HOW = {
    Action.CONFIRM: lambda w, p, by: submission.confirm(_invitation(p, user=by), by=by, now=w.now),
    Action.DECLINE_INVITATION: lambda w, p, by: submission.decline_invitation(
        _invitation(p, user=by, verdict=""), by=by, now=w.now
    ),
    Action.CANCEL_INVITATION: lambda w, p, by: submission.cancel_invitation(_invitation(p), by=by, now=w.now),
    Action.LEAVE: lambda w, p, by: submission.leave(p, by=by, now=w.now),
    Action.SEAL: lambda w, p, by: submission.seal(
        p, leader="负责人", confirmed_on=w.now.date(), scan=scan(), by=by, now=w.now
    ),
    Action.SUBMIT: lambda w, p, by: submission.submit(p, by=by, now=w.now),
    Action.DISCARD: lambda w, p, by: submission.discard(p, by=by, now=w.now),
    Action.INVITE: lambda w, p, by: submission.invite(p, members=[w.cast.stranger], by=by, now=w.now),
    Action.REGISTER: lambda w, p, by: submission.register(p, by=by, topic=Topic.objects.first(), now=w.now),
    Action.SEND_BACK: lambda w, p, by: submission.send_back(p, by=by, note="请修改。", now=w.now),
    Action.DECLINE: lambda w, p, by: submission.decline(p, by=by, reason=DeclineReason.objects.first(), now=w.now),
    Action.PASS_ON: lambda w, p, by: submission.pass_on(p, by=by, note="转有关单位。", now=w.now),
    Action.MERGE: lambda w, p, by: submission.merge(p, by=by, into=w.dice.choice(Proposal.objects.all()), now=w.now),
    Action.RECOMMEND: lambda w, p, by: submission.recommend(p, by=by, now=w.now, **_some_decision(w)),
    Action.PREPARE: lambda w, p, by: submission.prepare(p, by=by, now=w.now, **_some_decision(w)),
    Action.DROP_PREPARED: lambda w, p, by: submission.drop_prepared(p, by=by, now=w.now),
    Action.NOTE: lambda w, p, by: submission.write_note(p, by=by, note="已核实。", now=w.now),
    Action.UNMERGE: lambda w, p, by: submission.unmerge(p, by=by, note="不是一回事。", now=w.now),
    Action.REOPEN: lambda w, p, by: submission.reopen(p, by=by, note="再看。", now=w.now),
    Action.MARK_KEY: lambda w, p, by: submission.mark_key(p, by=by, is_key=not p.is_key, note="重要。", now=w.now),
    Action.CLASSIFY: lambda w, p, by: submission.classify(
        p, by=by, topic=w.dice.choice(Topic.objects.all()), themes=[], now=w.now
    ),
    Action.ASK_WITHDRAWAL: lambda w, p, by: submission.ask_withdrawal(p, by=by, reason="已解决。", now=w.now),
    Action.WITHDRAW: lambda w, p, by: assignment.withdraw(p, by=by, now=w.now),
    Action.REFUSE_WITHDRAWAL: lambda w, p, by: submission.refuse_withdrawal(p, by=by, note="继续办。", now=w.now),
    Action.HAND_OVER: _hand_over,
    Action.REASSIGN: _reassign,
    Action.INSTRUCT: lambda w, p, by: submission.instruct(p, by=by, note="抓紧办理。", now=w.now),
    Action.CLOSE: lambda w, p, by: rating.close(p, by=by, note="已会商。", now=w.now),
    Action.ACCEPT: lambda w, a, by: assignment.accept(a, by=by, now=w.now),
    Action.RETURN: lambda w, a, by: assignment.return_(
        a, by=by, reason="不属本局。", suggested_unit=w.cast.other_unit, now=w.now
    ),
    Action.APPROVE_RETURN: lambda w, a, by: assignment.approve_return(a, by=by, now=w.now),
    Action.REFUSE_RETURN: lambda w, a, by: assignment.refuse_return(a, by=by, note="属于。", now=w.now),
    Action.ASK_EXTENSION: lambda w, a, by: assignment.ask_extension(
        a, by=by, until=(a.handed_over_at + timedelta(days=150)).date(), reason="要调研。", now=w.now
    ),
    Action.APPROVE_EXTENSION: lambda w, a, by: assignment.approve_extension(a, by=by, now=w.now),
    Action.REFUSE_EXTENSION: lambda w, a, by: assignment.refuse_extension(a, by=by, note="按期。", now=w.now),
    Action.CONSULT: lambda w, a, by: assignment.consult(
        a, by=by, held_on=w.now.date(), form=Consultation.Form.TALK, people="提案者", content="交换意见。", now=w.now
    ),
    Action.URGE: lambda w, a, by: assignment.urge(a, by=by, note="请抓紧。", now=w.now),
    Action.GIVE_OPINION: lambda w, a, by: response.give_opinion(a, by=by, text="同意。", now=w.now),
    Action.WAIVE_OPINIONS: lambda w, a, by: assignment.waive_opinions(a, by=by, reason="逾期。", now=w.now),
    Action.SUBMIT_RESPONSE: _submit_response,
    Action.SEND_BACK_RESPONSE: lambda w, a, by: response.send_back_response(a, by=by, note="请补充。", now=w.now),
    Action.DELIVER: lambda w, a, by: rating.deliver(a, by=by, now=w.now),
    Action.RATE: _rate,
}
#: they end a walk early or change nothing: drawn less often
ENDINGS = {
    Action.DISCARD, Action.DECLINE, Action.ASK_WITHDRAWAL, Action.WITHDRAW, Action.MERGE, Action.INVITE,
    Action.SEND_BACK, Action.INSTRUCT, Action.URGE, Action.SEND_BACK_RESPONSE, Action.CONSULT, Action.RETURN,
    Action.NOTE, Action.REOPEN, Action.RECOMMEND, Action.DROP_PREPARED, Action.CONFIRM, Action.DECLINE_INVITATION,
    Action.CANCEL_INVITATION, Action.LEAVE, Action.SEAL,
}  # fmt: skip
OF_PROPOSAL = {move.action for move in lifecycle.PROPOSAL_MOVES}


def agree(cast, now):
    """What must hold whatever has happened."""
    assert list(trail.verify()) == []
    assert assignment.reindex(only_count=True) == 0
    for row in [*Proposal.objects.all(), *Assignment.objects.all()]:
        last = Event.objects.filter(subject=row.pk).order_by("-seq").first()
        assert last is None or last.to_status == row.status
    c = count(Slice(cast.session, now))
    parts = c.registered + c.merged + c.passed_on + c.declined + c.withdrawn + c.under_review
    assert parts == c.received == Proposal.objects.exclude(submitted_at=None).count()
    assert c.resolved <= c.total and c.on_time <= c.resolved
    assert not Rating.objects.filter(ballot__round__response__delivered_at=None).exists()
    over = [ProposalStatus.CLOSED, ProposalStatus.WITHDRAWN, ProposalStatus.DECLINED, ProposalStatus.DISCARDED]
    settled = Proposal.objects.filter(status__in=over).values("pk")
    left = Duty.objects.open().filter(case__in=settled).exclude(kind=Duty.Kind.PROMISE)
    assert list(left.values_list("kind", flat=True)) == []
    for series in Proposal.Series:
        given = [rows.filter(series=series).values_list("case_seq", flat=True) for rows in (Proposal.objects, RETIRED)]
        numbers = sorted(itertools.chain(*given))
        assert numbers == list(range(1, len(numbers) + 1))
    waiting = PreparedDecision.objects.standing().exclude(proposal__status=ProposalStatus.SUBMITTED)
    assert list(waiting) == []
    live = set(CoSponsor.objects.live().values_list("proposal", "user"))
    why = [CaseAccess.Why.INVITED, CaseAccess.Why.COSPONSOR]
    assert live == set(CaseAccess.objects.filter(why__in=why).values_list("proposal", "user"))
    submitted = Proposal.objects.exclude(submitted_at=None)
    assert not submitted.exclude(group=None).filter(seal=None).exists()
    assert all(row.attachments.originals().exists() for row in submitted.exclude(entered_by=None))
    assert not Proposal.objects.exclude(merged_into=None).exclude(status=ProposalStatus.MERGED).exists()


def test_every_step_of_a_draft_is_taken(cast):
    """By the people of the walk, in any order, until each has been done."""
    of_drafts = {move.action for move in lifecycle.PROPOSAL_MOVES if ProposalStatus.DRAFT in move.sources}
    wanted = (of_drafts & set(HOW)) - {Action.DISCARD}
    walk = Walk(cast, 7)
    for step_ in range(1500):
        drafts = list(Proposal.objects.filter(status=ProposalStatus.DRAFT))
        if len(drafts) < 4:
            walk.begin()
            continue
        subject, action = walk.dice.choice(drafts), walk.dice.choice(sorted(wanted))
        if action == Action.SUBMIT and step_ % 5:
            continue
        able = [person for person in walk.people if walk.may(person, action, subject)]
        walk.attempt(subject, action, walk.dice.choice(able or walk.people))
        if wanted <= set(walk.done):
            break
    agree(cast, walk.now + timedelta(days=1))
    assert set(walk.done) == wanted


@pytest.mark.parametrize("seed", range(16))
def test_random_walk_keeps_everything_in_agreement(cast, seed):
    walk = Walk(cast, seed)
    for _i in range(STEPS):
        walk.turn()
        if walk.dice.random() < 0.3:
            walk.clock()
    agree(cast, walk.now + timedelta(days=1))
    assert sum(walk.done.values()) > STEPS / 4, walk.done
