"""Every status can be reached by walking the real actions."""

import pytest

from proposals.lifecycle import AssignmentStatus, ProposalStatus
from tests.factories import assignment_at, proposal_at


@pytest.mark.parametrize("status", ProposalStatus.values)
def test_proposal_reaches_status(cast, status):
    assert proposal_at(status, cast).status == status


@pytest.mark.parametrize("status", AssignmentStatus.values)
def test_assignment_reaches_status(cast, status):
    assert assignment_at(status, cast).status == status
