"""交办: choose, check the dates, send."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from proposals.assignment.models import Assignment
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.submission.models import Proposal
from tests.factories import make_cast, make_unit, make_user, proposal_at, registered

from . import acting
from .acting import Kind, due, facts, told, url

NAME = "assignment:hand_over"
S = ProposalStatus


def sent(kind, lead=None, units=(), **parts):
    lead_pk = lead.pk if lead else ""
    return {"step": "send", "kind": kind, "lead": lead_pk, "units": [unit.pk for unit in units], **parts}


def shares(proposal):
    return {(row.unit.short_name, row.kind, row.part) for row in proposal.assignments.all()}


def test_hand_over_to_one_unit(client, cast, on, calendar):
    proposal = registered(cast)
    on("2022-03-15")
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, proposal), sent("sole", cast.unit)).url == "/hand-over/"
    proposal.refresh_from_db()
    assert (proposal.status, shares(proposal)) == (S.HANDED_OVER, {("市农业农村局", "sole", "")})
    assert told(cast.handler) == ["新交办（单办）：关于建立青稞良种繁育基地的提案"]
    assert told(cast.member)[0] == "已交办：关于建立青稞良种繁育基地的提案"
    assert due(proposal) == {}


def test_hand_over_to_a_lead_and_a_co_handler(client, cast):
    proposal = registered(cast)
    client.force_login(cast.coordinator)
    client.post(url(NAME, proposal), sent("lead", cast.unit, [cast.other_unit]))
    assert shares(proposal) == {("市农业农村局", "lead", ""), ("市财政局", "co_handler", "")}


def test_hand_over_in_separate_parts(client, cast):
    proposal = registered(cast)
    client.force_login(cast.coordinator)
    parts = {f"part-{cast.unit.pk}": "第一条", f"part-{cast.other_unit.pk}": "第二条"}
    client.post(url(NAME, proposal), sent("separate", None, [cast.unit, cast.other_unit], **parts))
    assert shares(proposal) == {("市农业农村局", "separate", "第一条"), ("市财政局", "separate", "第二条")}


def test_hand_over_is_checked_before_anything_is_sent(client, cast, on, calendar):
    proposal = registered(cast)
    on("2022-03-15")
    client.force_login(cast.coordinator)
    before = facts()
    page = client.post(url(NAME, proposal), sent("lead", cast.unit, [cast.other_unit]) | {"step": "check"})
    assert (page.status_code, facts()) == (200, before)
    table = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.DOTALL).group(1)
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table)
    assert cells == [
        "市农业农村局", "主办", "2022年3月22日", "2022年4月6日", "—", "2022年6月15日",
        "市财政局", "会办", "2022年3月22日", "—", "2022年4月15日", "—",
    ]  # fmt: skip
    carried = re.findall(r'type="hidden" name="(kind|lead|units)" value="([^"]*)"', page.content.decode())
    assert carried == [("kind", "lead"), ("lead", str(cast.unit.pk)), ("units", str(cast.other_unit.pk))]


def test_hand_over_asks_for_the_parts_of_separate_units_at_the_check(client, cast):
    client.force_login(cast.coordinator)
    data = sent("separate", None, [cast.unit, cast.other_unit]) | {"step": "check"}
    page = client.post(url(NAME, registered(cast)), data)
    labels = re.findall(r'<label class="field__l"[^>]*>([^<]*)', page.content.decode())
    assert sorted(labels) == ["市农业农村局的分办内容", "市财政局的分办内容"]


def test_hand_over_with_a_part_too_long_stays_at_the_check_with_what_was_typed(client, cast):
    data = sent("separate", None, [cast.unit, cast.other_unit], **{f"part-{cast.unit.pk}": "一" * 201})
    sentence = "最多 200 字，现在 201 字，请删减"
    page = acting.is_refused(client, NAME, registered(cast), cast.coordinator, data, f"part-{cast.unit.pk}", sentence)
    assert "一" * 201 in page.content.decode()


def test_hand_over_can_go_back_from_the_check(client, cast):
    client.force_login(cast.coordinator)
    data = sent("lead", cast.unit, [cast.other_unit]) | {"step": "edit"}
    page = client.post(url(NAME, registered(cast)), data)
    assert (page.status_code, [t.name for t in page.templates][0]) == (200, "assignment/hand_over.html")
    ticked = re.findall(r'name="units" value="([^"]*)" checked', page.content.decode())
    assert ticked == [str(cast.other_unit.pk)]


@pytest.mark.parametrize("step", ["check", "send"])
@pytest.mark.parametrize(
    ("kind", "lead", "others"),
    [("sole", "unit", ["other_unit"]), ("lead", "unit", []), ("lead", "unit", ["unit"]), ("separate", None, ["unit"])],
)
def test_hand_over_refuses_a_mixture(client, cast, step, kind, lead, others):
    data = sent(kind, lead and getattr(cast, lead), [getattr(cast, name) for name in others]) | {"step": step}
    sentence = (
        "同一个单位只能选一次。" if others == [lead] else "请选一家单办；或一家主办和至少一家会办；或两家以上分办。"
    )
    acting.is_refused(client, NAME, registered(cast), cast.coordinator, data, "units", sentence)


def test_hand_over_without_a_lead_asks_for_it(client, cast):
    acting.is_refused(client, NAME, registered(cast), cast.coordinator, sent("sole"), "lead", "请选择单办或主办单位")


def test_hand_over_offers_the_wished_units_first_and_only_the_own_channel(client, cast):
    party = make_unit(cast.committee, "市委统战部", channel="party")
    proposal = registered(cast)
    proposal.wished_units.add(cast.other_unit, party)
    client.force_login(cast.coordinator)
    groups = client.get(url(NAME, proposal)).context["form"].groups
    assert groups == [("提案者的意向单位", [cast.other_unit]), ("政府", [cast.unit])]
    client.force_login(cast.chief_coordinator)
    names = [name for name, _units in client.get(url(NAME, proposal)).context["form"].groups]
    assert names == ["提案者的意向单位", "政府"]


def test_hand_over_to_another_channel_is_refused(client, cast):
    party = make_unit(cast.committee, "市委统战部", channel="party")
    sentence = "市委统战部属于党委渠道，请由该渠道或政协交办。"
    acting.is_refused(client, NAME, registered(cast), cast.coordinator, sent("sole", party), "units", sentence)


def test_hand_over_of_an_opinion_passed_on_is_the_chief_coordinators(client, cast):
    proposal = proposal_at(S.PASSED_ON, cast)
    client.force_login(cast.coordinator)
    assert client.get(url(NAME, proposal)).status_code == 404
    client.force_login(cast.chief_coordinator)
    assert client.post(url(NAME, proposal), sent("sole", cast.unit)).status_code == 302


def test_hand_over_is_the_coordinators_alone(client, cast):
    hidden = [cast.stranger, cast.handler, make_user(cast.committee, "auditor")]
    acting.is_kept_to_its_people(
        client, NAME, registered(cast), sent("sole", cast.unit), hidden=hidden,
        forbidden=[cast.member, cast.reviewer, cast.leader],
    )  # fmt: skip


def test_hand_over_by_get_changes_nothing(client, cast):
    acting.get_changes_nothing(client, NAME, registered(cast), cast.coordinator, sent("sole", cast.unit))


@pytest.mark.parametrize("step", ["check", "send", ""])
@pytest.mark.parametrize("status", [S.HANDED_OVER, S.RESPONDED, S.CLOSED])
def test_hand_over_is_refused_in_any_other_status(client, cast, status, step):
    data = sent("sole", cast.unit) | {"step": step}
    acting.is_refused_now(client, NAME, proposal_at(status, cast), cast.chief_coordinator, data)


def test_hand_over_by_two_clerks_happens_once(client, cast):
    proposal = registered(cast)
    client.force_login(cast.coordinator)
    assert client.post(url(NAME, proposal), sent("sole", cast.unit)).status_code == 302
    before = facts()
    client.force_login(cast.chief_coordinator)
    page = client.post(url(NAME, proposal), sent("sole", cast.other_unit))
    assert (page.status_code, facts()) == (409, before)
    assert "现在的状态是“承办中”，不能交办。" in page.content.decode()
    assert shares(proposal) == {("市农业农村局", "sole", "")}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_hand_over_by_ten_clerks_at_the_same_moment_happens_once(client):
    cast = make_cast()
    proposal = registered(cast)
    client.force_login(cast.chief_coordinator)

    def click(unit):
        try:
            own = client.__class__()
            own.cookies = client.cookies
            return own.post(url(NAME, proposal), sent("sole", unit)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(click, [cast.unit, cast.other_unit] * 5))
    assert answers == [302] + [409] * 9
    assert Assignment.objects.at(AssignmentStatus.PENDING).count() == 1
    assert Proposal.objects.get(pk=proposal.pk).status == S.HANDED_OVER
    assert Kind.SOLE == Assignment.objects.get().kind
