"""The letter as everyone reads it (``response/_letter.html``), and the promises that follow from it."""

import re

import pytest
from django.template.loader import render_to_string

from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.followup.models import ledger_of
from proposals.response.actions import Promise
from proposals.response.models import Response
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from tests.assignment.acting import day, told
from tests.factories import accept_all, assignment, at, deliver, draft, make_user, respond, submitted

from .writing import accepted, fresh


def printed(row):
    html = render_to_string("response/_letter.html", {"response": Response.objects.with_all().of(row).get()})
    return [line for line in (text.strip() for text in re.sub(r"<[^>]+>", "\n", html).split("\n")) if line]


def test_letter_reads_from_the_title_to_the_contact(cast):
    row = accepted(cast)
    deliver(respond(row, cast), cast)
    assert printed(row) == [
        "A 已经解决或采纳", "对日喀则二届二次会议第0001号提案的答复", "关于建立青稞良种繁育基地的提案",
        "卓玛委员：", "您提出的提案收悉，现答复如下。",
        "建议1：采纳", "建一处繁育基地。", "已经采纳。", "建议2：采纳", "建立种子储备。", "已经采纳。",
        "日喀则市农业农村局", "2022年5月12日", "联系人：次旦　电话：0892-1111111",
    ]  # fmt: skip


def test_letter_is_addressed_to_confirmed_co_sponsors_and_merged_proposers_too(cast):
    proposal = draft(cast)
    (row,) = submission.invite(proposal, members=[cast.colleague], by=cast.member, now=at("2022-02-10"))
    submission.confirm(row, by=cast.colleague, now=at("2022-02-10 10:05"))
    submission.submit(proposal, by=cast.member, now=at("2022-02-10 10:10"))
    main = submission.register(proposal, by=cast.reviewer, now=at("2022-03-01"))
    third, group = make_user(cast.committee, "member", "央金"), cast.group_account
    for by in (third, group):
        other = submitted(cast, by=by, title=f"关于{by}的提案")
        submission.merge(other, by=cast.reviewer, into=Proposal.objects.get(pk=main.pk), now=at("2022-03-02"))
    shares = [assignment.Share(cast.unit, "sole")]
    assignment.hand_over(main, shares=shares, by=cast.chief_coordinator, now=at("2022-03-15"))
    accept_all(main, cast)
    respond(fresh(main.assignments.get()), cast)
    letter = Response.objects.with_all().get()
    assert letter.addressee == "九三学社市委会、卓玛、央金、扎西委员"


def test_letter_of_an_opinion_passed_on_names_its_own_series(cast):
    proposal = submission.pass_on(submitted(cast), by=cast.reviewer, note="供参考。", now=at("2022-03-01"))
    shares = [assignment.Share(cast.unit, "sole")]
    assignment.hand_over(proposal, shares=shares, by=cast.chief_coordinator, now=at("2022-03-15"))
    accept_all(proposal, cast)
    respond(proposal.assignments.get(), cast)
    assert Response.objects.with_all().get().letter_title == "对日喀则二届二次会议意见第0001号的答复"


@pytest.mark.parametrize("n", [1, 3])
def test_letter_asks_as_many_queries_for_three_suggestions_as_for_one(cast, django_assert_num_queries, n):
    row = accepted(cast, suggestions=[f"第{i}件事。" for i in range(n)])
    respond(row, cast)
    with django_assert_num_queries(6):
        render_to_string("response/_letter.html", {"response": Response.objects.with_all().get()})


def test_ac_45_a_promise_is_reminded_of_and_stays_on_the_ledger_into_the_next_year(cast):
    row = respond(accepted(cast), cast, letter="B", promise=Promise("建成基地", "局长", day("2022-12-31")))
    deliver(row, cast)
    promise = row.responses.get().commitments.get()
    subject = "兑现承诺还剩30天：关于建立青稞良种繁育基地的提案"
    duties.send_reminders(now=at("2022-11-30 09:30"))
    assert subject not in told(cast.handler)
    duties.send_reminders(now=at("2022-12-01 09:30"))
    assert told(cast.handler).count(subject) == 1
    assert [found.due_on for found in Duty.objects.overdue(day("2023-01-05")).filter(subject=promise.pk)] == [
        day("2022-12-31")
    ]
    assert list(ledger_of(cast.handler)) == [promise]
