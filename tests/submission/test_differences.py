"""Two texts compared: in pieces, and in words."""

import pytest

from proposals.submission.differences import compare, compare_lists, in_words


def text(title="甲", situation="乙", analysis="", suggestions=("一。",)):
    return {"title": title, "situation": situation, "analysis": analysis, "suggestions": list(suggestions)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("三县走访所见。", "三县走访所见，种子混杂。"),
        ("甲。乙。丙。", "丙。乙。甲。"),
        ("一样的开头，中间，结尾", "完全不同的另一段话！"),
        ("第一行\n第二行", "第一行\n\n第三行"),
        ("😀🏔️𠮷", "😀𠮷"),
    ],
)
def test_compare_loses_nothing_of_either_text(before, after):
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_compare_marks_the_changed_word_alone():
    assert [tuple(piece) for piece in compare("去年产值一千万元。", "去年产值两千万元。")] == [
        ("same", "去年产值"), ("gone", "一"), ("new", "两"), ("same", "千万元。"),
    ]  # fmt: skip


def test_compare_of_long_different_texts_is_quick():
    pieces = compare("甲乙丙" * 10_000, "丁戊己" * 10_000)
    assert [piece.kind for piece in pieces] == ["gone", "new"]


def test_compare_lists_says_where_each_suggestion_stands():
    lines = compare_lists(["一。", "二。", "三。"], ["一。", "三。", "四。"])
    assert [(line.kind, line.number) for line in lines] == [("same", 1), ("gone", 2), ("same", 2), ("new", 3)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (text(), text(), "没有改动"),
        (text(), text(title="甲乙"), "案由增 1 字"),
        (text(), text(analysis="因为三缺。"), "写了分析 5 字"),
        (text(analysis="因为三缺。"), text(), "删去分析 5 字"),
        (text(situation="去年一千万元"), text(situation="去年两千万元"), "情况与问题增 1 字、删 1 字"),
        (text(suggestions=["一。", "二。"]), text(suggestions=["二。", "一。"]), "调整建议的顺序"),
        (text(), text(suggestions=["一。", "二。", "三。"]), "新增建议第2、3条"),
        (text(suggestions=["一。", "二。"]), text(), "删去原建议第2条"),
        (text(), text(suggestions=["一点。"]), "改建议第1条"),
    ],
)
def test_in_words_says_what_was_changed(before, after, said):
    assert in_words(before, after) == said
