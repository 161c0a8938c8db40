"""评议: by the proposers of a delivered response, and by nobody else."""

import logging

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment.actions import Share
from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.rates import Base
from proposals.rating import actions
from proposals.rating.models import Ballot, Rating
from proposals.report.counts import Slice, count
from proposals.submission import actions as submission
from proposals.trail.models import Event
from tests import factories
from tests.assignment import acting
from tests.assignment.acting import Kind, url

NAME = "rating:rate"


@pytest.fixture
def round_(cast, on):
    """A case with one unit, answered; the response was delivered on 2022-05-12, today is 2022-05-20."""
    _proposal, round_ = factories.answered(cast)
    on("2022-05-20")
    return round_


def form(cast, result="满意", attitude="满意", **more):
    return {"attitude": factories.step(cast, attitude).pk, "result": factories.step(cast, result).pk, **more}


def standing(round_):
    """{who: (attitude, result)} of the versions in force."""
    rows = Rating.objects.filter(ballot__round=round_).standing().with_words()
    return {str(row.ballot): (str(row.attitude), str(row.result)) for row in rows}


def sign_in(client, user):
    client.force_login(User.objects.get(pk=user.pk))


def test_rate_shows_the_response_and_preselects_nothing(client, cast, round_):
    sign_in(client, cast.member)
    page = client.get(url(NAME, round_))
    text = page.content.decode()
    assert page.status_code == 200
    assert "您提出的提案收悉，现答复如下。" in text
    assert text.count('type="radio"') == 9
    assert "checked" not in text


def test_rate_stores_the_rating_and_ends_the_duty(client, cast, round_):
    sign_in(client, cast.member)
    page = client.post(url(NAME, round_), form(cast, "基本满意", contacted="phone", comment="答得清楚。"))
    assert page.url == round_.assignment.proposal.get_absolute_url()
    rating = Rating.objects.get()
    assert (str(rating.result), rating.contacted, rating.comment, rating.given_by) == (
        "基本满意", "phone", "答得清楚。", cast.member,
    )  # fmt: skip
    assert not Duty.objects.open().filter(kind=Duty.Kind.RATE).exists()
    event = Event.objects.get(action="rate")
    assert (event.note, event.data) == ("", {"rating": str(rating.pk)})


@pytest.mark.parametrize(
    ("left_out", "field", "sentence"),
    [
        ("attitude", "attitude", "请选择对办理态度的评价。"),
        ("result", "result", "请选择对办理结果的评价。"),
    ],
)
def test_rate_needs_both_questions(client, cast, round_, left_out, field, sentence):
    data = form(cast, comment="写了的话要留着")
    del data[left_out]
    page = acting.is_refused(client, NAME, round_, cast.member, data, field, sentence)
    assert "写了的话要留着" in page.content.decode()


def test_rate_dissatisfied_needs_a_reason(client, cast, round_):
    sentence = "选“不满意”请写明原因，承办单位将据此重新办理。"
    page = acting.is_refused(client, NAME, round_, cast.member, form(cast, "不满意"), "reason", sentence)
    assert page.content.decode().count("checked") == 2
    assert client.post(url(NAME, round_), form(cast, "不满意", reason="没有解决。")).status_code == 302


def test_rate_too_long_a_comment_is_kept_and_refused(client, cast, round_):
    long = "长" * 301
    acting.is_refused(
        client, NAME, round_, cast.member, form(cast, comment=long), "comment", "说明超过 300 字，现在 301 字。"
    )


def test_rate_may_change_until_the_round_closes(client, cast, round_, on):
    sign_in(client, cast.member)
    client.post(url(NAME, round_), form(cast, "不满意", reason="没有解决。"))
    page = client.get(url(NAME, round_))
    assert page.content.decode().count("checked") == 2
    assert "没有解决。" in page.content.decode()
    on("2022-05-20 18:00")
    client.post(url(NAME, round_), form(cast, "满意"))
    assert standing(round_) == {"卓玛": ("满意", "满意")}
    ended = [(row.version, row.ended_at is None) for row in Rating.objects.order_by("version")]
    assert ended == [(1, False), (2, True)]
    actions.close_rounds(now=factories.at("2022-05-22"))
    on("2022-05-23")
    sign_in(client, cast.member)
    page = client.get(url(NAME, round_))
    assert "评议已经结束，不能再改" in page.content.decode()
    assert '<form method="post" class="stack-l"' not in page.content.decode()
    page = client.post(url(NAME, round_), form(cast, "不满意", reason="反悔"))
    assert page.status_code == 422
    assert standing(round_) == {"卓玛": ("满意", "满意")}


def test_rate_get_changes_nothing(client, cast, round_):
    acting.get_changes_nothing(client, NAME, round_, cast.member, form(cast))


