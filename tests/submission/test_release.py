"""Decisions prepared in private and told together."""

import time

import pytest
from django.urls import reverse

from proposals.committee.models import DeclineReason, PlenarySession
from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.notices.models import Notice
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.models import PreparedDecision, Proposal, Ruling
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import at, make_cast, make_committee, make_user, proposal_at, registered, submitted

from .crowd import post_at_once

S = ProposalStatus
URL = reverse("submission:release")
WHEN = at("2022-02-21")


def reason(cast):
    return DeclineReason.objects.get(committee=cast.committee, name="没有具体建议")


def prepare(cast, action, by=None, title="关于第一件事的提案", day="2022-02-10", **terms):
    proposal = submitted(cast, title=title, now=at(day))
    return actions.prepare(proposal, by=by or cast.reviewer, action=action, now=WHEN, **terms)


def one_of_each(cast):
    """Five decisions, prepared in no particular order."""
    main = prepare(cast, Action.REGISTER, title="甲案", day="2022-02-12")
    return [
        prepare(cast, Action.MERGE, title="乙案", day="2022-02-11", into=main.proposal),
        main,
        prepare(cast, Action.DECLINE, title="丙案", day="2022-02-13", reason=reason(cast), note="内容空泛。"),
        prepare(cast, Action.SEND_BACK, title="丁案", day="2022-02-14", note="一事一案。"),
        prepare(cast, Action.PASS_ON, title="戊案", day="2022-02-15", note="属于工作建议。"),
    ]


def outcome(rows):
    return {row.proposal.title: Proposal.objects.get(pk=row.proposal_id).status for row in rows}


def keys(rows):
    return [str(row.pk) for row in rows]


def test_prepared_decisions_stay_in_the_office_until_they_are_released(client, cast):
    rows = one_of_each(cast)
    assert set(outcome(rows).values()) == {S.SUBMITTED}
    assert Notice.objects.exclude(subject__startswith="已提交").count() == 0
    for user in (cast.member, cast.leader):
        client.force_login(user)
        for row in rows:
            page = client.get(row.proposal.get_absolute_url()).content.decode()
            assert "待审查" in page
            assert "拟定" not in page and "内容空泛" not in page


