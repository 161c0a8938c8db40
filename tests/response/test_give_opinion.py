"""会办意见."""

import pytest

from proposals.assignment import actions as assignment
from proposals.lifecycle import AssignmentStatus
from proposals.response import actions
from proposals.response.models import Opinion
from tests.assignment import acting
from tests.assignment.acting import due, led, told, url
from tests.factories import accept_all, assignment_at, at, write_response

from .writing import fresh

S, NAME, DATA = AssignmentStatus, "response:give_opinion", {"text": "财政可以安排四百万元。"}


@pytest.fixture
def rows(cast):
    lead, co = led(cast)
    accept_all(lead.proposal, cast)
    return fresh(lead), fresh(co)


def test_give_opinion_reaches_the_lead(client, cast, rows, on):
    lead, co = rows
    on("2022-04-10")
    client.force_login(cast.other_handler)
    assert client.post(url(NAME, co), DATA).url == co.proposal.get_absolute_url()
    opinion = Opinion.objects.get(assignment=co)
    assert (opinion.text, opinion.given_by, opinion.given_at) == (DATA["text"], cast.other_handler, at("2022-04-10"))
    assert (fresh(co).status, due(co), list(lead.missing_opinions())) == (S.OPINED, {}, [])
    assert told(cast.handler)[0] == "市财政局已提会办意见：关于建立青稞良种繁育基地的提案"


def test_give_opinion_shows_the_proposal_and_not_the_leads_draft(client, cast, rows):
    lead, co = rows
    write_response(lead, cast.handler)
    client.force_login(cast.other_handler)
    text = client.get(url(NAME, co)).content.decode()
    assert [words in text for words in ("三县走访所见。", "建一处繁育基地。", "现答复如下")] == [True, True, False]


def test_give_opinion_without_words_is_refused(client, cast, rows):
    before = acting.facts()
    client.force_login(cast.other_handler)
    page = client.post(url(NAME, rows[1]), {"text": " "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])
    assert acting.facts() == before


def test_give_opinion_is_the_co_handlers_alone(client, cast, rows):
    lead, co = rows
    hidden, forbidden = [cast.stranger, cast.handler], [cast.member, cast.coordinator]
    acting.is_kept_to_its_people(client, NAME, co, DATA, hidden=hidden, forbidden=forbidden)
    acting.is_kept_to_its_people(client, NAME, lead, DATA, forbidden=[cast.handler])


def test_give_opinion_by_get_changes_nothing(client, cast, rows):
    acting.get_changes_nothing(client, NAME, rows[1], cast.other_handler, DATA)


def test_give_opinion_twice_counts_once(client, cast, rows):
    acting.counts_once(client, NAME, rows[1], cast.other_handler, DATA)
    assert Opinion.objects.count() == 1


def test_give_opinion_before_accepting_is_refused(client, cast):
    _lead, co = led(cast)
    acting.is_refused_now(client, NAME, co, cast.other_handler, DATA)


def test_give_opinion_after_the_answer_is_still_possible(client, cast, rows):
    lead, co = rows
    assignment.waive_opinions(lead, by=cast.coordinator, reason="意见已明确。", now=at("2022-05-01"))
    write_response(fresh(lead), cast.handler)
    actions.submit_response(fresh(lead), by=cast.handler, now=at("2022-05-10"))
    client.force_login(cast.other_handler)
    assert client.post(url(NAME, co), DATA).status_code == 302


def test_give_opinion_once_it_is_given_is_refused(client, cast):
    acting.is_refused_now(client, NAME, assignment_at(S.OPINED, cast), cast.other_handler, DATA)
