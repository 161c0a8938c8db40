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


def test_trail_narrows_by_kind_person_and_day(client, cast):
    proposal = factories.submitted(cast, now=factories.at("2022-02-10"))
    client.force_login(cast.handler)
    client.get(TRAIL)  # refused, and recorded
    client.force_login(cast.auditor)

    def found(**chosen):
        return [(event.action, case) for event, case in client.get(TRAIL, chosen).context["rows"]]

    assert found(kind="case") == [("submit", proposal)]
    assert found(kind="access") == found(kind="refused") == [("refused", None)]
    assert found(who="卓") == [("submit", proposal)]
    assert found(since="2022-02-10", until="2022-02-10") == [("submit", proposal)]
    assert found(until="2022-02-09") == []
    assert "没有这样的留痕" in client.get(TRAIL, {"until": "2022-02-09"}).content.decode()


def test_trail_of_a_wrong_day_says_so_and_shows_all(client, cast):
    factories.submitted(cast)
    client.force_login(cast.auditor)
    page = client.get(TRAIL, {"since": "2022-13-40"})
    assert page.status_code == 422
    assert len(page.context["rows"]) == 1


def test_a_refusal_is_recorded_with_its_page_and_nothing_typed(client, cast):
    client.force_login(cast.handler)
    client.post(reverse("submission:examination"), {"note": "秘密"})
    client.get(TRAIL, {"who": "秘密"})
    client.force_login(cast.auditor)
    [(event, _case)] = client.get(TRAIL, {"kind": "refused"}).context["rows"]
    assert (event.by, event.by_role, event.case) == (cast.handler, "handler", cast.handler.pk)
    assert event.data == {"page": "tracking:trail", "about": "", "method": "GET"}
    assert event.note == ""
