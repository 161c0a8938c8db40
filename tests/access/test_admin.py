"""The admin: in Chinese, for people, units, sessions, calendar and dictionaries; the chain is only looked at."""

import re

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from proposals.accounts.backends import KEPT, SEEN
from proposals.accounts.models import RoleGrant, User
from proposals.committee.models import CalendarDay, DeadlinePolicy, SynonymSet, Theme, Topic
from proposals.permissions import Role
from proposals.submission.models import SubjectGroup
from proposals.trail.models import Event
from tests.factories import answered, registered


def address(label, page="changelist", *args):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def registered_labels():
    return {model._meta.label_lower for model in admin.site._registry if model.__module__.startswith("proposals.")}


def test_declared_models_exist_and_everything_kept_can_be_reached():
    assert {apps.get_model(label)._meta.label_lower for label in KEPT | SEEN} == KEPT | SEEN
    inline = {"accounts.rolegrant", "accounts.membership", "accounts.groupaccount", "accounts.unitofficer"}
    assert KEPT - registered_labels() == inline


def test_whatever_is_not_kept_is_read_only(rf, admin_user):
    """Not even a superuser changes a status, a rating, a duty or the trail by hand."""
    request = rf.get("/")
    request.user = admin_user
    for model, page in admin.site._registry.items():
        if model._meta.label_lower in registered_labels() - KEPT:
            may = page.has_add_permission(request), page.has_change_permission(request)
            assert (model._meta.label, *may, page.has_delete_permission(request)) == (
                model._meta.label, False, False, False,
            )  # fmt: skip


