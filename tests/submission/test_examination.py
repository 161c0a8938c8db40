"""The inbox of the committee's office."""

import re

import pytest
from django.db.models import Count
from django.urls import reverse

from proposals.committee.models import Committee, Topic
from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from proposals.submission.models import Proposal, SubjectGroup
from tests.factories import at, make_cast, make_committee, proposal_at, registered, submitted

S = ProposalStatus
URL = reverse("submission:examination")


def three(cast):
    return [submitted(cast, title=f"关于第{n}件事的提案", now=at(f"2022-02-1{n}")) for n in range(3)]


def counts_by_status():
    return dict(Proposal.objects.values_list("status").annotate(n=Count("pk")).order_by("status"))


def listed(page):
    return [row.title for row in page.context["inbox"].page]


def counts(page):
    return {item["key"]: item["count"] for item in page.context["inbox"].views}


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


def test_examination_has_views_with_counts(client, cast):
    three(cast)
    prepared = submitted(cast, title="已拟定", now=at("2022-03-05"))
    actions.prepare(prepared, by=cast.reviewer, action="register")
    submitted(cast, title="平时的提案", now=at("2022-03-05"))
    back = proposal_at(S.SENT_BACK, cast)
    asked = registered(cast, title="想撤回的提案")
    actions.ask_withdrawal(asked, by=cast.member, reason="已经解决。")
    client.force_login(cast.reviewer)
    page = client.get(URL, {"view": "changing"})
    assert counts(page) == {"waiting": 4, "inter": 1, "changing": 1, "withdrawing": 1, "prepared": 1}
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
        ("inter", "没有待审查的平时提案"),
        ("prepared", "没有拟定待公布的决定"),
    ]:
        assert words in client.get(URL, {"view": view}).content.decode()


def test_examination_shows_text_people_and_wished_units(client, cast):
    proposal = submitted(cast)
    proposal.wished_units.add(cast.unit)
    client.force_login(cast.reviewer)
    page = client.get(URL).content.decode()
    for text in ["三县走访所见。", "原因有三。", "建立种子储备。", "卓玛", "市农业农村局"]:
        assert text in page


def test_examination_view_of_ones_own_subject_group(client, cast):
    group = SubjectGroup.objects.create(committee=cast.committee, name="社会组")
    group.topics.add(Topic.objects.get(committee=cast.committee, name="社会建设"))
    submitted(cast, title="经济的提案")
    mine = submitted(cast, title="社会的提案")
    actions.classify(mine, by=cast.reviewer, topic=group.topics.get(), themes=[])
    client.force_login(cast.reviewer)
    assert "mine" not in counts(client.get(URL, {"view": "mine"}))
    group.reviewers.add(cast.reviewer)
    page = client.get(URL, {"view": "mine"})
    assert (counts(page)["mine"], listed(page), str(page.context["inbox"].title)) == (1, ["社会的提案"], "我的专题组")


def test_examination_is_narrowed_by_topic_and_words(client, cast):
    society = Topic.objects.get(committee=cast.committee, name="社会建设")
    first, _second, third = three(cast)
    for proposal in (first, third):
        actions.classify(proposal, by=cast.reviewer, topic=society, themes=[])
    client.force_login(cast.reviewer)
    assert listed(client.get(URL, {"topic": society.pk})) == ["关于第0件事的提案", "关于第2件事的提案"]
    assert listed(client.get(URL, {"topic": society.pk, "words": "第2件"})) == ["关于第2件事的提案"]
    assert listed(client.get(URL, {"words": "流水号0002"})) == ["关于第1件事的提案"]
    page = client.get(URL, {"words": "没有这样的"})
    assert "没有符合条件的提案" in page.content.decode()


def test_examination_is_sorted_as_asked(client, cast):
    society = Topic.objects.get(committee=cast.committee, name="社会建设")
    actions.classify(three(cast)[0], by=cast.reviewer, topic=society, themes=[])
    client.force_login(cast.reviewer)
    orders = {
        sort: [title[3] for title in listed(client.get(URL, {"sort": sort}))] for sort in ("newest", "topic", "x")
    }
    assert orders == {"newest": ["2", "1", "0"], "topic": ["1", "2", "0"], "x": ["0", "1", "2"]}


