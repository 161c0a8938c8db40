"""Searching on the page: the box of every page, what is marked, what is said of the count and of finding nothing."""

import re

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.submission import actions as submission
from proposals.submission.models import search as limits
from proposals.tracking.listing import pages
from tests import factories

LIST = reverse("tracking:proposals")
WHEN = factories.at("2022-02-10")


def searched(client, user, typed, **query):
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(LIST, {"q": typed, **query})
    assert page.status_code == 200
    return page


def listed(page):
    return [row.proposal for row in page.context["rows"]]


def body(page):
    html = page.content.decode()
    return re.search(r"<tbody>.*</tbody>", html, re.DOTALL)[0] if "<tbody>" in html else ""


def told(page):
    return re.search(r'<small class="h1__n">(.*?)</small>', page.content.decode())[1]


def written(cast, title, situation, now=WHEN):
    proposal = submission.save_draft(factories.draft(cast, title=title, now=now), by=cast.member, situation=situation)
    return submission.submit(proposal, by=cast.member, now=now)


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_search_marks_the_title_as_it_was_written(client, cast):
    written(cast, "关于養老服務和养老院的提案", "三县走访所见。")
    page = body(searched(client, cast.reviewer, "养老 服务"))
    assert re.findall(r"<mark>([^<]*)</mark>", page) == ["養老服務", "养老"]


def test_search_shows_the_passage_that_has_the_hit(client, cast):
    long = "本市情况如下。" * 20 + "群众反映冰湖预警不及时，望重视。" + "其他情况从略。" * 20
    written(cast, "关于防灾的提案", long)
    page = body(searched(client, cast.reviewer, "冰湖预警"))
    shown = re.search(r'<small class="passage">(.*?)</small>', page, re.DOTALL)[1]
    assert shown.startswith("…群众反映<mark>冰湖预警</mark>不及时，望重视。其他情况从略。")
    assert len(re.sub(r"<[^>]*>|…", "", shown).strip()) == 80


def test_search_finds_passages_in_every_part_of_the_text(client, cast):
    proposal = written(cast, "关于防灾的提案", "三县走访所见。")
    for typed in ("走访", "原因有三", "种子储备"):
        page = searched(client, cast.reviewer, typed)
        assert (listed(page), f"<mark>{typed}</mark>" in body(page)) == ([proposal], True)


def test_search_shows_no_passage_for_names_and_numbers(client, cast):
    factories.submitted(cast)
    for typed in ("卓玛", "流水号0001"):
        assert "passage" not in body(searched(client, cast.reviewer, typed))


def test_search_escapes_what_was_written_and_what_was_typed(client, cast):
    written(cast, "关于<script>alert(1)</script>的提案", "<b>粗体</b>&amp;")
    page = searched(client, cast.reviewer, "script 粗体")
    html = page.content.decode()
    assert "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;" in body(page)
    assert "&lt;b&gt;<mark>粗体</mark>&lt;/b&gt;&amp;amp;" in body(page)
    assert "<script>alert" not in html
    page = searched(client, cast.reviewer, '"><script>alert(2)</script>')
    assert "<script>alert" not in page.content.decode()


def test_search_without_words_marks_nothing(client, cast):
    factories.submitted(cast)
    page = searched(client, cast.reviewer, "")
    assert (len(page.context["rows"]), "<mark>" in body(page)) == (1, False)


# -- what is found and in which order ---------------------------------------------------------------------------------


def test_search_finds_only_what_the_person_may_see(client, cast):
    own = factories.handed_over(cast)
    factories.draft(cast, by=cast.colleague, title="关于青稞的草稿")
    expected = {
        "member": [own], "colleague": None, "stranger": [], "reviewer": [own], "coordinator": [own], "handler": [own],
        "other_handler": [], "leader": [own], "auditor": [],
    }  # fmt: skip
    for who, rows in expected.items():
        found = listed(searched(client, getattr(cast, who), "青稞"))
        assert [row.title for row in found] == (["关于青稞的草稿"] if rows is None else [row.title for row in rows]), (
            who
        )


def test_search_lists_titles_first_unless_an_order_is_asked_for(client, cast):
    in_text = written(cast, "关于牧区的提案", "青稞种植。", now=factories.at("2022-02-12"))
    in_title = factories.submitted(cast, now=factories.at("2022-02-11"))
    assert listed(searched(client, cast.reviewer, "青稞")) == [in_title, in_text]
    assert listed(searched(client, cast.reviewer, "青稞", sort="-submitted")) == [in_text, in_title]
    assert listed(searched(client, cast.reviewer, "青稞", page="x")) == [in_title, in_text]


def test_search_goes_together_with_filters(client, cast):
    registered = factories.registered(cast)
    factories.submitted(cast)
    assert listed(searched(client, cast.reviewer, "青稞 卓玛", status="registered")) == [registered]


# -- how many ---------------------------------------------------------------------------------------------------------


def test_search_says_about_when_the_phrase_was_not_read(client, cast, monkeypatch):
    for _n in range(2):
        factories.submitted(cast)
    assert told(searched(client, cast.reviewer, "“青稞良种”")) == "共 2 件"
    monkeypatch.setattr(limits, "CHECKED", 1)
    assert told(searched(client, cast.reviewer, "“青稞良种”")) == "约 2 件"
    assert told(searched(client, cast.reviewer, "青稞良种")) == "共 2 件"


def test_list_counts_no_further_than_anybody_turns_pages(client, cast, monkeypatch):
    for _n in range(3):
        factories.submitted(cast)
    monkeypatch.setattr(pages, "MOST", 3)
    assert told(searched(client, cast.reviewer, "")) == "共 3 件"
    monkeypatch.setattr(pages, "MOST", 2)
    assert told(searched(client, cast.reviewer, "")) == "超过 2 件"


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries_for_more_rows(client, cast, number, django_assert_num_queries):
    for _n in range(number):
        factories.handed_over(cast)
    client.force_login(cast.reviewer)
    client.get(LIST)
    with django_assert_num_queries(21):
        client.get(LIST, {"q": "青稞 “良种”"})


# -- nothing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["没有", "！", "''; drop", "第9999号"])
def test_search_says_how_to_search_when_nothing_is_found(client, cast, typed):
    factories.submitted(cast)
    html = searched(client, cast.reviewer, typed).content.decode()
    assert "没有符合条件的提案" in html
    assert [line for line in ("一个字、两个字都可以", "用空格隔开", "减号", "加引号") if line not in html] == []


def test_filters_that_find_nothing_do_not_explain_the_search(client, cast):
    factories.submitted(cast)
    client.force_login(cast.reviewer)
    html = client.get(LIST, {"status": "closed"}).content.decode()
    assert ("没有符合条件的提案" in html, "加引号" in html) == (True, False)


# -- the box ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "has_it"),
    [
        ("member", True), ("group_account", True), ("reviewer", True), ("coordinator", True), ("handler", True),
        ("leader", True), ("auditor", False),
    ],
)  # fmt: skip
def test_search_stands_on_every_page_of_those_who_have_a_list(client, cast, who, has_it):
    client.force_login(getattr(cast, who))
    html = client.get(reverse("accounts:me")).content.decode()
    assert (f'role="search" action="{LIST}"' in html, f'class="tools__i" href="{LIST}"' in html) == (has_it, has_it)


def test_search_box_keeps_what_was_typed(client, cast):
    assert (
        'id="find" name="q" type="search" value="&lt;青稞&gt;"'
        in searched(client, cast.reviewer, "<青稞>").content.decode()
    )
