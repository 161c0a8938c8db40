"""The clocks a hand-over starts, counted with the policy of the session and the calendar of the place."""

import pytest

from proposals.assignment import actions
from proposals.committee.models import DeadlinePolicy
from tests.factories import at, handed_over

from .acting import day, due, led


def test_ac_21_due_dates_of_a_hand_over_on_15_march_2022(cast, calendar):
    lead, co = led(cast)
    assert due(lead) == {"accept": day("2022-03-22"), "consult": day("2022-04-06"), "respond": day("2022-06-15")}
    assert due(co) == {"accept": day("2022-03-22"), "opinion": day("2022-04-15")}
    assert actions.cap_of(lead) == (day("2022-09-15"), "6个月")


@pytest.mark.parametrize(("division", "end"), [("540200", "2022-03-13"), ("310000", "2022-03-07")])
def test_ac_23_return_window_over_losar(cast, calendar, division, end):
    cast.committee.division_code = division
    cast.committee.save(update_fields=["division_code"])
    row = handed_over(cast, now=at("2022-02-28")).assignments.get()
    assert due(row)["accept"] == day(end)


def test_ac_23_return_window_of_a_policy_of_three_days(cast, calendar):
    DeadlinePolicy.objects.create(session=cast.session, step="return", n=3, unit="working_days")
    row = handed_over(cast, now=at("2022-02-28")).assignments.get()
    assert due(row)["accept"] == day("2022-03-10")


def test_ac_26_three_months_that_end_on_a_saturday(cast, calendar):
    row = handed_over(cast, now=at("2022-02-28")).assignments.get()
    assert due(row)["respond"] == day("2022-05-30")


def test_ac_26_three_months_without_moving_to_the_next_working_day(cast, calendar):
    DeadlinePolicy.objects.create(session=cast.session, step="response", n=3, unit="months", roll=False)
    row = handed_over(cast, now=at("2022-02-28")).assignments.get()
    assert due(row)["respond"] == day("2022-05-28")


def test_a_fixed_date_for_plenary_proposals_leaves_the_others_their_relative_limit(cast, calendar):
    DeadlinePolicy.objects.create(
        session=cast.session, step="response", kind="plenary", n=3, unit="months", fixed_month=6, fixed_day=30
    )
    plenary = handed_over(cast).assignments.get()
    later = handed_over(cast, title="关于另一件事的提案").assignments.get()
    type(later.proposal).objects.filter(pk=later.proposal_id).update(is_plenary=False)
    assert due(plenary)["respond"] == day("2022-06-30")
    assert actions.plan(
        type(later.proposal).objects.get(pk=later.proposal_id), [actions.Share(cast.unit, "sole")], day("2022-03-15")
    )[0][1]["respond"] == day("2022-06-15")  # fmt: skip
