"""An earlier text becomes the present one; the present one stays among the versions."""

from django.urls import reverse

from proposals.submission import actions
from tests.factories import draft, submitted

FIRST = {"title": "关于建立青稞良种繁育基地的提案", "analysis": "原因有三。"}


def changed_draft(cast):
    """(a draft whose text has been replaced, its first version)"""
    proposal = draft(cast)
    first = proposal.versions.get()
    actions.save_draft(proposal, by=cast.member, title="改坏了", analysis="", suggestions=["一。"])
    proposal.refresh_from_db()
    return proposal, first


def restore(client, row, version):
    return client.post(reverse("submission:restore", args=[row.pk]), {"version": version})


def test_restore_puts_the_whole_text_back_and_keeps_the_other(client, cast):
    proposal, first = changed_draft(cast)
    client.force_login(cast.member)
    page = restore(client, first, proposal.version)
    proposal.refresh_from_db()
    assert page.url == reverse("submission:edit", args=[proposal.pk])
    assert {name: getattr(proposal, name) for name in FIRST} == FIRST
    assert [row.text for row in proposal.suggestions.all()] == ["建一处繁育基地。", "建立种子储备。"]
    assert [row.content["title"] for row in proposal.versions.all()] == [FIRST["title"], "改坏了", FIRST["title"]]


def test_restore_twice_changes_nothing_twice(client, cast):
    proposal, first = changed_draft(cast)
    client.force_login(cast.member)
    restore(client, first, proposal.version)
    restore(client, first, proposal.version)
    assert proposal.versions.count() == 3


def test_restore_never_covers_what_was_written_meanwhile(client, cast):
    proposal, first = changed_draft(cast)
    actions.save_draft(proposal, by=cast.member, title="手机上写的")
    client.force_login(cast.member)
    page = restore(client, first, proposal.version)
    proposal.refresh_from_db()
    assert (page.status_code, proposal.title) == (409, "手机上写的")
    assert f'name="version" value="{proposal.version}"' in page.content.decode()


def test_restore_needs_a_post(client, cast):
    proposal, first = changed_draft(cast)
    client.force_login(cast.member)
    assert client.get(reverse("submission:restore", args=[first.pk])).status_code == 405
    proposal.refresh_from_db()
    assert proposal.title == "改坏了"


def test_restore_is_refused_to_others_and_after_submission(client, cast):
    proposal, first = changed_draft(cast)
    client.force_login(cast.stranger)
    assert restore(client, first, proposal.version).status_code == 404
    received = submitted(cast)
    row = received.versions.submitted().get()
    for user, status in [(cast.reviewer, 403), (cast.member, 409)]:
        client.force_login(user)
        assert restore(client, row, received.version).status_code == status
