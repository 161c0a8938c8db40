"""One proposal on paper: as a page to print and as docx."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from proposals.lifecycle import Access, ProposalStatus
from proposals.submission import actions
from proposals.trail.models import Event
from tests.factories import at, draft, proposal_at, registered


def url(name, proposal):
    return reverse(f"submission:{name}", args=[proposal.pk])


def words(page):
    document = Document(BytesIO(b"".join(page.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs if p.text.strip()], cells


def joint(cast):
    """A draft with one co-sponsor who confirmed and one who did not answer."""
    proposal = draft(cast)
    rows = actions.invite(proposal, members=[cast.colleague, cast.stranger], by=cast.member, now=at("2022-02-10"))
    actions.confirm(rows[0], by=cast.colleague, now=at("2022-02-10 10:30"))
    proposal = actions.submit(proposal, by=cast.member, now=at("2022-02-10 11:00"))
    return actions.register(proposal, by=cast.reviewer, now=at("2022-03-01"))


def test_paper_holds_the_whole_text_and_all_confirmed_people_in_order(client, cast):
    proposal = joint(cast)
    client.force_login(cast.member)
    text, cells = words(client.get(url("paper_docx", proposal)))
    assert text == [
        "日喀则二届二次会议", "第0001号", "关于建立青稞良种繁育基地的提案", "一、情况与问题", "三县走访所见。",
        "二、分析", "原因有三。", "三、建议", "1. 建一处繁育基地。", "2. 建立种子储备。",
    ]  # fmt: skip
    assert dict(zip(cells[::2], cells[1::2], strict=True)) == {
        "提案者": "卓玛、扎西",
        "提案类别": "联名提案、大会提案",
        "内容分类": "经济建设",
        "审查结果": "立案",
        "提交日期": "2022年2月10日",
    }


def test_paper_page_prints_the_same_text(client, cast):
    proposal = joint(cast)
    client.force_login(cast.reviewer)
    page = client.get(url("paper", proposal))
    shown = page.context["row"]
    assert (shown.number, shown.names) == ("第0001号", "卓玛、扎西")
    body = page.content.decode()
    for line in ["一、情况与问题", "三县走访所见。", "三、建议", "1. 建一处繁育基地。"]:
        assert line in body


def test_paper_as_word_is_recorded_as_an_export_with_its_name(client, cast):
    proposal = registered(cast)
    client.force_login(cast.member)
    page = client.get(url("paper_docx", proposal))
    assert page["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    event = Event.objects.get(action=Access.EXPORT)
    assert (event.by, event.case, event.note) == (
        cast.member, cast.member.pk, "导出 Word：第0001号 关于建立青稞良种繁育基地的提案"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["paper", "paper_docx"])
def test_paper_is_hidden_from_who_may_not_see_the_proposal(client, cast, name):
    proposal = registered(cast)
    client.force_login(cast.stranger)
    assert client.get(url(name, proposal)).status_code == 404
    assert not Event.objects.filter(action=Access.EXPORT).exists()


@pytest.mark.parametrize("status", [ProposalStatus.DRAFT, ProposalStatus.DECLINED, ProposalStatus.CLOSED])
def test_paper_prints_in_every_status(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    text, _cells = words(client.get(url("paper_docx", proposal)))
    assert text[1] == (str(proposal.number_text) or "草稿")


def test_paper_reads_a_title_as_text(client, cast):
    proposal = draft(cast, title="<b>路</b> & 桥")
    client.force_login(cast.member)
    assert "&lt;b&gt;路&lt;/b&gt; &amp; 桥" in client.get(url("paper", proposal)).content.decode()
    text, _cells = words(client.get(url("paper_docx", proposal)))
    assert text[2] == "<b>路</b> & 桥"
