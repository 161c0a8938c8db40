"""Lists as offices send them."""

import io

from openpyxl import Workbook

from proposals.tables import Table

HEADINGS = {
    "members": ["姓名", "手机号", "界别", "党派", "届", "邮箱", "账号"],
    "groups": ["名称", "类别", "负责人", "联系人", "电话", "账号姓名", "账号手机号"],
    "units": ["全称", "简称", "渠道", "上级单位", "顺序"],
    "officers": ["姓名", "手机号", "单位", "职务", "身份", "邮箱", "账号"],
}


def table(kind, *rows):
    """What ``proposals.tables.read_table`` makes of these rows; the first one stands in row 2."""
    headings = HEADINGS[kind]
    padded = [[*row, *[""] * (len(headings) - len(row))] for row in rows]
    return Table(headings, list(enumerate(padded, start=2)))


def xlsx(kind, *rows):
    """The same as a file to upload."""
    book = Workbook()
    for row in (HEADINGS[kind], *rows):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.name = f"{kind}.xlsx"
    file.seek(0)
    return file
