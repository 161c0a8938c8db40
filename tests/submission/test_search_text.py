"""What a search finds among proposals, and that it never lags behind what was written."""

import pytest

from proposals.accounts.models import User
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.lifecycle import ProposalStatus
from proposals.submission import actions as submission
from proposals.submission.models import Proposal, SearchText
from proposals.submission.models import search as limits
from tests import factories
from tests.factories import at

K = Assignment.Kind
WHEN = at("2022-02-11")


def found(typed, proposals=None):
    return set((Proposal.objects if proposals is None else proposals).search(typed))


def stale():
    return assignment.reindex(only_count=True)


@pytest.fixture
def case(cast):
    User.objects.filter(pk=cast.colleague.pk).update(pinyin_key="zha xi")
    proposal = factories.draft(cast, by=cast.colleague, title="关于發展５Ｇ網絡的提案", suggestions=["推進教育改革。"])
    text = "養老、托幼服务不足。全市建成充电桩12345个，𠮷祥路。བོད་ལྗོངས།"
    submission.save_draft(proposal, by=cast.colleague, situation=text, analysis="推进机制与改革教育。", now=WHEN)
    return submission.submit(proposal, by=cast.colleague, now=WHEN)


# -- what is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "网络", "網絡", "网", "络", "５Ｇ", "5g", "5G网络", "养老", "養老", "老", "育", "教育改革", "改革教育",
        "教育 网络", "教育　网络", "养老、托幼", "“养老、托幼”", "“推进教育”", "充电桩", "123", "12345", "12345个",
        "𠮷", "𠮷祥", "བོད", "བོད་ལྗོངས", "扎西", "扎", "zhaxi", "zx", "xi", "扎西 网络", "流水号0001", "流水号1",
        "0001", "1", "教育 -小麦", "-小麦", "-“推进改革”", "关于发展5G网络的提案", "",
    ],
)  # fmt: skip
def test_search_finds(case, typed):
    assert found(typed) == {case}


@pytest.mark.parametrize(
    "typed",
    [
        "小麦", "络网", "G", "育教", "“教育　改革”", "“托幼、养老”", "网络5G", "345", "桩12345个充",
        "zhax i x y", "ixahz",
        "教育 小麦", "教育 -网络", "-网络", "-教育改革", "教育 -“养老、托幼”", "第0001号", "意见第0001号", "流水号0002",
        "ལྗོངས་བོད",
        "！", "%", "'", "\x00", "'; drop table", "a | b", "!教育 & 小麦",
    ],
)  # fmt: skip
def test_search_does_not_find(case, typed):
    assert found(typed) == set()


def test_search_reads_pairs_of_a_phrase_as_a_whole(cast):
    apart = factories.submitted(cast, title="关于推进教育，发育改良，改革开放的提案")
    assert found("教育改革") == {apart}  # 3 of 1,000 texts have all the pairs and not the word
    assert found("“教育改革”") == set()
    assert found("提案 -教育改革") == {apart}


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("第0001号", "case"), ("第1号", "case"), ("意见第0001号", "opinion"), ("意0001", "opinion"),
        ("流水号0002", "opinion"), ("流水号0003", "third"),
    ],
)  # fmt: skip
def test_search_finds_a_proposal_by_its_number(cast, typed, which):
    one, two, third = factories.submitted(cast), factories.submitted(cast), factories.submitted(cast)
    submission.register(one, by=cast.reviewer, now=at("2022-03-01"))
    submission.pass_on(two, by=cast.reviewer, note="转送。", now=at("2022-03-01"))
    assert found(typed) == {{"case": one, "opinion": two, "third": third}[which]}


def test_search_finds_numbers_with_a_prefix(cast):
    cast.session.number_prefix = "2022-"
    cast.session.save()
    proposal = factories.registered(cast)
    assert proposal.case_number == "2022-0001"
    for typed in ("2022-0001", "第2022-0001号", "0001"):
        assert found(typed) == {proposal}


def test_search_finds_by_cosponsor_unit_and_merged_case(cast):
    main, other = factories.draft(cast), factories.submitted(cast, by=cast.stranger, title="关于冰川保护的提案")
    row = submission.invite(main, members=[cast.colleague], by=cast.member, now=WHEN)[0]
    assert found("扎西") == set()
    submission.confirm(row, by=cast.colleague, now=WHEN)
    assert found("扎西") == {main}
    submission.register(submission.submit(main, by=cast.member, now=WHEN), by=cast.reviewer, now=at("2022-03-01"))
    submission.merge(other, by=cast.reviewer, into=main, now=at("2022-03-02"))
    assert found("冰川 路人") == {main, other}
    assignment.hand_over(main, shares=[Share(cast.unit, K.SOLE)], by=cast.chief_coordinator, now=at("2022-03-03"))
    assert found("日喀则市农业农村局") == {main}


def test_search_asks_what_a_person_may_see_first(cast, case):
    for who, expected in (("colleague", {case}), ("reviewer", {case}), ("member", set()), ("handler", set())):
        user = User.objects.get(pk=getattr(cast, who).pk)
        assert found("网络", Proposal.objects.visible_to(user)) == expected


def test_search_ranks_titles_before_texts(cast):
    in_text = factories.draft(cast, suggestions=["建设养老院。", "养老服务。"])
    in_title = factories.draft(cast, title="关于养老服务的提案", now=at("2022-02-09"))
    assert list(Proposal.objects.search("养老").best_first("养老")) == [in_title, in_text]


