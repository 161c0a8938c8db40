"""换届: who goes on gets a place in the new term, the old one stays as it was."""

from datetime import date

import pytest
from django.urls import reverse

from proposals.accounts.models import Membership, User
from proposals.permissions import Role
from proposals.trail.models import Event
from tests.factories import make_user

URL = reverse("accounts:begin_term")
SINCE = date(2027, 1, 10)


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(*people, **more):
    places = Membership.objects.filter(member__user__in=people, term=2)
    return {"new": "3", "since": "2027-01-10", "continuing": [str(place.pk) for place in places]} | more


def places():
    return [
        (place.member.user.name, place.term, str(place.sectoral_group), place.since, place.until)
        for place in Membership.objects.order_by("term", "member__user__pinyin_key", "member__user__username")
    ]


def test_the_list_is_by_strokes_and_all_are_ticked_at_first(desk, cast):
    for user, key in ((cast.member, "0803"), (cast.colleague, "0420"), (cast.stranger, "")):
        User.objects.filter(pk=user.pk).update(stroke_key=key)
    page = desk.get(URL)
    rows = [(place.member.user.name, ticked) for place, ticked in page.context["rows"]]
    assert rows == [("扎西", True), ("卓玛", True), ("路人", True)]
    assert page.context["form"].initial == {"new": 3, "since": None}


def test_whoever_goes_on_gets_a_place_with_the_same_group(desk, cast):
    Membership.objects.filter(member__user=cast.member).update(party="九三学社")
    page = desk.post(URL, words(cast.member, cast.colleague), follow=True)
    assert [str(message) for message in page.context["messages"]] == ["换届已办好：2 位连任，0 位收回委员身份。"]
    new = Membership.objects.filter(term=3).order_by("member__user__name")
    assert [(p.member.user.name, str(p.sectoral_group), p.since) for p in new] == [
        ("卓玛", "农牧界", SINCE), ("扎西", "农牧界", SINCE),
    ]  # fmt: skip
    assert Membership.objects.get(member__user=cast.member, term=3).party == "九三学社"
    old = Membership.objects.filter(term=2)
    assert {(str(p.sectoral_group), p.until) for p in old} == {("农牧界", date(2027, 1, 9))}
    assert User.objects.get(pk=cast.stranger.pk).roles == [Role.MEMBER]
    assert Event.objects.count() == 0


def test_whoever_does_not_go_on_may_lose_the_role_but_not_the_account(desk, cast, administrator):
    page = desk.post(URL, words(cast.member, cast.colleague, end_others="on"), follow=True)
    assert [str(message) for message in page.context["messages"]] == ["换届已办好：2 位连任，1 位收回委员身份。"]
    stranger = User.objects.get(pk=cast.stranger.pk)
    assert (stranger.is_active, stranger.roles) == (True, [])
    event = Event.objects.get()
    assert (event.case, event.action, event.note, event.by) == (
        stranger.pk, "revoke_role", "换届：第 3 届不再连任", administrator,
    )  # fmt: skip


def test_a_second_click_changes_nothing(desk, cast):
    sent = words(cast.member)
    desk.post(URL, sent)
    before = places()
    again = desk.post(URL, sent)
    assert again.status_code == 422
    assert again.context["form"].errors["new"] == ["应当大于现在的第 3 届。"]
    assert places() == before


def test_getting_the_page_changes_nothing(desk, cast):
    before = places()
    desk.get(URL)
    assert places() == before


def test_the_list_has_the_same_number_of_queries_for_three_and_for_six(desk, cast, django_assert_num_queries):
    desk.get(URL)
    for _n in range(2):
        with django_assert_num_queries(8):
            desk.get(URL)
        for _m in range(3):
            make_user(cast.committee, Role.MEMBER)


def test_without_members_there_is_nothing_to_carry_over(desk, cast):
    Membership.objects.all().delete()
    assert desk.get(URL).url == reverse("accounts:import_roster")


def test_only_the_administrator_begins_a_term(client, cast):
    for who in (cast.member, cast.reviewer, cast.handler):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(URL, words(cast.member)).status_code == 403
    assert not Membership.objects.filter(term=3).exists()