def test_index_is_in_chinese_and_shows_what_the_administrator_keeps(desk):
    page = desk.get(reverse("admin:index"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "提案系统管理" in text and "管理首页" in text
    shown = {str(app["name"]): {str(model["name"]) for model in app["models"]} for app in page.context["app_list"]}
    assert {"人员", "承办单位", "委员", "界别", "集体提案者"} <= set.union(*shown.values())
    assert {"届次", "工作日历", "内容分类", "不予立案情形", "办理结果分类", "评议等次"} <= set.union(*shown.values())
    words = [*shown, *set.union(*shown.values())]
    assert [word for word in words if re.search("[A-Za-z]", word)] == []


def test_administrator_opens_every_declared_list(desk, cast):
    answered(cast)
    labels = sorted((KEPT | SEEN) & registered_labels())
    assert {label: desk.get(address(label)).status_code for label in labels} == dict.fromkeys(labels, 200)


def test_administrator_sees_no_text_of_the_chain(desk, cast):
    labels = sorted(registered_labels() - KEPT - SEEN)
    assert {label: desk.get(address(label)).status_code for label in labels} == dict.fromkeys(labels, 403)


def test_administrator_opens_every_form(desk, cast):
    Theme.objects.create(committee=cast.committee, name="民生", year=2022)
    SynonymSet.objects.create(committee=cast.committee, name="老旧小区、既有住宅")
    SubjectGroup.objects.create(committee=cast.committee, name="社会组")
    DeadlinePolicy.objects.create(session=cast.session, step="response", n=4, unit="months")
    for label in sorted(KEPT & registered_labels()):
        row = apps.get_model(label).objects.first()
        urls = [address(label, "add"), address(label, "change", row.pk), address(label, "history", row.pk)]
        pages = [desk.get(url) for url in urls]
        assert (label, [page.status_code for page in pages]) == (label, [200, 200, 200])


def test_other_roles_do_not_get_in(client, cast):
    for who in (cast.member, cast.reviewer, cast.coordinator, cast.handler, cast.leader, cast.auditor):
        client.force_login(who)
        page = client.get(reverse("admin:index"))
        assert (page.status_code, page.url) == (302, reverse("admin:login") + "?next=" + reverse("admin:index"))


def test_the_role_not_the_flag_gives_the_rights(client, cast, administrator):
    """Someone who is let into the admin but wears another role finds nothing there."""
    RoleGrant.objects.create(user=administrator, role=Role.MEMBER)
    User.objects.filter(pk=administrator.pk).update(active_role=Role.MEMBER)
    client.force_login(User.objects.get(pk=administrator.pk))
    assert client.get(address("accounts.user")).status_code == 403


def form_of(desk, url):
    """What a browser would send back unchanged."""
    page = desk.get(url)
    values = {}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                shown = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
                values[bound.html_name] = shown if shown is not None else ""
    return values


def test_granting_the_administrators_role_opens_the_admin_and_revoking_closes_it(desk, cast):
    url = address("accounts.user", "change", cast.leader.pk)
    values = {
        "username": cast.leader.username, "name": "主席", "is_active": "on", "committee": cast.committee.pk,
        "active_role": "leader", "grants-TOTAL_FORMS": 2, "grants-INITIAL_FORMS": 1,
        "grants-0-id": cast.leader.grants.get().pk, "grants-0-user": cast.leader.pk, "grants-0-role": "leader",
        "grants-1-user": cast.leader.pk, "grants-1-role": "administrator", "grants-1-reason": "兼管系统",
        "officer-TOTAL_FORMS": 0, "officer-INITIAL_FORMS": 0,
        "group_accounts-TOTAL_FORMS": 0, "group_accounts-INITIAL_FORMS": 0,
    }  # fmt: skip
    page = desk.post(url, values)
    assert page.status_code == 302, page.context["errors"]
    person = User.objects.get(pk=cast.leader.pk)
    assert (person.is_staff, set(person.roles)) == (True, {Role.LEADER, Role.ADMINISTRATOR})

    grants = {grant.role: grant.pk for grant in person.grants.all()}
    values |= {
        "grants-INITIAL_FORMS": 2, "grants-0-id": grants["leader"], "grants-1-id": grants["administrator"],
        "grants-1-DELETE": "on",
    }  # fmt: skip
    page = desk.post(url, values)
    assert page.status_code == 302, page.context["errors"]
    person = User.objects.get(pk=cast.leader.pk)
    assert (person.is_staff, person.roles) == (False, [Role.LEADER])
    told = [(event.action, event.note, event.data) for event in Event.objects.filter(case=person.pk).order_by("seq")]
    assert told == [
        ("grant_role", "兼管系统", {"role": "administrator"}),
        ("revoke_role", "在管理后台收回", {"role": "administrator"}),
    ]


def test_nobody_is_given_a_role_without_a_reason_and_no_role_is_rewritten(desk, cast):
    url, grant = address("accounts.user", "change", cast.leader.pk), cast.leader.grants.get()
    values = {
        "username": cast.leader.username, "name": "主席", "is_active": "on", "committee": cast.committee.pk,
        "grants-TOTAL_FORMS": 2, "grants-INITIAL_FORMS": 1, "grants-0-id": grant.pk, "grants-0-user": cast.leader.pk,
        "grants-0-role": "administrator", "grants-1-user": cast.leader.pk, "grants-1-role": "auditor",
        "officer-TOTAL_FORMS": 0, "officer-INITIAL_FORMS": 0,
        "group_accounts-TOTAL_FORMS": 0, "group_accounts-INITIAL_FORMS": 0,
    }  # fmt: skip
    page = desk.post(url, values)
    assert page.status_code == 200
    assert desk.post(url, values | {"grants-TOTAL_FORMS": 1}).status_code == 302
    assert [g.role for g in cast.leader.grants.all()] == [Role.LEADER]


def test_the_keys_of_a_name_follow_it_until_somebody_mends_them(desk, cast):
    url = address("accounts.user", "change", cast.leader.pk)
    values = {
        "username": cast.leader.username, "is_active": "on", "committee": cast.committee.pk, "active_role": "leader",
        "grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0, "officer-TOTAL_FORMS": 0, "officer-INITIAL_FORMS": 0,
        "group_accounts-TOTAL_FORMS": 0, "group_accounts-INITIAL_FORMS": 0,
    }  # fmt: skip
    for name, typed, kept in (
        ("曾格", "", "ceng ge"), ("单田芳", "ceng ge", "shan tian fang"), ("单田芳", "dan tian fang", "dan tian fang"),
    ):  # fmt: skip
        page = desk.post(url, values | {"name": name, "pinyin_key": typed, "stroke_key": ""})
        assert page.status_code == 302, page.context["errors"]
        assert User.objects.get(pk=cast.leader.pk).pinyin_key == kept
    assert User.objects.get(pk=cast.leader.pk).stroke_key == "0829"


def test_slips_and_data_are_a_way_from_the_list_of_people(desk, cast):
    listed = address("accounts.user")
    slips = desk.post(listed, {"action": "print_slips", "_selected_action": [cast.member.pk, cast.colleague.pk]})
    wanted = {f"people={user.pk}" for user in (cast.member, cast.colleague)}
    assert (slips.url.partition("?")[0], set(slips.url.partition("?")[2].split("&"))) == (
        reverse("accounts:issue_passwords"), wanted,
    )  # fmt: skip
    data = desk.post(listed, {"action": "export_data", "_selected_action": [cast.member.pk]})
    assert data.url == reverse("tracking:person_data", args=[cast.member.pk])
    both = desk.post(listed, {"action": "export_data", "_selected_action": [cast.member.pk, cast.colleague.pk]})
    assert both.url == listed


def test_the_index_leads_to_rosters_slips_and_rules(desk):
    text = desk.get(reverse("admin:index")).content.decode()
    for name in ("accounts:import_roster", "accounts:issue_passwords", "accounts:begin_term", "committee:policy"):
        assert f'href="{reverse(name)}"' in text


def test_a_new_person_is_added_with_a_password(desk, cast):
    page = desk.post(
        address("accounts.user", "add"),
        {
            "username": "tashi", "name": "扎西", "committee": cast.committee.pk, "phone": "",
            "usable_password": "true", "password1": "gao-yuan-qing-ke-2022", "password2": "gao-yuan-qing-ke-2022",
        },
    )  # fmt: skip
    assert page.status_code == 302, page.context["errors"]
    person = User.objects.get(username="tashi")
    assert (person.name, person.is_staff, person.is_superuser) == ("扎西", False, False)
    assert person.check_password("gao-yuan-qing-ke-2022")


def test_the_administrator_can_make_nobody_a_superuser(desk, cast, administrator):
    page = desk.get(address("accounts.user", "change", administrator.pk))
    fields = set(page.context["adminform"].form.fields)
    assert not fields & {"is_superuser", "is_staff", "groups", "user_permissions"}


def test_people_are_not_deleted(desk, cast):
    assert desk.post(address("accounts.user", "delete", cast.stranger.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.stranger.pk).exists()


def test_a_session_keeps_its_limits_beside_it(desk, cast):
    url = address("committee.plenarysession", "change", cast.session.pk)
    values = form_of(desk, url) | {
        "policies-TOTAL_FORMS": 1, "policies-0-session": cast.session.pk, "policies-0-step": "response",
        "policies-0-kind": "plenary", "policies-0-n": 5, "policies-0-unit": "months", "policies-0-roll": "on",
        "call_opens_at_0": "2021-11-01", "call_opens_at_1": "00:00", "cutoff_at_0": "2022-02-20",
        "cutoff_at_1": "18:00", "sits_from": "2022-02-18", "sits_to": "2022-02-21",
    }  # fmt: skip
    page = desk.post(url, values)
    assert page.status_code == 302, page.context["errors"]
    assert DeadlinePolicy.objects.limit(cast.session, "response").n == 5


def test_a_change_of_the_calendar_is_a_new_version(desk, cast):
    before = CalendarDay.objects.next_version()
    page = desk.post(
        address("committee.calendarday", "add"),
        {"division_code": "540200", "date": "2022-08-26", "name": "雪顿节", "source": "日喀则市通知"},
    )
    assert page.status_code == 302, page.context["errors"]
    day = CalendarDay.objects.get(division_code="540200", date="2022-08-26")
    assert (day.version, day.is_workday) == (before, False)


def test_a_word_in_use_cannot_be_deleted(desk, cast):
    topic = registered(cast).topic
    page = desk.post(address("committee.topic", "delete", topic.pk), {"post": "yes"})
    assert page.status_code == 403  # Django's own page would list the proposals that use it
    assert Topic.objects.filter(pk=topic.pk).exists()
