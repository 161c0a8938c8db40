"""审查进度: the outcome partition as of now, live."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from proposals.committee.models import PlenarySession, Topic
from proposals.report import statement
from proposals.report.counts import PARTITION, Slice, count
from proposals.submission import actions as submission
from tests.chain.test_state_machine import Walk
from tests.factories import at, make_committee, proposal_at, registered, submitted

URL = reverse("report:plenary")
NOON = "2022-03-05 12:00"


def links(page):
    """{figure: [(number, address)]} of every number of the page."""
    found = {}
    for href, n in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(\d+)</a>', page.content.decode()):
        if href.startswith("/figures/"):
            found.setdefault(href.split("/")[2], []).append((int(n), href.replace("&amp;", "&")))
    return found


def text(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))


@pytest.fixture
def plenary(client, cast, on):
    """One of each outcome, two under review of which one is back at its proposer."""
    for status in ("merged", "passed_on", "declined", "withdrawn", "sent_back"):
        proposal_at(status, cast)
    submitted(cast, title="等得最久的", now=at("2022-02-09"))
    on(NOON)
    client.force_login(cast.reviewer)
    return cast


def test_plenary_adds_up_in_one_line(client, plenary):
    page = client.get(URL)
    said = "收到7件=立案1+并案1+转意见建议1+不予立案1+撤案1+审查中2各项合计7件"
    assert said in text(page)
    assert "截至3月5日12:00" in text(page)


def test_plenary_numbers_open_exactly_their_rows(client, plenary):
    found = links(client.get(URL))
    assert set(found) == {*PARTITION, "waiting", "changing"}
    for numbers in found.values():
        for n, address in numbers:
            assert client.get(address).context["total"] == n, address


def test_plenary_says_what_is_left_and_what_waits_longest(client, plenary):
    page = client.get(URL)
    assert "待审查1件，退回修改中1件。" in text(page)
    assert "等得最久的一件2月9日10:00提交，已等24天：流水号0007等得最久的" in text(page)
    assert page.context["oldest"].get_absolute_url() in page.content.decode()


def test_plenary_tells_a_coordinator_the_number_and_not_the_title(client, plenary):
    client.force_login(plenary.coordinator)
    page = client.get(URL)
    assert "等得最久的一件2月9日10:00提交" in text(page)
    assert "流水号0007" not in text(page)


def test_plenary_counts_each_hour_of_the_sitting(client, cast, on):
    for moment in ("2022-02-18 09:05", "2022-02-18 09:55", "2022-02-18 11:00", "2022-02-19 08:30", "2022-02-10"):
        submitted(cast, now=at(moment))
    on(NOON)
    client.force_login(cast.reviewer)
    page = client.get(URL)
    days = [(f"{day:%d}", [(hour.begins.hour, hour.n) for hour in hours]) for day, hours in page.context["days"]]
    assert days == [("18", [(9, 2), (10, 0), (11, 1)]), ("19", [(8, 1)])]
    by_hour = [(n, address) for n, address in links(page)["received"] if "hour=" in address]
    assert [n for n, _address in by_hour] == [2, 1, 1]
    assert [client.get(address).context["total"] for _n, address in by_hour] == [2, 1, 1]
    assert parse_qs(urlsplit(by_hour[0][1]).query)["hour"] == ["2022-02-18T09:00:00+08:00"]


def test_plenary_lists_each_topic(client, cast, on):
    society = Topic.objects.get(committee=cast.committee, name="社会建设")
    registered(cast)
    submission.classify(submitted(cast), by=cast.reviewer, topic=society, themes=[])
    on(NOON)
    client.force_login(cast.reviewer)
    rows = {
        name: (line.received, line.registered, line.under_review)
        for _k, name, line in client.get(URL).context["topics"]
    }
    assert rows == {"经济建设": (1, 1, 0), "社会建设": (1, 0, 1)}


def test_plenary_refreshes_itself_and_by_a_link(client, plenary):
    page = client.get(URL, {"session": plenary.session.pk}).content.decode()
    address = f"{URL}?session={plenary.session.pk}"
    assert f'id="live" hx-get="{address}" hx-trigger="every 60s"' in page
    assert f'<a href="{address}">现在刷新</a>' in page


def test_plenary_of_nothing_and_without_a_session_says_so(client, cast):
    client.force_login(cast.reviewer)
    assert "收到0件=立案0" in text(client.get(URL))
    assert "没有积压" in text(client.get(URL))
    PlenarySession.objects.all().delete()
    assert "还没有届次" in text(client.get(URL))


def test_plenary_without_sitting_days_says_so(client, cast):
    PlenarySession.objects.update(sits_from=None, sits_to=None)
    client.force_login(cast.reviewer)
    assert "这一届没有填会期" in text(client.get(URL))


@pytest.mark.parametrize(
    "query", [{"session": "x"}, {"session": "\x00"}, {"session": "7d0a6e4e-0000-4000-8000-000000000001"}]
)
def test_plenary_with_a_strange_address_is_that_of_the_current_session(client, cast, query):
    client.force_login(cast.reviewer)
    assert client.get(URL, query).context["session"] == cast.session


@pytest.mark.parametrize("hour", ["x", "\x00", "2022-02-18"])
def test_the_rows_of_a_strange_hour_are_not_there(client, cast, hour):
    client.force_login(cast.reviewer)
    part = {"session": cast.session.pk, "as_of": "2022-12-31", "base": "handled", "hour": hour}
    answer = client.get(reverse("tracking:rows", args=["received"]), part)
    assert answer.status_code == (200 if hour == "2022-02-18" else 404)


@pytest.mark.parametrize("who", ["member", "group_account", "handler", "auditor"])
def test_plenary_is_for_the_offices_and_leaders(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 403


def test_leader_and_desk_lead_to_plenary(client, cast):
    pages = {"leader": reverse("tracking:home"), "reviewer": reverse("submission:examination")}
    for who, address in pages.items():
        client.force_login(getattr(cast, who))
        assert f'href="{URL}"' in client.get(address).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_plenary_asks_the_same_queries_for_one_and_three(client, cast, n, on, django_assert_num_queries):
    for _ in range(n):
        submitted(cast, now=at("2022-02-18 09:00"))
    on(NOON)
    client.force_login(cast.reviewer)
    client.get(URL)
    with django_assert_num_queries(16):
        assert client.get(URL).context["total"] == n


def test_another_committees_proposals_are_not_counted(client, cast, on):
    make_committee("政协别处委员会", home=False)
    submitted(cast)
    on(NOON)
    client.force_login(cast.leader)
    assert client.get(URL).context["total"] == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_partition_adds_up_after_every_step_of_a_random_walk(cast, seed):
    walk = Walk(cast, seed)
    for _step in range(60):
        walk.turn()
        c = count(Slice(cast.session, walk.now), (*PARTITION, "waiting", "changing"))
        parts = [getattr(c, name) for name in PARTITION[1:]]
        assert (sum(parts), c.waiting + c.changing) == (c.received, c.under_review)
    assert c.received > 2


def test_what_is_counted_alone_is_what_is_counted_with_the_rest(cast):
    for status in ("merged", "sent_back", "declined", "closed"):
        proposal_at(status, cast)
    part = Slice(cast.session, at("2022-12-31"))
    alone, whole = count(part, PARTITION), count(part)
    assert [getattr(alone, name) for name in PARTITION] == [getattr(whole, name) for name in PARTITION]


@pytest.mark.parametrize(
    ("until", "said"),
    [("10:00", "0 分钟"), ("10:59", "59 分钟"), ("11:00", "1 小时"), ("23:59", "13 小时")],
)
def test_waiting_is_said_in_hours_on_the_first_day(until, said):
    assert statement.waited(at("2022-02-10"), at(f"2022-02-10 {until}")) == said


def test_waiting_is_said_in_days_later():
    assert statement.waited(at("2022-02-10"), at("2022-02-11 10:00")) == "1 天"
