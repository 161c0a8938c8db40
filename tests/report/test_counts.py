"""What the report counts, on histories walked by the real actions."""

import pytest

from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment, Consultation
from proposals.committee.models import DeclineReason
from proposals.duties.models import Duty
from proposals.rates import RATES, Base, measure
from proposals.rating import actions as rating
from proposals.report.counts import FIGURES, Slice, count, count_by, rows
from proposals.response import actions as response
from proposals.response.models import Response
from proposals.submission import actions as submission
from tests.factories import (
    accept_all,
    answered,
    at,
    deliver,
    draft,
    handed_over,
    proposal_at,
    rate,
    registered,
    respond,
    submitted,
    write_response,
)

K = Assignment.Kind
LATE = at("2023-12-31 23:59")


def counted(cast, base=Base.HANDLED, as_of=LATE):
    return count(Slice(cast.session, as_of, base))


def nd(cast, key, base=Base.HANDLED, as_of=LATE):
    ratio = measure(key, counted(cast, base, as_of))
    return ratio.n, ratio.d


def test_outcomes_are_a_partition(cast):
    registered(cast)
    proposal_at("merged", cast)
    for status in ("declined", "passed_on", "withdrawn", "submitted", "sent_back", "draft"):
        proposal_at(status, cast)
    c = counted(cast)
    parts = [c.registered, c.merged, c.passed_on, c.declined, c.withdrawn, c.under_review]
    assert parts == [2, 1, 1, 1, 1, 2]
    assert sum(parts) == c.received == 8


def parts(cast, as_of=LATE):
    c = counted(cast, as_of=as_of)
    return [c.registered, c.merged, c.passed_on, c.declined, c.withdrawn, c.under_review], c.received


def test_outcomes_stay_a_partition_when_decisions_are_undone_and_the_past_stays_as_it_was(cast):
    cases = {status: proposal_at(status, cast) for status in ("declined", "passed_on", "withdrawn", "merged")}
    before = parts(cast, at("2022-03-05"))
    assert before == ([1, 1, 1, 1, 1, 0], 5)
    submission.unmerge(cases["merged"], by=cast.reviewer, note="不是一回事。", now=at("2022-03-06"))
    for status in ("declined", "passed_on", "withdrawn"):
        submission.reopen(cases[status], by=cast.reviewer, note="再看。", now=at("2022-03-07"))
    assert parts(cast) == ([1, 0, 0, 0, 0, 4], 5)
    for case in cases.values():
        submission.register(case, by=cast.reviewer, now=at("2022-03-08"))
    assert parts(cast) == ([5, 0, 0, 0, 0, 0], 5)
    assert parts(cast, at("2022-03-05")) == before
    assert parts(cast, at("2022-03-06 12:00")) == ([1, 0, 1, 1, 1, 1], 5)
    assert parts(cast, at("2022-03-07 12:00")) == ([1, 0, 0, 0, 0, 4], 5)


def test_ac_52_passed_on_counts_only_in_handled(cast):
    opinion = submission.pass_on(submitted(cast), by=cast.reviewer, note="转有关单位。", now=at("2022-03-01"))
    assert (counted(cast).total, opinion.case_number) == (0, "意0001")
    share = [Share(cast.unit, K.SOLE)]
    assignment.hand_over(opinion, shares=share, by=cast.chief_coordinator, now=at("2022-03-15"))
    assert counted(cast).total == 1
    assert counted(cast, Base.REGISTERED).total == 0
    assert nd(cast, "registration") == (0, 1)


def test_ac_12_separate_handling_resolved_when_both_have_answered(cast):
    shares = [Share(cast.unit, K.SEPARATE), Share(cast.other_unit, K.SEPARATE)]
    proposal = handed_over(cast, shares=shares)
    accept_all(proposal, cast)
    first, second = proposal.assignments.all()
    deliver(respond(first, cast), cast)
    assert (nd(cast, "resolution"), nd(cast, "resolution", Base.ITEMS)) == ((0, 1), (1, 2))
    deliver(respond(second, cast), cast)
    assert (nd(cast, "resolution"), nd(cast, "resolution", Base.ITEMS)) == ((1, 1), (2, 2))