def test_release_takes_every_decision_through_its_own_act(client, cast):
    rows = one_of_each(cast)
    client.force_login(cast.reviewer)
    page = client.post(URL, {"rows": keys(rows), "step": "send"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["已公布 5 件，提案者都已收到通知。"]
    assert outcome(rows) == {
        "甲案": S.REGISTERED, "乙案": S.MERGED, "丙案": S.DECLINED, "丁案": S.SENT_BACK, "戊案": S.PASSED_ON,
    }  # fmt: skip
    told = dict(Notice.objects.filter(recipient=cast.member).values_list("subject", "body"))
    assert {subject: told[subject] for subject in told if not subject.startswith("已提交")} == {
        "已立案：甲案": "案号第0001号，将交有关单位办理。",
        "已并案：乙案": "并入第0001号《甲案》一并办理，答复也会送达您。",
        "不予立案：丙案": "没有具体建议。内容空泛。",
        "退回修改：丁案": "一事一案。",
        "转为意见建议：戊案": "属于工作建议。",
    }
    assert set(PreparedDecision.objects.values_list("released", flat=True)) == {True}
    assert Duty.objects.open().of_kind(Duty.Kind.REVIEW).count() == 0
    assert list(trail.verify()) == []


def test_release_keeps_who_decided_and_who_released(client, cast):
    second = make_user(cast.committee, Role.REVIEWER, "央金")
    row = prepare(cast, Action.REGISTER)
    client.force_login(second)
    client.post(URL, {"rows": keys([row]), "step": "send"})
    event = Event.objects.get(case=row.proposal_id, action="register")
    assert (Ruling.objects.get().by, event.by, event.data["prepared_by"]) == (cast.reviewer, second, "德吉")


def test_release_numbers_by_the_order_of_submission(cast):
    rows = [prepare(cast, Action.REGISTER, title=f"第{n}件", day=f"2022-02-1{n}") for n in (3, 1, 2)]
    actions.release(rows, by=cast.reviewer)
    numbers = Proposal.objects.order_by("submitted_at").values_list("title", "case_number")
    assert list(numbers) == [("第1件", "0001"), ("第2件", "0002"), ("第3件", "0003")]


def test_release_lists_what_will_be_told_to_whom(client, cast):
    rows = one_of_each(cast)
    client.force_login(cast.reviewer)
    page = client.get(URL)
    lines = {line["row"].proposal.title: (line["to"], line["told"].body) for line in page.context["lines"]}
    assert [line["row"].proposal.title for line in page.context["lines"]] == ["乙案", "甲案", "丙案", "丁案", "戊案"]
    assert lines["丙案"] == (["卓玛"], "没有具体建议。内容空泛。")
    assert lines["甲案"] == (["卓玛"], "案号（公布时编定），将交有关单位办理。")
    assert all(line["chosen"] for line in page.context["lines"])
    assert len(rows) == 5


def test_release_is_checked_first_and_the_check_tells_nobody(client, cast):
    registered(cast)
    rows = one_of_each(cast)
    client.force_login(cast.reviewer)
    notices, events = Notice.objects.count(), Event.objects.count()
    page = client.post(URL, {"rows": keys(rows), "step": "check"})
    found = {line.row.proposal.title: (line.number, line.problem) for line in page.context["outlook"]}
    assert page.status_code == 200
    assert found == {
        "甲案": ("第0002号", ""), "乙案": ("", ""), "丙案": ("", ""), "丁案": ("", ""), "戊案": ("意见第0001号", ""),
    }  # fmt: skip
    merged = next(line for line in page.context["outlook"] if line.row.action == "merge")
    assert merged.told.body == "并入第0002号《甲案》一并办理，答复也会送达您。"
    assert (Notice.objects.count(), Event.objects.count()) == (notices, events)
    assert set(outcome(rows).values()) == {S.SUBMITTED}


def test_release_of_some_leaves_the_others_prepared(client, cast):
    rows = one_of_each(cast)
    client.force_login(cast.reviewer)
    client.post(URL, {"rows": keys(rows[2:3]), "step": "send"})
    assert [status for status in outcome(rows).values() if status != S.SUBMITTED] == [S.DECLINED]
    assert [line["row"].proposal.title for line in client.get(URL).context["lines"]] == ["乙案", "甲案", "丁案", "戊案"]


def test_release_with_one_problem_releases_none_and_names_it(client, cast):
    rows = one_of_each(cast)
    actions.ask_withdrawal(rows[2].proposal, by=cast.member, reason="已经解决。")
    client.force_login(cast.reviewer)
    page = client.post(URL, {"rows": keys(rows), "step": "send"})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["流水号0003《丙案》：提案者已申请撤案，请先审定撤案申请。"]
    assert [line["row"].proposal.title for line in page.context["lines"] if line["is_wrong"]] == ["丙案"]
    assert set(outcome(rows).values()) == {S.SUBMITTED}
    check = client.post(URL, {"rows": keys(rows), "step": "check"})
    problems = {line.row.proposal.title: line.problem for line in check.context["outlook"] if line.problem}
    assert problems == {"丙案": "提案者已申请撤案，请先审定撤案申请。"}
    client.post(URL, {"rows": keys(row for row in rows if row is not rows[2]), "step": "send"})
    assert outcome(rows)["甲案"] == S.REGISTERED


def test_release_without_the_main_case_is_refused(cast):
    merged, main, *_others = one_of_each(cast)
    with pytest.raises(Refusal, match="乙案》：只能并入已立案、尚未交办的主案。"):
        actions.release([merged], by=cast.reviewer)
    actions.release([merged, main], by=cast.reviewer)
    assert outcome([merged, main]) == {"乙案": S.MERGED, "甲案": S.REGISTERED}


def test_release_holds_the_two_step_rule_against_who_prepared(cast):
    """Whoever releases only carries out; the decision is the preparer's. An opinion given afterwards by the preparer
    leaves one person for both steps."""
    PlenarySession.objects.update(review_steps=2)
    second = make_user(cast.committee, Role.REVIEWER, "央金")
    proposal = submitted(cast)
    actions.recommend(proposal, by=cast.reviewer, action=Action.REGISTER, now=WHEN)
    row = actions.prepare(proposal, by=second, action=Action.REGISTER, now=WHEN)
    actions.recommend(proposal, by=second, action=Action.REGISTER, now=WHEN)
    with pytest.raises(Refusal, match="初审意见是央金提出的，请由另一位审查人员决定。"):
        actions.release([row], by=cast.reviewer)
    actions.recommend(proposal, by=cast.reviewer, action=Action.REGISTER, now=WHEN)
    actions.release([row], by=cast.reviewer)
    assert Ruling.objects.get().by == second


def test_release_a_second_time_finds_nothing_left(client, cast):
    rows = one_of_each(cast)
    client.force_login(cast.reviewer)
    data = {"rows": keys(rows), "step": "send"}
    assert client.post(URL, data).status_code == 302
    before = Event.objects.count(), Notice.objects.count()
    page = client.post(URL, data)
    assert (page.status_code, page.context["form"].errors["rows"]) == (
        422,
        ["所选的有一些刚才已经公布、改动或撤销，这次没有公布任何一件。请看最新的清单。"],
    )
    assert (Event.objects.count(), Notice.objects.count()) == before


def test_release_of_what_was_replaced_meanwhile_is_a_conflict(cast):
    row = prepare(cast, Action.REGISTER)
    actions.prepare(row.proposal, by=cast.reviewer, action=Action.PASS_ON, note="工作建议。")
    with pytest.raises(actions.Gone):
        actions.release([row], by=cast.reviewer)
    assert outcome([row]) == {"关于第一件事的提案": S.SUBMITTED}


def test_release_of_nothing_is_refused(client, cast):
    prepare(cast, Action.REGISTER)
    client.force_login(cast.reviewer)
    page = client.post(URL, {"step": "send"})
    assert (page.status_code, page.context["form"].errors["rows"]) == (422, ["请至少选择一件。"])


def test_release_says_when_there_is_nothing(client, cast):
    client.force_login(cast.reviewer)
    assert "没有等待公布的决定" in client.get(URL).content.decode()


def test_release_leaves_out_what_has_been_decided_at_once(client, cast):
    row = prepare(cast, Action.REGISTER)
    actions.pass_on(row.proposal, by=cast.reviewer, note="属于工作建议。")
    client.force_login(cast.reviewer)
    assert client.get(URL).context["lines"] == []
    row.refresh_from_db()
    assert (bool(row.ended_at), row.released) == (True, False)


def test_release_leaves_out_what_was_withdrawn(client, cast):
    from proposals.assignment import actions as assignment

    row = prepare(cast, Action.REGISTER)
    asked = actions.ask_withdrawal(row.proposal, by=cast.member, reason="已经解决。")
    assignment.withdraw(asked, by=cast.reviewer)
    client.force_login(cast.reviewer)
    assert client.get(URL).context["lines"] == []


@pytest.mark.parametrize("who", ["member", "leader", "chief_coordinator", "handler", "auditor"])
def test_release_is_the_offices_alone(client, cast, who):
    row = prepare(cast, Action.REGISTER)
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"rows": keys([row]), "step": "send"}).status_code == 403
    assert outcome([row]) == {"关于第一件事的提案": S.SUBMITTED}


