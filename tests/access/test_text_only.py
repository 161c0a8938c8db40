"""Whatever people type is shown as text: forty payloads in every text column, every page in a real browser.

A page runs without our Content-Security-Policy here, so that the escaping alone has to hold. What counts as broken: a
script that ran, a dialog, or an element or handler that was made of typed text.
"""

from itertools import count

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from tests.access.table import EVERYONE, TABLE
from tests.access.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

M, RUN = "data-xss", "window.__xss=1"
PAYLOADS = [
    f"<i {M}>", f'"><i {M}>', f"'><i {M}>", f"</p><i {M}>", f"</title><i {M}>", f"</textarea><i {M}>",
    f"</select><i {M}>", f"</option><i {M}>", f"</script><i {M}>", f"</style><i {M}>", f"--><i {M}>", f"]]><i {M}>",
    f'" {M}="', f"' {M}='", f" {M} ", f'"{M}', f"<script {M}>{RUN}</script>", f"<ScRiPt {M}>{RUN}</sCrIpT>",
    f"<img {M} src=x onerror={RUN}>", f'"><img {M} src=x onerror={RUN}>', f"<svg {M} onload={RUN}>",
    f"<svg {M}><script>{RUN}</script>", f"<iframe {M} srcdoc='<script>parent.__xss=1</script>'>",
    f"<body {M} onload={RUN}>", f"<input {M} autofocus onfocus={RUN}>", f"<details {M} open ontoggle={RUN}>",
    f"<video {M} onerror={RUN}><source>", f"<a {M} href=javascript:{RUN}>", f'" onmouseover={RUN} {M}="',
    f"' onfocus={RUN} autofocus {M}='", f"<math {M}><mi xlink:href=javascript:{RUN}>", f"<base {M} href=//example.org>",
    f"<form {M} action=//example.org>", f"<meta {M} http-equiv=refresh content=0>", f"<style {M}>*{{}}</style>",
    f"<link {M} rel=stylesheet href=//example.org>", f"<object {M} data=x>", f"<noscript><i {M}></noscript>",
    f"<template><i {M}></template>", f"{{{{7*7}}}}{{% if %}}<i {M}>",
]  # fmt: skip
#: columns that are read by programs: keys, hashes, numbers the address or a rule is made of
KEPT = {
    "hash", "previous_hash", "sha256", "key", "holder", "path", "stored", "password", "username", "email", "phone",
    "case_number", "query", "division_code", "to", "rule", "tokens", "fulltext", "kind", "series", "number_prefix",
    "action", "last_error",
}  # fmt: skip
#: harmless markup of our own that uses the same words
LOOK = f"""() => [window.__xss || 0, document.querySelectorAll('[{M}]').length,
    [...document.querySelectorAll('template')].filter(t => t.content.querySelector('[{M}]')).length,
    [...document.querySelectorAll('a[href^="javascript:" i], [onerror], [onload], [onfocus], [onmouseover]')].length]"""


def columns():
    """Every text column of the product that people fill in."""
    for model in apps.get_models():
        if model.__module__.startswith("proposals.") and "pgh" not in model._meta.model_name and model._meta.managed:
            for field in model._meta.local_concrete_fields:
                text = isinstance(field, models.CharField | models.TextField) and not field.choices
                if text and field.name not in KEPT and not field.primary_key and not hasattr(model, "pgh_tracks"):
                    yield model, field


def spoil(turn):
    """Another payload into every text of every row; unique columns stay unique by a number after it."""
    nth = count(turn)
    for model, field in columns():
        room = (field.max_length or 10_000) - 8
        fitting = [payload for payload in PAYLOADS if len(payload) <= room]
        rows = list(model._default_manager.exclude(**{field.name: ""}).values_list("pk", flat=True)) if fitting else []
        for n, pk in enumerate(rows):
            text = "".join(PAYLOADS) if field.max_length is None else fitting[next(nth) % len(fitting)]
            model._default_manager.filter(pk=pk).update(**{field.name: f"{text}{n}"})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, browser_ready):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def opened(world):
    """(name, address, a person who may open it) of every page that is read."""
    side = world.sides["a"]
    people = {**world.offices, **side.people}
    for name, page in TABLE.items():
        if not page.gets or name.endswith("_docx") or name in FILES or (page.on and page.on not in side.things):
            continue
        allowed = page.may if page.may is not EVERYONE else people
        who = next((people[n] for n in people if n in allowed and (page.gate is None or n in page.gate)), None)
        arguments = [side.things[page.on].pk] if page.on else ["received"] if name == "tracking:rows" else []
        query = dict(page.query or {})
        if name == "tracking:rows":
            query["session"] = world.committee.plenarysession_set.get().pk
        if who:
            yield name, reverse(name, args=arguments), query, who


FILES = {
    "healthz",
    "accounts:set_password",
    "accounts:roster_template",
    "tracking:export",
    "submission:download",
    "submission:draft_key",
}
HOMES = ("tracking:home", "tracking:proposals", "notices:inbox", "tracking:detail")


def everywhere(world):
    """The pages above, and those that look different to every role once for each."""
    yield from opened(world)
    side = world.sides["a"]
    for user in (*world.offices.values(), *side.people.values()):
        for name in HOMES:
            yield name, reverse(name, args=[side.things["closed"].pk] if name.endswith("detail") else []), {}, user


@pytest.mark.parametrize("turn", range(0, 40, 20))
def test_typed_text_is_text_on_every_page(world, page, turn):
    broken, seen = [], 0
    page.on("dialog", lambda dialog: (broken.append(dialog.message), dialog.dismiss()))
    with transaction.atomic():
        with pgtrigger.ignore():
            spoil(turn)
        for name, address, query, user in everywhere(world):
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            answer = client.get(address, query)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            page.set_content(answer.content.decode(), wait_until="domcontentloaded")
            found, seen = page.evaluate(LOOK), seen + 1
            broken += [(name, user.active_role, found)] if any(found) else []
        transaction.set_rollback(True)
    assert broken == []
    assert seen >= 100


def test_the_eye_of_this_test_sees_a_broken_page(page):
    page.set_content(f"<p>{PAYLOADS[18]}</p>")
    assert page.evaluate(LOOK)[1] == 1
    page.set_content(f"<p>{PAYLOADS[16]}</p>")
    assert page.evaluate(LOOK)[0] == 1


def test_every_payload_carries_the_mark_and_there_are_forty():
    assert len(set(PAYLOADS)) == 40
    assert all(M in payload for payload in PAYLOADS)


def test_most_text_columns_are_tried():
    with connection.cursor():
        assert len(list(columns())) >= 60
