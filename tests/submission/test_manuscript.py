"""What is understood of a Word file: the shapes in which people bring their proposals."""

import pytest
from docx import Document
from docx.shared import Pt

from proposals.submission.manuscript import Unreadable, read, understand

from .manuscripts import CENTRE, RIGHT, TITLE, changed, in_a_control, numbered_by_word, saved, titled, with_changes

SITUATION = "江孜县有合作社 14 家。"


def parts(document):
    found = understand(read(saved(document)))
    return found.title, found.situation, found.analysis, found.suggestions


def left_out(document):
    return dict(understand(read(saved(document))).left_out)


def test_typed_chinese_numbers_and_lines_that_belong_to_nobody():
    document = titled(
        "政协委员　卓玛",
        "　　一、基本情况",
        f"　　{SITUATION}",
        "　　二、存在的问题",
        "　　（一）缺少监管措施",
        "三、原因分析",
        "主要是三缺。",
        "四、对策建议",
        "（一）设服务点。",
        "服务期两年。",
        "（二）制定标准：1.分级；2.贴标。",
        "联系电话：13900000000",
        "2022年2月10日",
    )
    assert parts(document) == (
        TITLE,
        f"{SITUATION}\n二、存在的问题\n（一）缺少监管措施",
        "主要是三缺。",
        ["设服务点。\n服务期两年。", "制定标准：1.分级；2.贴标。"],
    )
    assert left_out(document) == {"提案者、日期等": "政协委员 卓玛\n联系电话：13900000000\n2022年2月10日"}


def test_numbers_only_word_shows_are_read():
    document = titled()
    add = numbered_by_word(document, ("chineseCountingThousand", "%1、"), ("decimal", "%2."))
    add("情况")
    document.add_paragraph(SITUATION)
    add("销售", 1)
    add("运费", 1)
    add("建议")
    add("设服务点。", 1)
    document.add_paragraph("服务期两年。")
    add("制定标准。", 1)
    assert parts(document) == (
        TITLE,
        f"{SITUATION}\n1.销售\n2.运费",
        "",
        ["设服务点。\n服务期两年。", "制定标准。"],
    )


def test_numbers_of_three_levels_and_rings():
    document = titled("一、情况")
    add = numbered_by_word(document, ("decimalEnclosedCircle", "%1"), ("lowerLetter", "%2)"), ("bullet", "·"))
    for level in (0, 0, 1, 2):
        add("甲", level)
    assert parts(document)[1] == "①甲\n②甲\n1)甲\n• 甲"


def test_headings_with_the_text_behind_them():
    document = titled(f"情况：{SITUATION}", "分析：三缺。", "建议：1.设服务点。", "2.制定标准。")
    assert parts(document) == (TITLE, SITUATION, "三缺。", ["设服务点。", "制定标准。"])


def test_headings_in_brackets_and_paragraphs_without_numbers():
    document = titled("【案由】", title="提案")
    for text in (TITLE, "【情况】", SITUATION, "【建议】", "设服务点。", "制定标准。"):
        document.add_paragraph(text)
    assert parts(document) == (TITLE, SITUATION, "", ["设服务点。", "制定标准。"])


def test_a_sentence_that_leads_to_the_suggestions():
    document = titled(f"{SITUATION}三缺。", "为此，提出以下建议：", "一是设服务点。", "二是制定标准。")
    assert parts(document) == (TITLE, f"{SITUATION}三缺。\n为此，提出以下建议：", "", ["设服务点。", "制定标准。"])


def test_a_form_drawn_as_a_table():
    document = Document()
    rows = [("案由", TITLE), ("提案人", "卓玛"), ("理由", SITUATION), ("建议", "1.设服务点。\n2.制定标准。")]
    table = document.add_table(len(rows), 2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert parts(document) == (TITLE, SITUATION, "", ["设服务点。", "制定标准。"])
    assert left_out(document) == {"提案者、日期等": "提案人：卓玛"}


def test_a_title_over_two_lines_below_the_name_of_the_meeting():
    document = Document()
    for text in ("政协日喀则市第二届委员会第二次会议", "关于扶持帕拉卡垫编织合作社", "开展网上销售的提案"):
        document.add_paragraph(text).alignment = CENTRE
    document.add_paragraph(SITUATION)
    document.add_paragraph("卓玛").alignment = RIGHT
    title, situation, _analysis, suggestions = parts(document)
    assert (title, situation, suggestions) == ("关于扶持帕拉卡垫编织合作社开展网上销售的提案", SITUATION, [])


def test_a_title_worded_differently_is_the_line_that_stands_out():
    document = titled(SITUATION, "建议", "设服务点。", title="让卡垫走上网络")
    assert parts(document) == ("让卡垫走上网络", SITUATION, "", ["设服务点。"])


def test_without_any_heading_everything_is_the_situation():
    found = understand(read(saved(titled(SITUATION, "1.网上销售不足 6%。"))))
    assert (found.situation, found.recognised) == (f"{SITUATION}\n1.网上销售不足 6%。", False)


def test_without_a_title_nothing_is_taken_for_one():
    document = Document()
    for text in (SITUATION, "建议：", "设服务点。"):
        document.add_paragraph(text)
    assert parts(document) == ("", SITUATION, "", ["设服务点。"])


def test_changes_that_were_tracked_count_as_accepted_and_controls_are_read():
    document = in_a_control(with_changes(titled(), "（旧）", "（新）"), "控件里的字。")
    assert parts(document)[1] == "合作社（新）\n控件里的字。"


def test_line_breaks_inside_a_paragraph_are_lines():
    document = titled("情况", f"{SITUATION}\n建议", "设服务点。")
    assert parts(document) == (TITLE, SITUATION, "", ["设服务点。"])


def test_tables_and_pictures_are_named_and_not_lost(tmp_path):
    from PIL import Image

    picture = tmp_path / "x.png"
    Image.new("RGB", (2, 2)).save(picture)
    document = titled("情况", SITUATION * 10)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "年份", "产值"
    document.add_picture(str(picture), width=Pt(9))
    assert left_out(document) == {"表格": "年份　产值", "图片": "共 1 张"}


def test_words_before_the_first_numbered_suggestion_are_shown():
    document = titled("情况", SITUATION, "建议", "请市政府办理以下事项。", "1.设服务点。", "2.制定标准。")
    assert parts(document)[3] == ["设服务点。", "制定标准。"]
    assert left_out(document) == {"建议前的引语": "请市政府办理以下事项。"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda blob: b"<w:document",
        lambda blob: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        lambda blob: b"<x/>",
        lambda blob: blob.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 20_000, 1),
        lambda blob: b" " * (8 * 1024 * 1024 + 1),
    ],
)
def test_what_is_damaged_or_hostile_is_refused(damage):
    with pytest.raises(Unreadable, match="请在 Word 里另存一次再导入，或者复制文字粘贴。"):
        read(changed(saved(titled(SITUATION)), "word/document.xml", damage))
