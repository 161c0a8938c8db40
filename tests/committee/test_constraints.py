"""What the database itself refuses: every constraint of every table is broken here, one by one."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.committee.models import DeadlinePolicy, SynonymSet, Theme
from proposals.duties import actions as duties
from proposals.report.models import RateSnapshot
from proposals.response.actions import Promise
from proposals.submission import actions as submission
from proposals.submission.models import SubjectGroup
from proposals.tracking import actions as tracking
from tests.factories import (
    accept_all,
    at,
    deliver,
    draft,
    handed_over,
    make_cast,
    make_unit,
    proposal_at,
    rate,
    registered,
    respond,
    seal,
    submitted,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One rich story for all cases; each case breaks it within a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build():
    cast = make_cast()
    DeadlinePolicy.objects.create(session=cast.session, step="response", n=3, unit="months", kind="plenary")
    Theme.objects.create(committee=cast.committee, name="民生", year=2022)
    SynonymSet.objects.create(committee=cast.committee, name="老旧小区、既有住宅")
    RateSnapshot.objects.create(
        session=cast.session, base="handled", as_of=at("2022-10-31"), computed_at=at("2022-10-31"), counts={}
    )
    SubjectGroup.objects.create(committee=cast.committee, name="社会组")
    submission.prepare(submitted(cast), by=cast.reviewer, action="pass_on", note="工作建议。", now=at("2022-02-21"))
    opinion = proposal_at("passed_on", cast)
    submission.register(submission.reopen(opinion, by=cast.reviewer, note="再看。"), by=cast.reviewer)
    seal(draft(cast, by=cast.group_account), by=cast.group_account)
    joint = draft(cast)
    (invitation,) = submission.invite(joint, members=[cast.colleague], by=cast.member, now=at("2022-02-10"))
    for status in ("submitted", "declined", "merged"):
        proposal_at(status, cast)
    asked = submission.ask_withdrawal(submitted(cast), by=cast.member, reason="已经解决。", now=at("2022-02-25"))
    returned = handed_over(cast).assignments.get()
    assignment.return_(
        returned, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=at("2022-03-17")
    )
    slow = handed_over(cast)
    accept_all(slow, cast)
    until = at("2022-08-01").date()
    assignment.ask_extension(
        slow.assignments.get(), by=cast.handler, until=until, reason="工期长。", now=at("2022-05-01")
    )
    make_unit(cast.committee)
    lead = led(cast)
    round_ = deliver(respond(lead, cast, letter="B", promise=Promise("建成", "次旦", at("2022-12-31").date())), cast)
    rating = rate(round_, cast.member, cast)
    duties.send_reminders(now=at("2022-06-01"))
    tracking.save_view(name="待审查", query="status=submitted", by=cast.member, now=at("2022-06-01"))
    return SimpleNamespace(
        cast=cast, joint=joint, invitation=invitation, asked=asked, returned=returned, lead=lead, round=round_,
        rating=rating, registered=registered(cast),
    )  # fmt: skip


def led(cast):
    """A lead that no longer waits for its silent co-handler."""
    proposal = handed_over(cast, shares=[Share(cast.unit, "lead"), Share(cast.other_unit, "co_handler")])
    accept_all(proposal, cast)
    lead = proposal.assignments.get(kind="lead")
    assignment.waive_opinions(lead, by=cast.coordinator, reason="不再等待。", now=at("2022-05-02"))
    lead.refresh_from_db()
    return lead


def first(label, **conditions):
    row = apps.get_model(label).objects.filter(**conditions).order_by("pk").first()
    assert row is not None, f"the story has no {label} with {conditions}"
    return row


def copy(label, conditions=None, **changes):
    """Insert the first such row once more, with these changes and a key of its own."""

    def act():
        row = first(label, **(conditions or {}))
        row.pk, row._state.adding = uuid.uuid4(), True
        for name, value in changes.items():
            setattr(row, name, value(row) if callable(value) else value)
        row.save(force_insert=True)

    return act


def change(label, conditions=None, **changes):
    """Write these columns of the first such row, past every action."""

    def act():
        row = first(label, **(conditions or {}))
        apps.get_model(label).objects.filter(pk=row.pk).update(**changes)

    return act


def somebody():
    return first("accounts.User").pk


LED = {"kind": "lead"}
NUMBERED = {"status": "registered"}

#: constraint -> ways to break it
BREAKS = {
    "event_case_seq": [lambda: copy("trail.Event", pk=None, id=None)()],
    # accounts
    "role_granted_once": [copy("accounts.RoleGrant")],
    "coordinator_has_channel": [
        change("accounts.RoleGrant", {"role": "coordinator"}, channel=""),
        change("accounts.RoleGrant", {"role": "member"}, channel="government"),
    ],
    "sectoral_group_once": [copy("accounts.SectoralGroup")],
    "membership_once_a_term": [copy("accounts.Membership")],
    "proposer_group_once": [copy("accounts.ProposerGroup")],
    "group_account_once": [copy("accounts.GroupAccount")],
    "unit_name_once": [copy("accounts.HandlingUnit")],
    "unit_not_its_own_parent": [change("accounts.HandlingUnit", parent=F("id"))],
    # committee
    "one_home_committee": [copy("committee.Committee", name="另一个委员会")],
    "session_title_once": [copy("committee.PlenarySession")],
    "session_cutoff_after_call": [change("committee.PlenarySession", cutoff_at=F("call_opens_at"))],
    "policy_step_once": [copy("committee.DeadlinePolicy")],
    "policy_fixed_date_whole": [
        change("committee.DeadlinePolicy", fixed_month=6),
        change("committee.DeadlinePolicy", fixed_day=30),
        change("committee.DeadlinePolicy", fixed_month=13, fixed_day=1),
        change("committee.DeadlinePolicy", fixed_month=6, fixed_day=32),
        change("committee.DeadlinePolicy", fixed_month=0, fixed_day=0),
    ],
    "calendar_day_once": [copy("committee.CalendarDay", is_workday=True)],
    "topic_once": [copy("committee.Topic")],
    "theme_once": [copy("committee.Theme")],
    "synonym_set_once": [copy("committee.SynonymSet")],
    "decline_reason_once": [copy("committee.DeclineReason")],
    "response_class_once": [copy("committee.ResponseClass")],
    "rating_step_once": [copy("committee.RatingStep")],
    # notices and duties
    "delivery_once_a_channel": [copy("notices.Delivery")],
    "delivery_sent_has_moment": [
        change("notices.Delivery", state="sent", sent_at=None),
        change("notices.Delivery", state="pending", sent_at=at("2022-06-01")),
    ],
    "one_open_duty_of_a_kind": [copy("duties.Duty", {"kind": "confirm"})],
    "duty_done_or_void": [change("duties.Duty", done_at=at("2022-06-01"), void_at=at("2022-06-01"))],
    "duty_due_after_start": [change("duties.Duty", {"kind": "confirm"}, due_on=F("start_on") - DAY)],
    "reminded_once": [copy("duties.Reminder")],
    # submission
    "serial_once": [copy("submission.Proposal", {"status": "submitted"})],
    "case_number_once": [copy("submission.Proposal", NUMBERED, serial=901, case_seq=901)],
    "case_seq_once": [copy("submission.Proposal", NUMBERED, serial=902, case_number="0902")],
    "one_proposer": [
        change("submission.Proposal", {"group": None}, proposer=None),
        lambda: change("submission.Proposal", {"group": None}, group=first("accounts.ProposerGroup"))(),
    ],
    "serial_at_submission": [
        change("submission.Proposal", {"status": "submitted"}, serial=None),
        change("submission.Proposal", {"status": "submitted"}, submitted_at=None),
        change("submission.Proposal", {"status": "draft"}, serial=903),
    ],
    "merged_names_main_case": [
        change("submission.Proposal", NUMBERED, outcome="merged"),
        change("submission.Proposal", {"status": "merged"}, merged_into=None),
        change("submission.Proposal", {"status": "merged"}, outcome="registered"),
    ],
    "case_number_whole": [
        change("submission.Proposal", NUMBERED, case_number=""),
        change("submission.Proposal", NUMBERED, series=""),
    ],
    "suggestion_number_once": [copy("submission.Suggestion")],
    "cosponsor_once": [copy("submission.CoSponsor")],
    "cosponsor_verdict_has_moment": [
        change("submission.CoSponsor", verdict="confirmed"),
        change("submission.CoSponsor", decided_at=at("2022-02-11")),
    ],
    "access_once": [
        copy("submission.CaseAccess", {"why": "proposer"}),
        copy("submission.CaseAccess", {"why": "assigned", "unit": None}),
    ],
    "access_one_party": [
        change("submission.CaseAccess", {"why": "proposer", "group": None}, user=None),
        change("submission.CaseAccess", {"why": "proposer"}, channel="party"),
        lambda: change("submission.CaseAccess", {"unit__isnull": False}, user=somebody())(),
    ],
    "one_standing_ruling": [copy("submission.Ruling", {"ended_at": None, "outcome": "registered"})],
    "ruling_ends_after": [change("submission.Ruling", {"ended_at": None}, ended_at=F("at") - DAY)],
    "decline_has_reason": [change("submission.Ruling", {"outcome": "declined"}, reason=None)],
    "merge_names_main_case": [
        change("submission.Ruling", {"outcome": "merged"}, into=None),
        lambda: change("submission.Ruling", {"outcome": "registered"}, into=first("submission.Proposal"))(),
    ],
    "one_open_withdrawal": [copy("submission.WithdrawalRequest")],
    "withdrawal_decided_whole": [
        change("submission.WithdrawalRequest", verdict="approved"),
        change("submission.WithdrawalRequest", verdict="approved", decided_at=at("2022-03-01")),
        lambda: change("submission.WithdrawalRequest", decided_by=somebody())(),
    ],
    "attachment_removed_whole": [
        change("submission.Attachment", removed_at=at("2022-03-01")),
        lambda: change("submission.Attachment", removed_by=somebody())(),
    ],
    "text_version_once": [copy("submission.TextVersion")],
    "numbers_locked_whole": [change("committee.PlenarySession", numbers_locked_at=F("call_opens_at"))],
    "one_or_two_review_steps": [change("committee.PlenarySession", review_steps=3)],
    "subject_group_once": [copy("submission.SubjectGroup")],
    "one_open_preparation": [copy("submission.PreparedDecision", {"ended_at": None})],
    "released_is_ended": [change("submission.PreparedDecision", {"ended_at": None}, released=True)],
    "retired_number_once": [copy("submission.RetiredNumber")],
    # assignment
    "one_current_lead": [
        lambda: copy("assignment.Assignment", LED, unit=first("accounts.HandlingUnit", assignments=None))(),
    ],
    "one_current_assignment_of_a_unit": [copy("assignment.Assignment", LED, kind="separate")],
    "accepted_who_and_when": [
        change("assignment.Assignment", LED, accepted_by=None),
        change("assignment.Assignment", LED, accepted_at=None),
    ],
    "waived_who_when_why": [
        change("assignment.Assignment", LED, waived_reason=""),
        change("assignment.Assignment", LED, waived_by=None),
        change("assignment.Assignment", LED, waived_at=None),
    ],
    "ended_has_moment": [
        change("assignment.Assignment", LED, ended_at=at("2022-06-01")),
        change("assignment.Assignment", LED, status="cancelled"),
    ],
    "return_decided_whole": [
        change("assignment.ReturnRequest", verdict="approved"),
        change("assignment.ReturnRequest", decided_at=at("2022-03-18")),
    ],
    "extension_decided_whole": [
        change("assignment.Extension", verdict="approved"),
        change("assignment.Extension", decided_at=at("2022-05-03")),
    ],
    "extension_is_later": [change("assignment.Extension", until=F("due_before"))],
    "one_open_extension": [copy("assignment.Extension")],
    # response and rating
    "response_once_a_round": [copy("response.Response")],
    "signed_off_who_and_when": [
        change("response.Response", signed_off_at=at("2022-05-10")),
        lambda: change("response.Response", signed_off_by=somebody())(),
    ],
    "delivered_by_has_moment": [change("response.Response", delivered_at=None)],
    "answer_once": [copy("response.SuggestionAnswer")],
    "round_closes_after": [change("rating.Round", closed_at=F("opened_at") - DAY)],
    "ballot_once": [copy("rating.Ballot")],
    "ballot_one_rater": [lambda: change("rating.Ballot", group=first("accounts.ProposerGroup"))()],
    "rating_version_once": [copy("rating.Rating", ended_at=lambda row: row.given_at)],
    "one_standing_rating": [copy("rating.Rating", version=2)],
    "rating_ends_after": [change("rating.Rating", ended_at=F("given_at") - DAY)],
    # report
    "snapshot_once": [copy("report.RateSnapshot")],
    # tracking
    "saved_view_name_once": [copy("tracking.SavedView")],
    "desks_share_views": [change("tracking.SavedView", shared=True)],
    "told_view_has_been_looked_at": [
        change("tracking.SavedView", notify=True),
        change("tracking.SavedView", seen=[uuid.uuid4()]),
    ],
}

CASES = [pytest.param(name, way, id=f"{name}-{n}") for name, ways in BREAKS.items() for n, way in enumerate(ways)]


def refused(act, name):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic(), connection.cursor() as cursor:
        act()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(("name", "act"), CASES)
def test_the_database_refuses(world, name, act):
    refused(act, name)


def own_models():
    """The product's tables, without the copies that django-pghistory keeps."""
    return [
        model for model in apps.get_models()
        if model.__module__.startswith("proposals.") and not hasattr(model, "pgh_tracked_model")
    ]  # fmt: skip


