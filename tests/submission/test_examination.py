"""The inbox of the committee's office."""

import pytest
from django.db.models import Count
from django.urls import reverse

from proposals.committee.models import Committee
from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from proposals.submission.models import Proposal
from tests.factories import at, make_cast, make_committee, proposal_at, registered, submitted

S = ProposalStatus
URL = reverse("submission:examination")


def three(cast):
    return [submitted(cast, title=f"关于第{n}件事的提案", now=at(f"2022-02-1{n}")) for n in range(3)]


def counts_by_status():
    return dict(Proposal.objects.values_list("status").annotate(n=Count("pk")).order_by("status"))


def listed(page):
    return [row.title for row in page.context["page"]]


def counts(page):
    return {item["key"]: item["count"] for item in page.context["views"]}


def test_examination_lists_what_waits_in_order_and_opens_the_first(client, cast):
    three(cast)
    registered(cast, title="已经立案")
    client.force_login(cast.reviewer)
    page = client.get(URL)
    assert listed(page) == ["关于第0件事的提案", "关于第1件事的提案", "关于第2件事的提案"]
    assert page.context["object"].title == "关于第0件事的提案"


def test_examination_opens_the_one_asked_for(client, cast):
    wanted = three(cast)[2]
    client.force_login(cast.reviewer)
    assert client.get(URL, {"p": wanted.pk}).context["object"] == wanted


@pytest.mark.parametrize("p", ["", "x", "\x00", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("view", ["waiting", "nonsense"])
def test_examination_with_a_strange_address_opens_the_first(client, cast, p, view):
    first = three(cast)[0]
    client.force_login(cast.reviewer)
    assert client.get(URL, {"p": p, "view": view, "page": "x"}).context["object"] == first


def test_examination_has_three_views_with_counts(client, cast):
    three(cast)
    back = proposal_at(S.SENT_BACK, cast)
    asked = registered(cast, title="想撤回的提案")
    actions.ask_withdrawal(asked, by=cast.member, reason="已经解决。")
    client.force_login(cast.reviewer)
    page = client.get(URL, {"view": "changing"})
    assert counts(page) == {"waiting": 3, "changing": 1, "withdrawing": 1}
    assert page.context["object"] == back
    page = client.get(URL, {"view": "withdrawing"})
    assert (listed(page), page.context["withdrawal"].reason) == (["想撤回的提案"], "已经解决。")
    assert reverse("assignment:decide_withdrawal", args=[asked.pk]) in page.content.decode()


def test_examination_without_anything_says_so(client, cast):
    client.force_login(cast.reviewer)
    for view, words in [
        ("waiting", "没有待审查的提案"),
        ("changing", "没有退回修改中的提案"),
        ("withdrawing", "没有待审定的撤案申请"),
    ]:
        assert words in client.get(URL, {"view": view}).content.decode()


def test_examination_shows_text_people_and_wished_units(client, cast):
    proposal = submitted(cast)
    proposal.wished_units.add(cast.unit)
    client.force_login(cast.reviewer)
    page = client.get(URL).content.decode()
    for text in ["三县走访所见。", "原因有三。", "建立种子储备。", "卓玛", "市农业农村局"]:
        assert text in page


def test_examination_buttons_are_exactly_what_may_be_done(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.get(URL)
    pages = ["pass_on", "merge", "send_back", "decline"]
    assert [item["url"] for item in page.context["decisions"]] == [
        reverse(f"submission:{name}", args=[proposal.pk]) for name in pages
    ]
    assert reverse("submission:register", args=[proposal.pk]) in page.content.decode()


@pytest.mark.parametrize("who", ["member", "group_account", "coordinator", "handler", "leader", "auditor"])
def test_examination_is_for_the_committees_office_only(client, cast, who):
    proposal = submitted(cast)
    client.force_login(getattr(cast, who))
    assert client.get(URL, {"p": proposal.pk}).status_code == 403


def test_examination_never_shows_another_committees_proposals(client, cast):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    theirs = submitted(elsewhere)
    client.force_login(cast.reviewer)
    page = client.get(URL, {"p": theirs.pk})
    assert (listed(page), page.context["object"]) == ([], None)
    assert Committee.objects.count() == 2


@pytest.mark.parametrize("n", [1, 3])
def test_examination_asks_the_same_queries_for_one_and_three(client, cast, n, django_assert_num_queries):
    for proposal in three(cast)[n:]:
        actions.register(proposal, by=cast.reviewer)
    client.force_login(cast.reviewer)
    client.get(URL)
    with django_assert_num_queries(19):
        assert len(listed(client.get(URL))) == n


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_examination_by_keyboard(page, live_server, enter_as, cast):
    three(cast)
    enter_as(cast.reviewer)
    page.goto(live_server.url + URL)
    heading = page.locator(".triage__h h2")
    for key, shown in [("j", 1), ("j", 2), ("k", 1)]:
        page.keyboard.press(key)
        page.wait_for_selector(f".triage__h h2:has-text('关于第{shown}件事的提案')")
    page.keyboard.press("f")  # meant for the proposal before: a fresh desk decides nothing for a moment
    page.wait_for_timeout(1600)
    assert counts_by_status() == {"submitted": 3}
    page.keyboard.press("f")
    page.wait_for_selector(".triage__h h2:has-text('关于第2件事的提案')")
    assert heading.inner_text() == "关于第2件事的提案"
    assert counts_by_status() == {"registered": 1, "submitted": 2}
