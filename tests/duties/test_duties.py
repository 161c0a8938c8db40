"""What waits for whom until when: one open row of a kind, and the lists that read it."""

import pytest
from django.db import IntegrityError, transaction

from proposals.accounts.models import RoleGrant, UnitOfficer, User
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.permissions import Channel, Role
from proposals.response import actions as response
from proposals.submission import actions as submission
from tests.factories import (
    accept_all,
    add_unit_leader,
    answered,
    at,
    deliver,
    handed_over,
    make_group,
    make_user,
    registered,
    respond,
    submitted,
    write_response,
)


def day(text):
    return at(text).date()


def open_of(user):
    return [(duty.kind, duty.due_on and str(duty.due_on)) for duty in Duty.objects.open().of(user)]


# -- opening ----------------------------------------------------------------------------------------------------------


def test_hand_over_opens_the_clocks_of_a_unit_with_their_rules(cast):
    row = handed_over(cast).assignments.get()
    found = {d.kind: (str(d.start_on), str(d.due_on), d.rule) for d in Duty.objects.open().filter(subject=row.pk)}
    assert found == {
        "accept": ("2022-03-15", "2022-03-22", "5个工作日"),
        "consult": ("2022-03-15", "2022-04-06", "15个工作日"),
        "respond": ("2022-03-15", "2022-06-15", "3个月"),
    }


def test_ac_21_clocks_of_lead_and_co_handler(cast):
    proposal = handed_over(cast, shares=[Share(cast.unit, "lead"), Share(cast.other_unit, "co_handler")])
    co_handler = proposal.assignments.get(kind=Assignment.Kind.CO_HANDLER)
    found = {d.kind: str(d.due_on) for d in Duty.objects.open().filter(subject=co_handler.pk)}
    assert found == {"accept": "2022-03-22", "opinion": "2022-04-15"}


def test_due_date_remembers_the_calendar_it_was_counted_with(cast):
    _due, _rule, version = duties.due_date(registered(cast), Step.RESPONSE, day("2022-03-15"))
    assert version == 1


def test_opening_twice_leaves_the_first_duty_as_it_is(cast):
    proposal = submitted(cast)
    first = Duty.objects.open().get(kind="review", subject=proposal.pk)
    again = duties.open_duty("review", proposal, holder=first.holder, path="/x/", due_on=day("2022-09-01"))
    assert (again.pk, again.path, again.due_on) == (first.pk, first.path, None)


def copy_of(duty, **changes):
    values = {f.attname: getattr(duty, f.attname) for f in Duty._meta.concrete_fields if f.name != "id"}
    return Duty(**{**values, **changes})


def test_one_open_duty_of_a_kind_subject_and_holder(cast):
    duty = Duty.objects.open().get(subject=submitted(cast).pk)
    with pytest.raises(IntegrityError, match="one_open_duty_of_a_kind"), transaction.atomic():
        copy_of(duty).save()
    copy_of(duty, kind="revise").save()
    copy_of(duty, holder="user:somebody").save()
    duties.done("review", submitted(cast), now=at("2022-02-11"))
    copy_of(duty, done_at=at("2022-02-11")).save()


# -- ending -----------------------------------------------------------------------------------------------------------


def test_done_and_void_end_a_duty_once_and_differently(cast):
    proposal = submitted(cast)
    assert duties.done("review", proposal, now=at("2022-02-11")) == 1
    assert duties.done("review", proposal, now=at("2022-02-12")) == 0
    assert duties.void("review", proposal, now=at("2022-02-12")) == 0
    duty = Duty.objects.get(subject=proposal.pk)
    assert (duty.done_at, duty.void_at, duty.is_open) == (at("2022-02-11"), None, False)


def test_done_of_one_holder_leaves_the_others(cast):
    proposal = submitted(cast)
    for holder in ("user:a", "user:b"):
        duties.open_duty("rate", proposal, holder=holder, path="/")
    assert duties.done("rate", proposal, holder="user:a") == 1
    assert [d.holder for d in Duty.objects.open().filter(kind="rate")] == ["user:b"]


def test_withdrawal_voids_every_open_duty_of_the_case(cast):
    proposal = handed_over(cast)
    other = handed_over(cast)
    submission.ask_withdrawal(proposal, by=cast.member, reason="已经解决。", now=at("2022-04-01"))
    assignment.withdraw(proposal, by=cast.reviewer, now=at("2022-04-02"))
    assert not Duty.objects.open().filter(case=proposal.pk).exists()
    assert Duty.objects.open().filter(case=other.pk).count() == 3
    ended = {d.kind: "done" if d.done_at else "void" for d in Duty.objects.of_case(proposal.pk)}
    assert ended == {
        "review": "done", "hand_over": "done", "decide_withdrawal": "done", "accept": "void", "consult": "void",
        "respond": "void",
    }  # fmt: skip


