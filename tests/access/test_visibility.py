"""Who sees what: the rows of each kind, for everyone, before and after the moments that matter."""

import pytest

from proposals.accounts.models import UnitOfficer, User
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import PlenarySession
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Channel, Role
from proposals.rating import actions as rating
from proposals.rating.models import Rating, Round
from proposals.response import actions as response
from proposals.response.models import Response
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from tests.factories import (
    accept_all,
    add_unit_leader,
    assignment_at,
    at,
    deliver,
    draft,
    handed_over,
    make_committee,
    make_user,
    proposal_at,
    rate,
    respond,
    submitted,
    write_response,
)


@pytest.fixture
def people(cast):
    """Everyone by name; a case is the member's, handled by ``unit`` and co-handled by ``other_unit``."""
    add_unit_leader(cast)
    elsewhere = make_committee("政协甲市委员会", home=False)
    return {
        "member": cast.member, "stranger": cast.stranger, "group": cast.group_account, "reviewer": cast.reviewer,
        "coordinator": cast.coordinator, "chief": cast.chief_coordinator, "leader": cast.leader,
        "party": make_user(cast.committee, Role.COORDINATOR, channel=Channel.PARTY),
        "handler": cast.handler, "unit_leader": cast.unit_leader, "co_handler": cast.other_handler,
        "auditor": cast.auditor, "administrator": make_user(cast.committee, Role.ADMINISTRATOR),
        "reviewer elsewhere": make_user(elsewhere, Role.REVIEWER),
        "leader elsewhere": make_user(elsewhere, Role.LEADER),
        "chief elsewhere": make_user(elsewhere, Role.COORDINATOR, channel=Channel.CPPCC),
    }  # fmt: skip


def seers(people, rows, row):
    return {name for name, user in people.items() if rows.visible_to(user).filter(pk=row.pk).exists()}


COMMITTEE = {"member", "reviewer", "leader"}
HANDED = COMMITTEE | {"coordinator", "chief", "handler", "unit_leader"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (ProposalStatus.DRAFT, {"member"}),
        (ProposalStatus.DISCARDED, {"member"}),
        (ProposalStatus.SUBMITTED, COMMITTEE),
        (ProposalStatus.SENT_BACK, COMMITTEE),
        (ProposalStatus.DECLINED, COMMITTEE),
        (ProposalStatus.MERGED, COMMITTEE),
        (ProposalStatus.WITHDRAWN, COMMITTEE),
        (ProposalStatus.REGISTERED, COMMITTEE | {"coordinator", "party", "chief"}),
        (ProposalStatus.PASSED_ON, COMMITTEE | {"chief"}),
        (ProposalStatus.HANDED_OVER, HANDED),
        (ProposalStatus.RESPONDED, HANDED),
        (ProposalStatus.REHANDLING, HANDED),
        (ProposalStatus.CLOSED, HANDED),
    ],
)
def test_who_sees_a_proposal(cast, people, status, expected):
    assert seers(people, Proposal.objects, proposal_at(status, cast)) == expected


@pytest.fixture
def led(cast, people):
    """The lead's assignment of a case with a co-handler that has given its opinion."""
    proposal = handed_over(cast, shares=[Share(cast.unit, "lead"), Share(cast.other_unit, "co_handler")])
    accept_all(proposal, cast)
    co_handler = proposal.assignments.get(kind=Assignment.Kind.CO_HANDLER)
    response.give_opinion(co_handler, by=cast.other_handler, text="同意。", now=at("2022-04-10"))
    return proposal.assignments.get(kind=Assignment.Kind.LEAD)


def test_a_co_handler_sees_the_case_but_not_the_leads_part(cast, people, led):
    assert seers(people, Proposal.objects, led.proposal) == HANDED | {"co_handler"}
    assert seers(people, Assignment.objects, led) == HANDED
    own = led.proposal.assignments.get(kind=Assignment.Kind.CO_HANDLER)
    assert seers(people, Assignment.objects, own) == COMMITTEE | {"coordinator", "chief", "co_handler"}


def test_a_draft_response_is_the_units_then_the_coordinators_then_everybodys(cast, people, led):
    letter = write_response(led, cast.handler)
    assert seers(people, Response.objects, letter) == {"handler", "unit_leader"}
    respond(led, cast)
    assert seers(people, Response.objects, letter) == {"handler", "unit_leader", "coordinator", "chief"}
    deliver(led, cast)
    assert seers(people, Response.objects, letter) == HANDED | {"co_handler"}


