"""Whom to call: masked until somebody who has to call asks, and each look is recorded."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.trail.models import Event
from tests.factories import assignment_at

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


@pytest.fixture
def row(cast):
    User.objects.filter(pk=cast.member.pk).update(phone=PHONE)
    return assignment_at("accepted", cast)


def looks():
    return Event.objects.filter(action="reveal_contact").count()


def url(row):
    return reverse("assignment:reveal_contact", args=[row.pk])


@pytest.mark.parametrize("who", ["handler", "coordinator", "chief_coordinator"])
def test_reveal_contact_shows_the_number_and_records_the_look(client, cast, row, who):
    client.force_login(getattr(cast, who))
    asked = client.get(url(row)).content.decode()
    assert (PHONE in asked, looks()) == (False, 0)
    shown = client.post(url(row))
    assert (shown.status_code, PHONE in shown.content.decode(), looks()) == (200, True, 1)


def test_reveal_contact_is_told_to_the_proposer_on_the_timeline(client, cast, row):
    client.force_login(cast.handler)
    client.post(url(row))
    client.force_login(cast.member)
    assert "查看提案者联系方式" in client.get(row.proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "code"), [("member", 403), ("leader", 403), ("other_handler", 404), ("stranger", 404)])
def test_reveal_contact_is_refused_to_others(client, cast, row, who, code):
    client.force_login(getattr(cast, who))
    assert (client.post(url(row)).status_code, looks()) == (code, 0)


def test_reveal_contact_of_a_returned_share_is_refused(client, cast):
    row = assignment_at("returned", cast)
    client.force_login(cast.handler)
    assert (client.post(url(row)).status_code, looks()) == (409, 0)
