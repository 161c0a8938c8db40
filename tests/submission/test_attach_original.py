"""The scan of the signed paper, without which the office submits nothing it has typed in."""

import pytest
from django.urls import reverse

from proposals.lifecycle import Refusal
from proposals.submission import actions
from tests.factories import draft

from .test_enter import DECLARED, page_of, typed_in, with_original
from .uploads import checked, names, upload


def test_attach_original_is_missing_until_it_is_there(client, cast):
    proposal = typed_in(cast)
    client.force_login(cast.reviewer)
    missing = client.get(page_of("submit", proposal)).context["missing"]
    there = page_of("attach_original", proposal)
    assert missing == [{"text": "代录的提案要附签名原件，请上传原件的扫描件。", "url": there}]
    assert client.post(page_of("submit", proposal), DECLARED).status_code == 422
    assert client.post(there, {"files": [upload("原件.pdf")]}).url == there
    row = proposal.attachments.get()
    assert (row.purpose, client.get(page_of("submit", proposal)).context["missing"]) == ("original", [])


def test_attach_original_is_not_for_other_proposals(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(page_of("attach_original", proposal), {"files": [upload()]})
    assert (page.status_code, proposal.attachments.count()) == (409, 0)
    assert "这件提案不是代录的，不需要签名原件扫描件。" in page.content.decode()
    with pytest.raises(Refusal, match="只有代录的提案需要签名原件扫描件。"):
        actions.attach(proposal, checked=[checked()], purpose="original", by=cast.member)


def test_attach_original_is_taken_off_and_put_back_on_its_own_page(client, cast):
    proposal = with_original(typed_in(cast), cast)
    row, there = proposal.attachments.get(), page_of("attach_original", proposal)
    client.force_login(cast.reviewer)
    for data, left in [({}, []), ({"undo": "1"}, ["原件.pdf"])]:
        assert client.post(reverse("submission:detach", args=[row.pk]), data).url == f"{there}#files"
        assert names(proposal) == left


def test_attach_original_get_changes_nothing(client, cast):
    proposal = typed_in(cast)
    client.force_login(cast.reviewer)
    assert client.get(page_of("attach_original", proposal)).status_code == 200
    assert names(proposal) == []


@pytest.mark.parametrize("who", ["stranger", "colleague", "leader", "chief_coordinator"])
def test_attach_original_is_hidden_from_others(client, cast, who):
    proposal = typed_in(cast)
    client.force_login(getattr(cast, who))
    assert client.post(page_of("attach_original", proposal), {"files": [upload()]}).status_code == 404


def test_attach_original_is_refused_after_the_submission(client, cast):
    proposal = with_original(typed_in(cast), cast)
    actions.submit(proposal, by=cast.reviewer)
    client.force_login(cast.reviewer)
    assert client.post(page_of("attach_original", proposal), {"files": [upload("二.pdf")]}).status_code == 409
    assert names(proposal) == ["原件.pdf"]
