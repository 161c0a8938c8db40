"""提案目录, 案由汇编 and 提案汇编 of a session."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from proposals.committee.models import Topic
from proposals.lifecycle import Access
from proposals.submission import actions
from proposals.trail.models import Event
from tests.factories import at, registered, submitted

PAGE, WORD = reverse("submission:collection"), reverse("submission:collection_docx")


@pytest.fixture
def three(cast):
    """Two registered cases of two topics, and one passed on."""
    first = registered(cast, title="关于修路的提案")
    second = submitted(cast, title="关于养老的提案")
    social = Topic.objects.get(name="社会建设")
    actions.register(second, by=cast.reviewer, topic=social, now=at("2022-03-01"))
    third = submitted(cast, title="关于路灯的提案")
    actions.pass_on(third, by=cast.reviewer, note="属日常工作。", now=at("2022-03-01"))
    return first, second, third


def titles(page):
    return [row.title for row in page.context["rows"]]


def document(page):
    return Document(BytesIO(b"".join(page.streaming_content)))


def test_collection_lists_the_registered_in_the_order_of_their_numbers(client, cast, three):
    client.force_login(cast.reviewer)
    assert titles(client.get(PAGE)) == ["关于修路的提案", "关于养老的提案"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("registered", ["关于修路的提案", "关于养老的提案"]),
        ("passed_on", ["关于路灯的提案"]),
        ("all", ["关于修路的提案", "关于路灯的提案", "关于养老的提案"]),
    ],
)
def test_collection_of_a_scope(client, cast, three, scope, found):
    client.force_login(cast.reviewer)
    assert titles(client.get(PAGE, {"scope": scope})) == found


def test_collection_list_as_word_is_one_table(client, cast, three):
    client.force_login(cast.reviewer)
    [table] = document(client.get(WORD, {"kind": "list"})).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["号", "案由", "提案者", "内容分类"],
        ["第0001号", "关于修路的提案", "卓玛", "经济建设"],
        ["第0002号", "关于养老的提案", "卓玛", "社会建设"],
    ]


def test_collection_by_topic_as_word_counts_each_topic(client, cast, three):
    client.force_login(cast.reviewer)
    text = [p.text for p in document(client.get(WORD, {"kind": "collection"})).paragraphs if p.text]
    assert text == [
        "日喀则二届二次会议", "案由汇编", "共2件", "一、经济建设（1件）", "第0001号　关于修路的提案（卓玛）",
        "二、社会建设（1件）", "第0002号　关于养老的提案（卓玛）",
    ]  # fmt: skip


def test_collection_of_full_texts_starts_each_on_a_page_of_its_own(client, cast, three):
    client.force_login(cast.reviewer)
    found = document(client.get(WORD, {"kind": "texts"}))
    assert len(found.element.body.xpath(".//w:br[@w:type='page']")) == 2
    assert [p.text for p in found.paragraphs if p.text.startswith("第000")] == ["第0001号", "第0002号"]
    assert Event.objects.get(action=Access.EXPORT).note == "导出 Word：日喀则二届二次会议提案汇编"


@pytest.mark.parametrize("kind", ["list", "collection", "texts"])
@pytest.mark.parametrize("more", [0, 2])
def test_collection_takes_the_same_queries_for_one_and_for_three(client, cast, kind, more, django_assert_num_queries):
    for _n in range(1 + more):
        registered(cast)
    client.force_login(cast.reviewer)
    client.get(PAGE, {"kind": kind})
    with django_assert_num_queries(QUERIES):
        client.get(PAGE, {"kind": kind})


QUERIES = 14


def test_collection_of_a_bad_address_falls_back_and_says_so(client, cast, three):
    client.force_login(cast.reviewer)
    page = client.get(PAGE, {"kind": "<x>", "session": "0"})
    assert page.status_code == 422
    assert titles(page) == ["关于修路的提案", "关于养老的提案"]


def test_collection_is_for_the_office_coordinators_and_leaders(client, cast, three):
    for who in (cast.member, cast.handler, cast.auditor):
        client.force_login(who)
        assert [client.get(address).status_code for address in (PAGE, WORD)] == [403, 403]
    assert not Event.objects.filter(action=Access.EXPORT).exists()


def test_collection_without_a_session_is_empty(client, cast):
    client.force_login(cast.leader)
    page = client.get(PAGE)
    assert titles(page) == []
    assert "这个范围里还没有提案" in page.content.decode()
