"""The page of one proposal: what stands on it for whom. Internal things are absent, not hidden."""

import re

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import DeclineReason, Topic
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Role
from proposals.rating import actions as rating
from proposals.response import actions as response
from proposals.submission import actions as submission
from proposals.submission.models import CaseAccess, Proposal
from proposals.tracking.dossier import Dossier
from tests import factories

K = Assignment.Kind
at = factories.at


def detail(client, user, proposal):
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(reverse("tracking:detail", args=[proposal.pk]))


def text(page):
    return page.content.decode()


# -- who sees what (a canary in every place) --------------------------------------------------------------------------

CANARY = {
    "body": "三县走访所见。",
    "register note": "金丝雀立案内部意见",
    "unconfirmed": "金丝雀未确认",
    "cosponsor's word": "金丝雀联名意见",
    "instruction": "金丝雀批示",
    "consultation": "金丝雀沟通内容",
    "opinion": "金丝雀会办意见",
    "sign-off refused": "金丝雀审签退回",
    "sent back": "金丝雀核查退回",
    "answer": "金丝雀答复正文",
    "rating": "金丝雀评议原因",
    "number": "13908921234",
    "masked number": "139****1234",
}
OWN = {"member", "colleague"}
UNIT = {"handler", "unit_leader"}
CO = {"other_handler"}
COORDINATORS = {"coordinator", "chief_coordinator"}
REST = {"reviewer", "leader"}
EVERYBODY = OWN | UNIT | CO | COORDINATORS | REST

#: before the response is submitted
AT_WORK = {
    "body": EVERYBODY,
    "register note": {"reviewer"},
    "unconfirmed": OWN | {"reviewer"},
    "cosponsor's word": OWN | {"reviewer"},
    "instruction": COORDINATORS | REST,
    "consultation": OWN | UNIT | COORDINATORS | REST,
    "opinion": UNIT | CO | COORDINATORS,
    "sign-off refused": UNIT,
    "sent back": set(),
    "answer": UNIT,
    "rating": set(),
    "number": {"reviewer"},
    "masked number": UNIT | CO | COORDINATORS,
}
SUBMITTED = AT_WORK | {"answer": UNIT | COORDINATORS, "sent back": UNIT | COORDINATORS | {"reviewer"}}
DELIVERED = SUBMITTED | {"answer": EVERYBODY, "opinion": UNIT | CO | COORDINATORS | REST, "rating": set()}
RATED = DELIVERED | {"rating": {"member", "reviewer"}}
CLOSED = RATED | {"rating": EVERYBODY - CO}


def case_at_work(cast):
    """A lead and a co-handling unit; a canary in every place that is filled before the response is submitted."""
    factories.add_unit_leader(cast)
    User.objects.filter(pk=cast.member.pk).update(phone=CANARY["number"])
    User.objects.filter(pk=cast.stranger.pk).update(name=CANARY["unconfirmed"])
    proposal = factories.draft(cast)
    when = at("2022-02-10")
    first, _open = submission.invite(proposal, members=[cast.colleague, cast.stranger], by=cast.member, now=when)
    submission.confirm(first, by=cast.colleague, opinion=CANARY["cosponsor's word"], now=when)
    submission.submit(proposal, by=cast.member, now=when)
    submission.register(proposal, by=cast.reviewer, note=CANARY["register note"], now=at("2022-03-01"))
    shares = [Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)]
    assignment.hand_over(proposal, shares=shares, by=cast.chief_coordinator, now=at("2022-03-15"))
    submission.instruct(proposal, by=cast.leader, note=CANARY["instruction"], now=at("2022-03-16"))
    factories.accept_all(proposal, cast)
    lead, co = proposal.assignments.get(kind=K.LEAD), proposal.assignments.get(kind=K.CO_HANDLER)
    assignment.consult(
        lead, by=cast.handler, held_on=at("2022-04-01").date(), form="talk", people="提案者",
        content=CANARY["consultation"], now=at("2022-04-01"),
    )  # fmt: skip
    response.give_opinion(co, by=cast.other_handler, text=CANARY["opinion"], now=at("2022-04-05"))
    draft(lead, cast)
    response.send_for_sign_off(lead, by=cast.handler, now=at("2022-05-01"))
    response.refuse_sign_off(lead, by=cast.unit_leader, note=CANARY["sign-off refused"], now=at("2022-05-02"))
    proposal.refresh_from_db()
    lead.refresh_from_db()
    return proposal, lead


