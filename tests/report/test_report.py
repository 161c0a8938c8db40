"""The report page, its JSON, the lists behind its numbers, the command and the task."""

import json
import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from proposals.rates import Base
from proposals.report import actions, statement, tasks
from proposals.report.models import RateSnapshot
from tests.factories import answered, at, handed_over, make_committee, proposal_at, registered

URL = reverse("report:report")


@pytest.fixture
def year(cast):
    """One closed satisfied case, one waiting for an answer, one declined."""
    proposal_at("closed", cast)
    handed_over(cast)
    proposal_at("declined", cast)
    return cast


def get(client, user, **query):
    client.force_login(user)
    return client.get(URL, query)


def test_report_says_every_rate_with_numerator_denominator_base_and_date(client, year):
    page = get(client, year.leader)
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))
    assert page.status_code == 200
    assert "收到提案3件，立案2件" in text
    assert "办复率50.0%。1/2，办理件" in text
    assert "立案率66.7%，2/3，收到件，并案后" in text


def test_report_json_is_the_agreed_shape(client, year):
    body = get(client, year.leader, format="json").json()
    assert body["base"] == "handled"
    assert body["counts"]["received"] == 3
    assert body["rates"]["resolution"] == {"n": 1, "d": 2, "percent": "50.0"}
    assert body["rates"]["satisfied_or_basically"] == {"n": 1, "d": 2, "percent": "50.0"}


def test_command_prints_the_same_json(client, year, capsys):
    out = StringIO()
    call_command("report", year=2022, base="handled", format="json", as_of=at("2022-12-31").date(), stdout=out)
    page = get(client, year.leader, format="json", as_of="2022-12-31").json()
    assert json.loads(out.getvalue()) == page
    assert capsys.readouterr().out == ""


def test_command_text_starts_with_the_headline(year):
    out = StringIO()
    call_command("report", year=2022, as_of=at("2022-12-31").date(), stdout=out)
    assert out.getvalue().splitlines()[0] == (
        "截至2022年12月31日，日喀则二届二次会议共收到提案3件，其中立案2件，不予立案1件；交1个单位办理。"
        "办复率50.0%（1/2，办理件），满意或基本满意率50.0%（1/2，办理件）。"
    )


def test_command_without_a_session_says_so(year):
    with pytest.raises(CommandError, match="没有1999年度的届次。"):
        call_command("report", year=1999)


def test_ac_02_base_registered_never_shows_the_other_rate(client, year):
    body = get(client, year.leader, format="json", base="registered", as_of="2022-12-31").json()
    assert (body["base"], body["rates"]["resolution"]["d"]) == ("registered", 2)


def test_ac_10_nothing_registered_prints_a_dash(client, cast):
    body = get(client, cast.leader, format="json").json()
    assert body["rates"]["resolution"] == {"n": 0, "d": 0, "percent": None}
    assert "—" in get(client, cast.leader).content.decode()


def test_every_number_links_to_a_list_of_that_length(client, year):
    html = get(client, year.reviewer).content.decode()
    links = re.findall(r'<a[^>]*href="(/figures/[^"]+)"[^>]*>(\d+)</a>', html)
    assert len(links) > 40
    for href, number in dict(links).items():
        page = client.get(unescape(href))
        assert (page.status_code, page.context["total"]) == (200, int(number)), href


def test_rows_hides_what_this_person_may_not_see_and_says_so(client, year):
    handed_over(year, by=year.colleague)
    client.force_login(year.colleague)
    link = reverse("tracking:rows", args=["received"])
    page = client.get(link, {"session": year.session.pk, "base": "handled", "as_of": timezone.now().isoformat()})
    assert (page.context["total"], page.context["hidden"], len(page.context["rows"])) == (4, 3, 1)
    assert "其余 3 件不在您的查看范围" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [{}, {"session": "x"}, {"base": "nonsense"}, {"as_of": "yesterday"}, {"dimension": "unit", "value": "abc"}],
)
def test_rows_with_a_bad_address_is_not_found(client, year, query):
    client.force_login(year.leader)
    good = {"session": year.session.pk, "base": "handled", "as_of": "2022-12-31"}
    page = client.get(reverse("tracking:rows", args=["received"]), good | query if query else {})
    assert page.status_code == 404


