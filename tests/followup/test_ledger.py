"""The ledger of promises."""

from datetime import date

import pytest
from django.urls import reverse

from proposals.followup import actions
from proposals.followup.models import ledger_of
from proposals.response.actions import Promise
from tests import factories

LEDGER = reverse("followup:ledger")
WHAT = "为 6 所学校更换供暖设备"


def promised(cast, what=WHAT, **kwargs):
    """A planned response, delivered on 2022-05-12; the promise is due on 2022-12-31."""
    proposal = factories.handed_over(cast, **kwargs)
    factories.accept_all(proposal, cast)
    promise = Promise(what, "普布次仁", date(2022, 12, 31))
    row = factories.respond(proposal.assignments.get(), cast, letter="B", promise=promise)
    factories.deliver(row, cast)
    return row.responses.get().commitments.get()


def shown(page):
    return [row.what for row, _may_report in page.context["lines"]]


def test_ledger_lists_what_is_still_to_be_kept(client, cast, on):
    promised(cast)
    on("2022-12-20")
    client.force_login(cast.handler)
    page = client.get(LEDGER)
    assert shown(page) == [WHAT]
    assert "还剩 11 天（12月31日）" in page.content.decode()
    assert "报告进展" in page.content.decode()


def test_ac_45_a_promise_stays_on_the_ledger_into_the_next_year(client, cast, on):
    promised(cast)
    on("2023-02-01")
    client.force_login(cast.handler)
    page = client.get(LEDGER)
    assert shown(page) == [WHAT]
    assert "逾期 32 天（2022年12月31日）" in page.content.decode()


def test_ledger_keeps_the_kept_ones_apart(client, cast, on):
    first, second = promised(cast), promised(cast, "建一处冷库")
    actions.report_progress(first, by=cast.handler, text="已全部更换。", fulfils=True, now=factories.at("2022-10-01"))
    on("2022-12-20")
    client.force_login(cast.handler)
    assert shown(client.get(LEDGER)) == [second.what]
    page = client.get(LEDGER, {"state": "kept"})
    assert shown(page) == [first.what]
    assert "2022年10月1日兑现" in page.content.decode()
    assert [(label, n) for _name, label, n in page.context["views"]] == [("待兑现", 1), ("已兑现", 1)]


def test_ledger_shows_a_unit_its_own_and_nobody_elses(cast):
    promised(cast)
    people = ["handler", "member", "reviewer", "leader", "coordinator", "other_handler", "stranger", "auditor"]
    assert [ledger_of(getattr(cast, who)).count() for who in people] == [1, 1, 1, 1, 1, 0, 0, 0]


def test_ledger_offers_reporting_to_the_unit_only(client, cast):
    promised(cast)
    for who in (cast.member, cast.reviewer, factories.add_unit_leader(cast)):
        client.force_login(who)
        assert [may for _row, may in client.get(LEDGER).context["lines"]] == [False]


def test_ledger_leaves_out_what_is_not_delivered_or_not_planned(client, cast):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    promise = Promise(WHAT, "普布次仁", date(2022, 12, 31))
    row = factories.respond(proposal.assignments.get(), cast, letter="A", promise=promise)
    assert not ledger_of(cast.handler).exists()
    factories.deliver(row, cast)
    assert not ledger_of(cast.handler).exists()


def test_ledger_empty_says_what_will_come(client, cast):
    client.force_login(cast.handler)
    assert "没有待兑现的承诺" in client.get(LEDGER).content.decode()
    assert "还没有兑现的承诺" in client.get(LEDGER, {"state": "kept"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_ledger_takes_the_same_queries_for_more_promises(client, cast, number, django_assert_num_queries):
    for n in range(number):
        promised(cast, f"第{n}项")
    client.force_login(cast.handler)
    with django_assert_num_queries(11):
        client.get(LEDGER)
