"""审签 by the leader of the unit: the letter readable in place, two taps."""

import pytest

from proposals.lifecycle import AssignmentStatus
from proposals.response.models import Response
from tests.assignment import acting
from tests.assignment.acting import day, due, events, told, url
from tests.factories import add_unit_leader, assignment_at, at

from .writing import fresh

S, NAME = AssignmentStatus, "response:sign_off"
YES, NO = {"verdict": "approved", "note": ""}, {"verdict": "refused", "note": "第二条写具体。"}


@pytest.fixture
def row(cast):
    return assignment_at(S.SIGNING, cast)


def test_sign_off_shows_the_letter_in_place(client, cast, row):
    client.force_login(cast.unit_leader)
    page = client.get(url(NAME, row))
    text = page.content.decode()
    words = ["对日喀则二届二次会议第0001号提案的答复", "卓玛委员：", "您提出的提案收悉，现答复如下。", "建议1：采纳"]
    assert [word in text for word in words] == [True] * 4
    assert 'action="' not in text.split('id="sign"')[1].split(">")[0]


def test_sign_off_sends_it_to_checking_with_the_leaders_name(client, cast, row, on, calendar):
    on("2022-05-11")
    client.force_login(cast.unit_leader)
    assert client.post(url(NAME, row), YES).url == "/"
    draft = Response.objects.running(row)
    assert (fresh(row).status, draft.signer, draft.signed_off_by, draft.signed_off_at) == (
        S.CHECKING, "局长", cast.unit_leader, at("2022-05-11"),
    )  # fmt: skip
    assert due(row)["check"] == day("2022-05-18")
    assert "sign_off" not in due(row)


def test_sign_off_refused_returns_it_to_the_officer_with_what_has_to_change(client, cast, row):
    client.force_login(cast.unit_leader)
    client.post(url(NAME, row), NO)
    assert fresh(row).status == S.ACCEPTED
    assert events(row)[-1] == ("refuse_sign_off", "第二条写具体。")
    assert told(cast.handler)[0] == "审签退回：关于建立青稞良种繁育基地的提案"


def test_sign_off_refused_without_a_word_is_refused(client, cast, row):
    sentence = "请写明需要怎样修改。"
    acting.is_refused(client, NAME, row, cast.unit_leader, NO | {"note": ""}, "note", sentence)


def test_sign_off_is_the_leaders_alone(client, cast, row):
    forbidden = [cast.handler, cast.member, cast.coordinator]
    acting.is_kept_to_its_people(
        client, NAME, row, YES, hidden=[cast.stranger, cast.other_handler], forbidden=forbidden
    )


def test_sign_off_by_get_changes_nothing(client, cast, row):
    acting.get_changes_nothing(client, NAME, row, cast.unit_leader, YES)


def test_sign_off_twice_counts_once(client, cast, row):
    acting.counts_once(client, NAME, row, cast.unit_leader, YES)


@pytest.mark.parametrize("status", [S.PENDING, S.ACCEPTED, S.CHECKING, S.RESPONDED])
def test_sign_off_is_refused_in_any_other_status(client, cast, status):
    row = assignment_at(status, cast)
    acting.is_refused_now(client, NAME, row, add_unit_leader(cast), YES)
