"""At examination: the proposal and the most similar earlier one side by side, with the answers."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.committee.models import Topic
from proposals.rating import actions as rating
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from tests import factories
from tests.factories import at

SAID = "去年7月至9月，扎什伦布寺日均接待六千多人次，停车场只有二百四十个车位，旅游大巴沿街停放。"


def url(proposal):
    return reverse("tracking:compare", args=[proposal.pk])


def opened(client, user, proposal, **query):
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(url(proposal), query)
    assert page.status_code == 200
    return page


def say(proposal, text):
    proposal.situation = text
    proposal.save()
    submission.index(proposal)
    return proposal


@pytest.fixture
def old(cast):
    """Answered, rated and closed."""
    proposal, round_ = factories.answered(cast, title="关于改善扎什伦布寺周边停车的提案")
    factories.rate(round_, cast.member, cast, "基本满意")
    rating.close_rounds(now=at("2022-05-22"))
    return say(proposal, SAID + "建议尽快解决。")


@pytest.fixture
def new(cast):
    return say(factories.submitted(cast, title="关于寺庙周边旅游秩序的提案", now=at("2022-06-01")), "另有一事。" + SAID)


def test_both_texts_stand_side_by_side_with_what_they_share(client, cast, old, new):
    pair = opened(client, cast.reviewer, new).context["pair"]
    assert pair.earlier.proposal == old
    assert [(piece.text, piece.hit) for piece in pair.left.situation] == [("另有一事。", False), (SAID, True)]
    assert [(piece.text, piece.hit) for piece in pair.right.situation] == [(SAID, True), ("建议尽快解决。", False)]


def test_the_answers_and_the_rating_are_told(client, cast, old, new):
    page = opened(client, cast.reviewer, new).content.decode()
    for words in ("A 已经解决或采纳", "基本满意", "建议1：采纳"):
        assert page.count(words) == 1


def test_a_rating_waits_for_the_end_of_the_round(client, cast, new):
    running, round_ = factories.answered(cast, title="关于寺庙周边旅游秩序和停车的提案")
    factories.rate(round_, cast.member, cast, "基本满意")
    pair = opened(client, cast.reviewer, new).context["pair"]
    assert (pair.earlier.proposal, pair.ratings) == (running, [])


def test_another_one_can_be_chosen(client, cast, old, new):
    other = say(factories.registered(cast, title="关于寺庙周边旅游秩序整治的提案"), SAID)
    assert opened(client, cast.reviewer, new, **{"with": str(old.pk)}).context["pair"].earlier.proposal == old
    assert opened(client, cast.reviewer, new, **{"with": str(other.pk)}).context["pair"].earlier.proposal == other
    assert opened(client, cast.reviewer, new, **{"with": "nonsense"}).context["pair"] is not None


def test_declined_and_waiting_ones_are_shown_to_the_desk(client, cast, new):
    waiting = factories.submitted(cast, title="关于寺庙周边旅游秩序乱的提案")
    assert opened(client, cast.reviewer, new).context["pair"].earlier.proposal == waiting


def test_a_coordinator_compares_with_what_is_in_the_own_channels_only(client, cast, old):
    here = say(factories.registered(cast, title="关于改善扎什伦布寺停车的提案"), SAID)
    waiting = factories.submitted(cast, title="关于改善扎什伦布寺周边停车难的提案")
    found = opened(client, cast.coordinator, here).context["found"]
    assert [row.proposal for row in found] == [old]
    assert waiting in [row.proposal for row in opened(client, cast.reviewer, here).context["found"]]


def test_topic_and_unit_tip_the_balance_between_equals(client, cast):
    topics = list(Topic.objects.filter(committee=cast.committee).order_by("order"))
    same, other = (factories.registered(cast, title="关于河道清淤的提案") for _n in range(2))
    Proposal.objects.filter(pk=other.pk).update(topic=topics[1])
    new = factories.submitted(cast, title="关于河道清淤的提案", now=at("2022-06-01"))
    found = opened(client, cast.reviewer, new).context["found"]
    assert [row.proposal for row in found] == [same, other]


def test_nothing_similar_says_so(client, cast):
    new = say(factories.submitted(cast, title="关于寺庙周边旅游秩序的提案"), SAID)
    page = opened(client, cast.reviewer, new)
    assert page.context["pair"] is None
    assert page.content.decode().count("没有找到相似的提案") == 1


def test_the_desk_fetches_the_list_alone(client, cast, old, new):
    client.force_login(User.objects.get(pk=cast.reviewer.pk))
    page = client.get(url(new), headers={"HX-Request": "true"})
    assert [template.name for template in page.templates][0] == "tracking/_similar.html"
    assert page.content.decode().count(f"{url(new)}?with={old.pk}") == 1
    desk = client.get(reverse("submission:examine", args=[new.pk])).content.decode()
    assert desk.count(f'hx-get="{url(new)}"') == 1
    assert desk.count(f'href="{url(new)}"') == 1


def test_it_is_for_the_desks(client, cast, old, new):
    for user, status in [(cast.member, 403), (cast.stranger, 403), (cast.handler, 403), (cast.auditor, 403)]:
        client.force_login(User.objects.get(pk=user.pk))
        assert client.get(url(old)).status_code == status
    client.force_login(User.objects.get(pk=cast.coordinator.pk))
    assert client.get(url(new)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, cast, new, django_assert_num_queries, number):
    for n in range(number):
        say(factories.answered(cast, title=f"关于改善扎什伦布寺周边停车的提案{n}")[0], SAID)
    assert len(opened(client, cast.reviewer, new).context["found"]) == number
    with django_assert_num_queries(32):
        client.get(url(new))
