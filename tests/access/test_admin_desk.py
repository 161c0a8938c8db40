"""The administrators' desk: its front page, what lists cost and show, histories, and what is done from a list."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from proposals.accounts.backends import KEPT, SEEN
from proposals.accounts.models import RoleGrant, User
from proposals.committee.models import DeadlinePolicy
from proposals.lifecycle import Action, AssignmentStatus, ProposalStatus
from proposals.notices import actions as notices
from proposals.notices.models import Delivery
from proposals.permissions import Role
from proposals.report.models import RateSnapshot
from proposals.tracking.admin import GROUPS
from proposals.trail.models import Event
from tests.access.test_admin import address
from tests.factories import answered, at, handed_over, make_user

LISTS = sorted(label for label in KEPT | SEEN if label in {model._meta.label_lower for model in admin.site._registry})


def words(page):
    """What is read on a page, scripts left out."""
    return strip_tags(re.sub(r"(?s)<(script|svg|title|head)\b.*?</\1>", "", page.content.decode()))


def cost(desk, label):
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address(label)).status_code == 200
    return len(queries)


def test_the_front_page_is_ordered_by_task_and_leads_to_every_page(desk):
    groups = desk.get(reverse("admin:index")).context["app_list"]
    assert [str(group["name"]) for group in groups] == ["人员与名册", "届次与政策", "字典", "运行（只看）"]
    shown = {model["model"]._meta.label_lower for group in groups for model in group["models"]}
    assert shown == set(LISTS)
    ways = {way["url"] for group in groups for way in group["ways"]}
    assert len(ways) == sum(len(group[3]) for group in GROUPS)
    assert {url: desk.get(url).status_code for url in ways} == dict.fromkeys(ways, 200)


@pytest.mark.parametrize("label", LISTS)
def test_a_list_speaks_chinese(desk, cast, label):
    answered(cast)
    text = words(desk.get(address(label)))
    assert re.search(r"选择 .+ 来|增加 |以 ", text) is None
    keys = {*ProposalStatus.values, *AssignmentStatus.values, *Role.values, *Action.values}
    assert keys & set(re.findall(r"(?<![\w@.-])[a-z_]+(?![\w@.-])", text)) == set()


def test_no_list_costs_more_for_more_rows(desk, cast):
    """At most 15 queries, with one case and with three."""
    answered(cast)
    DeadlinePolicy.objects.create(session=cast.session, step="response", n=4, unit="months")
    before = {label: cost(desk, label) for label in LISTS}
    for title in ("二", "三"):
        answered(cast, title=title)
    for step in ("return", "opinion"):
        DeadlinePolicy.objects.create(session=cast.session, step=step, n=4, unit="days")
    for name in ("甲", "乙"):
        make_user(cast.committee, Role.REVIEWER, name)
    after = {label: cost(desk, label) for label in LISTS}
    assert {label: count for label, count in after.items() if count > 15} == {}
    assert after == before
    assert min(after.values()) > 3  # they have been counted


def test_no_page_shows_what_a_proposal_says(desk, cast):
    """Neither lists nor single rows, whatever they are about."""
    title = "关于整治城区内涝的提案"
    answered(cast, title=title)
    handed_over(cast, title=title)
    for label in sorted(SEEN):
        model = next(model for model in admin.site._registry if model._meta.label_lower == label)
        pages = [
            address(label),
            *(address(label, to, one.pk) for one in model.objects.all() for to in ("change", "history")),
        ]
        texts = {url: desk.get(url).content.decode() for url in pages}
        assert [url for url, text in texts.items() if title in text] == []


def test_a_history_tells_who_changed_what_from_what_to_what(desk, cast, administrator):
    unit, url = cast.unit, address("accounts.handlingunit", "change", cast.unit.pk)
    type(unit).objects.filter(pk=unit.pk).update(pinyin_key="nong ye")
    values = {
        "committee": cast.committee.pk, "name": "市水利和湖泊局", "short_name": unit.short_name,
        "channel": unit.channel, "sign_off": "always", "order": 0, "is_active": "on", "pinyin_key": "nong ye",
        "officers-TOTAL_FORMS": 0, "officers-INITIAL_FORMS": 0,
    }  # fmt: skip
    old = unit.name
    assert desk.post(url, values).status_code == 302
    newest = desk.get(address("accounts.handlingunit", "history", unit.pk)).context["changes"][0]
    assert (newest.who, newest.what) == (administrator.name, "修改")
    assert newest.lines == [f"全称：{old} → 市水利和湖泊局", "领导审签：有单位领导账号时需要 → 需要"]


def test_a_history_tells_of_roles_given_and_taken_and_never_of_passwords(desk, cast):
    person = cast.leader
    RoleGrant.objects.create(user=person, role=Role.AUDITOR, reason="市政协〔2022〕5号").delete()
    person.set_password("gao-yuan-qing-ke-2022")
    person.save()
    page = desk.get(address("accounts.user", "history", person.pk))
    told = [(change.what, change.lines) for change in page.context["changes"]]
    assert ("新增身份", ["身份：审计", "授予理由：市政协〔2022〕5号"]) in told
    assert ("删除身份", ["身份：审计", "授予理由：市政协〔2022〕5号"]) in told
    assert "密码：" not in words(page) and person.password not in page.content.decode()


def test_people_are_found_by_pinyin_account_number_and_unit(desk, cast):
    person = User.objects.get(pk=cast.handler.pk)
    person.name, person.pinyin_key, person.phone = "格桑卓玛", "ge sang zhuo ma", "13908920001"
    person.save()
    for typed in ("格桑", "zhuoma", "gszm", person.username, "1390892", cast.unit.name):
        page = desk.get(address("accounts.user"), {"q": typed})
        assert person in page.context["cl"].result_list, typed


@pytest.mark.parametrize("label", LISTS)
def test_whatever_is_typed_into_a_search_is_answered(desk, cast, label):
    typed = ["格桑 农业", "0' OR 1=1", str(cast.member.pk), "\x00"]
    assert [desk.get(address(label), {"q": words}).status_code for words in typed] == [200, 200, 200, 200]


def pick(desk, label, action, rows, **more):
    return desk.post(
        address(label), {"action": action, "_selected_action": [row.pk for row in rows], **more}, follow=True
    )


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_accounts_are_switched_off_after_a_check_and_on_again(desk, cast):
    page = pick(desk, "accounts.user", "switch_off", [cast.handler])
    assert "停用这些账号" in words(page) and User.objects.get(pk=cast.handler.pk).is_active
    page = pick(desk, "accounts.user", "switch_off", [cast.handler], sure="1")
    assert (told(page), User.objects.get(pk=cast.handler.pk).is_active) == (["已停用 1 个账号。"], False)
    assert told(pick(desk, "accounts.user", "switch_off", [cast.handler], sure="1")) == ["已停用 0 个账号。"]
    page = pick(desk, "accounts.user", "switch_on", [cast.handler], sure="1")
    assert (told(page), User.objects.get(pk=cast.handler.pk).is_active) == (["已启用 1 个账号。"], True)


def test_administrators_do_not_switch_themselves_off(desk, cast, administrator):
    page = pick(desk, "accounts.user", "switch_off", [administrator, cast.handler], sure="1")
    assert told(page) == ["不能停用或启用自己的账号。"]
    assert User.objects.filter(pk__in=[administrator.pk, cast.handler.pk], is_active=True).count() == 2


def person_form(person, **more):
    return {
        "username": person.username, "name": person.name, "committee": person.committee_id, "active_role": person.role,
        "grants-TOTAL_FORMS": 1, "grants-INITIAL_FORMS": 1, "grants-0-id": person.grants.get().pk,
        "grants-0-user": person.pk, "grants-0-role": person.role,
        "officer-TOTAL_FORMS": 0, "officer-INITIAL_FORMS": 0,
        "group_accounts-TOTAL_FORMS": 0, "group_accounts-INITIAL_FORMS": 0, **more,
    }  # fmt: skip


def test_administrators_do_not_take_their_own_role_away(desk, administrator):
    url = address("accounts.user", "change", administrator.pk)
    page = desk.post(url, person_form(administrator, **{"grants-0-DELETE": "on"}))
    assert page.status_code == 200
    assert page.context["errors"] == ["不能收回自己的管理员身份，请由另一位管理员办理。"]
    assert User.objects.get(pk=administrator.pk).roles == [Role.ADMINISTRATOR]


def test_a_role_is_not_given_without_a_reason(desk, cast):
    url, new = address("accounts.user", "change", cast.leader.pk), {"grants-TOTAL_FORMS": 2, "grants-1-role": "auditor"}
    values = person_form(cast.leader, **new) | {"grants-1-user": cast.leader.pk}
    page = desk.post(url, values)
    assert page.context["errors"] == [["请写明授予这个身份的理由，例如任职文件的名称和文号。"]]
    assert [grant.role for grant in cast.leader.grants.all()] == ["leader"]
    assert desk.post(url, values | {"grants-1-reason": "市政协〔2022〕5号"}).status_code == 302
    event = Event.objects.get(case=cast.leader.pk, action="grant_role")
    assert (event.note, event.data) == ("市政协〔2022〕5号", {"role": "auditor"})


def test_nobody_chooses_another_persons_password(desk, cast):
    page = desk.get(reverse("admin:auth_user_password_change", args=[cast.member.pk]))
    assert page.url == f"{reverse('accounts:issue_passwords')}?people={cast.member.pk}"


def test_what_could_not_be_sent_is_sent_again_and_nothing_else(desk, cast):
    for key in ("a", "b"):
        notices.post(key, to=f"user:{cast.member.pk}", subject="请确认")
    dead, sent = Delivery.objects.order_by("notice__key")
    Delivery.objects.filter(pk=dead.pk).update(state="dead", attempts=8, error="refused")
    Delivery.objects.filter(pk=sent.pk).update(state="sent", attempts=1, sent_at=at("2022-03-01"))
    page = pick(desk, "notices.delivery", "resend", [dead, sent])
    assert told(page) == ["已重新排队 1 条。"]
    rows = {row.pk: (row.state, row.attempts, row.error) for row in Delivery.objects.all()}
    assert rows == {dead.pk: ("pending", 0, ""), sent.pk: ("sent", 1, "")}
    assert told(pick(desk, "notices.delivery", "resend", [sent])) == ["所选的里面没有发送失败的。"]


def test_figures_are_computed_again_for_the_sessions_of_the_chosen_snapshots(desk, cast):
    snapshot = RateSnapshot.objects.create(
        session=cast.session, base="handled", as_of=at("2022-03-01"), counts={}, computed_at=at("2022-03-01")
    )
    assert told(pick(desk, "report.ratesnapshot", "recompute", [snapshot])) == ["已开始重新计算 1 个届次的统计。"]
    assert RateSnapshot.objects.filter(pk=snapshot.pk, counts={}).exists()


def test_duties_are_found_by_urgency_and_unit_with_their_holder_in_words(desk, cast):
    handed_over(cast)
    page = desk.get(address("duties.duty"), {"state": "late", "unit": str(cast.unit.pk)})
    rows = list(page.context["cl"].result_list)
    assert {duty.holder for duty in rows} == {f"unit:{cast.unit.pk}"}
    assert {duty.holder_name for duty in rows} == {cast.unit.short_name}
    assert list(desk.get(address("assignment.assignment"), {"due": "late"}).context["cl"].result_list) != []


def test_nothing_of_the_record_is_deleted(desk, cast):
    answered(cast)
    rows = [
        ("accounts.user", cast.member), ("accounts.member", cast.member.member), ("accounts.handlingunit", cast.unit),
        ("committee.plenarysession", cast.session), ("committee.committee", cast.committee),
    ]  # fmt: skip
    for label, row in rows:
        assert (label, desk.post(address(label, "delete", row.pk), {"post": "yes"}).status_code) == (label, 403)
        assert type(row).objects.filter(pk=row.pk).exists()
