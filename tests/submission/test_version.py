"""One earlier text beside the present one."""

from django.urls import reverse

from proposals.submission import actions
from proposals.submission.differences import Piece
from tests.factories import at, draft, proposal_at


def url(row):
    return reverse("submission:version", args=[row.pk])


def test_version_shows_what_was_added_and_what_is_gone(client, cast):
    proposal = draft(cast)
    actions.save_draft(proposal, by=cast.member, analysis="原因有两个。", suggestions=["建立种子储备。"])
    client.force_login(cast.member)
    page = client.get(url(proposal.versions.last()))
    assert dict(page.context["parts"])["分析"] == [
        Piece("same", "原因有"), Piece("gone", "三"), Piece("new", "两个"), Piece("same", "。"),
    ]  # fmt: skip
    assert [(line.kind, line.number) for line in page.context["lines"]] == [("gone", 1), ("same", 1)]
    text = page.content.decode()
    assert '<ins><span class="vh">（写上：）</span>两个</ins>' in text
    assert '<del><span class="vh">（删去：）</span>三</del>' in text


def test_version_escapes_what_people_wrote(client, cast):
    proposal = draft(cast, title="关于<b>青稞</b>的提案")
    client.force_login(cast.member)
    assert "<b>青稞" not in client.get(url(proposal.versions.get())).content.decode()


def test_version_of_the_office_is_compared_with_what_was_submitted(client, cast):
    proposal = proposal_at("sent_back", cast)
    row = proposal.versions.get()
    actions.save_draft(proposal, by=cast.member, analysis="还没有提交的话。", now=at("2022-02-26"))
    client.force_login(cast.reviewer)
    page = client.get(url(row))
    assert page.context["newest"] == row
    assert "还没有提交的话。" not in page.content.decode()


def test_version_that_was_not_submitted_is_hidden_from_the_office(client, cast):
    proposal = proposal_at("sent_back", cast)
    actions.save_draft(proposal, by=cast.member, analysis="还没有提交的话。", now=at("2022-02-26"))
    client.force_login(cast.reviewer)
    assert client.get(url(proposal.versions.first())).status_code == 404


def test_version_offers_to_restore_only_what_may_be_changed(client, cast):
    proposal = draft(cast)
    actions.save_draft(proposal, by=cast.member, analysis="另一个说法，长得足够另成一份，不会与前一份合在一起。")
    newest, oldest = proposal.versions.first(), proposal.versions.last()
    client.force_login(cast.member)
    offered = [client.get(url(row)).context["may_restore"] for row in (oldest, newest)]
    actions.submit(proposal, by=cast.member)
    assert [*offered, client.get(url(oldest)).context["may_restore"]] == [True, False, False]
