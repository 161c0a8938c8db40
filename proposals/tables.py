"""Tables that come as files: the one way to read xlsx and csv that somebody sends.

A file is a guest: its size, its rows and what its zip unfolds to are limited before anything is read; XML is read with
defusedxml (openpyxl does so by itself once it is installed), formulas are never computed.
"""

import csv
import datetime
import io
import re
import unicodedata
import zipfile
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

LARGEST = 5 * 1024 * 1024  # bytes of the file
UNFOLDED = 80 * 1024 * 1024  # bytes of what an xlsx holds, and how much smaller it may be packed
RATIO = 200
PARTS = 500  # files inside an xlsx
ROWS, COLUMNS = 5_000, 60
ENCODINGS = ("utf-8-sig", "gb18030")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: what a damaged or hostile workbook makes the reader raise
DAMAGED = (
    zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, OSError, NotImplementedError,
)  # fmt: skip


class UnreadableTable(Exception):
    """The file is no table that can be read; the sentence says why and what to do."""


class Table(NamedTuple):
    """The first row as ``headings``; ``rows``: (number as a spreadsheet counts, a text for each heading), empty ones
    left out."""

    headings: list
    rows: list


def read_table(data, *, most=ROWS):
    """The first sheet of an xlsx, or a csv, from its bytes; ``most`` rows. Raises UnreadableTable."""
    if len(data) > LARGEST:
        raise UnreadableTable(_("文件超过 %(mb)s MB，请分成几个文件。") % {"mb": LARGEST // 1024**2})
    if data.startswith(OLD_EXCEL):
        raise UnreadableTable(_("这是旧格式的 Excel 文件，请打开后另存为 xlsx 再上传。"))
    lines = _xlsx(data, most) if data.startswith(b"PK") else _csv(data, most)
    numbered = [(at, [tidy(cell) for cell in cells]) for at, cells in enumerate(lines, start=1)]
    filled = [(at, cells) for at, cells in numbered if any(cells)]
    if not filled:
        raise UnreadableTable(_("文件是空的。"))
    (_at, headings), *rows = filled
    while headings and not headings[-1]:
        headings.pop()
    return Table(headings, [(at, _as_wide_as(headings, cells)) for at, cells in rows])


def _as_wide_as(headings, cells):
    return (cells + [""] * len(headings))[: len(headings)]


def tidy(text):
    """Without control characters and the space around it; runs of space become one."""
    kept = "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cf"))
    return " ".join(kept.split())


def _too_long(most):
    return UnreadableTable(_("超过 %(n)s 行，请分成几个文件。") % {"n": most})


def _unknown():
    return UnreadableTable(_("无法读取：不是 xlsx，也不是 %(names)s 编码的 csv。") % {"names": "UTF-8 / GB18030"})


def _csv(data, most):
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _unknown()
    if "\x00" in text:
        raise _unknown()
    lines = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(lines) > most:
                raise _too_long(most)
            lines.append([_unguarded(cell) for cell in line[:COLUMNS]])
    except csv.Error as error:
        raise UnreadableTable(_("不是完整的 csv 文件，请另存为 xlsx 再上传。")) from error
    return lines


def _unguarded(cell):
    """Our own csv files put an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if re.match("'[=+@-]", cell) else cell


def _xlsx(data, most):
    try:
        _check_zip(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        lines = []
        for line in sheet.iter_rows(max_col=COLUMNS, values_only=True):
            if len(lines) > most:
                raise _too_long(most)
            lines.append([_text(value) for value in line])
    except DAMAGED as error:
        raise UnreadableTable(_("这个 xlsx 文件已损坏，或者不是真正的 xlsx。请重新另存一份再上传。")) from error
    return lines


def _check_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > PARTS or unfolded > UNFOLDED or unfolded > RATIO * max(len(data), 1):
        raise UnreadableTable(_("这个 xlsx 展开后太大，没有读取。请只保留名单一张表再上传。"))


def _text(value):
    """A cell as a person reads it: whole numbers without .0, dates in ISO."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else f"{value:%Y-%m-%d %H:%M}"
    return str(value)
