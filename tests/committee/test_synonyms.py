"""同义词: the sets that come with the product, and how the office changes them."""

import pytest
from django.urls import reverse

from proposals.committee.actions import load_synonyms
from proposals.committee.models import SynonymSet
from proposals.likeness import Synonyms
from proposals.permissions import Role
from tests.factories import make_committee, make_user


def test_the_sets_that_come_with_the_product_cover_the_usual_subjects(cast):
    assert load_synonyms(cast.committee) == SynonymSet.objects.count() >= 200
    words = {word for row in SynonymSet.objects.all() for word in Synonyms.parted(row.name)}
    assert {"老旧小区", "既有住宅", "加装电梯", "电瓶车", "养老", "停车难", "营商环境", "藏医药"} <= words


def test_no_word_stands_in_two_of_them_and_none_is_alone(cast):
    load_synonyms(cast.committee)
    sets = [Synonyms.parted(row.name) for row in SynonymSet.objects.all()]
    words = [word for words in sets for word in words]
    assert sorted(words) == sorted(set(words))
    assert [words for words in sets if len(words) < 2] == []


def test_loading_again_adds_nothing_and_keeps_what_the_office_did(cast):
    load_synonyms(cast.committee)
    row = SynonymSet.objects.first()
    SynonymSet.objects.filter(pk=row.pk).update(is_active=False)
    assert load_synonyms(cast.committee) == 0
    assert SynonymSet.objects.get(pk=row.pk).is_active is False


def test_each_committee_has_its_own(cast):
    elsewhere = make_committee("政协某市委员会", city="某市", home=False)
    load_synonyms(cast.committee)
    assert SynonymSet.objects.in_use(elsewhere).count() == 0


@pytest.fixture
def desk(client, cast):
    client.force_login(make_user(cast.committee, Role.ADMINISTRATOR))
    return client


def test_the_administrator_finds_and_adds_them(desk, cast):
    load_synonyms(cast.committee)
    page = desk.get(reverse("admin:committee_synonymset_changelist"), {"q": "既有住宅"})
    assert [row.name for row in page.context["cl"].result_list] == [
        SynonymSet.objects.get(name__contains="既有住宅").name
    ]
    assert page.context["title"] == "同义词列表"
    data = {"committee": cast.committee.pk, "name": "氆氇、藏毛呢", "order": 0, "is_active": "on"}
    answer = desk.post(reverse("admin:committee_synonymset_add"), data)
    assert answer.url == reverse("admin:committee_synonymset_changelist")
    assert SynonymSet.objects.filter(name="氆氇、藏毛呢").count() == 1


@pytest.mark.parametrize("name", ["氆氇", "犬、狗", "、"])
def test_one_word_alone_is_refused(desk, cast, name):
    data = {"committee": cast.committee.pk, "name": name, "order": 0, "is_active": "on"}
    page = desk.post(reverse("admin:committee_synonymset_add"), data)
    assert page.context["adminform"].form.errors == {"name": ["请写两个以上的词，每个词至少两个字。"]}