def test_examination_leads_to_the_same_proposals_in_the_list(client, cast):
    three(cast)
    society = Topic.objects.get(committee=cast.committee, name="社会建设")
    client.force_login(cast.reviewer)
    page = client.get(URL, {"topic": society.pk, "words": "农牧"})
    assert page.context["inbox"].as_list == (
        f"{reverse('tracking:proposals')}?status=submitted&q=%E5%86%9C%E7%89%A7&topic={society.pk}"
    )


def test_examination_goes_on_in_the_same_list_after_a_decision(client, cast):
    rows = three(cast)
    client.force_login(cast.reviewer)
    page = client.get(URL, {"sort": "newest", "p": rows[2].pk})
    address = page.context["decisions"][0]["url"]
    assert address.endswith("?sort=newest")
    answer = client.post(address, {"note": "转有关单位参考。"})
    assert answer.url == f"{URL}?sort=newest&p={rows[1].pk}"
    assert "/register/?sort=newest" in client.get(answer.url).content.decode()


def test_examination_opens_the_page_of_the_list_the_proposal_is_on(client, cast):
    rows = [submitted(cast, title=f"第{n}件", now=at(f"2022-02-10 10:{n:02d}")) for n in range(41)]
    client.force_login(cast.reviewer)
    page = client.get(URL, {"p": rows[40].pk})
    assert (listed(page), page.context["object"]) == (["第40件"], rows[40])


def test_examination_ticks_all_of_a_page_without_scripts(client, cast):
    three(cast)
    client.force_login(cast.reviewer)
    ticked = [client.get(URL, query).content.decode().count(" checked>") for query in ({}, {"all": "1"})]
    assert ticked == [0, 3]


def test_examination_names_every_key(client, cast):
    submitted(cast)
    client.force_login(cast.reviewer)
    text = client.get(URL).content.decode()
    dialog = text[text.index("<dialog") : text.index("</dialog>")]
    found = re.findall(r"<kbd>(.)</kbd>", dialog)
    assert found == ["j", "k", "x", "f", "p", "o", "m", "r", "n", "/", "?"]


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
    with django_assert_num_queries(27):
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
    page.wait_for_load_state("networkidle")  # parts of the desk come later by themselves


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_examination_ticks_survive_walking_and_all_keys_are_shown(page, live_server, enter_as, assert_accessible, cast):
    three(cast)
    enter_as(cast.reviewer)
    page.goto(live_server.url + URL)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.wait_for_selector(".triage__h h2:has-text('关于第1件事的提案')")
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "2"
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="全部按键")
    assert dialog.is_visible()
    assert_accessible(page)
    page.keyboard.press("f")  # no key acts while the dialog is open
    page.wait_for_timeout(1600)
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    assert (dialog.is_visible(), counts_by_status()) == (False, {"submitted": 3})
    page.keyboard.press("/")
    page.keyboard.type("fjx")  # typing is not pressing
    assert page.locator("#id_words").input_value() == "fjx"
    assert page.locator("[data-picked]").inner_text() == "2"
    page.locator(".inbox input").first.focus()
    page.select_option("#bulk-act", "register")
    page.get_by_role("button", name="核对", exact=True).click()
    page.wait_for_selector("h1:has-text('核对：批量立案')")
    assert page.locator("input[name=pk]:checked").count() == 2
    page.go_back()
    assert page.locator(".inbox input:checked").count() == 2
    page.wait_for_load_state("networkidle")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_examination_without_scripts_shows_the_keys_as_a_part_of_the_page(open_page, live_server, cast):
    three(cast)
    page = open_page(cast.reviewer, live_server.url, java_script_enabled=False)
    page.goto(live_server.url + URL)
    keys = page.locator("#keys")
    assert keys.is_visible() is False
    page.get_by_role("link", name="全部按键").click()
    assert keys.is_visible()
    page.wait_for_load_state("networkidle")