def draft(lead, cast):
    factories.write_response(lead, cast.handler, now=at("2022-05-01"))
    response.save_response(lead, by=cast.handler, opening=CANARY["answer"], now=at("2022-05-01"))


def submit(lead, cast):
    response.send_for_sign_off(lead, by=cast.handler, now=at("2022-05-03"))
    response.sign_off(lead, by=cast.unit_leader, now=at("2022-05-04"))


def seen(client, cast, proposal):
    """{canary: who reads it on the page}."""
    found = {name: set() for name in CANARY}
    for who in EVERYBODY:
        page = detail(client, getattr(cast, who), proposal)
        assert page.status_code == 200, who
        for name, token in CANARY.items():
            if token in text(page):
                found[name].add(who)
    return found


def test_detail_shows_each_thing_to_whom_it_concerns_and_to_nobody_else(client, cast):
    proposal, lead = case_at_work(cast)
    assert seen(client, cast, proposal) == AT_WORK
    submit(lead, cast)
    response.send_back_response(lead, by=cast.coordinator, note=CANARY["sent back"], now=at("2022-05-05"))
    submit(lead, cast)
    assert seen(client, cast, proposal) == SUBMITTED
    round_ = factories.deliver(lead, cast)
    assert seen(client, cast, proposal) == DELIVERED
    factories.rate(round_, cast.member, cast, "不满意", reason=CANARY["rating"])
    assert seen(client, cast, proposal) == RATED
    rating.close_rounds(now=at("2022-05-22"))
    assert seen(client, cast, proposal) == CLOSED


def test_detail_tells_nobody_before_the_close_whether_it_has_been_rated(client, cast, on):
    """Not even by what is missing: the page of everybody but the rater and the office stays the same."""
    proposal, round_ = factories.answered(cast)
    on("2022-05-20 12:00")
    tokens = re.compile(r"csrfmiddlewaretoken[^>]*|x-csrftoken[^}]*")
    before = {who: tokens.sub("", text(detail(client, getattr(cast, who), proposal))) for who in ("handler", "leader")}
    factories.rate(round_, cast.member, cast)
    after = {who: tokens.sub("", text(detail(client, getattr(cast, who), proposal))) for who in ("handler", "leader")}
    assert after == before


def test_detail_keeps_a_cases_own_affairs_from_who_was_merged_into_it(client, cast):
    """The proposers of a merged case read the handling of the main case, not who was invited to it, nor a number."""
    main, _lead = case_at_work(cast)
    newcomer = factories.make_user(cast.committee, Role.MEMBER)
    CaseAccess.objects.create(proposal=main, user=newcomer, why=CaseAccess.Why.MERGED)
    page = text(detail(client, newcomer, main))
    for name in ("unconfirmed", "cosponsor's word", "number", "masked number", "register note", "opinion"):
        assert CANARY[name] not in page, name
    assert CANARY["consultation"] in page


def test_detail_of_separate_parts_keeps_each_units_draft_to_itself(client, cast):
    shares = [Share(cast.unit, K.SEPARATE, "甲部分"), Share(cast.other_unit, K.SEPARATE, "乙部分")]
    proposal = factories.handed_over(cast, shares=shares)
    factories.accept_all(proposal, cast)
    row = proposal.assignments.get(unit=cast.unit)
    draft(row, cast)
    assert CANARY["answer"] in text(detail(client, cast.handler, proposal))
    assert CANARY["answer"] not in text(detail(client, cast.other_handler, proposal))
    response.submit_response(row, by=cast.handler, now=at("2022-05-03"))
    factories.deliver(row, cast)
    assert CANARY["answer"] in text(detail(client, cast.other_handler, proposal))


# -- what stands on the page ------------------------------------------------------------------------------------------


def test_detail_says_where_it_stands_and_what_comes_next(client, cast, on):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    on("2022-06-03")
    page = text(detail(client, cast.member, proposal))
    assert "市农业农村局答复，期限2022年6月15日，还剩 12 天。" in page
    assert "交办后第 80 天" in page
    assert "卓玛提交" in page
    assert "提案委立案，案号第0001号" in page
    assert "市农业农村局签收" in page


def test_detail_tells_the_reader_what_is_theirs(client, cast, on):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    on("2022-06-03")
    page = text(detail(client, cast.handler, proposal))
    assert "请您首次沟通，期限2022年4月6日，已逾期 58 天。" in page


