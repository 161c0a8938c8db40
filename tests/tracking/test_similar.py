"""Hints while a proposal is written: earlier ones like it, with no more of them than the writer may know."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.committee.actions import load_synonyms
from proposals.committee.models import SynonymSet
from proposals.lifecycle import Outcome, ProposalStatus
from proposals.response.actions import Promise
from proposals.response.models import Commitment, Response
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from tests import factories
from tests.factories import at

URL = reverse("tracking:similar")
LIFT = "关于老旧小区加装电梯的提案"


def hinted(client, user, title, text="", **more):
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(URL, {"title": title, "text": text, **more})
    assert answer.status_code == 200
    return answer.context["hints"]


def titles(hints):
    return [str(row.proposal) for row in hints.own]


@pytest.fixture
def promised(cast):
    """Last year's No. 23, answered with B and a promise that has not been kept."""
    proposal = factories.handed_over(cast, title=LIFT)
    Proposal.objects.filter(pk=proposal.pk).update(case_number="0023")
    factories.accept_all(proposal, cast)
    promise = Promise(what="完成首批20部电梯加装。", who="次旦", due_on=at("2022-12-31").date())
    factories.deliver(factories.respond(proposal.assignments.get(), cast, letter="B", promise=promise), cast)
    proposal.refresh_from_db()
    return proposal


def test_ac_50_a_title_almost_equal_to_last_years_shows_its_unit_class_and_open_promise(client, cast, promised):
    (hint,) = hinted(client, cast.stranger, "关于推进老旧小区加装电梯工作的提案").own
    assert (hint.proposal, hint.units, hint.opens) == (promised, ["市农业农村局"], False)
    page = client.get(URL, {"title": "关于推进老旧小区加装电梯工作的提案"}).content.decode()
    for words in (LIFT, "2022年 第0023号", "市农业农村局", "B 列入计划拟解决或采纳",
                  "承诺 2022年12月31日前完成首批20部电梯加装，尚未兑现"):  # fmt: skip
        assert page.count(words) == 1
    draft = factories.draft(cast, by=cast.stranger, title="关于推进老旧小区加装电梯工作的提案", now=at("2022-07-01"))
    assert submission.submit(draft, by=cast.stranger, now=at("2022-07-01")).status == ProposalStatus.SUBMITTED


def test_the_same_matter_in_other_words_is_found_by_the_synonyms(client, cast):
    factories.registered(cast, title="关于文明养犬的提案")
    assert titles(hinted(client, cast.stranger, "管好宠物")) == []
    load_synonyms(cast.committee)
    assert titles(hinted(client, cast.stranger, "管好宠物")) == ["关于文明养犬的提案"]


def test_a_change_of_the_synonyms_counts_at_once(client, cast, promised):
    assert titles(hinted(client, cast.stranger, "竖井梯架")) == []
    row = SynonymSet.objects.create(committee=cast.committee, name="加装电梯、竖井梯架")
    assert titles(hinted(client, cast.stranger, "竖井梯架")) == [LIFT]
    SynonymSet.objects.filter(pk=row.pk).update(is_active=False)
    assert titles(hinted(client, cast.stranger, "竖井梯架")) == []


def test_the_text_alone_finds_it_too(client, cast):
    said = "三县走访所见，良种混杂，农户连续四年自留种子，亩产逐年下降，县里调来的种子到得太晚。"
    proposal = factories.registered(cast, title="关于一件事的提案")
    proposal.situation = said
    proposal.save()
    submission.index(proposal)
    assert titles(hinted(client, cast.stranger, "", said)) == ["关于一件事的提案"]


@pytest.mark.parametrize("typed", ["", "  ", "电梯", " 电 ", "！", "'); drop", "\x00\x00\x00", "🙂🙂🙂"])
def test_too_little_or_nonsense_finds_nothing(client, cast, promised, typed):
    assert titles(hinted(client, cast.stranger, typed)) == []


def test_what_is_not_a_key_is_ignored(client, cast, promised):
    assert titles(hinted(client, cast.stranger, LIFT, proposal="not-a-key")) == [LIFT]


def test_the_proposal_itself_is_not_shown(client, cast, promised):
    assert titles(hinted(client, cast.member, LIFT, proposal=str(promised.pk))) == []


def test_only_who_may_see_the_case_gets_a_link(client, cast, promised):
    assert [row.opens for row in hinted(client, cast.member, LIFT).own] == [True]
    assert [row.opens for row in hinted(client, cast.stranger, LIFT).own] == [False]
    assert promised.get_absolute_url() not in client.get(URL, {"title": LIFT}).content.decode()


