import pytest
from django.urls import reverse

from proposals.lifecycle import AssignmentStatus, ProposalStatus
from tests import factories

WHO = ["member", "group_account", "reviewer", "coordinator", "chief_coordinator", "handler", "other_handler", "unit_leader", "leader", "auditor"]


@pytest.mark.parametrize("status", list(ProposalStatus))
def test_pages_proposal(client, cast, status):
    factories.add_unit_leader(cast)
    proposal = factories.proposal_at(status, cast)
    walk(client, cast, proposal)


@pytest.mark.parametrize("status", list(AssignmentStatus))
def test_pages_assignment(client, cast, status):
    row = factories.assignment_at(status, cast)
    if cast.unit_leader is None:
        factories.add_unit_leader(cast)
    walk(client, cast, row.proposal)


def walk(client, cast, proposal):
    for who in WHO:
        client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/").status_code == 200
        assert client.get(reverse("tracking:proposals")).status_code == 200
        assert client.get(reverse("tracking:detail", args=[proposal.pk])).status_code in (200, 404)
        assert client.get(reverse("tracking:trail")).status_code == (200 if who == "auditor" else 403)
