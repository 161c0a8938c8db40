"""How alike titles and texts are: a rule without a database."""

import pytest

from proposals import likeness
from proposals.likeness import Asked, AskedText, Synonyms

SETS = ["老旧小区、既有住宅、旧小区", "加装电梯、增设电梯", "电动自行车、电瓶车", "养老、老年人照料"]


def asked(title, sets=SETS, counts=None, total=1000):
    return Asked(title, Synonyms(sets)).weigh((counts or {}).get if counts else lambda word: 1, total)


def test_equal_titles_are_wholly_alike_and_strangers_not_at_all():
    assert asked("关于加快老旧小区加装电梯的提案").likeness("关于加快老旧小区加装电梯的提案") == pytest.approx(1.0)
    assert asked("关于加快老旧小区加装电梯的提案").likeness("关于规范养犬的提案") == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于进一步加强工作的提案", "关于进一步加强工作的建议"),
        ("关于加快推进建设的建议", "加快推进建设"),
        ("", "关于养老的提案"),
        ("！？", "关于养老的提案"),
    ],
)
def test_what_every_title_says_counts_nothing(one, other):
    assert asked(one).likeness(other) == 0.0


def test_form_width_and_traditional_characters_do_not_matter():
    assert asked("养老服务").likeness("關於養老服務的提案") == pytest.approx(1.0)
    assert asked("5G网络").likeness("５Ｇ网络") == pytest.approx(1.0)


def test_synonyms_make_the_same_matter_alike():
    without = asked("推动既有住宅增设电梯", []).likeness("加快老旧小区加装电梯")
    with_them = asked("推动既有住宅增设电梯").likeness("加快老旧小区加装电梯")
    assert (0 < without < 0.5, 0.5 < with_them < 1.0) == (True, True)
    assert asked("电瓶车充电").likeness("电动自行车充电") > asked("电瓶车充电").likeness("电动汽车充电")


def test_the_same_word_is_more_alike_than_a_synonym():
    title = asked("老旧小区改造")
    assert title.likeness("老旧小区改造") > title.likeness("既有住宅改造") > title.likeness("道路改造")


def test_what_few_titles_say_counts_most():
    common = dict.fromkeys(likeness.title_words("农村公路"), 500.0)
    title = Asked("农村公路氆氇", Synonyms([])).weigh(lambda word: common.get(word, 1), 1000)
    assert title.likeness("氆氇") > title.likeness("农村公路")


def test_a_longer_title_is_held_against_it_only_partly():
    title = asked("老旧小区加装电梯")
    longer = title.likeness("老旧小区加装电梯的资金筹措和施工安全")
    assert 0.5 < longer < title.likeness("老旧小区加装电梯")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("老旧小区、既有住宅", ["老旧小区", "既有住宅"]),
        ("老旧小区 既有住宅", ["老旧小区", "既有住宅"]),
        ("老旧小区，既有住宅；旧小区", ["老旧小区", "既有住宅", "旧小区"]),
        ("養老、养老、敬老", ["养老", "敬老"]),
        ("老旧小区", ["老旧小区"]),
        ("、、", []),
        ("犬、狗、宠物", ["宠物"]),
    ],
)
def test_how_a_line_of_synonyms_is_read(line, words):
    assert Synonyms.parted(line) == words


def test_a_line_of_one_word_says_nothing():
    assert Synonyms(["老旧小区", "犬、狗、宠物", ""]).words == []


def test_a_word_may_stand_in_several_lines():
    synonyms = Synonyms(["阅读、书香", "阅读、图书馆"])
    title = Asked("全民阅读", synonyms).weigh(lambda word: 1, 1000)
    assert (title.likeness("书香") > 0, title.likeness("图书馆") > 0) == (True, True)


def test_conditions_come_the_rarest_first_and_cover_the_words_of_a_concept():
    counts = {"旧": 400, "小": 900, "区": 900, "养": 5, "犬": 3}
    found = Asked("老旧小区养犬", Synonyms(SETS)).weigh(lambda word: counts.get(word, 50), 1000).conditions()
    assert [condition.titles for condition in found] == sorted(condition.titles for condition in found)
    (concept,) = [condition.query for condition in found if "|" in condition.query]
    assert "'既' & '既有'" in concept
    assert found[0].query == "'犬'"


def test_only_characters_pairs_and_words_get_into_a_condition():
    words = likeness.title_words("'); drop & | ! :* 老旧\\小区 5G")
    assert words == {"drop", "老", "旧", "老旧", "小", "区", "小区", "5g"}
    assert likeness.title_vector("小区 5G") == "'5g' '区' '小' '小区'"


def test_texts_are_compared_by_what_they_share():
    same = AskedText({"a", "b"}, lambda token: 1.0)
    assert (same.likeness({"a", "b"}), same.likeness({"c"}), same.likeness(set())) == (pytest.approx(1.0), 0.0, 0.0)
    assert AskedText({"a", "b"}, {"a": 1.0, "b": 3.0}.get).likeness({"b", "c"}) > 0.5 == same.likeness({"b", "c"})
    assert AskedText(set(), lambda token: 1.0).likeness({"a"}) == 0.0


def test_the_rarest_tokens_are_looked_for():
    texts_with = {"a": 9, "b": 1, "c": 5}.get
    assert likeness.rarest(["a", "b", "c", "a"], texts_with, most=2, within=100) == ["b", "c"]
    assert likeness.rarest(["a", "b", "c", "a"], texts_with, most=3, within=8) == ["b", "c"]
    assert likeness.rarest(["a"], texts_with, most=3, within=8) == ["a"]


def test_title_and_text_each_say_enough_alone():
    whole = likeness.whole_likeness
    assert (whole(0.0, 0.0), whole(1.0, 0.0), whole(0.0, 1.0)) == (0.0, 1.0, 1.0)
    assert whole(0.0, 0.5) > whole(0.5, 0.0)
    assert whole(0.5, 0.0, same_topic=True) == whole(0.5, 0.0, same_unit=True) > whole(0.5, 0.0)


def test_passages_that_stand_in_both_texts_are_marked():
    one, other = "去年走访了三县十二乡，种子混杂。", "群众反映，走访了三县十二乡，路很难走。"
    assert [(piece.text, piece.hit) for piece in likeness.shared(one, other)] == [
        ("去年", False), ("走访了三县十二乡，", True), ("种子混杂。", False),
    ]  # fmt: skip
    assert [(piece.text, piece.hit) for piece in likeness.shared("三县十二乡", "三县十二乡")] == [("三县十二乡", False)]
    assert likeness.shared("", "三县") == []


def test_rarity_is_never_negative():
    assert likeness.rarity(1000, 10) == 0.0
    assert likeness.rarity(0, 0) > 0
