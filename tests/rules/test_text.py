"""Cutting text for search: what is stored, what is asked, what is shown. Pure functions, no database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals import text
from proposals.text import (
    LAST_PLACE,
    MOST_TOKENS,
    PASSAGE,
    RUN,
    Piece,
    fold,
    hits,
    marked,
    parse,
    passage,
    tokens,
    vector,
)

# -- folding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("教育改革", "教育改革"),
        ("ＡＩ　５Ｇ", "ai 5g"),
        ("養老服務", "养老服务"),
        ("乾隆以後", "干隆以后"),  # character by character, so that 後 is 后 wherever it stands
        ("㈱①㎡", "(株)1m2"),
        ("e\u0301tude", "étude"),
        ("a\x00b\ud800c\u200bd\ufeff", "abcd"),
        ("一\r\n\t　二", "一 二"),
        ("𠮷野家", "𠮷野家"),
        ("བོད༌ལྗོངས", "བོད་ལྗོངས"),  # the tsheg that does not break is a tsheg
        ("⼈大", "人大"),  # radicals as PDF files have them
        ("İstanbul", "i̇stanbul"),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


# -- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", []),
        ("！，。", []),
        ("教育改革", ["教育", "育改", "改革", "革$"]),
        ("保", ["保$"]),
        ("教育、医疗", ["教育", "育$", "医疗", "疗$"]),
        ("ＡＩ时代", ["ai", "时代", "代$"]),
        ("5G网络2022年", ["5g", "网络", "络$", "2022", "年$"]),
        ("0123", ["0123", "123"]),
        ("000", ["000", "0"]),
        ("第0123号", ["第$", "0123", "123", "号$", "第123"]),
        ("意见第0012号", ["意见", "见第", "第$", "0012", "12", "号$", "意12"]),
        ("流水号0191", ["流水", "水号", "号$", "0191", "191", "流191"]),
        ("བོད་ལྗོངས།", ["བོད", "ལྗོངས"]),
        ("𠮷野𠮟", ["𠮷野", "野𠮟", "𠮟$"]),
        ("〇々", ["〇々", "々$"]),
        ("a" * 50, ["a" * 40]),
        ("it's $5 _x_", ["it", "s", "5", "x"]),
        ("'; drop table -- \\", ["drop", "table"]),
    ],
)
def test_tokens(written, expected):
    assert tokens(written) == expected


def test_vector_has_places_and_weights():
    assert vector(A="青稞", B="稞", D="种青稞") == "'种青':4 '稞$':2A,3B,6 '青稞':1A,5"


def test_vector_counts_a_token_four_times_at_most():
    assert vector(D="a a a a a a") == "'a':1,2,3,4"


def test_vector_of_an_endless_text_ends():
    endless = " ".join(str(number) for number in range(1, MOST_TOKENS + 500))
    written = vector(D=endless).split()
    assert len(written) == MOST_TOKENS
    assert {int(token.split(":")[1]) for token in written} == set(range(1, LAST_PLACE + 1))


def test_vector_of_nothing_is_empty():
    assert vector(A="", D="！") == ""


@pytest.mark.parametrize(
    ("pinyin", "words"),
    [("zhuo ma", "zhuoma ma zm"), ("luo sang zhuo ma", "luosangzhuoma sangzhuoma zhuoma ma lszm szm zm"), ("", "")],
)
def test_sounds(pinyin, words):
    assert text.sounds(pinyin) == words


# -- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wanted", "terms"),
    [
        ("教育", "'教育'", ("教育",)),
        ("教育改革", "'教育' & '育改' & '改革'", ("教育改革",)),
        ("改革教育", "'改革' & '革教' & '教育'", ("改革教育",)),
        ("教育 改革", "'教育' & '改革'", ("教育", "改革")),
        ("教育　改革", "'教育' & '改革'", ("教育", "改革")),
        ("教育，改革", "'教育' & '改革'", ("教育", "改革")),
        ("教育 教育", "'教育'", ("教育",)),
        ("保", "'保':*", ("保",)),
        ("𠮷", "'𠮷':*", ("𠮷",)),
        ("ＡＩ", "'ai':*", ("ai",)),
        ("zhuo", "'zhuo':*", ("zhuo",)),
        ("養老", "'养老'", ("养老",)),
        ("'; drop", "'drop':*", ("drop",)),
        ("a'b & !c | (d) <-> e:*", "'a':* & 'b':* & 'c':* & 'd':* & 'e':*", ("a", "b", "c", "d", "e")),
        ("a\x00b\ud800c", "'abc':*", ("abc",)),
        ("0123", "'0123':*", ("0123",)),
        ("第0123号", "'第123'", ("第0123号",)),
        ("第123号", "'第123'", ("第123号",)),
        ("意见第0012号", "'意12'", ("意见第0012号",)),
        ("意0012", "'意12'", ("意0012",)),
        ("流水号0191", "'流191'", ("流水号0191",)),
        ("བོད", "'བོད'", ("བོད",)),
        ("“教育”", "'教育'", ("教育",)),
        ("“教育", "'教育'", ("教育",)),
        ("z" * 5000, "'" + "z" * 40 + "':*", ("z" * 200,)),
    ],
)
def test_parse_words_that_the_index_finds_alone(typed, wanted, terms):
    query = parse(typed)
    assert (query.wanted, query.terms) == (wanted, terms)
    assert (query.unwanted, query.roughly_unwanted, query.phrases, query.excluded) == ("", "", (), ())


@pytest.mark.parametrize(
    ("typed", "wanted", "phrases"),
    [
        ("“教育改革”", "'教育' & '育改' & '改革'", ("教育改革",)),
        ('"教育改革"', "'教育' & '育改' & '改革'", ("教育改革",)),
        ("「教育、医疗」", "'教育' & '育$' & '医疗'", ("教育、医疗",)),
        ("“教育　改革 ”", "'教育' & '育$' & '改革'", ("教育 改革",)),
        ("5G网络", "'5g' & '网络'", ("5g网络",)),
        ("2022年", "'2022' & '年':*", ("2022年",)),
        ("热线12345", "'热线' & '线$' & '12345':*", ("热线12345",)),
        ("བོད་ལྗོངས་", "'བོད' & 'ལྗོངས'", ("བོད་ལྗོངས",)),
        ("关于“新城”的", "'关于' & '新城' & '的':*", ()),
    ],
)
def test_parse_words_that_have_to_stand_together(typed, wanted, phrases):
    query = parse(typed)
    assert (query.wanted, query.phrases) == (wanted, phrases)


@pytest.mark.parametrize(
    ("typed", "unwanted", "roughly", "excluded"),
    [
        ("教育 -改革", "('改革')", "", ()),
        ("教育 －改革", "('改革')", "", ()),
        ("教育 -保 -ai", "('保':*) | ('ai':*)", "", ()),
        ("教育 -教师队伍", "", "('教师' & '师队' & '队伍')", ("教师队伍",)),
        ("教育 -“教师、学生”", "", "('教师' & '师$' & '学生')", ("教师、学生",)),
    ],
)
def test_parse_words_that_are_left_out(typed, unwanted, roughly, excluded):
    query = parse(typed)
    assert (query.wanted, query.terms) == ("'教育'", ("教育",))
    assert (query.unwanted, query.roughly_unwanted, query.excluded) == (unwanted, roughly, excluded)


def test_parse_only_what_is_left_out():
    query = parse("-教育")
    assert (query.wanted, query.unwanted, query.terms) == ("", "('教育')", ())


def test_parse_a_hyphen_within_a_word_leaves_nothing_out():
    assert parse("城-乡").wanted == "'城':* & '乡':*"


@pytest.mark.parametrize("typed", ["", "   ", "！", "%", "“”", "-", "- -", "\x00", "\ud800", "'", "''", "།", "་"])
def test_parse_nothing_to_look_for(typed):
    assert parse(typed) is None


def test_parse_reads_ten_words():
    query = parse(" ".join("一二三四五六七八九十百千"))
    assert len(query.terms) == 10
    assert query.wanted.count("&") == 9


SAFE = re.compile(r"(?:\(?'[^'\\]+'(?::\*)?\)?(?: [&|] )?)*")


@given(st.text())
def test_parse_lets_only_quoted_tokens_through(typed):
    query = parse(typed)
    for condition in (query.wanted, query.unwanted, query.roughly_unwanted) if query else ():
        assert SAFE.fullmatch(condition), condition
        assert "\x00" not in condition


# -- a word of a text is found by it ----------------------------------------------------------------------------------

LETTERS = st.sampled_from(
    list("教育改革养老養老後保障的一，。！ \n、“”－-")
    + list("aZ09ＡＩ５é_'$")
    + list("𠮷𠮟〇々")
    + list("བོད་ལྗོངས།")
    + ["㈱", "e\u0301", "\x00", "\u200b"]
)
TEXTS = st.lists(LETTERS, max_size=40).map("".join)


def fits(query, found):
    """What PostgreSQL decides: every condition of the query holds for these tokens."""
    for condition in query.wanted.split(" & "):
        token, star = re.fullmatch(r"'([^']+)'(:\*)?", condition).groups()
        if not any(one == token or (star and one.startswith(token)) for one in found):
            return False
    return True


@given(TEXTS)
def test_every_word_of_a_text_finds_it_and_is_marked(written):
    folded, found = fold(written), set(tokens(written))
    for run in RUN.finditer(folded):
        query = parse(run[0])
        assert fits(query, found)
        assert all(phrase in folded for phrase in query.phrases)
        assert any(run[0] in fold(written[start:end]) for start, end in hits(written, query.terms))


@pytest.mark.parametrize("word", ["教育", "养老保障", "保", "5G网络", "ＡＩ", "𠮷野家", "བོད་ལྗོངས", "étude", "第0123号"])
def test_the_mark_is_the_word_as_written(word):
    written = f"，{word}。"
    assert [written[start:end] for start, end in hits(written, parse(word).terms)] == [word]


@given(TEXTS, st.data())
def test_every_part_of_a_han_run_finds_it(written, data):
    for run in RUN.finditer(fold(written)):
        if run.lastgroup == "han":
            start = data.draw(st.integers(0, len(run[0]) - 1))
            part = run[0][start : data.draw(st.integers(start + 1, len(run[0])))]
            assert fits(parse(part), set(tokens(written)))


@given(TEXTS, TEXTS)
def test_marked_pieces_are_the_text(written, typed):
    query = parse(typed)
    terms = query.terms if query else ()
    pieces = marked(written, terms)
    assert "".join(piece.text for piece in pieces) == written
    assert [piece.text for piece in pieces if piece.hit] == [written[start:end] for start, end in hits(written, terms)]


@given(TEXTS, TEXTS)
def test_a_hit_is_a_term(written, typed):
    query = parse(typed)
    for term in query.terms if query else ():
        for start, end in hits(written, (term,)):
            assert term in fold(written[start:end])


# -- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "terms", "spans"),
    [
        ("关于教育改革的教育", ("教育",), [(2, 4), (7, 9)]),
        ("关于教育改革", ("教育", "育改"), [(2, 5)]),
        ("養老與ＡＩ", ("养老", "ai"), [(0, 2), (3, 5)]),
        ("一二", ("三",), []),
        ("running for train", ("run", "rain"), [(0, 3)]),
        ("15G和5G", ("5g",), [(4, 6)]),
        ("的5G", ("5g",), [(1, 3)]),
        ("中㈱日", ("株",), [(1, 2)]),
        ("བོད་བོདལ", ("བོད",), [(0, 3)]),
        ("a\x00b", ("ab",), [(0, 3)]),
    ],
)
def test_hits_are_places_of_the_text_as_written(written, terms, spans):
    assert hits(written, terms) == spans


def test_marked_title():
    assert marked("关于養老服務", ("养老",)) == [Piece("关于", False), Piece("養老", True), Piece("服務", False)]
    assert marked("", ("养老",)) == []


LONG = "甲" * 100 + "。本市青稞种植。" + "乙" * 100 + "。青稞良种不足，建议繁育。" + "丙" * 100


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


def test_passage_begins_with_the_sentence_of_its_first_hit():
    assert shown(passage(LONG, ("青稞",))).startswith("…本市[青稞]种植。乙乙")


def test_passage_is_where_most_of_the_terms_stand():
    assert shown(passage(LONG, ("青稞", "繁育"))).startswith("…[青稞]良种不足，建议[繁育]。丙")


def test_passage_of_a_short_text_is_the_text():
    assert shown(passage("本市青稞", ("青稞",))) == "本市[青稞]"


def test_passage_without_a_hit_is_empty():
    assert passage(LONG, ("小麦",)) == []
    assert passage("", ("小麦",)) == []


@given(TEXTS.map(lambda part: part * 9), TEXTS)
def test_passage_is_short_and_shows_a_hit(written, typed):
    query = parse(typed)
    pieces = passage(written, query.terms if query else ())
    assert len("".join(piece.text for piece in pieces).strip("…")) <= PASSAGE
    assert pieces == [] or any(piece.hit for piece in pieces)