def test_rate_is_hidden_from_strangers_and_refused_to_who_sees_the_case(client, cast, round_):
    seen = [cast.handler, cast.reviewer, cast.coordinator, cast.leader]
    hidden = [cast.stranger, cast.other_handler, cast.group_account, cast.auditor]
    acting.is_kept_to_its_people(client, NAME, round_, form(cast), hidden=hidden, forbidden=seen)


def test_ac_41_a_unit_at_the_rating_address_is_refused_and_logged(client, cast, round_, caplog):
    factories.rate(round_, cast.member, cast, "不满意")
    sign_in(client, cast.handler)
    with caplog.at_level(logging.WARNING, "proposals.refusals"):
        answers = [client.get(url(NAME, round_)).status_code, client.post(url(NAME, round_), form(cast)).status_code]
    assert answers == [403, 403]
    told = [record.getMessage() for record in caplog.records if record.name == "proposals.refusals"]
    assert told == [f"not permitted: action=rate user={cast.handler.pk} subject={round_.assignment.pk}"] * 2
    proposal = round_.assignment.proposal
    for user in (cast.handler, factories.add_unit_leader(cast)):
        sign_in(client, user)
        page = client.get(proposal.get_absolute_url()).content.decode()
        assert "不满意" not in page
        assert "评议市农业农村局的答复" not in page
        assert list(Rating.objects.visible_to(user)) == []
    actions.close_rounds(now=factories.at("2022-05-22"))
    sign_in(client, cast.handler)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "没有解决" in page
    assert "卓玛评议市农业农村局的答复" in page


def test_ac_30_the_window_ends_and_a_late_rating_is_marked(client, cast, on):
    proposal = factories.handed_over(cast)
    factories.accept_all(proposal, cast)
    row = factories.respond(proposal.assignments.get(), cast)
    round_ = factories.deliver(row, cast, now=factories.at("2022-06-10"))
    assert Duty.objects.get(kind=Duty.Kind.RATE).due_on.isoformat() == "2022-07-01"
    assert actions.close_rounds(now=factories.at("2022-07-01 23:59")) == 0
    assert actions.close_rounds(now=factories.at("2022-07-02")) == 1
    assert Ballot.objects.get().unrated_at == factories.at("2022-07-02")
    on("2022-07-05")
    sign_in(client, cast.member)
    assert "记为逾期评议" in client.get(url(NAME, round_)).content.decode()
    assert client.post(url(NAME, round_), form(cast)).status_code == 302
    rating = Rating.objects.get()
    assert (rating.is_late, str(rating.result)) == (True, "满意")
    assert "逾期评议" in client.get(proposal.get_absolute_url()).content.decode()


def merged_three(cast):
    """A, B and C of three members, registered; B and C merged into A, which is handed over."""
    writers = [cast.member, cast.colleague, cast.stranger]
    a, b, c = (factories.registered(cast, by=by, title=f"关于青稞良种的提案之{n}") for n, by in enumerate(writers, 1))
    for other in (b, c):
        submission.merge(other, by=cast.reviewer, into=a, now=factories.at("2022-03-02"))
    factories.assignment.hand_over(
        a, shares=[Share(cast.unit, Kind.SOLE)], by=cast.chief_coordinator, now=factories.at("2022-03-15")
    )
    a.refresh_from_db()
    factories.accept_all(a, cast)
    round_ = factories.deliver(factories.respond(a.assignments.get(), cast), cast)
    return writers, (a, b, c), round_


def test_ac_36_three_proposers_of_a_merged_case_receive_and_rate(client, cast, on):
    writers, (a, b, c), round_ = merged_three(cast)
    on("2022-05-20")
    for writer, case in zip(writers, (a, b, c), strict=True):
        case.refresh_from_db()
        assert Notice.objects.of(writer).first().subject == f"市农业农村局已答复，请您评议：{case.title}"
        sign_in(client, writer)
        page = client.get(url(NAME, round_)).content.decode()
        assert case.title in page
        assert "现答复如下" in client.get(a.get_absolute_url()).content.decode()
        assert client.post(url(NAME, round_), form(cast, "基本满意")).status_code == 302
    assert Rating.objects.deciding().count() == 3
    assert [case.number_text for case in (a, b, c)] == ["第0001号", "第0002号", "第0003号"]
    assert [case.merged_into for case in (a, b, c)] == [None, a, a]
    counted = count(Slice(cast.session, factories.at("2022-12-31"), Base.REGISTERED))
    assert (counted.registered + counted.merged, counted.registered) == (3, 1)  # 并案前 3, 并案后 1


def joined(draft, *members):
    """These members are invited and agree."""
    when = factories.at("2022-02-10")
    for row in submission.invite(draft, members=members, by=draft.proposer, now=when):
        submission.confirm(row, by=row.user, now=when)


