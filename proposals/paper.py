"""Official documents as docx, in the layout of GB/T 9704-2012: A4, a type area of 156 × 225 mm with 22 lines of 28
characters, title 22 pt, body 16 pt 仿宋, page numbers at the outer edge.

Fonts are named, not shipped: office machines have them. This module knows the layout; what is printed is its callers'.
"""

import re
from io import BytesIO

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28}  # mm
LINE = 28.95  # pt from line to line: 22 lines in 225 mm
CHAR_SPACE = -5  # 1/20 pt added to each character: 28 of them in 156 mm
TITLE, BODY, SMALL = 22, 16, 12  # pt
SONG_TITLE, FANG_SONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text):
    """The text without characters that no XML document may hold."""
    return NOT_XML.sub("", str(text))


class Paper:
    """One document, written from top to bottom; ``save()`` returns its bytes."""

    def __init__(self, *, title, author):
        self.document = Document()
        self.document.core_properties.title = plain(title)[:250]
        self.document.core_properties.author = plain(author)[:250]
        self._lay_out(self.document.sections[0])
        _font(self.document.styles["Normal"], FANG_SONG, BODY)
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(CHAR_SPACE))
        self.document.styles["Normal"].element.rPr.append(closer)
        spacing = self.document.styles["Normal"].paragraph_format
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.widow_control = False  # or pages end after 20 or 21 lines

    def _lay_out(self, section):
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.right_margin = Mm(MARGINS["top"]), Mm(MARGINS["right"])
        section.bottom_margin, section.left_margin = Mm(MARGINS["bottom"]), Mm(MARGINS["left"])
        section.footer_distance = Mm(28 - 5)  # the number stands 7 mm below the type area
        section.different_first_page_header_footer = False
        self.document.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def title(self, text):
        """The title, centred; line breaks in it are kept."""
        for part in plain(text).splitlines() or [""]:
            self._write(part, SONG_TITLE, TITLE, WD_ALIGN_PARAGRAPH.CENTER, exact=33)

    def centred(self, text, *, font=KAI):
        self._write(text, font, BODY, WD_ALIGN_PARAGRAPH.CENTER)

    def heading(self, text, level=1):
        """A heading of the first (一、) or second level (（一）); the caller writes the number."""
        line = self._write(text, HEI if level == 1 else KAI, BODY, indent=True)
        line.paragraph_format.keep_with_next = True

    def text(self, text):
        """Paragraphs, two characters indented; empty lines are left out."""
        for part in plain(text).splitlines():
            if part.strip():
                self._write(part.strip(), FANG_SONG, BODY, WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)

    def blank(self):
        self._write("", FANG_SONG, BODY)

    def new_page(self):
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def facts(self, pairs):
        """Label and value side by side, values aligned."""
        table = self.document.add_table(rows=0, cols=2)
        _columns(table, [34, 122])
        for label, value in pairs:
            cells = table.add_row().cells
            _cell(cells[0], label, HEI, BODY, 26)
            _cell(cells[1], value, FANG_SONG, BODY, 26)

    def table(self, heads, rows, widths):
        """A ruled table; ``widths`` in mm, 156 together. The head repeats on every page, rows do not break."""
        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _columns(table, widths)
        _row(table.rows[0], heads, HEI)
        _mark(table.rows[0], "w:tblHeader")
        for values in rows:
            _row(table.add_row(), values, FANG_SONG)

    def save(self):
        held = BytesIO()
        self.document.save(held)
        return held.getvalue()

    def _write(self, text, font, size, alignment=None, *, indent=False, exact=LINE):
        line = self.document.add_paragraph()
        line.alignment = alignment
        _font(line.add_run(plain(text)), font, size)
        if exact != LINE:
            line.paragraph_format.line_spacing = Pt(exact)
        if indent:
            _indent(line)
        return line


def _font(owner, name, size):
    """Name and size of a style or run; Chinese text reads the East Asian name."""
    owner.font.name, owner.font.size = name, Pt(size)
    fonts = owner.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), name)


def _indent(line):
    """Two characters, whatever their size."""
    line.paragraph_format.first_line_indent = Pt(BODY * 2)
    line._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _page_number(line, alignment):
    """— 3 — at the outer edge, one character in."""
    line.alignment = alignment
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
    for kind, text in (("", "— "), ("begin", ""), ("", "PAGE"), ("end", ""), ("", " —")):
        run = line.add_run("" if text == "PAGE" else text)
        _font(run, SONG, 14)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == "PAGE":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def _columns(table, widths):
    """Fixed widths in mm; new rows take them from the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _row(row, values, font):
    _mark(row, "w:cantSplit")
    for cell, value in zip(row.cells, values, strict=True):
        _cell(cell, value, font, SMALL, 20)


def _mark(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _cell(cell, words, font, size, exact):
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = Pt(exact)
    _font(line.add_run(plain(words)), font, size)