UNREGISTERED = [
    status for status in ProposalStatus
    if status in (ProposalStatus.DRAFT, ProposalStatus.DISCARDED, ProposalStatus.SUBMITTED, ProposalStatus.SENT_BACK,
                  ProposalStatus.DECLINED, ProposalStatus.PASSED_ON, ProposalStatus.WITHDRAWN)
]  # fmt: skip


@pytest.mark.parametrize("status", UNREGISTERED)
def test_a_strangers_unregistered_proposal_never_appears(client, cast, status):
    proposal = factories.proposal_at(status, cast)
    assert titles(hinted(client, cast.stranger, proposal.title, proposal.situation)) == []


def test_a_strangers_registered_proposal_without_consent_never_appears(client, cast, promised):
    Proposal.objects.filter(pk=promised.pk).update(consent_publish=False)
    page = hinted(client, cast.stranger, LIFT, "三县走访所见。原因有三。建一处繁育基地。")
    assert titles(page) == []
    assert titles(hinted(client, cast.member, LIFT)) == [LIFT]


def test_what_a_unit_keeps_unpublished_is_for_those_who_see_the_case(client, cast, promised):
    Response.objects.update(publication=Response.Publication.NONE, publication_reason="涉及个人")
    (hint,) = hinted(client, cast.stranger, LIFT).own
    assert (hint.units, hint.classes, hint.promises) == (["市农业农村局"], [], [])
    (hint,) = hinted(client, cast.member, LIFT).own
    assert [row.letter for row in hint.classes] == ["B"]


def test_a_kept_promise_and_a_draft_of_a_response_are_not_shown(client, cast, promised):
    Commitment.objects.update(fulfilled_on=at("2022-11-01").date())
    other = factories.handed_over(cast, title="关于老旧小区加装电梯补贴的提案")
    factories.accept_all(other, cast)
    factories.write_response(other.assignments.get(), cast.handler, letter="B")
    first, second = hinted(client, cast.stranger, LIFT).own
    assert (first.proposal, first.promises) == (promised, [])
    assert (second.proposal, second.classes, second.promises) == (other, [], [])


def test_no_text_of_a_proposal_one_may_not_see_is_on_the_page(client, cast, promised):
    hinted(client, cast.stranger, LIFT)
    page = client.get(URL, {"title": LIFT}).content.decode()
    assert [words for words in ("三县走访", "原因有三", "繁育基地", "卓玛", "已经采纳") if words in page] == []


def test_at_most_five_and_two_from_elsewhere(client, cast):
    elsewhere = factories.make_committee("政协某市委员会", city="某市", home=False)
    for n in range(7):
        factories.registered(cast, title=f"{LIFT}{n}")
        proposal = Proposal.objects.create(
            committee=elsewhere, session=elsewhere.plenarysession_set.get(), title=LIFT, outcome=Outcome.REGISTERED,
            status=ProposalStatus.REGISTERED, imported_at=at("2022-01-01"), created_at=at("2022-01-01"),
            updated_at=at("2022-01-01"),
        )  # fmt: skip
        submission.index(proposal)
    hints = hinted(client, cast.stranger, LIFT)
    assert (len(hints.own), len(hints.elsewhere)) == (5, 2)
    page = client.get(URL, {"title": LIFT}).content.decode()
    assert page.count("外地同类") == 1
    assert page.count("某市 2022年") == 2


def test_units_and_auditors_get_none(client, cast, promised):
    for user in (cast.handler, cast.coordinator, cast.leader, cast.auditor):
        client.force_login(User.objects.get(pk=user.pk))
        assert client.get(URL, {"title": LIFT}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, cast, django_assert_num_queries, number):
    load_synonyms(cast.committee)
    for n in range(number):
        proposal = factories.handed_over(cast, title=f"{LIFT}{n}")
        factories.accept_all(proposal, cast)
        factories.deliver(factories.respond(proposal.assignments.get(), cast), cast)
    assert len(hinted(client, cast.stranger, LIFT, "走访所见").own) == number
    with django_assert_num_queries(18):
        client.get(URL, {"title": LIFT, "text": "走访所见"})


def test_the_pages_of_a_draft_show_the_same_list_without_javascript(client, cast, promised):
    draft = factories.draft(cast, by=cast.stranger, title="关于推进老旧小区加装电梯的提案", now=at("2022-07-01"))
    client.force_login(User.objects.get(pk=cast.stranger.pk))
    for name in ("submission:edit", "submission:submit"):
        page = client.get(reverse(name, args=[draft.pk]))
        assert page.content.decode().count("2022年 第0023号") == 1


def test_a_new_proposal_has_a_place_for_it(client, cast, on):
    on("2022-02-10")
    client.force_login(User.objects.get(pk=cast.member.pk))
    page = client.get(reverse("submission:write")).content.decode()
    assert page.count(f'data-similar="{URL}"') == 1
    assert page.count("写下案由后，这里列出以往相似的提案和办理结果。") == 1
