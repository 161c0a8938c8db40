"""What the tests of every page on an assignment share."""

from datetime import date

from django.urls import reverse

from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.duties.models import Duty
from proposals.lifecycle import Action
from proposals.notices.models import Notice
from proposals.trail.models import Event
from tests.factories import at, handed_over

Kind = Assignment.Kind


def url(name, obj):
    return reverse(name, args=[obj.pk])


def facts():
    """Everything an act could have changed. That somebody was refused is recorded, and changes nothing."""
    duties = Duty.objects.order_by("pk").values_list("pk", "due_on", "done_at", "void_at")
    return Event.objects.filter(action__in=Action.values).count(), Notice.objects.count(), list(duties)


def due(obj):
    """{kind: due date} of the open duties on one thing."""
    return {duty.kind: duty.due_on for duty in Duty.objects.open().filter(subject=obj.pk)}


def day(text):
    return date.fromisoformat(text)


def events(obj):
    """[(action, note)] of one thing, in the order they happened."""
    return list(Event.objects.filter(subject=obj.pk).order_by("seq").values_list("action", "note"))


def told(user):
    """The subjects of what this person was told, the newest first."""
    return [notice.subject for notice in Notice.objects.of(user)]


def is_kept_to_its_people(client, name, obj, data, *, hidden=(), forbidden=()):
    """404 to those who may not see it, 403 to those who may; nothing changes."""
    before = facts()
    for users, status in ((hidden, 404), (forbidden, 403)):
        for user in users:
            client.force_login(user)
            answers = [client.get(url(name, obj)).status_code, client.post(url(name, obj), data).status_code]
            assert answers == [status, status], user
    assert facts() == before


def get_changes_nothing(client, name, obj, user, data):
    before = facts()
    client.force_login(user)
    assert client.get(url(name, obj), data).status_code == 200
    assert facts() == before


def counts_once(client, name, obj, user, data):
    """The second click is told that it has been done, and changes nothing."""
    client.force_login(user)
    assert client.post(url(name, obj), data).status_code == 302
    before = facts()
    assert client.post(url(name, obj), data).status_code == 409
    assert facts() == before


def is_refused(client, name, obj, user, data, field, sentence, status=422):
    """Refused with this sentence at this field (None: at the top); nothing changes and nothing typed is lost."""
    before = facts()
    client.force_login(user)
    page = client.post(url(name, obj), data)
    errors = page.context["form"].errors.get(field or "__all__")
    assert (page.status_code, errors) == (status, [sentence])
    assert facts() == before
    return page


def is_refused_now(client, name, obj, user, data):
    """The status does not allow it: the page that says so, and nothing changes."""
    before = facts()
    client.force_login(user)
    assert client.post(url(name, obj), data).status_code == 409
    assert facts() == before


def led(cast, **kwargs):
    """(lead of the unit, co-handler of the other unit) of a case handed over on 2022-03-15."""
    shares = [Share(cast.unit, Kind.LEAD), Share(cast.other_unit, Kind.CO_HANDLER)]
    proposal = handed_over(cast, shares=shares, **kwargs)
    return proposal.assignments.get(kind=Kind.LEAD), proposal.assignments.get(kind=Kind.CO_HANDLER)


def sole(cast, **kwargs):
    return handed_over(cast, **kwargs).assignments.get()


__all__ = [
    "Kind", "at", "counts_once", "day", "due", "events", "facts", "get_changes_nothing", "is_kept_to_its_people",
    "is_refused", "is_refused_now", "led", "sole", "told", "url",
]  # fmt: skip
