"""Who reads which response: drafts stay with the unit, delivered ones go with the case."""

import pytest

from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.response import actions
from proposals.response.models import Response
from tests.assignment.acting import led
from tests.factories import accept_all, at, deliver, handed_over, make_unit, make_user, respond, write_response

from .writing import fresh

EVERYBODY = ["member", "reviewer", "coordinator", "chief_coordinator", "leader", "handler", "other_handler", "stranger"]


def readers(cast, row):
    return [who for who in EVERYBODY if Response.objects.visible_to(getattr(cast, who)).of(row).exists()]


@pytest.fixture
def lead(cast):
    lead, co = led(cast)
    accept_all(lead.proposal, cast)
    actions.give_opinion(fresh(co), by=cast.other_handler, text="同意。", now=at("2022-04-10"))
    return fresh(lead)


def test_a_draft_is_the_units_alone(cast, lead):
    write_response(lead, cast.handler)
    assert readers(cast, lead) == ["handler"]


def test_a_submitted_response_is_read_by_the_coordinator_too(cast, lead):
    respond(lead, cast)
    assert readers(cast, lead) == ["coordinator", "chief_coordinator", "handler"]


def test_a_delivered_response_is_read_by_everybody_on_the_case(cast, lead):
    deliver(respond(lead, cast), cast)
    assert readers(cast, lead) == EVERYBODY[:-1]


def test_a_response_of_another_channel_is_read_once_it_is_delivered(cast):
    party = make_unit(cast.committee, "市委统战部", channel="party")
    officer = make_user(cast.committee, "handler", unit=party)
    shares = [Share(cast.unit, "separate"), Share(party, "separate")]
    proposal = handed_over(cast, shares=shares)
    row = proposal.assignments.get(unit=cast.unit)
    assignment.accept(row, by=cast.handler, now=at("2022-03-17"))
    respond(fresh(row), cast)
    other = make_user(cast.committee, "coordinator", channel="party")
    seen = [Response.objects.visible_to(user).count() for user in (officer, other)]
    deliver(fresh(row), cast)
    assert (seen, [Response.objects.visible_to(user).count() for user in (officer, other)]) == ([0, 0], [1, 1])