@pytest.mark.parametrize("typed", ["-小麦", "！", ""])
def test_search_ranks_nothing_without_a_word_to_rank_by(cast, typed):
    older, newer = (factories.submitted(cast, now=at(day)) for day in ("2022-02-10", "2022-02-11"))
    assert list(Proposal.objects.order_by("submitted_at").best_first(typed)) == [older, newer]


def test_search_does_not_rank_too_many(cast, monkeypatch):
    newer = factories.submitted(cast, title="关于小麦的提案", suggestions=["种青稞。"], now=at("2022-02-12"))
    better = factories.submitted(cast, now=at("2022-02-11"))
    found = Proposal.objects.search("青稞").order_by("-submitted_at")
    assert list(found.best_first("青稞")) == [better, newer]
    monkeypatch.setattr(limits, "RANKED", 1)
    assert list(found.best_first("青稞")) == [newer, better]


def test_search_reads_no_phrase_in_too_many_texts(cast, monkeypatch):
    """Beyond the limit the tokens alone decide, and the page says "about"."""
    apart = factories.submitted(cast, title="关于推进教育，发育改良，改革开放的提案")
    whole = factories.submitted(cast, title="关于教育改革的提案")
    assert (found("“教育改革”"), Proposal.objects.search("“教育改革”").rough) == ({whole}, False)
    assert found("提案 -教育改革") == {apart}
    monkeypatch.setattr(limits, "CHECKED", 1)
    assert (found("“教育改革”"), Proposal.objects.search("“教育改革”").rough) == ({whole, apart}, True)
    assert (found("提案 -教育改革"), Proposal.objects.search("提案 -教育改革").rough) == (set(), True)
    assert (found("教育改革"), Proposal.objects.search("教育改革").rough) == ({whole, apart}, False)


# -- never stale ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ProposalStatus.values)
def test_search_text_is_fresh_in_every_status(cast, status):
    factories.proposal_at(status, cast)
    assert SearchText.objects.count() == Proposal.objects.count()
    assert stale() == 0


def test_search_text_is_fresh_after_every_act(cast):
    """One that changes the text, a name, a number, a unit or a merge, and then looks."""
    proposal = submission.new_draft("0b1f5d0c-4d0e-4a4c-8a49-0a5d3b1b3f77", by=cast.member, now=WHEN)
    acts = [
        lambda: submission.save_draft(proposal, by=cast.member, title="甲", suggestions=["乙", "丙"], now=WHEN),
        lambda: submission.save_draft(proposal, by=cast.member, suggestions=["丙"], situation="丁", now=WHEN),
        lambda: submission.invite(proposal, members=[cast.colleague], by=cast.member, now=WHEN),
        lambda: submission.confirm(proposal.cosponsors.get(), by=cast.colleague, now=WHEN),
        lambda: submission.submit(proposal, by=cast.member, now=WHEN),
        lambda: submission.send_back(proposal, by=cast.reviewer, note="请修改。", now=WHEN),
        lambda: submission.save_draft(proposal, by=cast.member, title="戊", now=WHEN),
        lambda: submission.submit(proposal, by=cast.member, now=WHEN),
        lambda: submission.merge(proposal, by=cast.reviewer, into=factories.registered(cast), now=WHEN),
        lambda: submission.unmerge(proposal, by=cast.reviewer, note="误并。", now=WHEN),
        lambda: submission.pass_on(proposal, by=cast.reviewer, note="转送。", now=WHEN),
        lambda: submission.reopen(proposal, by=cast.reviewer, note="再审。", now=WHEN),
        lambda: submission.register(proposal, by=cast.reviewer, topic=cast.committee.topic_set.first(), now=WHEN),
        lambda: assignment.hand_over(
            proposal, shares=[Share(cast.unit, K.SOLE)], by=cast.chief_coordinator, now=at("2022-03-15")
        ),
        lambda: assignment.return_(
            proposal.assignments.get(), by=cast.handler, reason="不属。", suggested_unit=cast.other_unit,
            now=at("2022-03-16"),
        ),
        lambda: assignment.approve_return(proposal.assignments.get(), by=cast.chief_coordinator, now=at("2022-03-17")),
        lambda: assignment.reassign(
            proposal.assignments.get(), unit=cast.other_unit, by=cast.chief_coordinator, now=at("2022-03-18")
        ),
        lambda: submission.ask_withdrawal(proposal, by=cast.member, reason="已解决。", now=at("2022-03-19")),
        lambda: assignment.withdraw(proposal, by=cast.reviewer, now=at("2022-03-20")),
    ]  # fmt: skip
    for number, act in enumerate(acts):
        act()
        proposal.refresh_from_db()
        assert (number, stale()) == (number, 0)
    assert SearchText.objects.get(pk=proposal.pk).fulltext.split()[:4] == ["戊", "第0002号", "流水号0001", "卓玛"]


def test_search_text_of_what_is_unchanged_is_not_written_again(cast, django_assert_num_queries):
    proposal = factories.draft(cast)
    with django_assert_num_queries(5):  # reads only
        submission.index(proposal)


def test_search_text_of_a_discarded_draft_stays_its_writers(cast):
    proposal = factories.draft(cast)
    submission.discard(proposal, by=cast.member, now=WHEN)
    user = User.objects.get(pk=cast.reviewer.pk)
    assert (found("青稞"), found("青稞", Proposal.objects.visible_to(user))) == ({proposal}, set())
