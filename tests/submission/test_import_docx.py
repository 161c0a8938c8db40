"""Importing a Word file: shown first, saved only when it is confirmed."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals.submission.models import Proposal
from tests import corpus
from tests.factories import draft, submitted

from .manuscripts import TITLE, saved, titled

URL = reverse("submission:import_docx")
WHOLE = ("情况", "合作社 14 家。", "建议", "1.设服务点。", "2.制定标准。", "联系电话：13900000000")


def docx(*paragraphs, name="提案.docx"):
    return SimpleUploadedFile(name, saved(titled(*(paragraphs or WHOLE))))


def send(client, file, address=URL):
    return client.post(address, {"file": file})


def into(proposal):
    return f"{URL}?draft={proposal.pk}"


class Filled(HTMLParser):
    """The fields of the form that confirms, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.inside, self.area = {}, False, None
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.inside = attrs.get("id") == "import-form" if tag == "form" else self.inside
        if self.inside and tag in ("input", "textarea"):
            self.sent.setdefault(attrs["name"], []).append(attrs.get("value", ""))
            self.area = attrs["name"] if tag == "textarea" else None

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][-1] = data.removeprefix("\n")

    def handle_endtag(self, tag):
        self.area = None


def confirmed(page):
    return Filled(page).sent


def test_import_docx_shows_what_was_understood_and_saves_nothing(client, cast):
    client.force_login(cast.member)
    page = send(client, docx())
    form = page.context["form"]
    assert (form["title"].value(), form["situation"].value()) == (TITLE, "合作社 14 家。")
    assert form["suggestions"].value() == ["设服务点。", "制定标准。"]
    assert "联系电话：13900000000" in page.content.decode()
    assert Proposal.objects.count() == 0


def test_import_docx_confirmed_makes_a_new_draft(client, cast):
    client.force_login(cast.member)
    page = client.post(reverse("submission:write"), confirmed(send(client, docx())))
    proposal = Proposal.objects.get()
    assert page.url == reverse("submission:edit", args=[proposal.pk])
    assert (proposal.title, proposal.consent_publish) == (TITLE, True)
    assert [row.text for row in proposal.suggestions.all()] == ["设服务点。", "制定标准。"]


def test_import_docx_into_a_draft_keeps_the_old_text_as_a_version(client, cast):
    proposal = draft(cast)
    proposal.wished_units.add(cast.unit)
    client.force_login(cast.member)
    page = send(client, docx(), into(proposal))
    assert "草稿里原来的文字换成这一份" in page.content.decode()
    client.post(reverse("submission:edit", args=[proposal.pk]), confirmed(page))
    proposal.refresh_from_db()
    assert (proposal.title, proposal.topic.name) == (TITLE, "经济建设")
    assert list(proposal.wished_units.all()) == [cast.unit]
    assert [row.content["title"] for row in proposal.versions.all()] == [TITLE, "关于建立青稞良种繁育基地的提案"]


def test_import_docx_into_a_draft_changed_meanwhile_overwrites_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    sent = confirmed(send(client, docx(), into(proposal)))
    edit = reverse("submission:edit", args=[proposal.pk])
    client.post(edit, {**sent, "title": "手机上写的", "suggestions": ["手机上写的。"]})
    page = client.post(edit, sent)
    proposal.refresh_from_db()
    assert (page.status_code, proposal.title) == (409, "手机上写的")


def test_import_docx_without_headings_says_where_the_text_went(client, cast):
    client.force_login(cast.member)
    page = send(client, docx("合作社 14 家。"))
    assert "没有认出分段的标题" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "旧.doc",
            corpus.old_word,
            "这是旧格式的 Word 文件（.doc）。请用 Word 或 WPS 打开，选“另存为”，类型选“Word 文档（*.docx）”，再导入。",
        ),
        ("图.pdf", corpus.pdf, "这不是 Word 文件。请选择扩展名是 .docx 的文件，或者复制文字粘贴。"),
        ("锁.docx", corpus.bad()["加密.docx"], "“锁.docx”设有打开密码。请去掉密码后再上传。"),
        ("包.docx", corpus.bad()["炸弹.docx"], "“包.docx”展开后过大。请去掉大图片或分成几个文件，再另存上传。"),
        ("空.docx", bytes, "“空.docx”是空文件。请检查原文件能否打开，再重新选择。"),
        (
            "白.docx",
            lambda: saved(titled("", title="")),
            "文件里没有读到文字。如果是扫描的图片，请直接输入或请提案委代为录入。",
        ),
    ],
)
def test_import_docx_refuses_other_files_with_a_way_out(client, cast, name, content, said):
    client.force_login(cast.member)
    page = send(client, SimpleUploadedFile(name, content()))
    assert (page.status_code, page.context["form"].errors["file"]) == (422, [said])
    assert Proposal.objects.count() == 0


def test_import_docx_without_a_file_asks_for_one(client, cast):
    client.force_login(cast.member)
    page = client.post(URL)
    assert (page.status_code, page.context["form"].errors["file"]) == (422, ["请选择 Word 文件。"])


def test_import_docx_button_saves_what_was_typed_first(client, cast):
    client.force_login(cast.member)
    typed = {"draft": "7d0a6e4e-0000-4000-8000-000000000001", "version": "0", "title": "还在写", "to": "import"}
    page = client.post(reverse("submission:write"), typed)
    assert page.url == into(Proposal.objects.get())


def test_import_docx_button_on_an_empty_page_begins_nothing(client, cast):
    client.force_login(cast.member)
    typed = {"draft": "7d0a6e4e-0000-4000-8000-000000000001", "version": "0", "to": "import"}
    assert client.post(reverse("submission:write"), typed).url == URL
    assert Proposal.objects.count() == 0


def test_import_docx_is_hidden_from_strangers_and_refused_after_submission(client, cast):
    client.force_login(cast.stranger)
    assert client.get(into(draft(cast))).status_code == 404
    client.force_login(cast.member)
    assert client.get(into(submitted(cast))).status_code == 409
    assert client.get(f"{URL}?draft=x").status_code == 404


def test_import_docx_without_a_draft_is_for_proposers(client, cast):
    for user, status in [(cast.group_account, 200), (cast.reviewer, 403), (cast.handler, 403)]:
        client.force_login(user)
        assert client.get(URL).status_code == status
