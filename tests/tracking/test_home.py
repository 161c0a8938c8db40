"""The home page of each role."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.permissions import Role
from proposals.report import actions as report
from proposals.submission import actions as submission
from proposals.tracking import homes, todo
from tests import factories

HOME = reverse("tracking:home")
K = Assignment.Kind


def home(client, user, **query):
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(HOME, query)
    assert page.status_code == 200
    return page


def text(page):
    return page.content.decode()


def todo_of(page):
    return [(item.duty.kind, str(item.button)) for item in page.context["todo"]]


def test_every_role_has_a_home():
    assert set(homes.HOMES) == set(Role)


def test_every_duty_has_its_words():
    assert set(todo.WORDS) == set(Duty.Kind)


# -- member and group -------------------------------------------------------------------------------------------------


def test_home_member_says_first_what_waits_each_with_one_button(client, cast, on):
    _rated, round_ = factories.answered(cast)
    submission.send_back(
        factories.submitted(cast), by=cast.reviewer, note="请一事一案。", now=factories.at("2022-05-18")
    )
    invited = factories.draft(cast, by=cast.colleague, title="关于加装电梯的提案")
    (row,) = submission.invite(invited, members=[cast.member], by=cast.colleague, now=factories.at("2022-05-20 09:00"))
    on("2022-05-20")
    page = home(client, cast.member)
    assert todo_of(page) == [("confirm", "去答复"), ("rate", "去评议"), ("revise", "去修改")]
    assert "扎西邀请您联名" in text(page)
    assert "提案委退回修改：“请一事一案。”" in text(page)
    for address in (
        reverse("rating:rate", args=[round_.pk]),
        reverse("submission:answer_invitation", args=[row.pk]),
    ):
        assert f'href="{address}"' in text(page)
    assert text(page).count("btn--main") == 1


def test_home_member_lists_own_proposals_with_their_progress(client, cast, on):
    factories.handed_over(cast)
    factories.draft(cast, title="关于还在写的提案")
    on("2022-06-01")
    page = home(client, cast.member)
    assert [str(row.proposal) for row in page.context["rows"]] == ["关于建立青稞良种繁育基地的提案"]
    assert "还剩 14 天（6月15日）" in text(page)
    assert "市农业农村局" in text(page)
    assert "关于还在写的提案" in text(page)
    assert (page.context["in_session"], page.context["in_all"]) == (2, 2)
    listed = client.get(reverse("tracking:proposals"), {"session": cast.session.pk})
    assert listed.context["page_obj"].paginator.count == 2


def test_home_member_with_nothing_says_what_will_come(client, cast):
    page = home(client, cast.stranger)
    assert "现在没有要您办理的事" in text(page)
    assert "还没有提交过提案" in text(page)
    assert f'href="{reverse("submission:write")}"' in text(page)


@pytest.mark.parametrize(
    ("moment", "title"),
    [("2022-02-01", "正在征集大会提案"), ("2022-03-01", "正在征集平时提案"), ("2021-10-01", "还没有开始征集提案")],
)
def test_home_member_tells_what_may_be_submitted(client, cast, on, moment, title):
    on(moment)
    assert title in text(home(client, cast.member))


def test_home_group_account_sees_its_groups_duties(client, cast, on):
    factories.answered(cast, by=cast.group_account)
    on("2022-05-20")
    assert todo_of(home(client, cast.group_account)) == [("rate", "去评议")]
    assert todo_of(home(client, cast.member)) == []


# -- handling unit ----------------------------------------------------------------------------------------------------


def lanes(page):
    return [[(card.act[1] if card.act else "", card.due and card.due.isoformat()) for card in lane.cards] for lane in
            page.context["lanes"]]  # fmt: skip


def test_home_unit_has_three_lanes(client, cast, on):
    factories.handed_over(cast)
    at_work = factories.handed_over(cast)
    factories.accept_all(at_work, cast)
    both = factories.handed_over(cast, shares=[Share(cast.other_unit, K.LEAD), Share(cast.unit, K.CO_HANDLER)])
    factories.accept_all(both, cast)
    on("2022-03-18")
    page = home(client, cast.handler)
    assert lanes(page) == [[("签收", "2022-03-22")], [("起草答复", "2022-06-15")], [("提会办意见", "2022-04-15")]]
    assert "主办：市财政局" in text(page)
    assert "还没有与提案者沟通" in text(page)
    assert [card.days for lane in page.context["lanes"] for card in lane.cards] == [2, None, None]
    assert text(page).count("btn--main") == 1
    assert (page.context["year"]["all"], page.context["year"]["done"]) == (3, 0)


def test_home_unit_names_what_is_overdue(client, cast, on):
    late = factories.handed_over(cast)
    factories.accept_all(late, cast)
    on("2022-06-17")
    page = home(client, cast.handler)
    assert "逾期 2 天（6月15日）" in text(page)
    assert "case--late" in text(page)


@pytest.mark.parametrize(
    ("status", "button", "hint"),
    [
        (AssignmentStatus.RETURN_ASKED, "", "已申请退回，等待审定"),
        (AssignmentStatus.SIGNING, "查看", "已送单位领导审签"),
        (AssignmentStatus.CHECKING, "查看", "已送核查"),
    ],
)
def test_home_unit_says_what_it_waits_for(client, cast, status, button, hint):
    factories.assignment_at(status, cast)
    page = home(client, cast.handler)
    cards = [card for lane in page.context["lanes"] for card in lane.cards]
    assert [(card.act[1] if card.act else "", card.hint) for card in cards] == [(button, hint)]


def test_home_unit_shows_a_masked_number_only(client, cast):
    User.objects.filter(pk=cast.member.pk).update(phone="13908921234")
    factories.handed_over(cast)
    page = text(home(client, cast.handler))
    assert "139****1234" in page
    assert "13908921234" not in page


def test_home_unit_empty_lanes_say_what_will_come(client, cast):
    assert "新交办的提案会出现在这里。" in text(home(client, cast.handler))


def test_home_unit_leader_reads_the_response_in_place(client, cast):
    row = factories.assignment_at(AssignmentStatus.SIGNING, cast)
    page = home(client, cast.unit_leader)
    assert "待我审签 1 件" in text(page)
    assert "您提出的提案收悉，现答复如下。" in text(page)
    assert f'href="{reverse("response:sign_off", args=[row.pk])}"' in text(page)


def test_home_unit_leader_sees_what_is_overdue(client, cast, on):
    factories.handed_over(cast)
    factories.add_unit_leader(cast)
    on("2022-06-17")
    page = home(client, cast.unit_leader)
    assert "现在没有待审签的答复" in text(page)
    assert "逾期 2 天（6月15日）" in text(page)


# -- the offices ------------------------------------------------------------------------------------------------------


def views(page):
    return {str(row["view"].label): row["count"] for row in page.context["views"]}


def test_home_reviewer_counts_and_lists_the_kinds_of_work(client, cast):
    factories.submitted(cast)
    asked = factories.submitted(cast, title="关于不再需要的提案")
    submission.ask_withdrawal(asked, by=cast.member, reason="已经解决。")
    page = home(client, cast.reviewer)
    assert views(page) == {"待审查": 2, "撤案申请": 1}
    assert [item.duty.kind for item in page.context["items"]] == ["review", "review"]
    page = home(client, cast.reviewer, view="decide_withdrawal")
    assert [item.duty.title for item in page.context["items"]] == ["关于不再需要的提案"]


def test_home_coordinator_counts_and_lists_the_kinds_of_work(client, cast):
    factories.registered(cast)
    returned = factories.handed_over(cast).assignments.get()
    assignment.return_(
        returned, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=factories.at("2022-03-17")
    )
    factories.respond(_accepted(cast), cast)
    page = home(client, cast.coordinator)
    assert views(page) == {"待交办": 1, "退回审定": 1, "待改派": 0, "延期审定": 0, "待核查": 1, "待会商": 0}
    other = factories.make_user(cast.committee, Role.COORDINATOR, channel="party")
    assert views(home(client, other)) == {
        "待交办": 1, "退回审定": 0, "待改派": 0, "延期审定": 0, "待核查": 0, "待会商": 0,
    }  # fmt: skip


def _accepted(cast):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    return proposal.assignments.get()


def test_home_desk_overdue_count_is_the_length_of_its_list(client, cast, on):
    for _n in range(3):
        factories.handed_over(cast)
    on("2022-06-17")
    for who in (cast.reviewer, cast.coordinator, cast.leader):
        page = home(client, who)
        listed = client.get(reverse("tracking:proposals"), {"overdue": "yes"})
        assert page.context["late"] == listed.context["page_obj"].paginator.count == 3
        soon = client.get(reverse("tracking:proposals"), {"overdue": "week"})
        assert page.context["soon"] == soon.context["page_obj"].paginator.count == 0


def test_home_desk_empty_says_what_will_come(client, cast):
    assert "提案者提交后会出现在这里。" in text(home(client, cast.reviewer))
    assert "提案委立案后会出现在这里。" in text(home(client, cast.coordinator))


# -- leader, auditor, administrator -----------------------------------------------------------------------------------


def test_home_leader_shows_the_report_the_deadlines_and_the_key_proposals(client, cast, on):
    proposal = factories.handed_over(cast)
    type(proposal).objects.filter(pk=proposal.pk).update(is_key=True)
    on("2022-06-17")
    assert "第一次计算后在这里看到" in text(home(client, cast.leader))
    report.compute(cast.session, "handled", factories.at("2022-06-16"))
    page = home(client, cast.leader)
    assert "收到提案" in text(page)
    assert [row.proposal for row in page.context["key_rows"]] == [proposal]
    assert "逾期 1 件" in text(page)


def test_home_leader_without_key_proposals_says_so(client, cast):
    assert "还没有确定重点提案" in text(home(client, cast.leader))


def test_home_auditor_leads_to_the_trail(client, cast):
    assert f'href="{reverse("tracking:trail")}"' in text(home(client, cast.auditor))


def test_home_of_an_account_without_a_role_says_whom_to_call(client, cast):
    nobody = User.objects.create(username="new", name="新来的", committee=cast.committee)
    assert "您的账号还没有身份" in text(home(client, nobody))


# -- cost -------------------------------------------------------------------------------------------------------------

#: who, what they have to do, and how many queries their home takes however much there is
COSTS = {
    "member": (ProposalStatus.SENT_BACK, 14),
    "reviewer": (ProposalStatus.SUBMITTED, 13),
    "coordinator": (ProposalStatus.REGISTERED, 12),
    "handler": (ProposalStatus.HANDED_OVER, 13),
    "leader": (ProposalStatus.HANDED_OVER, 11),
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("who", list(COSTS))
def test_home_takes_the_same_queries_for_more(client, cast, who, number, django_assert_num_queries):
    status, queries = COSTS[who]
    for _n in range(number):
        proposal = factories.proposal_at(status, cast)
        type(proposal).objects.filter(pk=proposal.pk).update(is_key=True)
    client.force_login(getattr(cast, who))
    with django_assert_num_queries(queries):
        client.get(HOME)


@pytest.mark.parametrize("number", [1, 3])
def test_home_unit_leader_takes_the_same_queries_for_more(client, cast, number, django_assert_num_queries):
    factories.add_unit_leader(cast)
    for _n in range(number):
        row = _accepted(cast)
        factories.write_response(row, cast.handler)
        factories.response.send_for_sign_off(row, by=cast.handler)
    client.force_login(cast.unit_leader)
    with django_assert_num_queries(17):
        client.get(HOME)


def test_home_is_for_reading_only(client, cast):
    client.force_login(cast.member)
    assert client.post(HOME).status_code == 405