def test_every_constraint_is_broken_here():
    assert {constraint.name for model in own_models() for constraint in model._meta.constraints} == set(BREAKS)


UNIQUE = {
    "accounts.User.username": {},
    "accounts.Member.user": {},
    "accounts.UnitOfficer.user": {},
    "committee.Committee.name": {"is_home": False},
    "notices.Notice.key": {},
    "submission.Seal.proposal": {},
    "assignment.Assignment.replaces": None,  # needs a reassignment: below
    "assignment.ReturnRequest.assignment": {},
    "response.Opinion.assignment": None,
    "rating.Round.response": {},
}


@pytest.mark.parametrize("column", [column for column, changes in UNIQUE.items() if changes is not None])
def test_the_database_refuses_a_second_value(world, column):
    label, _dot, field = column.rpartition(".")
    name = apps.get_model(label)._meta.get_field(field).column
    with pytest.raises(IntegrityError, match=rf"Key \({name}\)="), transaction.atomic():
        copy(label, **UNIQUE[column])()


def test_every_unique_column_is_tried():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    }
    assert found == set(UNIQUE)


def test_one_opinion_and_one_successor(world):
    """The two that the common story does not reach."""
    from proposals.response import actions as response

    with transaction.atomic():
        cast = world.cast
        co_handler = world.lead.proposal.assignments.get(kind="co_handler")
        response.give_opinion(co_handler, by=cast.other_handler, text="同意。", now=at("2022-05-20"))
        with pytest.raises(IntegrityError, match=r"Key \(assignment_id\)="), transaction.atomic():
            copy("response.Opinion")()
        assignment.approve_return(world.returned, by=cast.coordinator, now=at("2022-03-18"))
        world.returned.refresh_from_db()
        assignment.reassign(world.returned, unit=cast.other_unit, by=cast.chief_coordinator, now=at("2022-03-18"))
        with pytest.raises(IntegrityError, match=r"Key \(replaces_id\)="), transaction.atomic():
            copy("assignment.Assignment", {"replaces__isnull": False}, status="cancelled", ended_at=at("2022-04-01"))()
        transaction.set_rollback(True)
