"""The moment of a test, and the calendar it counts with."""

import importlib

import pytest
from django.apps import apps

from proposals.committee.models import CalendarDay
from tests.factories import at


@pytest.fixture
def on(time_machine):
    """on("2022-03-22 17:00"): from now on the clock stands there."""
    return lambda text: time_machine.move_to(at(text), tick=False)


@pytest.fixture
def calendar(db):
    """The shipped calendar; written again where a test with several connections has emptied the tables."""
    if not CalendarDay.objects.exists():
        importlib.import_module("proposals.committee.migrations.0002_calendar").seed(apps, None)
    return CalendarDay.objects
