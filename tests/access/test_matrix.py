"""The access matrix: everyone × every address × every method × own, other's and wrong state, against one table.

Pages are not rendered here (their own tests do that), so that some ten thousand requests take about a minute.
"""

import copy
import logging

import pytest
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from proposals.submission.models import Proposal
from tests.access.table import EVERYONE, NEW_KEY, SEES, SIGN_IN, TABLE
from tests.access.world import OFFICES, SIDE, make_world
from tests.test_conventions import URLS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PEOPLE = ["anonymous", *OFFICES, *(f"{side} {name}" for side in "ab" for name in SIDE)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; every request that is let through is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        SO_FAR.clear()
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world):
    people = {"anonymous": None, **world.offices}
    for side, found in world.sides.items():
        people |= {f"{side} {name}": user for name, user in found.people.items()}
    opened = {}
    for name, user in people.items():
        opened[name] = Client(raise_request_exception=False)
        if user:
            opened[name].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return opened


@pytest.fixture(autouse=True)
def plain_pages(monkeypatch):
    """Nothing is drawn, and thousands of refusals are not written down."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "page")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def standing(who, side):
    """How a person is called from where a thing of this side stands."""
    whose, _space, name = who.rpartition(" ")
    return name if not whose or whose == side else f"other {name}"


def expected(page, who, method, thing, *, right):
    """The answers that are right for this cell, or the name of the page one is sent to."""
    if method not in ("GET", "HEAD", "POST"):
        return {405}
    if who == "anonymous" and not page.public:
        return {SIGN_IN}
    if (method == "POST" and not page.posts) or (method != "POST" and not page.gets):
        return {405}
    if page.gate is not None and who not in page.gate:
        return {403}
    if thing and who not in SEES[thing]:
        return {404}
    if page.gate is None and page.may is not EVERYONE and who not in page.may:
        return {403}
    if not right:
        return {409}
    return page.post_is if method == "POST" else page.get_is


def written():
    """Rows inserted, updated or deleted so far in this transaction, undone ones included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return cursor.fetchone()[0]


SO_FAR = {}  # rows written up to the last request, so that it is asked once a request


def send(client, method, address, page):
    if method in ("GET", "HEAD"):
        return getattr(client, method.lower())(address, page.query or {})
    if method == "POST":
        return client.post(address, page.data or {})
    return client.generic(method, address)


def ask(client, method, address, page):
    """(answer, rows written); whatever the request has done is undone, the cookies of the client too. A missing right
    (403) has to be recorded in the trail, by one row that is not counted."""
    cookies, before = copy.copy(client.cookies), SO_FAR.get("rows") or written()
    with transaction.atomic():
        answer = send(client, method, address, page)
        transaction.set_rollback(True)
    client.cookies = cookies
    SO_FAR["rows"] = written() if method in ("GET", "HEAD", "POST") else before
    code = SIGN_IN if answer.status_code == 302 and answer.url.startswith(SIGN_IN) else answer.status_code
    return code, SO_FAR["rows"] - before - (code == 403 and method in ("GET", "HEAD", "POST"))


#: what stands in an address that names no thing
WORDS = {
    "tracking:rows": ["received"], "accounts:roster_template": ["members"], "accounts:set_password": ["uid", "token"],
}  # fmt: skip


def cells(name, page, world, clients):
    """(person, thing, method, address, what is right) of one address."""
    things = [("a", page.on, True), ("b", page.on, True), ("a", page.wrong, False)] if page.on else [("a", "", True)]
    for side, thing, right in things:
        if (thing and thing not in world.sides[side].things) or not (thing or right):
            continue
        arguments = [world.sides[side].things[thing].pk] if thing else WORDS.get(name, [])
        address = reverse(name, args=arguments)
        for who in clients:
            for method in METHODS:
                right_answers = expected(page, standing(who, side), method, thing, right=right)
                yield who, f"{side} {thing}", method, address, right_answers


def test_every_address_is_declared_and_nothing_else():
    assert set(TABLE) == set(URLS)


def test_the_table_names_only_things_and_people_there_are(world):
    made = {thing for side in world.sides.values() for thing in side.things}
    assert made == set(SEES)
    names = {standing(who, "a") for who in PEOPLE}
    declared = [page.may or () for page in TABLE.values()] + [page.gate or () for page in TABLE.values()]
    assert set().union(*declared, *SEES.values()) - names == set()


REFUSALS = {403, 404, 405, 409, SIGN_IN}
COUNTED = {}


@pytest.mark.parametrize("name", sorted(URLS))
def test_matrix(name, world, clients):
    page = TABLE[name]
    if page.query:
        page = page._replace(query=page.query | {"session": world.committee.plenarysession_set.get().pk})
    if name == "submission:edit":
        page = page._replace(data={"version": Proposal.objects.get(pk=world.sides["a"].things["draft"].pk).version})
    if name == "submission:write":
        page = page._replace(data={"draft": NEW_KEY, "version": "0"})
    wrong, n = [], 0
    for who, thing, method, address, right_answers in cells(name, page, world, clients):
        found, rows = ask(clients[who], method, address, page)
        n += 1
        if found not in right_answers:
            wrong.append((who, thing, method, f"{found} instead of {sorted(map(str, right_answers))}"))
        refused = found in REFUSALS and right_answers <= REFUSALS and found not in page.post_is
        if rows and (refused or (method in ("GET", "HEAD") and page.reads)):
            wrong.append((who, thing, method, f"{found}, but {rows} rows were written"))
    COUNTED[name] = n
    assert not wrong, "\n".join(" · ".join(cell) for cell in wrong)


def test_the_matrix_is_large():
    if len(COUNTED) == len(TABLE):
        assert sum(COUNTED.values()) >= 10_000
