"""Lists, filters and figures never show a row that the plain list would not."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.accounts.models import ProposerGroup, SectoralGroup
from proposals.assignment.models import Assignment
from proposals.committee.models import PlenarySession, ResponseClass, Topic
from proposals.lifecycle import Outcome, ProposalStatus
from proposals.report.counts import FIGURES, SUMS
from proposals.submission.models import Proposal
from tests.access.table import SEES
from tests.access.test_matrix import PEOPLE, clients, plain_pages, standing, world
from tests.access.world import OFFICES, SIDE

__all__ = ["clients", "plain_pages", "world"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CASES = ("draft", "submitted", "sent_back", "registered", "passed_on", "asked", "handed", "meeting", "closed")
PARTS = ("pending", "return_asked", "returned", "accepted", "signing", "checking", "responded", "co_accepted", "opined")


def user_of(world, who):
    side, _space, name = who.rpartition(" ")
    return world.sides[side].people.get(name) if side else world.offices.get(name)


def everyone(world):
    return {who: user for who in PEOPLE if (user := user_of(world, who))}


@pytest.mark.parametrize("thing", CASES)
def test_detail_of_a_case_in_every_state(world, clients, thing):
    for side, found in world.sides.items():
        address = reverse("tracking:detail", args=[found.things[thing].pk])
        for who in everyone(world):
            expected = 200 if standing(who, side) in SEES[thing] else 404
            assert (who, side, clients[who].get(address).status_code) == (who, side, expected)


@pytest.mark.parametrize("rows", [Proposal, Assignment])
def test_the_plain_lists_hold_exactly_what_is_declared(world, rows):
    things = CASES if rows is Proposal else PARTS
    made = {(side, thing): found.things[thing].pk for side, found in world.sides.items() for thing in things}
    for who, user in everyone(world).items():
        seen = set(rows.objects.visible_to(user).filter(pk__in=made.values()).values_list("pk", flat=True))
        expected = {pk for (side, thing), pk in made.items() if standing(who, side) in SEES[thing]}
        assert (who, seen) == (who, expected)


def queries(world):
    session, topic = PlenarySession.objects.first(), Topic.objects.first()
    yield from ({"status": status} for status in ProposalStatus.values)
    yield from ({"outcome": outcome} for outcome in Outcome.values)
    yield from ({"overdue": value} for value in ("yes", "week", "no"))
    yield from ({"unit": side.unit.pk} for side in world.sides.values())
    yield from ({"kind": kind} for kind in ("individual", "joint", "party"))
    yield from ({"q": word} for word in ("青稞", "关于", "1", "0001", "%", "不存在的词"))
    yield {"session": session.pk}
    yield {"topic": topic.pk}
    yield from ({"rated": value} for value in ("satisfied", "open"))
    yield from ({"channel": "party"}, {"plenary": "no"}, {"is_key": "yes"}, {"entered": "yes"}, {"within": "30"})
    yield {"proposer": "委员"}
    yield from ({"since": "2022-02-10", "until": "2022-02-10"}, {"group": ProposerGroup.objects.first().pk})
    yield from ({"sector": SectoralGroup.objects.first().pk}, {"response_class": ResponseClass.objects.first().pk})
    yield from ({"sort": sort} for sort in ("-number", "due", "x"))
    yield {"more": "1", "rated": "satisfied"}
    yield {"status": "nonsense", "unit": "nonsense", "session": "nonsense"}
    yield {"page": "2"}
    yield {"page": "x"}


def found_by(user, query, world, rf):
    """What the page of the list finds, all pages together."""
    from proposals.tracking.filters import ProposalFilter

    request = rf.get("/", query)
    request.user = user
    rows = ProposalFilter(request.GET, Proposal.objects.visible_to(user), request=request, today=world.today).qs
    return set(rows.values_list("pk", flat=True))


def test_no_filter_finds_what_the_plain_list_does_not_hold(world, rf):
    from tests.factories import at

    world.today = at("2022-06-20").date()
    wide = 0
    for who, user in everyone(world).items():
        plain = set(Proposal.objects.visible_to(user).values_list("pk", flat=True))
        for query in queries(world):
            found = found_by(user, query, world, rf)
            assert (who, query, found - plain) == (who, query, set())
            wide += bool(found)
    assert wide > 100  # the filters do find something


def test_every_list_answers_every_query(world, clients):
    odd = [{"page": "x", "state": "x", "view": "x"}, {"page": "99", "state": "kept"}]
    asked = {"tracking:proposals": list(queries(world)), "followup:ledger": odd, "notices:inbox": odd}
    for name, wanted in asked.items():
        for who in everyone(world):
            for query in wanted:
                page = clients[who].get(reverse(name), query)
                assert (name, who, query, page.status_code) == (name, who, query, 200)


@pytest.mark.parametrize("figure", sorted([*FIGURES, *SUMS]))
def test_the_rows_behind_a_figure_are_those_one_may_see(world, figure):
    from proposals.rates import Base
    from proposals.report import counts
    from tests.factories import at

    part = counts.Slice(PlenarySession.objects.get(committee=world.committee), at("2023-01-01"), Base.HANDLED)
    listing = counts.rows(figure, part)
    for who, user in everyone(world).items():
        visible = set(Proposal.objects.visible_to(user).values_list("pk", flat=True))
        cases = {pair[0] for pair in listing.visible_to(user).pairs()}
        assert (who, cases - visible) == (who, set())


def test_somebody_signed_out_finds_no_list(world):
    for name in ("tracking:proposals", "followup:ledger", "notices:inbox", "report:report", "tracking:home"):
        page = Client().get(reverse(name))
        assert (page.status_code, page.url.split("?")[0]) == (302, reverse("accounts:sign_in"))


def test_everybody_of_the_world_is_asked(world):
    assert len(everyone(world)) == len(OFFICES) + 2 * len(SIDE) - 2  # a group has neither co-sponsors nor invitations
