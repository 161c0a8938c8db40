"""Reading tables that somebody sends: xlsx and csv, and files that only look like it."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from proposals import tables
from proposals.tables import UnreadableTable, read_table


def xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data, change):
    """The same workbook with ``change(name, content)`` for each of its parts."""
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in old.infolist():
            packed.writestr(part.filename, change(part.filename, old.read(part.filename)))
    return new.getvalue()


ROWS = [["姓名", "手机号"], ["卓玛", 13908921234], [None, None], [" 扎西 ", "0892-1234567"]]


def test_xlsx_is_read_as_text_with_the_numbers_of_the_rows():
    found = read_table(xlsx(ROWS))
    assert found.headings == ["姓名", "手机号"]
    assert found.rows == [(2, ["卓玛", "13908921234"]), (4, ["扎西", "0892-1234567"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_offices_use(encoding):
    found = read_table("姓名,手机号\r\n卓玛,'+8613908921234\r\n".encode(encoding))
    assert found == (["姓名", "手机号"], [(2, ["卓玛", "+8613908921234"])])


def test_whole_numbers_and_dates_are_written_as_people_write_them():
    found = read_table(xlsx([["甲", "乙", "丙"], [3.0, 2.5, datetime.datetime(2026, 1, 5)]]))
    assert found.rows == [(2, ["3", "2.5", "2026-01-05"])]


def test_invisible_signs_and_runs_of_space_are_tidied():
    assert tables.tidy("\u200b 卓\x00玛　 次仁\n") == "卓玛 次仁"


def refused(data):
    with pytest.raises(UnreadableTable) as found:
        read_table(data)
    return str(found.value)


def test_what_is_no_table_is_refused_with_a_sentence():
    assert refused(b"") == "文件是空的。"
    assert refused(b"\xff\xfe\x00\x01") == "无法读取：不是 xlsx，也不是 UTF-8 / GB18030 编码的 csv。"
    assert refused(b"\xd0\xcf\x11\xe0rest") == "这是旧格式的 Excel 文件，请打开后另存为 xlsx 再上传。"
    assert refused(b"PK not a zip").startswith("这个 xlsx 文件已损坏")
    assert refused(b'a,"b\n') == "不是完整的 csv 文件，请另存为 xlsx 再上传。"
    assert refused(b"x" * (tables.LARGEST + 1)) == "文件超过 5 MB，请分成几个文件。"


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert refused(file.getvalue()).startswith("这个 xlsx 文件已损坏")


def test_more_rows_than_allowed_are_refused():
    rows = [["姓名"], *([f"人{n}"] for n in range(tables.ROWS + 1))]
    assert refused(xlsx(rows)) == "超过 5000 行，请分成几个文件。"
    assert refused("\n".join(row[0] for row in rows).encode()) == "超过 5000 行，请分成几个文件。"
    assert len(read_table(xlsx(rows[:-1])).rows) == tables.ROWS


def test_a_zip_bomb_is_not_unfolded():
    data = repacked(xlsx(ROWS), lambda name, content: content + (b" " * 60_000_000 if "sheet1" in name else b""))
    assert len(data) < 200_000
    assert refused(data) == "这个 xlsx 展开后太大，没有读取。请只保留名单一张表再上传。"


def test_entities_of_xml_are_not_resolved():
    """A billion laughs, and a look at a file of the server."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    spy = b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    for start in (bomb, spy):

        def change(name, content, start=start):
            if name != "xl/worksheets/sheet1.xml":
                return content
            cell = b'<row r="9"><c r="A9" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
            return start + content.split(b"?>")[-1].replace(b"</sheetData>", cell)

        assert refused(repacked(xlsx(ROWS), change)).startswith("这个 xlsx 文件已损坏")


def test_a_size_the_file_only_claims_does_not_matter():
    def change(name, content):
        return content.replace(b'ref="A1:B4"', b'ref="A1:XFD1048576"') if "sheet1" in name else content

    assert len(read_table(repacked(xlsx(ROWS), change)).rows) == 2