def test_a_rating_is_the_raters_and_the_offices_until_the_round_closes(cast, people, led):
    """AC-41: the unit finds nothing before; the co-handler never does."""
    respond(led, cast)
    given = rate(deliver(led, cast), cast.member, cast)
    assert seers(people, Rating.objects, given) == {"member", "reviewer"}
    rating.close_rounds(now=at("2022-05-22"))
    assert seers(people, Rating.objects, given) == HANDED


def test_a_stranger_and_another_committee_find_no_round(cast, people, led):
    respond(led, cast)
    round_ = deliver(led, cast)
    finds = seers(people, Round.objects, round_)
    assert not finds & {
        "stranger",
        "group",
        "party",
        "auditor",
        "administrator",
        "reviewer elsewhere",
        "chief elsewhere",
    }


def test_co_sponsors_see_a_case_from_the_invitation_on_until_they_decline(cast):
    proposal = draft(cast, now=at("2022-02-10"))
    rows = submission.invite(proposal, members=[cast.colleague, cast.stranger], by=cast.member, now=at("2022-02-10"))
    sees = [Proposal.objects.visible_to(user).exists() for user in (cast.colleague, cast.stranger)]
    assert sees == [True, True]
    submission.confirm(rows[0], by=cast.colleague, now=at("2022-02-10 11:00"))
    submission.decline_invitation(rows[1], by=cast.stranger, now=at("2022-02-10 11:00"))
    sees = [Proposal.objects.visible_to(user).exists() for user in (cast.colleague, cast.stranger)]
    assert sees == [True, False]


def test_the_people_of_a_merged_case_see_the_main_case(cast):
    main = proposal_at(ProposalStatus.REGISTERED, cast)
    other = submission.submit(draft(cast, by=cast.colleague), by=cast.colleague, now=at("2022-02-10"))
    assert not Proposal.objects.visible_to(cast.colleague).filter(pk=main.pk).exists()
    submission.merge(other, by=cast.reviewer, into=main, now=at("2022-03-02"))
    assert set(Proposal.objects.visible_to(cast.colleague)) == {main, other}


def test_a_unit_keeps_seeing_what_it_once_handled(cast):
    row = assignment_at("returned", cast)
    assert Proposal.objects.visible_to(cast.handler).filter(pk=row.proposal_id).exists()


def test_an_officer_without_a_unit_sees_nothing(cast):
    """Access rows of people have no unit: a missing unit must not match them."""
    handed_over(cast)
    draft(cast)
    UnitOfficer.objects.filter(user=cast.handler).delete()
    lost = User.objects.get(pk=cast.handler.pk)
    assert lost.unit_id is None
    for rows in (Proposal.objects, Assignment.objects, Response.objects, Rating.objects, Round.objects):
        assert not rows.visible_to(lost).exists()


def test_an_account_without_a_role_sees_nothing(cast):
    handed_over(cast)
    cast.reviewer.grants.all().delete()
    nobody = User.objects.get(pk=cast.reviewer.pk)
    assert nobody.role == ""
    assert not Proposal.objects.visible_to(nobody).exists()


def test_a_handler_who_is_also_the_proposer_sees_as_the_role_worn(cast):
    proposal = draft(cast)
    cast.member.grants.create(role=Role.HANDLER)
    UnitOfficer.objects.create(user=cast.member, unit=cast.unit)
    as_handler = User.objects.get(pk=cast.member.pk)
    as_handler.active_role = Role.HANDLER
    assert not Proposal.objects.visible_to(as_handler).filter(pk=proposal.pk).exists()
    assert Proposal.objects.visible_to(User.objects.get(pk=cast.member.pk)).filter(pk=proposal.pk).exists()


def test_two_accounts_of_a_group_see_the_same(cast):
    proposal = submitted(cast, by=cast.group_account)
    second = make_user(cast.committee, Role.GROUP, group=cast.group)
    assert [list(Proposal.objects.visible_to(user)) for user in (cast.group_account, second)] == [[proposal]] * 2


def test_sessions_of_another_committee_are_never_ours(cast, people):
    theirs = PlenarySession.objects.get(committee__name="政协甲市委员会")
    assert PlenarySession.objects.at(cast.committee, at("2022-02-10")) != theirs