def test_release_never_touches_another_committee(client, cast):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    row = prepare(elsewhere, Action.REGISTER)
    client.force_login(cast.reviewer)
    assert client.get(URL).context["lines"] == []
    assert client.post(URL, {"rows": keys([row]), "step": "send"}).status_code == 422
    with pytest.raises(actions.Gone):
        actions.release([row], by=cast.reviewer)
    assert outcome([row]) == {"关于第一件事的提案": S.SUBMITTED}


def test_release_get_changes_nothing(client, cast):
    row = prepare(cast, Action.REGISTER)
    client.force_login(cast.reviewer)
    client.get(URL, {"rows": keys([row]), "step": "send"})
    assert outcome([row]) == {"关于第一件事的提案": S.SUBMITTED}


@pytest.mark.parametrize("n", [1, 3])
def test_release_lists_any_number_with_the_same_queries(client, cast, n, django_assert_num_queries):
    for day in range(n):
        prepare(cast, Action.DECLINE, title=f"第{day}件", day=f"2022-02-1{day}", reason=reason(cast))
    client.force_login(cast.reviewer)
    client.get(URL)
    with django_assert_num_queries(8):
        assert len(client.get(URL).context["lines"]) == n


@pytest.mark.slow
def test_release_of_a_hundred_and_twenty_takes_a_few_seconds(client, cast):
    rows = [prepare(cast, Action.REGISTER, title=f"第{n}件") for n in range(120)]
    client.force_login(cast.reviewer)
    began = time.perf_counter()
    assert client.post(URL, {"rows": keys(rows), "step": "send"}).status_code == 302
    assert time.perf_counter() - began < 15
    assert Proposal.objects.filter(outcome="registered").count() == 120


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_release_by_two_clerks_at_once_tells_everybody_once(client):
    cast = make_cast()
    rows = [prepare(cast, Action.REGISTER, title=f"第{n}件") for n in range(10)]
    client.force_login(cast.reviewer)
    answers = post_at_once(client, [(URL, {"rows": keys(rows), "step": "send"})] * 4)
    assert sorted(page.status_code for page in answers)[0] == 302
    assert sum(page.status_code == 302 for page in answers) == 1
    assert Notice.objects.filter(subject__startswith="已立案").count() == 10
    assert sorted(Proposal.objects.values_list("case_number", flat=True)) == [f"{n:04d}" for n in range(1, 11)]


def test_a_prepared_decision_may_be_replaced(cast):
    proposal = submitted(cast)
    actions.prepare(proposal, by=cast.reviewer, action=Action.PASS_ON, note="工作建议。")
    actions.prepare(proposal, by=cast.reviewer, action=Action.DECLINE, reason=reason(cast))
    assert proposal.prepared.final().action == "decline"
    assert proposal.prepared.filter(ended_at=None).count() == 1


def test_a_merge_is_prepared_only_into_what_will_be_a_main_case(cast):
    proposal, other = submitted(cast), submitted(cast, title="别的")
    with pytest.raises(Refusal, match="只能并入已立案、尚未交办的主案。"):
        actions.prepare(proposal, by=cast.reviewer, action=Action.MERGE, into=other)
    actions.prepare(other, by=cast.reviewer, action=Action.PASS_ON, note="工作建议。")
    with pytest.raises(Refusal, match="只能并入已立案、尚未交办的主案。"):
        actions.prepare(proposal, by=cast.reviewer, action=Action.MERGE, into=other)
    assert proposal_at(S.REGISTERED, cast) in Proposal.objects.main_cases_for(proposal)
