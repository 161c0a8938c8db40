"""The whole demo, seeded once: the founding figures of 2022 and a running session with work for every role."""

from collections import Counter
from datetime import date

import pytest
from django.db import models, transaction
from django.utils import timezone

from proposals import rates
from proposals.accounts.models import HandlingUnit, User
from proposals.assignment.models import Assignment, Consultation, Extension, ReturnRequest
from proposals.committee.models import Committee, PlenarySession
from proposals.demo import accounts, seed
from proposals.duties.models import Duty
from proposals.notices.models import Delivery
from proposals.rates import Base
from proposals.rating.models import Rating
from proposals.report.models import RateSnapshot
from proposals.response.models import Commitment, Response
from proposals.submission.models import CoSponsor, Proposal
from proposals.trail import actions as trail
from proposals.trail.models import Event

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

YEAR_END = timezone.make_aware(timezone.datetime(2022, 12, 31, 23, 59, 59, 999999))


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """Seeded in a transaction around all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed.build()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def past():
    return PlenarySession.objects.get(year=2022)


@pytest.fixture
def running():
    return PlenarySession.objects.current(Committee.objects.home())


def stated(session, key, base, as_of=YEAR_END):
    ratio = rates.measure(key, RateSnapshot.objects.at(session, base, as_of).overall)
    return ratio.n, ratio.d


def test_ac_01_the_published_figures_on_base_handled(past):
    snapshot = RateSnapshot.objects.at(past, Base.HANDLED, YEAR_END)
    c = snapshot.overall
    assert (c.received, c.registered, c.passed_on, c.withdrawn) == (174, 114, 42, 18)
    assert (c.merged, c.declined, c.under_review) == (0, 0, 0)
    assert snapshot.counts["units"] == 47
    assert stated(past, "resolution", Base.HANDLED) == (155, 156)
    assert stated(past, "satisfied_or_basically", Base.HANDLED) == (154, 156)
    assert stated(past, "registration", Base.HANDLED) == (114, 174)
    assert stated(past, "passed_on", Base.HANDLED) == (42, 174)


def test_ac_02_on_base_registered_all_are_answered(past):
    assert stated(past, "resolution", Base.REGISTERED) == (114, 114)


def test_the_same_by_counting_rows(past):
    ours = Proposal.objects.filter(session=past)
    assert Counter(ours.values_list("outcome", flat=True)) == {"registered": 114, "passed_on": 42, "withdrawn": 18}
    handled = ours.filter(outcome__in=["registered", "passed_on"])
    assert handled.exclude(handed_over_at=None).count() == 156
    current = Assignment.objects.filter(proposal__in=handled, ended_at=None)
    assert current.values("unit").distinct().count() == HandlingUnit.objects.filter(is_sample=True).count() == 47
    open_cases = handled.filter(assignments__ended_at=None, assignments__status="accepted")
    assert [case.outcome for case in open_cases] == ["passed_on"]
    results = Counter(_final_result(case) for case in handled)
    assert results == {"satisfied": 131, "basically": 23, "dissatisfied": 1, None: 1}


def _final_result(case):
    """The worst of the units' last ratings, by hand."""
    found = []
    for row in case.assignments.filter(ended_at=None).exclude(kind="co_handler"):
        last = Rating.objects.filter(
            ballot__round__response__assignment=row, ballot__decides=True, ended_at=None
        ).order_by("-ballot__round__response__round_number")
        found.append(last[0].result.counts_as if last else None)
    order = ["satisfied", "basically", None, "dissatisfied"]
    return max(found, key=order.index)


def test_the_year_is_varied(past):
    rows = Assignment.objects.filter(proposal__session=past)
    assert set(rows.values_list("kind", flat=True)) == {"sole", "lead", "co_handler", "separate"}
    assert set(ReturnRequest.objects.values_list("verdict", flat=True)) == {"approved", "refused", ""}
    assert set(Extension.objects.values_list("verdict", flat=True)) == {"approved", "refused", ""}
    assert rows.exclude(replaces=None).count() == 4
    assert rows.exclude(waived_at=None).count() == 1
    forms = Consultation.objects.filter(assignment__in=rows).values_list("form", flat=True)
    assert set(forms) == set(Consultation.Form.values)
    verdicts = CoSponsor.objects.values_list("verdict", flat=True)
    assert set(verdicts) == {"confirmed", "declined", "unconfirmed", ""}
    assert set(Proposal.objects.filter(session=past).values_list("is_plenary", flat=True)) == {True, False}
    corrected = Response.objects.exclude(class_submitted=None).exclude(class_submitted=models.F("response_class"))
    assert corrected.count() == 4
    assert Rating.objects.filter(is_late=True, ballot__decides=True).count() == 2
    assert Response.objects.filter(round_number=2, delivered_at__isnull=False).count() == 4