def test_postpone_moves_the_open_duty_and_returns_the_old_date(cast):
    row = handed_over(cast).assignments.get()
    assert duties.postpone("respond", row, due_on=day("2022-09-15")) == day("2022-06-15")
    duty = Duty.objects.open().get(kind="respond", subject=row.pk)
    assert (duty.due_on, duty.rule) == (day("2022-09-15"), "经批准延期")


# -- reading ----------------------------------------------------------------------------------------------------------


def test_overdue_begins_the_day_after_the_due_day(cast):
    handed_over(cast)
    found = [[d.kind for d in Duty.objects.overdue(day(text))] for text in ("2022-03-22", "2022-03-23", "2022-04-07")]
    assert found == [[], ["accept"], ["accept", "consult"]]


def test_overdue_leaves_out_what_is_done(cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    assert not Duty.objects.overdue(day("2022-03-31")).exists()


def test_due_within_counts_from_today_to_the_last_day(cast):
    handed_over(cast)
    assert [d.kind for d in Duty.objects.due_within(day("2022-03-15"), 7)] == ["accept"]
    assert not Duty.objects.due_within(day("2022-03-15"), 6).exists()
    assert not Duty.objects.due_within(day("2022-03-23"), 7).exists()


def test_most_urgent_first_puts_what_has_no_limit_last(cast):
    handed_over(cast)
    submitted(cast, now=at("2022-02-11"))
    assert [d.kind for d in Duty.objects.open().most_urgent_first()] == ["accept", "consult", "respond", "review"]


def test_each_role_finds_its_own_duties(cast):
    leader = add_unit_leader(cast)
    submitted(cast)
    registered(cast)
    row = handed_over(cast).assignments.get()
    accept_all(row.proposal, cast)
    row.refresh_from_db()
    write_response(row, cast.handler)
    assert open_of(cast.reviewer) == [("review", None)]
    assert open_of(cast.chief_coordinator) == [("hand_over", None)]
    assert open_of(cast.handler) == [("consult", "2022-04-06"), ("respond", "2022-06-15")]
    assert open_of(leader) == []
    for nobody in (cast.other_handler, cast.stranger, cast.member, cast.group_account, cast.leader, cast.auditor):
        assert open_of(nobody) == []
    response.send_for_sign_off(row, by=cast.handler, now=at("2022-05-10"))
    assert open_of(leader) == [("sign_off", "2022-06-15")]
    response.sign_off(row, by=leader, now=at("2022-05-11"))
    assert ("check", "2022-05-18") in open_of(cast.coordinator)
    assert ("check", "2022-05-18") in open_of(cast.chief_coordinator)
    party = make_user(cast.committee, Role.COORDINATOR, channel=Channel.PARTY)
    assert ("check", "2022-05-18") not in open_of(party)


def test_the_active_role_decides_what_waits(cast):
    """Somebody who is a member and an officer sees one list at a time."""
    answered(cast)
    assert open_of(cast.member) == [("rate", "2022-06-02")]
    RoleGrant.objects.create(user=cast.member, role=Role.HANDLER)
    UnitOfficer.objects.create(user=cast.member, unit=cast.unit)
    User.objects.filter(pk=cast.member.pk).update(active_role=Role.HANDLER)
    assert open_of(User.objects.get(pk=cast.member.pk)) == []


def test_a_groups_duty_is_every_account_of_the_group(cast):
    proposal = submitted(cast, by=cast.group_account)
    submission.send_back(proposal, by=cast.reviewer, note="请一事一案。", now=at("2022-02-25"))
    second = make_user(cast.committee, Role.GROUP, group=cast.group)
    foreign = make_user(cast.committee, Role.GROUP, group=make_group(cast.committee, "民进市委会"))
    assert [open_of(user) for user in (cast.group_account, second, foreign)] == [
        [("revise", None)], [("revise", None)], [],
    ]  # fmt: skip


def test_latest_is_the_newest_that_was_not_voided(cast):
    row = handed_over(cast).assignments.get()
    assignment.return_(row, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=at("2022-03-17"))
    first = Duty.objects.latest("accept", row.pk)
    assignment.refuse_return(row, by=cast.coordinator, note="属贵局。", now=at("2022-03-18"))
    second = Duty.objects.latest("accept", row.pk)
    assert (first.due_on, second.due_on) == (day("2022-03-22"), day("2022-03-25"))
    duties.void("accept", row)
    assert Duty.objects.latest("accept", row.pk) == first


def test_delivery_ends_what_the_response_was_for(cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    row = respond(proposal.assignments.get(), cast)
    deliver(row, cast)
    ended = {
        d.kind: "done" if d.done_at else "void" if d.void_at else "open" for d in Duty.objects.filter(case=row.case)
    }
    assert ended == {
        "review": "done", "hand_over": "done", "accept": "done", "consult": "void", "respond": "done",
        "check": "done", "rate": "open",
    }  # fmt: skip
