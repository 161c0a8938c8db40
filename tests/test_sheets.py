"""Tables as files: no cell becomes a formula, every value stays what it was (T-07)."""

import csv
import io
import os
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from proposals import sheets
from proposals.sheets import Column, Sheet

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1", "=cmd|' /C calc'!A0",
         '=HYPERLINK("http://a.example","点这里")', "-2+3+cmd|' /C calc'!A0"]  # fmt: skip
ODD = ["<r><t>x</t></r>", "<r></r>", "_x0041_", "0024", "1e5", "TRUE", "#REF!", "http://a.example/", "internal:说明!A1",
       "'=1", " 两头空 ", "多行\n文字", "𠮷𫠝༄བོད་", "a\x00b", "\ud800", "x" * 40_000]  # fmt: skip
COLUMNS = (Column("名称", 30), Column("日期", 12), Column("件数"))


def workbook(rows, about=()):
    file = io.BytesIO()
    sheets.write_xlsx(Sheet("提案", COLUMNS, rows, about), file)
    file.seek(0)
    return load_workbook(file)


def cells(page):
    return [list(row) for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_text_is_a_text_in_xlsx_and_marked_as_one(text):
    ((cell, *_rest),) = cells(workbook([(text, None, None)]).active)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", sheets.plain(text), True)


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_stays_itself_in_xlsx(text):
    ((cell, *_rest),) = cells(workbook([(text, None, None)]).active)
    assert (cell.data_type, unescape(cell.value), cell.hyperlink) == ("s", sheets.plain(text), None)


def test_what_a_cell_cannot_hold_is_left_out():
    assert sheets.plain("a\x00b\x1f\ud800c") == "abc"
    assert sheets.plain("一\r\n二\r三") == "一\n二\n三"
    assert (len(sheets.plain("长" * 40_000)), sheets.plain("长" * 40_000)[-1]) == (32_767, "…")


def test_dates_moments_and_numbers_are_what_they_are():
    moment = datetime(2022, 3, 1, 16, 5, tzinfo=UTC)
    ((day, when, number),) = cells(workbook([(date(2022, 3, 1), moment, 12)]).active)
    assert (day.value, day.is_date, day.number_format) == (datetime(2022, 3, 1), True, "yyyy-mm-dd")
    assert (when.value, when.number_format) == (datetime(2022, 3, 2, 0, 5), "yyyy-mm-dd hh:mm")
    assert (number.value, number.data_type) == (12, "n")


def test_the_workbook_has_headings_that_stay_and_a_sheet_that_explains():
    book = workbook([("甲", None, 0)], about=(("条件", "状态：承办中"), ("件数", 1)))
    table, about = book.worksheets
    assert [cell.value for cell in table[1]] == ["名称", "日期", "件数"]
    assert (table.title, table.freeze_panes, table.column_dimensions["A"].width) == (
        "提案",
        "A2",
        pytest.approx(30.7, 0.1),
    )
    assert (about.title, [[cell.value for cell in row] for row in about.rows]) == (
        "说明", [["条件", "状态：承办中"], ["件数", 1]]
    )  # fmt: skip


def test_an_empty_table_is_a_table():
    assert [cell.value for cell in workbook([]).active[1]] == ["名称", "日期", "件数"]


def as_csv(rows):
    file = io.BytesIO()
    sheets.write_csv(Sheet("提案", COLUMNS, rows), file)
    text = file.getvalue().decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_text_has_an_apostrophe_before_it_in_csv(text):
    assert as_csv([(text, date(2022, 3, 1), 12)]) == [
        ["名称", "日期", "件数"],
        ["'" + sheets.plain(text), "2022-03-01", "12"],
    ]


def test_other_texts_have_none_in_csv():
    assert as_csv([("甲=乙", None, 3)])[1] == ["甲=乙", "", "3"]


TEXTS = st.one_of(
    st.builds(str.__add__, st.sampled_from(list("=+-@\t\r\n＝＋－＠")), st.text(max_size=20)),
    st.text(max_size=40),
    st.sampled_from(RISKY + ODD[:-1]),
)
ROWS = st.lists(st.tuples(TEXTS, st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.integers(0, 10**9)), max_size=12)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
@example([(text, date(2022, 3, 1), 0) for text in RISKY + ODD])
def test_t_07_no_cell_is_a_formula_and_every_value_is_unchanged(rows):
    read = cells(workbook(rows).active)
    assert [cell.data_type for row in read for cell in row if cell.data_type == "f"] == []
    values = [(unescape(name.value or ""), day.value.date(), n.value) for name, day, n in read]
    assert values == [(sheets.plain(name), day, n) for name, day, n in rows]
    assert [row[0] for row in as_csv(rows)[1:]] == [sheets.guarded(name) for name, _day, _n in rows]


# -- LibreOffice reads them too ---------------------------------------------------------------------------------------


def converted(path, folder, options=()):
    """The file as LibreOffice understands it, saved as xlsx again."""
    soffice = os.environ.get("SOFFICE") or shutil.which("soffice")
    if not soffice:
        pytest.skip("没有 LibreOffice（Debian：apt-get install libreoffice-calc-nogui）")
    home = f"-env:UserInstallation=file://{folder}/home"
    command = [soffice, home, "--headless", *options, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    done = subprocess.run([*command, str(folder / "out"), str(path)], capture_output=True, text=True, timeout=120)
    result = folder / "out" / f"{path.stem}.xlsx"
    if not result.exists():
        pytest.skip(f"LibreOffice 没有电子表格组件：{done.stderr.strip()[-120:]}")
    return load_workbook(result)


def thousand():
    """1,000 cells that begin with something risky."""
    starts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
    ends = [
        "1+1",
        "A1",
        "cmd|' /C calc'!A0",
        "SUM(1,2)",
        "0024",
        "<r></r>",
        '"引号"',
        "中文 文字",
        "HYPERLINK(1)",
        "1e5",
    ]
    return [(f"{starts[n % 11]}{ends[n // 11 % 10]}{n}", date(2022, 3, 1), n) for n in range(1000)]


@pytest.mark.slow
def test_t_07_after_libreoffice_no_cell_is_a_formula_and_every_value_is_unchanged(tmp_path):
    rows = [*thousand(), *((text, date(2022, 3, 1), 0) for text in RISKY + ODD)]
    path = tmp_path / "table.xlsx"
    with path.open("wb") as file:
        sheets.write_xlsx(Sheet("提案", COLUMNS, rows), file)
    read = cells(converted(path, tmp_path).worksheets[0])
    assert [cell.value for row in read for cell in row if cell.data_type == "f"] == []
    assert [(name.value or "", day.value.date(), n.value) for name, day, n in read] == [
        (sheets.plain(name), day, n) for name, day, n in rows
    ]


@pytest.mark.slow
def test_t_07_after_libreoffice_no_cell_of_a_csv_is_a_formula(tmp_path):
    path = tmp_path / "table.csv"
    with path.open("wb") as file:
        sheets.write_csv(Sheet("提案", COLUMNS, thousand()), file)
    comma, quote, utf8 = 44, 34, 76
    read = cells(converted(path, tmp_path, [f"--infilter=Text - txt - csv (StarCalc):{comma},{quote},{utf8}"]).active)
    assert [cell.value for row in read for cell in row if cell.data_type == "f"] == []
    assert [row[0].value for row in read] == [sheets.guarded(name) for name, _day, _n in thousand()]


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("提案_20220613.xlsx", "提案_20220613.xlsx"),
        ("../../etc/passwd", "etc_passwd"),
        ('a"; filename="b.exe', "a_;_filename=_b.exe"),
        ("a\r\nSet-Cookie: x=1.xlsx", "a_Set-Cookie_x=1.xlsx"),
        ("gpj.\u202eexe.xlsx", "gpj.exe.xlsx"),
        ("...", "导出"),
        ("长" * 300 + ".xlsx", "长" * 120),
    ],
)
def test_a_file_name_is_a_name_and_nothing_else(name, safe):
    assert sheets.safe_name(name) == safe


def test_a_download_names_the_file_in_chinese_and_is_kept_nowhere():
    answer = sheets.download(io.BytesIO(b"x"), "提案\r\nX: 1.xlsx", sheets.XLSX)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%8F%90%E6%A1%88_X_1.xlsx"
    assert (answer["Content-Type"], answer["Cache-Control"], answer["X-Content-Type-Options"]) == (
        sheets.XLSX, "no-store", "nosniff"
    )  # fmt: skip