def test_rate_a_cosponsor_of_a_merged_case_may_add_an_opinion(client, cast, on):
    a = factories.registered(cast, by=cast.member)
    b = factories.draft(cast, by=cast.colleague)
    joined(b, cast.stranger)
    b = submission.submit(b, by=cast.colleague, now=factories.at("2022-02-10"))
    b = submission.merge(b, by=cast.reviewer, into=a)
    factories.assignment.hand_over(
        a, shares=[Share(cast.unit, Kind.SOLE)], by=cast.chief_coordinator, now=factories.at("2022-03-15")
    )
    a.refresh_from_db()
    factories.accept_all(a, cast)
    round_ = factories.deliver(factories.respond(a.assignments.get(), cast), cast)
    on("2022-05-20")
    sign_in(client, cast.stranger)
    assert "您是联名人" in client.get(url(NAME, round_)).content.decode()
    assert client.post(url(NAME, round_), form(cast)).status_code == 302


def test_rate_who_leads_one_merged_case_and_cosponsors_the_other_decides(cast):
    a = factories.draft(cast)
    joined(a, cast.colleague)
    a = submission.submit(a, by=cast.member, now=factories.at("2022-02-10"))
    a = submission.register(a, by=cast.reviewer)
    submission.merge(factories.registered(cast, by=cast.colleague), by=cast.reviewer, into=a)
    factories.assignment.hand_over(
        a, shares=[Share(cast.unit, Kind.SOLE)], by=cast.chief_coordinator, now=factories.at("2022-03-15")
    )
    a.refresh_from_db()
    factories.accept_all(a, cast)
    round_ = factories.deliver(factories.respond(a.assignments.get(), cast), cast)
    assert sorted((str(b), b.decides) for b in round_.ballots.all()) == [("卓玛", True), ("扎西", True)]


def test_ac_37b_only_the_leads_rating_counts_cosponsors_may_add_an_opinion(client, cast, on):
    proposal = factories.draft(cast)
    when = factories.at("2022-02-10")
    joined(proposal, cast.colleague, cast.stranger)
    proposal = submission.submit(proposal, by=cast.member, now=when)
    proposal = submission.register(proposal, by=cast.reviewer, now=when)
    factories.assignment.hand_over(
        proposal, shares=[Share(cast.unit, Kind.SOLE)], by=cast.chief_coordinator, now=factories.at("2022-03-15")
    )
    proposal.refresh_from_db()
    factories.accept_all(proposal, cast)
    round_ = factories.deliver(factories.respond(proposal.assignments.get(), cast), cast)
    on("2022-05-20")
    for cosponsor in (cast.colleague, cast.stranger):
        assert Notice.objects.of(cosponsor).first().body.startswith("您是联名人，可以补充意见")
        sign_in(client, cosponsor)
        assert "计入统计的是第一提案人的评议" in client.get(url(NAME, round_)).content.decode()
        assert client.post(url(NAME, round_), form(cast, "不满意", reason="不够")).status_code == 302
    sign_in(client, cast.member)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "不够" not in page  # before the close each sees the own rating only
    client.post(url(NAME, round_), form(cast, "满意"))
    actions.close_rounds(now=factories.at("2022-05-22"))
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.CLOSED  # a co-sponsor's dissatisfaction does not reopen
    counted = count(Slice(cast.session, factories.at("2022-12-31"), Base.RATED))
    assert (counted.total, counted.satisfied) == (1, 1)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert page.count("联名人意见，不计入统计") == 2


def test_rate_by_a_group_account(client, cast, on):
    _proposal, round_ = factories.answered(cast, by=cast.group_account)
    on("2022-05-20")
    sign_in(client, cast.group_account)
    assert client.post(url(NAME, round_), form(cast)).status_code == 302
    assert standing(round_) == {"九三学社市委会": ("满意", "满意")}


def test_rate_page_lists_handling_without_more_queries_for_more_talks(client, cast, round_, django_assert_num_queries):
    sign_in(client, cast.member)
    client.get(url(NAME, round_))
    with django_assert_num_queries(QUERIES):
        client.get(url(NAME, round_))
    for n in range(3):
        factories.assignment.consult(
            round_.assignment, by=cast.handler, held_on=factories.at("2022-04-22").date(), form="talk",
            people="提案者", content=f"第{n}次", now=factories.at("2022-05-01"),
        )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        client.get(url(NAME, round_))


QUERIES = 21


def test_rate_address_of_nothing_is_404(client, cast):
    sign_in(client, cast.member)
    assert client.get(reverse(NAME, args=["11111111-1111-4111-8111-111111111111"])).status_code == 404
