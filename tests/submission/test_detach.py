"""Taking a file off a draft, and putting it back."""

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.submission import actions
from proposals.trail.models import Event
from tests import corpus
from tests.factories import draft, proposal_at, seal

from .uploads import attach, checked, names

S = ProposalStatus


def url(row):
    return reverse("submission:detach", args=[row.pk])


@pytest.fixture
def row(cast):
    return attach(draft(cast), cast.member)


def test_detach_takes_it_off_and_keeps_the_record(client, cast, row):
    client.force_login(cast.member)
    assert client.post(url(row)).url == reverse("submission:edit", args=[row.proposal_id]) + "#files"
    row.refresh_from_db()
    assert (names(row.proposal), row.removed_by) == ([], cast.member)
    assert Event.objects.of_case(row.proposal_id).filter(note="移除附件：报告.pdf").count() == 1
    assert row.stored.storage.exists(row.stored.name)
    assert client.get(reverse("submission:download", args=[row.pk])).status_code == 404


def test_detach_twice_is_once(client, cast, row):
    client.force_login(cast.member)
    for _ in range(2):
        client.post(url(row))
    assert Event.objects.of_case(row.proposal_id).filter(note__startswith="移除").count() == 1


def test_detach_is_undone(client, cast, row):
    client.force_login(cast.member)
    client.post(url(row))
    page = client.get(reverse("submission:edit", args=[row.proposal_id])).content.decode()
    assert "已移除 1 个" in page
    client.post(url(row), {"undo": "1"})
    assert names(row.proposal) == ["报告.pdf"]


def test_detach_is_not_undone_when_there_is_no_room_any_more(client, cast, row):
    client.force_login(cast.member)
    client.post(url(row))
    for n in range(10):
        file = checked(f"{n}.png", corpus.picture("PNG", size=(10, 10 + n)))
        actions.attach(row.proposal, checked=[file], by=cast.member)
    page = client.post(url(row), {"undo": "1"})
    assert page.status_code == 422
    assert "“报告.pdf”没有添加：一件提案最多 10 个文件。" in page.content.decode()


def test_detach_does_not_take_the_scan_from_under_a_seal(client, cast):
    proposal = draft(cast, by=cast.group_account)
    sealed = seal(proposal, by=cast.group_account)
    client.force_login(cast.group_account)
    page = client.post(url(sealed.scan))
    assert (page.status_code, names(proposal)) == (422, ["扫描件.png"])
    assert "负责人确认的扫描件在“负责人确认”一页更换。" in page.content.decode()


def test_detach_get_is_not_allowed(client, cast, row):
    client.force_login(cast.member)
    assert client.get(url(row)).status_code == 405
    assert names(row.proposal) == ["报告.pdf"]


def test_detach_is_hidden_from_strangers_and_refused_to_the_invited(client, cast, row):
    actions.invite(row.proposal, members=[cast.colleague], by=cast.member)
    for user, status in [(cast.stranger, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.post(url(row)).status_code == status
    assert names(row.proposal) == ["报告.pdf"]


@pytest.mark.parametrize("undo", [{}, {"undo": "1"}])
def test_detach_is_refused_after_the_submission(client, cast, undo):
    proposal = proposal_at(S.SENT_BACK, cast)
    row = attach(proposal, cast.member)
    actions.submit(proposal, by=cast.member)
    client.force_login(cast.member)
    assert client.post(url(row), undo).status_code == 409
    assert names(proposal) == ["报告.pdf"]
