"""Who looks after the product."""

import pytest

from proposals.permissions import Role
from tests.factories import make_user


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client
