"""The paragraphs of a docx in reading order, with the numbers Word only shows and does not write.

Only the three parts that make the text are read, with a parser that knows no entities; pictures are never unpacked.
What the package may contain at all has been checked at the door (``proposals.files``).
"""

import zipfile
from io import BytesIO
from typing import NamedTuple

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .numbering import Numbering
from .styles import Styles, W

TEXT = 8 * 1024 * 1024  # bytes of a part; a hundred pages are less than one megabyte

#: what stands around runs and does not change the text
AROUND = {f"{W}{name}" for name in (
    "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "ruby", "rubyBase", "r",
)}  # fmt: skip
SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
SHAPES = {f"{W}drawing", f"{W}pict", f"{W}object"}
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
BLANKS = str.maketrans({"\u3000": " ", "\u00a0": " ", "\u200b": "", "\ufeff": "", "\x00": ""})


class Line(NamedTuple):
    """One line of text and how it looks."""

    text: str
    centred: bool = False
    right: bool = False
    heading: bool = False
    size: int = 0


class Reading(NamedTuple):
    """Everything found: the lines outside tables, the tables as rows of cells (lists of lines), and the rest."""

    lines: list
    tables: list
    boxes: list
    pictures: int


class Unreadable(Exception):
    """The file cannot be read, with the way out."""

    def __init__(self, sentence):
        super().__init__(_("%(why)s请在 Word 里另存一次再导入，或者复制文字粘贴。") % {"why": sentence})


def read(content):
    """Read the bytes of a docx. Raises Unreadable with a sentence that says what to do instead."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {name: _part(archive, f"word/{name}.xml") for name in ("document", "styles", "numbering")}
        return _Reader(**parts).reading()
    except Unreadable:
        raise
    except Exception as fault:  # a damaged or hostile file fails in many ways; whatever it is, nothing is imported
        raise Unreadable(_("文件已损坏，读不出来。")) from fault


def _part(archive, name):
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > TEXT:
        raise Unreadable(_("文件里的文字太多，读不出来。"))
    return fromstring(archive.read(name), forbid_dtd=True)


class _Reader:
    def __init__(self, document, styles, numbering):
        self.body = document.find(f"{W}body")
        self.styles = Styles(styles)
        self.numbering = Numbering(numbering)
        self.boxes, self.pictures = [], 0

    def reading(self):
        lines, tables = [], []
        for node in self._below(self.body, f"{W}p", f"{W}tbl"):
            if node.tag == f"{W}tbl":
                tables.append(self._rows(node))
            else:
                lines += self._lines(node)
        return Reading(lines, tables, self.boxes, self.pictures)

    def _below(self, node, *names):
        """The elements of these names in order; what was deleted with changes tracked is left out."""
        for child in node:
            if child.tag in names:
                yield child
            elif child.tag in AROUND:
                yield from self._below(child, *names)

    def _rows(self, table):
        return [
            [[line for p in cell.iter(f"{W}p") for line in self._lines(p)] for cell in self._below(row, f"{W}tc")]
            for row in self._below(table, f"{W}tr")
        ]

    def _lines(self, paragraph):
        look = self.styles.look(paragraph)
        text = "".join(self._text(paragraph)).translate(BLANKS)
        lines = [line.strip() for line in text.split("\n")]
        label = self.numbering.label(look) if any(lines) else ""
        size = max((self.styles.size(run, look) for run in paragraph.iter(f"{W}r")), default=0)
        shown = [line for line in lines if line]
        if shown:
            shown[0] = f"{label}{shown[0]}"
        return [
            Line(line, look.align == "center", look.align in ("right", "end"), look.heading, size) for line in shown
        ]

    def _text(self, node):
        for child in node:
            if child.tag in (f"{W}t", MATH):
                yield child.text or ""
            elif child.tag in SIGNS:
                yield SIGNS[child.tag]
            elif child.tag in SHAPES:
                self._shape(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self._text(child.find(f"{MC}Choice") or ())
            elif child.tag in AROUND or child.tag.startswith(MATH[:-1]):
                yield from self._text(child)

    def _shape(self, shape):
        """A picture, or a box with text in it."""
        boxes = list(shape.iter(f"{W}txbxContent"))
        self.pictures += not boxes
        self.boxes += [line.text for box in boxes for p in box.iter(f"{W}p") for line in self._lines(p)]
