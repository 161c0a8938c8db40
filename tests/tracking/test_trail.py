"""留痕: the auditor's page. Who, when, what; no text of a proposal."""

import pytest
from django.urls import reverse

from tests import factories

TRAIL = reverse("tracking:trail")


def test_trail_lists_the_newest_events_without_any_text(client, cast):
    proposal, round_ = factories.answered(cast)
    factories.rate(round_, cast.member, cast, "不满意", reason="没有解决")
    client.force_login(cast.auditor)
    page = client.get(TRAIL)
    shown = page.content.decode()
    assert page.context["rows"][0][0].action == "rate"
    assert "第0001号" in shown
    assert proposal.title not in shown
    assert "没有解决" not in shown


def test_trail_is_the_auditors_alone(client, cast):
    factories.submitted(cast)
    for who in ("member", "reviewer", "coordinator", "handler", "leader"):
        client.force_login(getattr(cast, who))
        assert client.get(TRAIL).status_code == 403
    client.force_login(cast.auditor)
    assert client.post(TRAIL).status_code == 405


def test_trail_before_anything_happened(client, cast):
    client.force_login(cast.auditor)
    assert "还没有留痕" in client.get(TRAIL).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_trail_takes_the_same_queries_for_more_events(client, cast, number, django_assert_num_queries):
    for _n in range(number):
        factories.submitted(cast)
    client.force_login(cast.auditor)
    with django_assert_num_queries(7):
        client.get(TRAIL)
