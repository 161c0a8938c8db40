"""不予立案."""

import pytest

from proposals.committee.models import DeclineReason
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.report.counts import Slice, count
from proposals.submission import actions
from proposals.submission.models import Ruling
from tests.factories import at, submitted

from . import deciding
from .deciding import url

S = ProposalStatus


@pytest.fixture
def reason(cast):
    return DeclineReason.objects.get(committee=cast.committee, name="没有具体建议")


def test_ac_35_declining_needs_a_reason_and_the_proposer_sees_it(client, cast, reason):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("decline", proposal), {"note": "内容空泛。"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"reason": ["请选择不予立案的情形，提案者会看到。"]}
    assert page.context["form"]["note"].value() == "内容空泛。"
    client.post(url("decline", proposal), {"reason": reason.pk, "note": "内容空泛。"})
    proposal.refresh_from_db()
    told = Notice.objects.get(recipient=cast.member, subject__startswith="不予立案")
    assert (proposal.status, proposal.outcome, proposal.case_number) == (S.DECLINED, "declined", "")
    assert told.body == "没有具体建议。内容空泛。"
    assert [ruling.outcome for ruling in Ruling.objects.standing()] == ["declined"]


def test_ac_35_outside_the_regions_powers_is_told_and_nothing_is_registered(client, cast):
    outside = DeclineReason.objects.create(committee=cast.committee, name="超出本地区职权范围", order=10)
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("decline", proposal), {"reason": outside.pk})
    client.force_login(cast.member)
    assert "超出本地区职权范围" in client.get(proposal.get_absolute_url()).content.decode()
    assert Notice.objects.get(recipient=cast.member, subject__startswith="不予立案").body == "超出本地区职权范围。"
    counts = count(Slice(cast.session, at("2030-01-01")))
    assert (counts.received, counts.registered, counts.merged, counts.declined) == (1, 0, 0, 1)


def test_decline_offers_the_dictionary_and_nothing_switched_off(client, cast, reason):
    proposal = submitted(cast)
    DeclineReason.objects.filter(name="个人或者亲属事务").update(is_active=False)
    client.force_login(cast.reviewer)
    form = client.get(url("decline", proposal)).context["form"]
    assert [str(label) for _value, label in form.fields["reason"].choices] == ["没有具体建议"]


def test_decline_waits_for_a_decision_on_an_open_request_to_withdraw(client, cast, reason):
    proposal = submitted(cast)
    actions.ask_withdrawal(proposal, by=cast.member, reason="已经解决。")
    client.force_login(cast.reviewer)
    page = client.post(url("decline", proposal), {"reason": reason.pk})
    assert page.context["form"].non_field_errors() == ["提案者已申请撤案，请先审定撤案申请。"]
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_decline_goes_on_to_the_next_one(client, cast, reason):
    deciding.goes_on_to_the_next_one(client, cast, "decline", {"reason": reason.pk})


def test_decline_is_the_offices_alone(client, cast, reason):
    deciding.is_the_offices_alone(client, cast, "decline", {"reason": reason.pk})


def test_decline_get_changes_nothing(client, cast, reason):
    deciding.get_changes_nothing(client, cast, "decline", {"reason": reason.pk})


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.DECLINED, S.PASSED_ON])
def test_decline_is_refused_in_any_other_status(client, cast, reason, status):
    deciding.is_refused_at(client, cast, "decline", {"reason": reason.pk}, status)
