"""The moment of a test."""

import pytest

from tests.factories import at


@pytest.fixture
def on(time_machine):
    """on("2022-03-22 17:00"): from now on the clock stands there."""
    return lambda text: time_machine.move_to(at(text), tick=False)
