"""转意见建议."""

import pytest

from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.rates import Base, measure
from proposals.report.counts import Slice, count
from proposals.submission import actions
from proposals.submission.models import Proposal
from tests.factories import (
    Assignment,
    Share,
    accept_all,
    assignment,
    at,
    deliver,
    handed_over,
    rate,
    registered,
    respond,
    submitted,
)

from . import deciding
from .deciding import url

S = ProposalStatus
WORDS = {"note": "属于工作建议。"}


def test_ac_52_an_opinion_has_its_own_numbers_and_never_counts_as_registered(client, cast):
    registered(cast, title="已经立案的")
    first, second = submitted(cast, title="第一件"), submitted(cast, title="第二件")
    client.force_login(cast.reviewer)
    for proposal in (first, second):
        client.post(url("pass_on", proposal), WORDS)
        proposal.refresh_from_db()
    assert [str(proposal.number_text) for proposal in (first, second)] == ["意见第0001号", "意见第0002号"]
    assert {proposal.outcome for proposal in (first, second)} == {"passed_on"}
    assert Proposal.objects.filter(outcome="registered").count() == 1
    assert set(Proposal.objects.to_hand_over(cast.committee)) >= {first, second}
    assert registered(cast, title="后来立案的").case_number == "0002"


def test_ac_52_an_opinion_is_handed_over_answered_and_rated_only_in_the_base_handled(cast):
    registered(cast, title="已经立案的")
    opinion = actions.pass_on(submitted(cast), by=cast.reviewer, note="属于工作建议。", now=at("2022-03-01"))
    before = figures(cast)
    shares = [Share(cast.unit, Assignment.Kind.SOLE)]
    assignment.hand_over(opinion, shares=shares, by=cast.chief_coordinator, now=at("2022-03-15"))
    accept_all(opinion, cast)
    rate(deliver(respond(opinion.assignments.get(), cast), cast), cast.member, cast)
    after = figures(cast)
    assert before == {"registration": (1, 2), "registered": 1, "handled": 1, "resolved": 0, "satisfied": 0}
    assert after == {"registration": (1, 2), "registered": 1, "handled": 2, "resolved": 1, "satisfied": 1}
    opinion.refresh_from_db()
    assert (opinion.case_number, opinion.outcome) == ("意0001", "passed_on")


def figures(cast):
    handled, only = (count(Slice(cast.session, at("2030-01-01"), base)) for base in (Base.HANDLED, Base.REGISTERED))
    ratio = measure("registration", handled)
    return {
        "registration": (ratio.n, ratio.d), "registered": only.total, "handled": handled.total,
        "resolved": handled.resolved, "satisfied": handled.satisfied,
    }  # fmt: skip


def test_pass_on_tells_the_proposer_why(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("pass_on", proposal), WORDS)
    assert Notice.objects.get(recipient=cast.member, subject__startswith="转为意见建议").body == "属于工作建议。"


def test_pass_on_needs_words(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.post(url("pass_on", proposal), {"note": ""}).status_code == 422
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_pass_on_goes_on_to_the_next_one(client, cast):
    deciding.goes_on_to_the_next_one(client, cast, "pass_on", WORDS)


def test_pass_on_is_the_offices_alone(client, cast):
    deciding.is_the_offices_alone(client, cast, "pass_on", WORDS)


def test_pass_on_get_changes_nothing(client, cast):
    deciding.get_changes_nothing(client, cast, "pass_on", WORDS)


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.PASSED_ON, S.MERGED])
def test_pass_on_is_refused_in_any_other_status(client, cast, status):
    deciding.is_refused_at(client, cast, "pass_on", WORDS, status)


def test_pass_on_after_handing_over_is_refused(client, cast):
    proposal = handed_over(cast)
    client.force_login(cast.reviewer)
    assert client.post(url("pass_on", proposal), WORDS).status_code == 409
