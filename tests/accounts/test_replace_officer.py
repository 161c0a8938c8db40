"""Officers who leave: the account, the successor, and the unit's work, which stays the unit's."""

import pytest
from django.urls import reverse

from proposals.accounts.models import UnitOfficer, User
from proposals.duties.models import Duty
from proposals.permissions import Role
from proposals.response.models import Response
from proposals.trail.models import Event
from tests.factories import accept_all, handed_over, make_unit, make_user, write_response


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(officer):
    return reverse("accounts:replace_officer", args=[officer.pk])


def words(cast, **more):
    said = {
        "unit": cast.unit.pk, "leaving": "stop", "moves_to": "", "name": "边巴", "phone": "13908920001", "post": "主任",
        "reason": "退休。",
    }  # fmt: skip
    return said | more


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_officers_lists_them_with_a_way_to_the_hand_over(desk, cast):
    page = desk.get(reverse("accounts:officers"))
    assert [(row.user.name, row.unit.short_name) for row in page.context["page_obj"]] == [
        ("次旦", "市农业农村局"), ("尼玛", "市财政局"),
    ]  # fmt: skip
    assert url(cast.handler.officer) in page.content.decode()
    found = desk.get(reverse("accounts:officers"), {"q": "财政"}).context["page_obj"]
    assert [row.user.name for row in found] == ["尼玛"]


def test_officers_has_the_same_number_of_queries_for_one_and_for_three(desk, cast, django_assert_num_queries):
    desk.get(reverse("accounts:officers"))
    for name in ("市财政局", "市"):
        with django_assert_num_queries(8):
            desk.get(reverse("accounts:officers"), {"q": name})
        make_user(cast.committee, Role.HANDLER, unit=cast.unit)


def test_a_new_person_takes_over_and_the_old_account_stops(desk, cast, administrator):
    page = desk.post(url(cast.handler.officer), words(cast))
    successor = User.objects.get(name="边巴")
    assert page.url == f"{reverse('accounts:issue_passwords')}?people={successor.pk}"
    assert (successor.username, successor.roles, successor.unit, successor.officer.post) == (
        "bianba", [Role.HANDLER], cast.unit, "主任",
    )  # fmt: skip
    old = fresh(cast.handler)
    assert (old.is_active, old.roles, old.unit) == (False, [], None)
    told = [
        (event.case, event.action, event.note, event.data, event.by) for event in Event.objects.order_by("at", "case")
    ]
    assert sorted(told, key=str) == sorted(
        [
            (old.pk, "revoke_role", "退休。", {"role": "handler"}, administrator),
            (successor.pk, "grant_role", "退休。", {"role": "handler"}, administrator),
        ],
        key=str,
    )


def test_the_units_work_and_drafts_stay_the_units(desk, client, cast):
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    row = proposal.assignments.get()
    write_response(row, cast.handler)
    before = list(Duty.objects.order_by("pk").values())
    desk.post(url(cast.handler.officer), words(cast))
    assert list(Duty.objects.order_by("pk").values()) == before
    successor = User.objects.get(name="边巴")
    assert Duty.objects.open().of(successor).count() == len([d for d in before if d["done_at"] is None]) > 0
    client.force_login(successor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("response:edit", args=[row.pk]))
    assert page.status_code == 200
    assert Response.objects.get(assignment=row).opening in page.content.decode()


def test_a_known_person_takes_over_with_the_own_account(desk, cast):
    User.objects.filter(pk=cast.colleague.pk).update(phone="13908920002", password="has one")
    page = desk.post(url(cast.handler.officer), words(cast, name="扎西", phone="139 0892 0002"))
    assert page.url == reverse("tracking:unit_work", args=[cast.unit.pk])
    assert (fresh(cast.colleague).roles, fresh(cast.colleague).unit) == ([Role.MEMBER, Role.HANDLER], cast.unit)


def test_an_officer_moves_to_another_unit_and_keeps_the_role(desk, cast):
    spare = make_unit(cast.committee, "市体育局")
    page = desk.post(url(cast.handler.officer), words(cast, leaving="move", moves_to=spare.pk, name="", phone=""))
    assert page.url == reverse("tracking:unit_work", args=[cast.unit.pk])
    assert (fresh(cast.handler).unit, fresh(cast.handler).roles, fresh(cast.handler).is_active) == (
        spare, [Role.HANDLER], True,
    )  # fmt: skip


def test_who_keeps_the_account_loses_the_units_roles_only(desk, cast):
    from proposals.accounts.models import RoleGrant

    RoleGrant.objects.create(user=cast.handler, role=Role.MEMBER)
    desk.post(url(cast.handler.officer), words(cast, leaving="keep"))
    assert (fresh(cast.handler).is_active, fresh(cast.handler).roles) == (True, [Role.MEMBER])


def test_a_second_click_changes_nothing(desk, cast):
    spare, officer = make_unit(cast.committee, "市体育局"), cast.handler.officer
    moved = words(cast, leaving="move", moves_to=spare.pk, name="", phone="")
    desk.post(url(officer), moved)
    again = desk.post(url(officer), moved)
    assert again.status_code == 422 or again.status_code == 409
    assert fresh(cast.handler).unit == spare
    desk.post(url(cast.other_handler.officer), words(cast, unit=cast.other_unit.pk))
    assert desk.post(url(cast.other_handler.officer), words(cast, unit=cast.other_unit.pk)).status_code == 404
    assert User.objects.filter(name="边巴").count() == 1


def test_getting_the_page_changes_nothing(desk, cast):
    assert desk.get(url(cast.handler.officer)).status_code == 200
    assert UnitOfficer.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "这个字段是必填项。"),
        ({"leaving": "move"}, "moves_to", "请选择调到哪个单位。"),
        ({"phone": ""}, "phone", "请填写接任人的手机号，用来认出是哪一位。"),
        ({"phone": "abc"}, "phone", "这不是电话号码。"),
        ({"name": "次旦", "phone": "13908920003"}, "name", "接任的和离开的是同一个人。"),
        ({"name": "尼玛", "phone": "13908920004"}, "name", "这个人员现在是市财政局的。"),
        ({"name": "生人", "phone": "13908920004"}, "phone", "这个号码已经登记在另一位名下。"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, cast, more, field, sentence):
    User.objects.filter(pk=cast.handler.pk).update(phone="13908920003")
    User.objects.filter(pk=cast.other_handler.pk).update(phone="13908920004")
    page = desk.post(url(cast.handler.officer), words(cast, **more))
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [sentence]}
    assert (fresh(cast.handler).unit, User.objects.filter(name="边巴").exists()) == (cast.unit, False)


def test_other_roles_get_403_and_officers_of_other_committees_404(client, desk, cast):
    from tests.factories import make_committee

    other = make_committee("政协拉萨市委员会", city="拉萨", home=False)
    stranger = make_user(other, Role.HANDLER, unit=make_unit(other))
    assert desk.get(url(stranger.officer)).status_code == 404
    for who in (cast.member, cast.reviewer, cast.handler, cast.coordinator):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("accounts:officers")).status_code == 403
        assert client.post(url(cast.handler.officer), words(cast)).status_code == 403
    assert fresh(cast.handler).is_active
