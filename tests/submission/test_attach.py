"""附件: adding files to a draft; limits; what happens to the others when one is refused."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from proposals.submission.actions import files as acts
from proposals.submission.models import Attachment
from proposals.trail.models import Event
from tests import corpus
from tests.factories import draft, proposal_at

from .uploads import add, attach, checked, names, upload

S = ProposalStatus


def edit_url(proposal):
    return reverse("submission:edit", args=[proposal.pk])


def url(proposal):
    return reverse("submission:attach", args=[proposal.pk])


def told(page):
    """The sentences of the summary."""
    return page.context["form"].errors.get("files", [])


def test_attach_keeps_several_files_at_once(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = add(client, proposal, upload("报告.pdf"), upload("照片.jpg", corpus.photo()))
    assert page.url == f"{edit_url(proposal)}#files"
    rows = proposal.attachments.kept()
    assert [(row.name, row.kind, row.purpose) for row in rows] == [
        ("报告.pdf", "pdf", "attachment"), ("照片.jpg", "jpg", "attachment"),
    ]  # fmt: skip
    assert rows[0].stored.read() == corpus.pdf()
    event = Event.objects.of_case(proposal.pk).get(action="edit")
    assert (event.note, event.by) == ("添加附件：报告.pdf、照片.jpg", cast.member)


def test_attach_shows_them_with_their_size_on_the_writing_page(client, cast):
    proposal = draft(cast)
    row = attach(proposal, cast.member)
    client.force_login(cast.member)
    page = client.get(edit_url(proposal)).content.decode()
    assert f'<a href="{reverse("submission:download", args=[row.pk])}">报告.pdf</a>' in page
    assert f"<p>{row.size} 字节" in page
    assert 'enctype="multipart/form-data"' in page


def test_attach_page_stands_alone_for_browsers_without_scripts(client, cast):
    proposal = draft(cast)
    attach(proposal, cast.member)
    client.force_login(cast.member)
    page = client.get(url(proposal)).content.decode()
    assert page.count('type="file"') == 1
    assert "报告.pdf" in page


def test_attach_a_refused_file_is_named_and_the_others_are_kept(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = add(client, proposal, upload("一.pdf"), upload("程序.exe", b"MZ"), upload("二.png", corpus.picture("PNG")),
               upload("假.pdf", corpus.picture()))  # fmt: skip
    assert page.status_code == 422
    assert told(page) == [
        "“程序.exe”不是可以上传的格式。可以上传 PDF、Word、Excel、OFD 文件和 JPG、PNG 图片，请转成其中一种。",
        "“假.pdf”的内容不是 PDF 文件，可能改过扩展名。请用原来的软件另存后再上传。",
    ]
    assert names(proposal) == ["一.pdf", "二.png"]
    assert "已添加：一.pdf、二.png" in page.content.decode()


def test_attach_without_a_file_says_so(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal))
    assert (page.status_code, told(page)) == (422, ["请选择文件。"])


def test_attach_the_same_file_twice_keeps_it_once(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    for _ in range(2):
        assert add(client, proposal, upload()).status_code == 302
    assert names(proposal) == ["报告.pdf"]
    assert Event.objects.of_case(proposal.pk).filter(action="edit").count() == 1


def test_attach_holds_ten_files(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    pictures = [upload(f"{n:02}.png", corpus.picture("PNG", size=(10, 10 + n))) for n in range(12)]
    page = add(client, proposal, *pictures)
    assert names(proposal) == [f"{n:02}.png" for n in range(10)]
    full = "“%s”没有添加：一件提案最多 10 个文件。请先移除不需要的，或合并成一个文件。"
    assert told(page) == [full % "10.png", full % "11.png"]


def test_attach_holds_sixty_megabytes(cast):
    proposal = draft(cast)
    row = attach(proposal, cast.member)
    Attachment.objects.filter(pk=row.pk).update(size=acts.TOTAL - 100)
    rows, refused = actions.attach(proposal, checked=[checked("二.png", corpus.picture("PNG"))], by=cast.member)
    assert (rows, refused) == (
        [], ["“二.png”没有添加：一件提案的文件合计最多 60 MB。请压缩，或先移除不需要的。"],
    )  # fmt: skip


def test_attach_what_was_removed_makes_room(cast):
    proposal = draft(cast)
    row = attach(proposal, cast.member)
    Attachment.objects.filter(pk=row.pk).update(size=acts.TOTAL)
    actions.detach(row, by=cast.member)
    attach(proposal, cast.member, "二.pdf")
    assert names(proposal) == ["二.pdf"]


def test_attach_is_stored_under_a_name_that_says_nothing(cast):
    row = attach(draft(cast), cast.member, "保密的名字.pdf")
    assert "保密" not in row.stored.name and row.stored.name.startswith("files/")


def test_attach_get_changes_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal)).status_code == 200
    assert names(proposal) == []


def test_attach_is_hidden_from_strangers_and_refused_to_the_invited(client, cast):
    proposal = draft(cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.member)
    for user, status in [(cast.stranger, 404), (cast.reviewer, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert add(client, proposal, upload()).status_code == status
    assert names(proposal) == []


@pytest.mark.parametrize(("status", "answer"), [(S.SENT_BACK, 302), (S.SUBMITTED, 409), (S.REGISTERED, 409)])
def test_attach_after_the_submission_only_when_sent_back(client, cast, status, answer):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert add(client, proposal, upload()).status_code == answer
    assert len(names(proposal)) == (answer == 302)


def test_attach_from_a_page_that_is_not_saved_yet_saves_first(client, cast):
    client.force_login(cast.member)
    page = client.get(reverse("submission:write"))
    key = page.context["form"]["draft"].value()
    sent = {"draft": key, "version": 0, "title": "关于附件的提案", "to": "files"}
    assert client.post(reverse("submission:write"), sent).url == reverse("submission:attach", args=[key])


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """Files on a real disk; how many there are."""
    storage = FileSystemStorage(tmp_path)
    monkeypatch.setattr(Attachment._meta.get_field("stored"), "storage", storage)
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


def test_attach_a_file_on_the_disk_is_for_the_program_alone(cast, disk):
    attach(draft(cast), cast.member)
    assert [path.stat().st_mode & 0o777 for path in disk()] == [0o600]


def test_attach_that_fails_leaves_no_file_behind(cast, disk, monkeypatch):
    proposal = draft(cast)

    def fails(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(acts.trail, "record", fails)
    with pytest.raises(DatabaseError):
        attach(proposal, cast.member)
    assert (names(proposal), disk()) == ([], [])
