"""Downloading: for whom, as what, and recorded."""

from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from proposals.lifecycle import Access
from proposals.submission import actions
from proposals.submission.models import Attachment
from proposals.trail.models import Event
from tests import corpus
from tests.factories import add_unit_leader, at, draft, handed_over, registered, scan, submitted

from .uploads import attach, checked

EVERYBODY = [
    "member", "colleague", "stranger", "group_account", "reviewer", "coordinator", "chief_coordinator", "handler",
    "other_handler", "unit_leader", "leader", "auditor",
]  # fmt: skip


def url(row):
    return reverse("submission:download", args=[row.pk])


@pytest.fixture
def row(cast):
    """An attachment of a handed-over proposal with a co-sponsor."""
    return _handed(cast, Attachment.Purpose.ATTACHMENT)


@pytest.fixture
def original(cast):
    """The same, a scan of signatures."""
    return _handed(cast, Attachment.Purpose.ORIGINAL)


def _handed(cast, purpose):
    add_unit_leader(cast)
    return filed(handed_over(cast), cast, purpose)


def filed(proposal, cast, purpose=Attachment.Purpose.ATTACHMENT):
    """A file of a proposal that can no longer be edited."""
    row = Attachment(proposal=proposal, name="报告 最终.pdf", kind="pdf", size=5, sha256="0" * 64, purpose=purpose,
                     added_by=cast.member, added_at=at("2022-02-10"))  # fmt: skip
    row.stored.save("x", content=ContentFile(corpus.pdf()), save=True)
    return row


def who_gets(client, cast, row):
    found = set()
    for who in filter(lambda who: getattr(cast, who), EVERYBODY):
        client.force_login(getattr(cast, who))
        page = client.get(url(row))
        assert page.status_code in (200, 404), who
        found |= {who} if page.status_code == 200 else set()
    return found


SEES = {"member", "reviewer", "coordinator", "chief_coordinator", "handler", "unit_leader", "leader"}


def test_download_of_an_attachment_is_for_whoever_sees_the_case(client, cast, row):
    assert who_gets(client, cast, row) == SEES


def test_download_of_a_signed_original_is_for_no_unit_and_no_leader(client, cast, original):
    assert who_gets(client, cast, original) == SEES - {"handler", "unit_leader", "leader"}


def test_download_of_scans_is_for_confirmed_co_sponsors_too(client, cast):
    proposal = draft(cast)
    first, second = actions.invite(proposal, members=[cast.colleague, cast.stranger], by=cast.member)
    actions.confirm(first, by=cast.colleague)
    row = attach(proposal, cast.member)
    Attachment.objects.filter(pk=row.pk).update(purpose="original")
    assert who_gets(client, cast, row) == {"member", "colleague"}
    Attachment.objects.filter(pk=row.pk).update(purpose="attachment")
    assert who_gets(client, cast, row) == {"member", "colleague", "stranger"}


def test_download_of_a_groups_seal_is_for_its_accounts(client, cast):
    proposal = submitted(cast, by=cast.group_account)
    assert who_gets(client, cast, proposal.seal.scan) == {"group_account", "reviewer"}


@pytest.mark.parametrize("who", sorted(SEES))
def test_download_is_saved_and_never_shown(client, cast, row, who):
    client.force_login(getattr(cast, who))
    page = client.get(url(row))
    expected = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f"attachment; filename*=utf-8''{quote('报告 最终.pdf')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    assert {name: page[name] for name in expected} == expected
    assert b"".join(page.streaming_content) == corpus.pdf()


@pytest.mark.parametrize("name", [name for name in corpus.good() if "." in name])
def test_download_of_every_kind_is_an_attachment(client, cast, name):
    proposal = draft(cast)
    row = actions.attach(proposal, checked=[checked(name, corpus.good()[name]())], by=cast.member)[0][0]
    client.force_login(cast.member)
    page = client.get(url(row))
    assert page["Content-Disposition"].startswith("attachment; ")
    assert (page["X-Content-Type-Options"], page["Content-Type"].startswith("text/")) == ("nosniff", False)


def test_download_is_recorded_with_the_person(client, cast, row):
    client.force_login(cast.reviewer)
    client.get(url(row))
    event = Event.objects.get(action=Access.DOWNLOAD)
    assert (event.case, event.by, event.data) == (
        cast.reviewer.pk, cast.reviewer, {"proposal": str(row.proposal_id), "attachment": str(row.pk)},
    )  # fmt: skip


def test_download_refused_is_not_recorded(client, cast, row):
    client.force_login(cast.stranger)
    client.get(url(row))
    assert not Event.objects.filter(action=Access.DOWNLOAD).exists()


def test_download_of_a_lost_file_says_so(client, cast, row):
    row.stored.storage.delete(row.stored.name)
    client.force_login(cast.member)
    page = client.get(url(row))
    assert page.status_code == 404
    assert "“报告 最终.pdf”登记在案，但存放的文件找不到了。" in page.content.decode()
    assert not Event.objects.filter(action=Access.DOWNLOAD).exists()


def test_download_stands_on_the_page_of_the_case(client, cast, row):
    for who, shown in [("member", True), ("handler", True), ("leader", True)]:
        client.force_login(getattr(cast, who))
        page = client.get(row.proposal.get_absolute_url()).content.decode()
        assert (url(row) in page) is shown


def test_download_of_scans_is_not_offered_to_units(client, cast, original):
    offered = {}
    for who in ("member", "reviewer", "handler", "leader"):
        client.force_login(getattr(cast, who))
        offered[who] = url(original) in client.get(original.proposal.get_absolute_url()).content.decode()
    assert offered == {"member": True, "reviewer": True, "handler": False, "leader": False}


def test_download_stands_beside_the_text_at_the_examination(client, cast):
    proposal = submitted(cast)
    row = filed(proposal, cast)
    client.force_login(cast.reviewer)
    page = client.get(reverse("submission:examine", args=[proposal.pk])).content.decode()
    assert url(row) in page


def test_ac_42_a_scan_is_a_file_that_has_been_looked_into(cast):
    assert (scan().kind, len(scan().sha256)) == ("png", 64)
    assert registered(cast, by=cast.group_account).seal.scan.name == "扫描件.png"
