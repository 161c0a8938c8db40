"""Names: sorted by pinyin with surnames read as surnames, and by strokes; found by pinyin, initials and signs."""

import random

import pytest

from proposals.accounts.models import User, person_key, pinyin_key, stroke_key
from proposals.accounts.models.names import STROKE_KEYS, STROKES

READ = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "盖": "ge", "朴": "piao", "覃": "qin",
    "翟": "zhai", "任": "ren", "区": "ou", "缪": "miao", "员": "yun", "乐": "yue", "尉迟": "yu chi",
    "欧阳": "ou yang", "长孙": "zhang sun", "单于": "chan yu", "司马": "si ma",
}  # fmt: skip
TIBETAN = {
    "次仁": "ci ren", "旦增": "dan zeng", "单增": "dan zeng", "扎西": "zha xi", "卓嘎": "zhuo ga", "普布": "pu bu",
    "格桑曲珍": "ge sang qu zhen", "仁增旺姆": "ren zeng wang mu", "强巴": "qiang ba", "色珍": "se zhen",
    "区珍": "qu zhen",
}  # fmt: skip


@pytest.mark.parametrize(("surname", "reading"), READ.items())
def test_surnames_are_read_as_surnames(surname, reading):
    assert person_key(f"{surname}明") == f"{reading} ming"


@pytest.mark.parametrize(("name", "reading"), TIBETAN.items())
def test_names_of_tibetan_origin_are_read_plainly(name, reading):
    assert person_key(name) == reading


def test_units_are_read_plainly():
    assert pinyin_key("区委宣传部") == "qu wei xuan chuan bu"


#: forty surnames as a printed list has them: bai bian … zhou; 盖 and 葛 are both ge, 解 and 谢 both xie
BY_PINYIN = (
    "柏", "边", "邓", "丁", "董", "段", "冯", "高", "盖", "葛", "韩", "胡", "孔", "李", "刘", "罗", "吕", "马", "宁",
    "欧", "彭", "朴", "覃", "仇", "任", "单", "沈", "孙", "王", "吴", "解", "谢", "徐", "杨", "尤", "曾", "查", "翟",
    "张", "周",
)  # fmt: skip


def test_forty_surnames_stand_in_the_order_of_their_pinyin(cast):
    rows = [User(username=f"forty{n}", name=f"{s}明", pinyin_key=person_key(f"{s}明")) for n, s in enumerate(BY_PINYIN)]
    random.Random(7).shuffle(rows)
    User.objects.bulk_create(rows)
    stored = User.objects.filter(username__startswith="forty").order_by("pinyin_key", "name")
    assert [user.name[:-1] for user in stored] == list(BY_PINYIN)


def test_strokes_sort_surnames_by_their_number_and_kind():
    names = ["张", "丁", "王", "司马", "次仁", "旦增", "戴", "马", "李", "瞿", "于"]
    assert sorted(names, key=stroke_key) == ["丁", "于", "马", "王", "旦增", "司马", "次仁", "李", "张", "戴", "瞿"]


def test_every_sign_of_the_table_stands_in_it_once():
    assert len(STROKE_KEYS) == sum(map(len, STROKES.values())) >= 400


def test_signs_out_of_the_table_come_last(cast):
    for user, name in ((cast.member, "龘某"), (cast.colleague, "丁一"), (cast.stranger, "王一")):
        User.objects.filter(pk=user.pk).update(name=name, stroke_key=stroke_key(name))
    assert [user.name for user in User.objects.members(cast.committee).by_strokes()] == ["丁一", "王一", "龘某"]


def invented(n):
    """Five hundred names with the surnames and signs that are common, the same ones every time."""
    dice, given = (
        random.Random(54),
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂卓玛央金次仁扎西旦增多吉拉姆德吉白玛格桑",
    )
    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单解仇查曾任区朴盖翟"
    return [dice.choice(surnames) + "".join(dice.choices(given, k=2)) for _n in range(n)]


def test_ninety_eight_of_a_hundred_names_are_found_by_full_pinyin_in_the_first_five(cast):
    names = list(dict.fromkeys(invented(520)))[:500]
    User.objects.bulk_create(
        User(username=f"p{n}", name=name, pinyin_key=person_key(name), committee=cast.committee)
        for n, name in enumerate(names)
    )
    sample = names[::5]
    whole = sum(name in _first_five(person_key(name).replace(" ", "")) for name in sample)
    assert whole >= 0.98 * len(sample)


def _first_five(typed):
    return [user.name for user in User.objects.search(typed)[:5]]


@pytest.mark.parametrize("typed", ["ciren", "cr", "次仁", "ci ren"])
def test_tibetan_names_are_found_by_pinyin_initials_and_signs(cast, typed):
    User.objects.create(username="cr", name="次仁顿珠", pinyin_key=person_key("次仁顿珠"), committee=cast.committee)
    assert "次仁顿珠" in _first_five(typed)


def test_names_in_tibetan_script_are_found_by_it(cast):
    name = "ཚེ་རིང་སྒྲོལ་མ"
    User.objects.create(username="bo", name=name, pinyin_key=person_key(name), committee=cast.committee)
    assert _first_five("ཚེ་རིང") == [name]


def test_a_mended_key_is_what_sorts_and_finds(cast):
    user = User.objects.create(username="x", name="曾格", pinyin_key="ceng ge", committee=cast.committee)
    assert _first_five("cengge") == [user.name]
