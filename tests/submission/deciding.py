"""What the tests of every decision share."""

from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from tests.factories import at, proposal_at, submitted

S = ProposalStatus


def url(name, proposal):
    return reverse(f"submission:{name}", args=[proposal.pk])


def goes_on_to_the_next_one(client, cast, name, data):
    """After a decision the next proposal of the inbox is on the desk, after the last one the empty inbox."""
    first, second = [submitted(cast, title=f"关于第{n}件事的提案", now=at(f"2022-02-1{n}")) for n in range(2)]
    client.force_login(cast.reviewer)
    inbox = reverse("submission:examination")
    assert client.post(url(name, first), data).url == f"{inbox}?p={second.pk}"
    assert client.post(url(name, second), data).url == inbox


def is_the_offices_alone(client, cast, name, data):
    """Hidden from strangers, refused to whoever may see it; nothing changes."""
    proposal = submitted(cast)
    for user, status in [(cast.stranger, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url(name, proposal)).status_code == status
        assert client.post(url(name, proposal), data).status_code == status
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.SUBMITTED, "")


def get_changes_nothing(client, cast, name, data):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.get(url(name, proposal), data).status_code == 200
    proposal.refresh_from_db()
    assert (proposal.status, proposal.outcome) == (S.SUBMITTED, "")


def is_refused_at(client, cast, name, data, status):
    proposal = proposal_at(status, cast)
    rulings = proposal.rulings.count()
    client.force_login(cast.reviewer)
    assert client.post(url(name, proposal), data).status_code == 409
    proposal.refresh_from_db()
    assert (proposal.status, proposal.rulings.count()) == (status, rulings)
