"""Fixtures every test may ask for: the cast (see ``factories.make_cast``)."""

import pytest


@pytest.fixture
def cast(db):
    from tests import factories  # models can only be imported once Django is set up

    factories.restore_calendar()
    return factories.make_cast()
