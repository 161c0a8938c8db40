"""报告承诺进展."""

import pytest

from proposals.duties.models import Duty
from proposals.followup.models import Progress
from proposals.notices.models import Notice
from tests import factories
from tests.assignment import acting
from tests.assignment.acting import url

from .test_ledger import promised

NAME = "followup:report_progress"


@pytest.fixture
def promise(cast, on):
    promise = promised(cast)
    on("2022-09-01")
    return promise


def test_report_progress_tells_the_proposer_and_keeps_the_promise_open(client, cast, promise):
    client.force_login(cast.handler)
    assert client.post(url(NAME, promise), {"text": "已完成 4 所。"}).url == "/promises/"
    assert Progress.objects.get().text == "已完成 4 所。"
    assert Notice.objects.of(cast.member).first().subject.startswith("承诺有新进展")
    promise.refresh_from_db()
    assert promise.fulfilled_on is None
    assert "已完成 4 所。" in client.get(url(NAME, promise)).content.decode()


def test_report_progress_that_fulfils_ends_the_duty(client, cast, promise):
    client.force_login(cast.handler)
    client.post(url(NAME, promise), {"text": "全部完成。", "fulfils": "on"})
    promise.refresh_from_db()
    assert promise.fulfilled_on == factories.at("2022-09-01").date()
    assert not Duty.objects.open().filter(kind=Duty.Kind.PROMISE).exists()
    assert client.get(url(NAME, promise)).status_code == 409
    acting.is_refused_now(client, NAME, promise, cast.handler, {"text": "再报一次。"})


@pytest.mark.parametrize("text", ["", "  "])
def test_report_progress_needs_words(client, cast, promise, text):
    before = acting.facts()
    client.force_login(cast.handler)
    page = client.post(url(NAME, promise), {"text": text})
    assert (page.status_code, page.context["form"].errors) == (422, {"text": ["请写下进展情况。"]})
    assert acting.facts() == before


def test_report_progress_get_changes_nothing(client, cast, promise):
    acting.get_changes_nothing(client, NAME, promise, cast.handler, {"text": "…"})


def test_report_progress_is_the_units(client, cast, promise):
    seen = [cast.member, cast.reviewer, cast.coordinator, factories.add_unit_leader(cast)]
    acting.is_kept_to_its_people(
        client, NAME, promise, {"text": "代报。"}, hidden=[cast.stranger, cast.other_handler], forbidden=seen
    )
