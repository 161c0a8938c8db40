"""By what a name is sorted and found: its pinyin, with surnames read as surnames, and the strokes of its first sign."""

import unicodedata

from pypinyin import lazy_pinyin

#: surnames that are read otherwise than the same sign elsewhere (the phrases 尉迟, 长孙 … are known to the library)
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "员": "yun", "乐": "yue", "洗": "xian", "翟": "zhai", "牟": "mu", "覃": "qin",
    "秘": "bi", "折": "she", "繁": "po", "黑": "he", "召": "shao", "种": "chong", "隗": "wei", "句": "gou",
    "薄": "bo", "祭": "zhai", "沈": "shen", "石": "shi", "阚": "kan", "郇": "xun", "佴": "nai", "术": "zhu",
    "卜": "bu", "粘": "nian",
}  # fmt: skip
#: what begins with one of these signs and is read plainly: names of Tibetan origin, and surnames of two signs
PLAIN = ("单增", "单巴", "单珍", "单于", "区珍", "曾格")

#: first signs of names in the order of strokes: by their number, then by the kind of each stroke (横竖撇点折)
STROKES = {
    2: "丁卜刁乃",
    3: "于土才万上久卫习马",
    4: "王井韦云扎木尤车日牛毛长仁仇公仓月丹卞文方计尹孔巴邓",
    5: "玉巧甘艾古左石龙平占卢旦叶申田史央冉丘付代白仝丛令乐包邝冯兰宁永司尼尕加边台",
    6: "匡邢吉巩扬西达成毕当曲吕朱乔伍伏仲任华向全朵多邬色庄刘齐次衣闫关米江池汤宇安祁许农阮孙阳牟红纪",
    7: "玛贡赤花严芦克苏杜巫李杨甫吾来连坚肖时吴岗岑邱何佟位佘余谷邸邹库应冷辛闵汪沙沈宋迟张陆阿孜陈邵",
    8: "武拥拉其苗苻苟苑范林郁欧卓旺畅明易罗和季竺岳依金周狐冼庞郑单沿泽宗官郎房屈孟参练",
    9: "春珍封项赵郝荆胡柯查柏柳贵哈钟郜段保俄皇侯俞郗饶施美姜娄洪洛洋觉宫祝费胥姚贺",
    10: "秦珠班敖袁都热耿聂莫晋真桂格根索栗贾夏原顾顿柴党晁晏钱倪徒徐殷奚翁凌栾高郭席唐益涂容朗诸诺谈陶姬娘桑",
    11: "措黄萧梅曹戚龚盛常曼鄂崔银符康章商旋阎盖梁谌尉屠隋",
    12: "琪琼揭彭斯葛董蒋韩辜植覃景喻程傅焦舒鲁童普曾温游谢强登",
    13: "鄢靳蓝蒙楚赖甄雷虞路简詹鲍解廉满窦褚群",
    14: "嘉慕蔡蔺臧裴嘎管僧鲜廖端谭翟熊",
    15: "樊稽黎德滕颜潘",
    16: "燕薛薄霍冀穆",
    17: "戴鞠魏糜",
    18: "瞿",
}
STROKE_KEYS = {sign: f"{count:02d}{place:02d}" for count, signs in STROKES.items() for place, sign in enumerate(signs)}


def pinyin_key(name):
    """The syllables of a name, by which people and units are sorted and found; whoever creates one sets it."""
    return _tidy(lazy_pinyin(name))


def person_key(name):
    """The same of a person's name, whose first sign is read as a surname. The office may mend the key of a person."""
    surname = SURNAMES.get(name[:1]) if not name.startswith(PLAIN) else None
    return _tidy([surname, *lazy_pinyin(name[1:])]) if surname else pinyin_key(name)


def _tidy(syllables):
    spelled = " ".join(syllables).lower()
    kept = "".join(" " if unicodedata.category(sign)[0] in "PZ" else sign for sign in spelled)
    return " ".join(kept.split())[:120]


def stroke_key(name):
    """Sorts a name by the strokes of its first sign; empty for a sign that is not in the table, which goes last."""
    return STROKE_KEYS.get(name[:1], "")
