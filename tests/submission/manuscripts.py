"""Word files as people really bring them, built with python-docx."""

import zipfile
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
TITLE = "关于扶持帕拉卡垫编织合作社的提案"


def saved(document):
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def titled(*paragraphs, title=TITLE):
    """A document with a large centred title and these paragraphs."""
    document = Document()
    line = document.add_paragraph()
    line.alignment = CENTRE
    line.add_run(title).font.size = Pt(22)
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def numbered_by_word(document, *levels):
    """A list that Word numbers by itself: (numFmt, lvlText) for each level; returns add(text, level)."""
    root = document.part.numbering_part.element
    rows = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{rows}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def add(text, level=0):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", 90)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)

    return add


def with_changes(document, gone, new):
    """A paragraph with tracked changes: one piece deleted, one inserted."""
    paragraph = document.add_paragraph("合作社")._p
    for name, text_name, text in (("w:del", "w:delText", gone), ("w:ins", "w:t", new)):
        xml = f'<{name} {nsdecls("w")} w:id="1" w:author="x"><w:r><{text_name}>{text}</{text_name}></w:r></{name}>'
        paragraph.append(parse_xml(xml))
    return document


def in_a_control(document, text):
    """A paragraph inside a content control, as in the forms some offices hand out."""
    xml = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(xml))
    return document


def changed(content, name, replace):
    """A docx with one part replaced by ``replace(old bytes)``."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            blob = old.read(entry)
            new.writestr(entry.filename, replace(blob) if entry.filename == name else blob)
    return out.getvalue()