def test_rows_of_an_unknown_figure_is_not_found(client, year):
    client.force_login(year.leader)
    query = {"session": year.session.pk, "base": "rated", "as_of": "2022-12-31"}
    assert client.get(reverse("tracking:rows", args=["nonsense"]), query).status_code == 404
    assert client.get(reverse("tracking:rows", args=["met"]), query).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_rows_query_count(client, cast, django_assert_num_queries, n):
    for _i in range(n):
        registered(cast)
    client.force_login(cast.reviewer)
    query = {"session": cast.session.pk, "base": "handled", "as_of": timezone.now().isoformat()}
    with django_assert_num_queries(11):
        client.get(reverse("tracking:rows", args=["received"]), query)


@pytest.mark.parametrize("n", [1, 3])
def test_report_query_count(client, cast, django_assert_num_queries, n):
    for _i in range(n):
        answered(cast)
    actions.compute_session(cast.session, at("2022-12-31"))
    client.force_login(cast.leader)
    with django_assert_num_queries(10):
        client.get(URL)


def test_past_date_is_stored_and_printed_again(client, year):
    first = get(client, year.leader, format="json", as_of="2022-05-01").json()
    answered(year)
    assert get(client, year.leader, format="json", as_of="2022-05-01").json() == first
    assert RateSnapshot.objects.filter(as_of__date="2022-05-01", base="handled").count() == 1


def test_recompute_changes_the_report_by_one(client, year, settings):
    before = get(client, year.leader, format="json").json()["rates"]["resolution"]
    answered(year)
    assert get(client, year.leader, format="json").json()["rates"]["resolution"] == before
    settings.CELERY_TASK_ALWAYS_EAGER = True
    tasks.compute_rates(session=str(year.session.pk), as_of=timezone.now().isoformat())
    after = get(client, year.leader, format="json").json()["rates"]["resolution"]
    assert (before["n"], after["n"], after["d"]) == (1, 2, 3)


def test_recompute_asks_a_worker_and_waits(client, year, monkeypatch):
    get(client, year.reviewer)
    asked = []
    monkeypatch.setattr(actions.current_app, "send_task", lambda name, **kw: asked.append((name, kw["kwargs"])))
    page = client.post(reverse("report:recompute"), {"session": year.session.pk, "base": "handled"}, follow=True)
    assert asked[0][0] == "proposals.report.tasks.compute_rates"
    assert "正在重新计算" in page.content.decode()


def test_recompute_without_a_broker_is_done_at_once(client, year, monkeypatch):
    get(client, year.reviewer)
    answered(year)

    def no_broker(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(actions.current_app, "send_task", no_broker)
    client.post(reverse("report:recompute"), {"session": year.session.pk, "base": "handled"})
    assert get(client, year.reviewer, format="json").json()["counts"]["resolved"] == 2


@pytest.mark.parametrize("who", ["member", "handler", "group_account", "auditor"])
def test_recompute_is_for_the_office(client, year, who):
    client.force_login(getattr(year, who))
    assert client.post(reverse("report:recompute")).status_code == 403
    assert RateSnapshot.objects.count() == 0


def test_recompute_by_get_changes_nothing(client, year):
    client.force_login(year.reviewer)
    assert client.get(reverse("report:recompute")).status_code == 405


def test_compute_rates_twice_for_a_moment_stores_one(year):
    moment = at("2022-12-31")
    assert len(actions.compute_session(year.session, moment)) == len(Base)
    actions.compute_session(year.session, moment)
    assert RateSnapshot.objects.count() == len(Base)


def test_nightly_run_covers_every_session_of_ours_only(year):
    make_committee("政协某市委员会", city="某市", code="", home=False)
    assert tasks.compute_rates() == len(Base)


def test_bad_date_falls_back_and_says_so(client, year):
    page = get(client, year.leader, as_of="not-a-date")
    assert (page.status_code, "请选择日期。" in page.content.decode()) == (200, True)


def test_before_any_session_the_page_says_what_will_appear(client, cast):
    cast.committee.is_home = False
    cast.committee.save()
    assert "还没有届次" in get(client, cast.leader).content.decode()


def test_headline_on_returned_forms_has_no_resolution(year):
    snapshot = actions.compute(year.session, Base.RATED, at("2022-12-31"))
    assert "办复率" not in statement.headline(snapshot)