def test_ac_17_phone_only_is_no_meeting(past):
    assert stated(past, "met", Base.HANDLED) == (150, 156)
    assert stated(past, "consulted", Base.HANDLED) == (155, 156)


def test_some_came_late_and_most_in_time(past):
    assert stated(past, "on_time", Base.HANDLED) == (148, 156)


def test_promises_are_kept_in_the_following_years_or_still_open():
    given = Commitment.objects.filter(response__assignment__proposal__session__year=2022)
    given = given.exclude(response__delivered_at=None)
    years = Counter(day.year if day else None for day in given.values_list("fulfilled_on", flat=True))
    assert years[2023] > 30
    assert 5 <= years[None] <= 10
    assert Duty.objects.open().filter(kind="promise").count() >= years[None]


def test_the_running_session_stands_at_every_point(running):
    found = Counter(Proposal.objects.filter(session=running).values_list("status", flat=True))
    assert sum(found.values()) == 42
    assert found["submitted"] >= 8
    assert found["registered"] >= 4
    wanted = {
        "draft",
        "sent_back",
        "declined",
        "passed_on",
        "merged",
        "handed_over",
        "responded",
        "rehandling",
        "closed",
    }
    assert wanted <= set(found)
    units = Assignment.objects.filter(proposal__session=running).values_list("status", flat=True)
    assert {"pending", "return_asked", "returned", "accepted", "signing", "checking", "responded", "opined"} == set(
        units
    )
    assert running.year in (timezone.localdate().year, timezone.localdate().year - 1)


KINDS = {
    accounts.MEMBER: {"confirm", "rate", "revise"},
    accounts.COLLEAGUE: {"confirm"},
    accounts.GROUP: {"rate"},
    accounts.REVIEWER: {"review", "decide_withdrawal"},
    accounts.COORDINATOR: {"hand_over", "reassign", "decide_return", "decide_extension", "check"},
    accounts.CHIEF: {"hand_over", "reassign", "decide_return", "decide_extension", "check"},
    accounts.HANDLER: {"accept", "consult", "respond", "opinion"},
    accounts.UNIT_LEADER: {"sign_off"},
    accounts.OTHER_HANDLER: {"accept", "respond", "rehandle"},
}


@pytest.mark.parametrize("account", KINDS, ids=lambda account: account.username)
def test_every_role_finds_its_work(account):
    user = User.objects.get(username=account.username)
    assert KINDS[account] <= set(Duty.objects.open().of(user).values_list("kind", flat=True))


def test_something_is_overdue_and_something_is_due_soon(running):
    ours = Duty.objects.filter(case__in=Proposal.objects.filter(session=running).values("pk"))
    today = timezone.localdate()
    assert ours.overdue(today).filter(kind="respond").count() >= 2
    assert ours.open().due_within(today, 7).count() >= 2


def test_only_the_listed_accounts_can_sign_in(client):
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {account.username for account in accounts.ACCOUNTS}
    for account in accounts.ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert (user.role, user.check_password(accounts.PASSWORD)) == (account.role, True)
    backstage = User.objects.filter(models.Q(is_staff=True) | models.Q(is_superuser=True))
    assert [(user.username, user.is_superuser) for user in backstage] == [("guanli", False)]


def test_nobody_has_an_address_that_could_be_somebodys():
    assert all(user.email.endswith("@example.org") for user in User.objects.all())
    assert all(user.phone.startswith("10") for user in User.objects.all())


def test_members_keep_their_groups_in_both_terms(past, running):
    member = User.objects.get(username=accounts.MEMBER.username).member
    terms = set(member.memberships.values_list("term", "sectoral_group__name"))
    assert terms == {(past.term, "农业界"), (running.term, "农业界")}


def test_nothing_of_the_past_is_sent_again():
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_the_trail_is_whole_and_nobody_acted_in_the_future_or_out_of_order():
    assert list(trail.verify()) == []
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    last = {}
    for case, moment in Event.objects.order_by("case", "seq").values_list("case", "at"):
        assert last.get(case, moment) <= moment
        last[case] = moment


def test_no_gap_is_left_in_a_sentence():
    texts = [*Event.objects.values_list("note", flat=True), *Response.objects.values_list("opening", flat=True)]
    texts += Consultation.objects.values_list("content", flat=True)
    assert [text for text in texts if "{" in text or "None" in text] == []


def test_nothing_happened_before_the_call_was_opened(past):
    first = Event.objects.order_by("at").first().at
    assert timezone.localdate(first) >= date(2021, 11, 15)
    assert past.call_opens_at <= first
