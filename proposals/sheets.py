"""Tables as files: the one way to write xlsx and csv.

What a person has typed never becomes a formula, in no spreadsheet: text is stored as text (xlsx: string cells, with
the mark "is text" where Excel would read it anew after a click into the cell; csv: a leading apostrophe, the only
guard that format has). Otherwise values stay as they are; only what XML cannot hold is left out, and line ends are \\n.
"""

import csv
import datetime
import io
import re
import unicodedata
from typing import NamedTuple

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: a cell that begins with one of these is read as a formula by some program, if it is let
RISKY = tuple("=+-@\t\r\n＝＋－＠")
LONGEST = 32_767  # characters of a cell; what a spreadsheet cannot hold is cut with …
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|%\s]+')


class Column(NamedTuple):
    """A heading and the width of its column in characters."""

    title: str
    width: int = 12


class Sheet(NamedTuple):
    """A table: ``rows`` yields a sequence of values for each row (text, date, moment, number or None). ``about`` is
    what the sheet 说明 says: pairs of a word and a value."""

    name: str
    columns: tuple
    rows: object
    about: tuple = ()


def plain(value):
    """``value`` as the text of a cell."""
    text = UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def is_risky(text):
    return text.startswith(RISKY)


def write_xlsx(sheet, file):
    """The workbook to ``file`` (binary), row by row, so that memory does not grow; 说明 is its second sheet."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    table = book.add_worksheet(sheet.name[:31])
    pen = _Pen(book, table)
    table.freeze_panes(1, 0)
    for n, column in enumerate(sheet.columns):
        table.set_column(n, n, column.width)
        pen.heading(0, n, column.title)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for n, value in enumerate(row):
            pen.put(last, n, value)
    table.autofilter(0, 0, last, len(sheet.columns) - 1)
    table.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})  # 0024 is a name, not a number
    _write_about(book, sheet.about)
    book.close()


def _write_about(book, about):
    page = book.add_worksheet(_("说明"))
    pen = _Pen(book, page)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80)
    for n, (word, value) in enumerate(about):
        pen.heading(n, 0, word)
        pen.put(n, 1, value)


class _Pen:
    """Writes single cells, each value as what it is."""

    def __init__(self, book, page):
        self.page = page
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        self.number = book.add_format({"valign": "top"})

    def heading(self, row, n, title):
        self.page.write_string(row, n, plain(title), self.bold)

    def put(self, row, n, value):
        if value is None or value == "":
            return
        if isinstance(value, datetime.datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            self.page.write_datetime(row, n, local.replace(tzinfo=None), self.moment)
        elif isinstance(value, datetime.date):
            self.page.write_datetime(row, n, value, self.date)
        elif isinstance(value, int) and not isinstance(value, bool):
            self.page.write_number(row, n, value, self.number)
        else:
            self._put_text(row, n, plain(value))

    def _put_text(self, row, n, text):
        style = self.quoted if is_risky(text) else self.text
        if text.startswith("<r>") and text.endswith("</r>"):  # the writer takes this for markup of its own
            self.page.write_rich_string(row, n, self.number, text[0], self.number, text[1:], style)
        else:
            self.page.write_string(row, n, text, style)


def write_csv(sheet, file):
    """The table alone to ``file`` (binary); a byte order mark tells Excel that it is UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column.title) for column in sheet.columns])
    writer.writerows([_csv_value(value) for value in row] for row in sheet.rows)
    text.detach()


def _csv_value(value):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, datetime.date) else guarded(value)


def guarded(value):
    """The text of a csv cell, with an apostrophe before it where it could be read as a formula."""
    text = plain(value)
    return f"'{text}" if is_risky(text) else text


def download(file, name, content_type):
    """The answer that hands ``file`` over under a Chinese ``name`` (RFC 6266); no cache keeps it."""
    answer = FileResponse(file, as_attachment=True, filename=safe_name(name), content_type=content_type)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def safe_name(name):
    """A file name on every system: no folders, quotes, line ends or invisible characters."""
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C" or c in "\t\r\n")
    return UNSAFE_IN_NAMES.sub("_", visible).strip("._")[:120] or _("导出")