@pytest.mark.parametrize(("when", "on_time"), [("2022-06-15 23:59", 1), ("2022-06-16 00:01", 0)])
def test_ac_14_on_time_until_midnight_of_the_due_day(cast, when, on_time):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    deliver(respond(proposal.assignments.get(), cast), cast, now=at(when))
    assert (nd(cast, "on_time"), nd(cast, "resolution")) == ((on_time, 1), (1, 1))


def test_approved_extension_is_the_due_date_in_force(cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    row = proposal.assignments.get()
    day = at("2022-06-10")
    assignment.ask_extension(row, by=cast.handler, until=at("2022-09-15").date(), reason="要调研。", now=day)
    assignment.approve_extension(row, by=cast.coordinator, now=day)
    deliver(respond(row, cast), cast, now=at("2022-09-15 23:00"))
    assert nd(cast, "on_time") == (1, 1)


def test_ac_15_adoption(cast):
    for adopted, of in ((3, 4), (3, 3), (2, 5)):
        proposal = handed_over(cast, suggestions=[f"建议{i}" for i in range(of)])
        accept_all(proposal, cast)
        row = proposal.assignments.get()
        write_response(row, cast.handler)
        wanted = {
            s.pk: ("adopted" if i < adopted else "not", "答复。") for i, s in enumerate(proposal.suggestions.all())
        }
        response.save_response(row, by=cast.handler, answers=wanted)
        response.submit_response(row, by=cast.handler)
        deliver(row, cast)
    assert nd(cast, "adoption") == (8, 12)


def test_ac_17_meetings_and_phone_calls(cast):
    for form in (Consultation.Form.TALK, Consultation.Form.PHONE):
        proposal = handed_over(cast)
        accept_all(proposal, cast)
        assignment.consult(
            proposal.assignments.get(), by=cast.handler, held_on=at("2022-04-01").date(), form=form, people="提案者",
            content="交换意见。", now=at("2022-04-01"),
        )  # fmt: skip
    assert (nd(cast, "met", Base.REGISTERED), nd(cast, "consulted", Base.REGISTERED)) == ((1, 2), (2, 2))


def test_ac_18_past_date_prints_the_same_for_ever(cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    before = counted(cast, as_of=at("2022-10-31 23:59"))
    deliver(respond(proposal.assignments.get(), cast), cast, now=at("2022-11-02"))
    assert counted(cast, as_of=at("2022-10-31 23:59")) == before
    assert (before.resolved, counted(cast).resolved) == (0, 1)


def test_withdrawal_leaves_every_base_but_received(cast):
    proposal = handed_over(cast)
    submission.ask_withdrawal(proposal, by=cast.member, reason="已解决。", now=at("2022-04-01"))
    assignment.withdraw(proposal, by=cast.reviewer, now=at("2022-04-02"))
    c = counted(cast)
    assert (c.received, c.withdrawn, c.registered, c.total) == (1, 1, 0, 0)
    assert counted(cast, Base.ITEMS).total == 0
    before = counted(cast, as_of=at("2022-04-01 12:00"))
    assert (before.withdrawn, before.registered, before.total) == (0, 1, 1)


def test_return_and_reassignment(cast):
    row = handed_over(cast).assignments.get()
    day = at("2022-03-17")
    assignment.return_(row, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=day)
    assignment.approve_return(row, by=cast.coordinator, now=at("2022-03-18"))
    waiting = counted(cast, Base.ITEMS)
    assignment.reassign(row, unit=cast.other_unit, by=cast.coordinator, now=at("2022-03-21"))
    accept_all(row.proposal, cast)
    assert (waiting.total, counted(cast, Base.ITEMS).total, nd(cast, "resolution")) == (0, 1, (0, 1))
    deliver(respond(row.proposal.assignments.current().get(), cast), cast)
    assert nd(cast, "resolution") == (1, 1)
    assert nd(cast, "resolution", as_of=at("2022-03-19")) == (0, 1)


def test_first_round_and_final_satisfaction(cast):
    proposal = proposal_at("rehandling", cast)
    row = proposal.assignments.get()
    assert (nd(cast, "dissatisfied"), nd(cast, "first_round")) == ((1, 1), (0, 1))
    round_ = deliver(respond(row, cast), cast, now=at("2022-06-20"))
    assert nd(cast, "dissatisfied") == (1, 1)
    rate(round_, cast.member, cast, "基本满意", now=at("2022-06-22"))
    c = counted(cast)
    assert (c.basically, c.dissatisfied, c.first_dissatisfied, c.resolved) == (1, 0, 1, 1)
    assert nd(cast, "feedback") == (2, 2)
    assert nd(cast, "satisfied_or_basically", Base.RATED) == (1, 1)


def test_several_units_take_the_worst_rating(cast):
    shares = [Share(cast.unit, K.SEPARATE), Share(cast.other_unit, K.SEPARATE)]
    proposal = handed_over(cast, shares=shares)
    accept_all(proposal, cast)
    rounds = [deliver(respond(row, cast), cast) for row in proposal.assignments.all()]
    rate(rounds[0], cast.member, cast, "满意")
    assert (counted(cast).satisfied, counted(cast, Base.ITEMS).satisfied) == (0, 1)
    rate(rounds[1], cast.member, cast, "基本满意")
    c = counted(cast)
    assert (c.satisfied, c.basically) == (0, 1)


def test_ac_30_unrated_is_not_satisfied_and_late_rating_counts_from_its_day(cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    round_ = deliver(respond(proposal.assignments.get(), cast), cast, now=at("2022-06-10"))
    due = Duty.objects.get(kind=Duty.Kind.RATE).due_on
    assert (due.isoformat(), rating.close_rounds(now=at("2022-07-01 23:59"))) == ("2022-07-01", 0)
    assert rating.close_rounds(now=at("2022-07-02 00:05")) == 1
    c = counted(cast, as_of=at("2022-07-02"))
    assert (c.unrated, c.satisfied) == (1, 0)
    late = rate(round_, cast.member, cast, now=at("2022-07-20"))
    assert late.is_late
    assert counted(cast, as_of=at("2022-07-19")).unrated == 1
    assert (counted(cast).unrated, counted(cast).satisfied) == (0, 1)


def test_ac_11_unit_table_counts_items_without_co_handling(cast):
    handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    answered(cast)
    lines = {name: c for _key, name, c in count_by(Slice(cast.session, LATE, Base.ITEMS, "unit"))}
    mine, other = lines["市农业农村局"], lines["市财政局"]
    assert (mine.total, mine.resolved, mine.opinions) == (2, 1, 0)
    assert (other.total, other.opinions) == (0, 1)


def test_ac_36_merged_case_counts_before_and_after(cast):
    main, *others = (registered(cast) for _ in range(3))
    for other in others:
        submission.merge(other, by=cast.reviewer, into=main, now=at("2022-03-02"))
    c = counted(cast, Base.REGISTERED)
    assert (c.registered, c.merged, c.total) == (1, 2, 1)
    assert (nd(cast, "registration"), nd(cast, "registration_all")) == ((1, 3), (3, 3))


def test_declined_enters_no_base(cast):
    reason = DeclineReason.objects.filter(committee=cast.committee).first()
    submission.decline(submitted(cast), by=cast.reviewer, reason=reason, now=at("2022-03-01"))
    c = counted(cast)
    assert (c.declined, c.total, c.registered) == (1, 0, 0)


@pytest.mark.parametrize("base", list(Base))
def test_every_number_is_the_length_of_its_list(cast, base):
    proposal_at("closed", cast)
    proposal_at("rehandling", cast)
    proposal_at("submitted", cast)
    handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
    draft(cast)
    part = Slice(cast.session, LATE, base)
    counts = count(part)
    for figure in FIGURES:
        if part.source_of(figure):
            assert rows(figure, part)[0].count() == getattr(counts, figure), figure
    assert Response.objects.delivered().count() == 2


@pytest.mark.parametrize("dimension", ["topic", "kind"])
def test_parts_of_a_dimension_add_up_to_the_whole(cast, dimension):
    answered(cast)
    handed_over(cast)
    submitted(cast)
    part = Slice(cast.session, LATE, Base.HANDLED)
    lines = [c for _key, _name, c in count_by(part._replace(dimension=dimension))]
    assert sum(lines[1:], lines[0]) == count(part)


def test_every_rate_has_a_formula_for_these_counts(cast):
    answered(cast)
    for key in RATES:
        assert measure(key, counted(cast)).d >= 0
