"""The layout of official documents as GB/T 9704-2012 says: in the docx, and in what LibreOffice prints of it."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from proposals.paper import Paper

LINE_OF_28 = "青稞良种繁育基地建设需要资金土地技术人员四项保障缺一不可请"[:28]


def read(paper):
    return Document(BytesIO(paper.save()))


def sample():
    paper = Paper(title="样稿", author="提案委")
    paper.title("关于建立青稞良种繁育基地的提案")
    paper.heading("一、情况与问题")
    for _n in range(60):
        paper.text(LINE_OF_28 * 2)
    return paper


def test_page_is_a4_with_the_margins_of_the_standard():
    section = read(sample()).sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round(margin.mm, 1) for margin in margins] == [37.0, 26.0, 35.0, 28.0]


def test_a_page_holds_22_lines_of_28_characters():
    normal = read(sample()).styles["Normal"]
    [space] = normal.element.xpath("./w:rPr/w:spacing")
    assert Mm(225).pt // normal.paragraph_format.line_spacing.pt == 22
    assert Mm(156).pt // (16 + int(space.get(qn("w:val"))) / 20) == 28


def test_type_is_22_points_for_the_title_and_16_points_fang_song_for_the_text():
    title, heading, text = read(sample()).paragraphs[:3]
    fonts = [
        (p.runs[0].font.size, p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")))
        for p in (title, heading, text)
    ]  # fmt: skip
    assert fonts == [(Pt(22), "方正小标宋简体"), (Pt(16), "黑体"), (Pt(16), "仿宋_GB2312")]
    assert text.paragraph_format.first_line_indent == Pt(32)


def test_page_numbers_stand_at_the_outer_edge():
    document = read(sample())
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    assert [str(p.alignment).split()[0] for p in (odd, even)] == ["RIGHT", "LEFT"]
    for line in (odd, even):
        assert "".join(line._p.xpath(".//w:t/text() | .//w:instrText/text()")) == "— PAGE —"
        assert line.runs[0].font.size == Pt(14)


def test_a_table_repeats_its_head_and_keeps_its_rows_together():
    paper = Paper(title="表", author="提案委")
    paper.table(["号", "案由"], [("第0001号", "关于修路的提案")] * 3, [36, 120])
    table = read(paper).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["号", "案由"]
    assert len(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == 4


def test_characters_no_document_may_hold_are_left_out():
    paper = Paper(title="坏\x00字", author="\ud800")
    paper.text("前\x0b后\x00\ufffe")
    document = read(paper)
    assert document.core_properties.title == "坏字"
    assert document.paragraphs[0].text == "前后"


@pytest.mark.slow
def test_libre_office_prints_22_lines_a_page_inside_the_margins(tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("没有 LibreOffice（Debian：apt-get install libreoffice-writer）")
    source = tmp_path / "sample.docx"
    source.write_bytes(sample().save())
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, source], check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "sample.pdf").pages
    lines = {}

    def visit(text, _cm, matrix, _font, size):
        if text.strip() and size and matrix[5] > Mm(35).pt - 6:  # not the page number
            lines.setdefault(round(matrix[5]), []).append((matrix[4], text.strip()))

    pages[1].extract_text(visitor_text=visit)
    box = pages[1].mediabox
    assert [round(float(side) / Mm(1).pt) for side in (box.width, box.height)] == [210, 297]
    assert len(lines) == 22
    assert round(min(x for line in lines.values() for x, _text in line) / Mm(1).pt) == 28
    assert max(len("".join(text for _x, text in line)) for line in lines.values()) == 28
