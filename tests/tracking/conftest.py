"""The moment of a test, and a small year of proposals."""

from types import SimpleNamespace

import pytest

from tests.factories import at, restore_calendar


@pytest.fixture
def on(time_machine):
    """on("2022-03-22 17:00"): from now on the clock stands there."""
    return lambda text: time_machine.move_to(at(text), tick=False)


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """``town.cast`` and ``town.cases`` (tests.tracking.town), made once for a file; each test undoes what it does."""
    from django.db import transaction

    from tests import factories
    from tests.tracking import town as making

    with django_db_blocker.unblock(), transaction.atomic():
        restore_calendar()
        cast = factories.make_cast()
        yield SimpleNamespace(cast=cast, cases=making.build(cast))
        transaction.set_rollback(True)