def test_detail_of_a_declined_proposal_gives_the_reason(client, cast):
    reason = DeclineReason.objects.get(committee=cast.committee, name="没有具体建议")
    proposal = submission.decline(factories.submitted(cast), by=cast.reviewer, reason=reason, note="请补充建议。")
    page = text(detail(client, cast.member, proposal))
    assert "没有具体建议" in page
    assert "请补充建议。" in page


def test_detail_links_merged_cases_both_ways(client, cast):
    main = factories.registered(cast, title="关于主案的提案")
    other = factories.submitted(cast, by=cast.colleague, title="关于并入的提案")
    submission.merge(other, by=cast.reviewer, into=main)
    other.refresh_from_db()
    assert f'href="{other.get_absolute_url()}"' in text(detail(client, cast.reviewer, main))
    assert f'href="{main.get_absolute_url()}"' in text(detail(client, cast.colleague, other))
    page = text(detail(client, cast.member, main))  # does not see the other one: only its number
    assert "关于并入的提案" not in page


def test_detail_prints_confirmed_cosponsors_in_their_order(client, cast):
    proposal = factories.draft(cast)
    when = at("2022-02-10")
    rows = submission.invite(proposal, members=[cast.stranger, cast.colleague], by=cast.member, now=when)
    for row in reversed(rows):
        submission.confirm(row, by=row.user, now=when)
    submission.submit(proposal, by=cast.member, now=when)
    assert "卓玛领衔，路人、扎西联名" in text(detail(client, cast.reviewer, proposal))


def test_detail_of_a_hidden_proposal_is_404(client, cast):
    proposal = factories.handed_over(cast)
    for who in (cast.stranger, cast.other_handler, cast.group_account, cast.auditor):
        assert detail(client, who, proposal).status_code == 404
    assert detail(client, cast.reviewer, factories.draft(cast)).status_code == 404


@pytest.mark.parametrize("status", list(ProposalStatus))
def test_detail_opens_in_every_status(client, cast, status):
    proposal = factories.proposal_at(status, cast)
    page = detail(client, cast.member, proposal)
    assert page.status_code == 200
    assert proposal.get_status_display() in text(page)
    assert re.search(r"下一步：</b>\S{3,}", text(page))


def test_detail_shows_no_raw_words_or_keys(client, cast):
    proposal, lead = case_at_work(cast)
    submit(lead, cast)
    factories.deliver(lead, cast)
    key = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
    for who in EVERYBODY:
        page = re.sub(r"<script.*?</script>|<svg.*?</svg>|<head>.*?</head>|<[^>]+>", " ", text(
            detail(client, getattr(cast, who), proposal)), flags=re.DOTALL)  # fmt: skip
        assert key.findall(page) == []
        assert re.findall(r"[a-z]+_[a-z]+|None|%\(", page) == []


def test_detail_takes_no_more_queries_for_a_longer_story(client, cast, django_assert_num_queries):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    row = proposal.assignments.get()
    user = User.objects.get(pk=cast.reviewer.pk)
    client.force_login(user)
    address = reverse("tracking:detail", args=[proposal.pk])
    with django_assert_num_queries(25):
        client.get(address)
    for n in range(3):
        assignment.urge(row, by=cast.coordinator, note=f"催办{n}", now=at("2022-04-01"))
        assignment.consult(
            row, by=cast.handler, held_on=at("2022-04-01").date(), form="talk", people="提案者", content="…",
            now=at("2022-04-02"),
        )  # fmt: skip
    with django_assert_num_queries(25):
        client.get(address)


def test_detail_is_for_reading_only(client, cast):
    proposal = factories.handed_over(cast)
    client.force_login(cast.member)
    assert client.post(proposal.get_absolute_url()).status_code == 405


def test_dossier_of_imported_history_has_no_people(client, cast):
    """A case from a published list: no proposer, no suggestions, no clocks."""
    proposal = Proposal.objects.create(
        committee=cast.committee, session=cast.session, title="关于历史的提案", proposer_name="某委员",
        topic=Topic.objects.first(), status=ProposalStatus.REGISTERED, outcome="registered", case_number="0099",
        series="case", imported_at=at("2022-01-01"), created_at=at("2022-01-01"), updated_at=at("2022-01-01"),
    )  # fmt: skip
    page = text(detail(client, cast.leader, proposal))
    assert "某委员" in page
    assert Dossier(proposal, cast.leader, at("2022-06-01")).buttons
