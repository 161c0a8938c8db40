"""Importing a published list in the browser: the file, what its columns mean, the check, the import."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from proposals.submission.models import Proposal

PAGE, CHECK = reverse("history:import_list"), reverse("history:check_list")
ROWS = [
    ["城市", "年份", "提案号", "标题", "承办单位", "领导批示"],
    ["武汉市", 2023, "0024", "关于社区养老的提案", "市民政局", "同意"],
    ["武汉市", 2023, "0025", "关于路灯的提案", "市城管委", ""],
]


def xlsx(rows=ROWS):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    return SimpleUploadedFile("名单.xlsx", held.getvalue())


@pytest.fixture
def office(client, cast):
    client.force_login(cast.reviewer)
    return client


def chosen(page, **changed):
    """What the check page sends when a button is pressed."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


def imported():
    return list(Proposal.objects.exclude(imported_at=None).order_by("case_number").values_list("case_number", "title"))


def test_import_list_shows_what_it_understood_before_anything_is_saved(office):
    page = office.post(PAGE, {"file": xlsx()})
    form, account = page.context["form"], page.context["account"]
    assert form.columns() == ["city", "year", "number", "title", "lead_unit", ""]
    assert [samples for _field, samples in form.mapping()][3] == ["关于社区养老的提案", "关于路灯的提案"]
    assert (account.imported, account.unchanged, account.skipped) == (2, 0, 0)
    assert imported() == []


def test_import_list_enters_the_rows_once(office):
    page = office.post(PAGE, {"file": xlsx()})
    assert office.post(CHECK, chosen(page, **{"import": "1"})).url == PAGE
    assert imported() == [("0024", "关于社区养老的提案"), ("0025", "关于路灯的提案")]
    again = office.post(PAGE, {"file": xlsx()})
    assert (again.context["account"].imported, again.context["account"].unchanged) == (0, 2)
    office.post(CHECK, chosen(again, **{"import": "1"}))
    assert len(imported()) == 2


def test_import_list_takes_columns_as_they_are_chosen(office):
    rows = [["甲", "乙"], ["关于修桥的提案", "12"]]
    page = office.post(PAGE, {"file": xlsx(rows), "city": "武汉市"})
    assert page.context["account"] is None
    page = office.post(CHECK, chosen(page, column0="title", column1="number"))
    assert (page.status_code, page.context["account"].imported) == (200, 1)
    office.post(CHECK, chosen(page, **{"import": "1"}))
    assert imported() == [("12", "关于修桥的提案")]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"column0": "title", "column1": "title"}, "“案由”选了不止一列。"),
        ({"column0": "", "column1": ""}, "请指明哪一列是案号或案由。"),
    ],
)
def test_import_list_refuses_columns_that_make_no_list_and_keeps_the_choice(office, columns, sentence):
    page = office.post(PAGE, {"file": xlsx([["甲", "乙"], ["修桥", "12"]]), "city": "武汉市"})
    page = office.post(CHECK, chosen(page, **columns, **{"import": "1"}))
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, [sentence])
    assert page.context["form"]["city"].value() == "武汉市"
    assert imported() == []


def test_import_list_names_the_rows_it_leaves_out(office):
    page = office.post(PAGE, {"file": xlsx([*ROWS, ["武汉市", "去年", "0026", "关于树的提案", "", ""]])})
    account = page.context["account"]
    assert (account.imported, account.skipped) == (2, 1)
    assert [str(problem) for problem in page.context["problems"]] == ["第4行“年份”：“去年”不是年份。"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.csv", b"\n", "文件是空的。"),
        ("旧.xls", b"\xd0\xcf\x11\xe0", "这是旧格式的 Excel 文件，请打开后另存为 xlsx 再上传。"),
        ("假.xlsx", b"PK not a zip", "这个 xlsx 文件已损坏，或者不是真正的 xlsx。请重新另存一份再上传。"),
    ],
)
def test_import_list_of_what_is_no_table_says_so_at_the_field(office, name, content, sentence):
    page = office.post(PAGE, {"file": SimpleUploadedFile(name, content), "city": "武汉市"})
    assert (page.status_code, page.context["form"].errors["file"]) == (422, [sentence])
    assert page.context["form"]["city"].value() == "武汉市"


def test_import_list_somebody_elses_or_a_changed_table_is_refused(office, client, cast):
    sent = chosen(office.post(PAGE, {"file": xlsx()}), **{"import": "1"})
    other = type(client)()
    cast.leader.grants.create(role="reviewer")
    cast.leader.active_role = "reviewer"
    cast.leader.save()
    other.force_login(cast.leader)
    for who, table in ((other, sent["table"]), (office, sent["table"][:-1] + "x")):
        page = who.post(CHECK, sent | {"table": table})
        assert page.status_code == 422
        assert page.context["form"].non_field_errors() == ["核对页已过期，什么也没有导入，请重新上传。"]
    assert imported() == []


def test_import_list_is_for_the_office_and_the_administrator(client, cast):
    for who in (cast.member, cast.handler, cast.coordinator, cast.leader):
        client.force_login(who)
        assert [client.get(PAGE).status_code, client.post(CHECK).status_code] == [403, 403]
