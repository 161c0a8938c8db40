"""The list as a file: exactly its rows, in its order, and a line in the trail."""

import csv
import io
import random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from proposals.accounts.models import User
from proposals.lifecycle import Access
from proposals.submission.models import Proposal
from proposals.tracking import exports
from proposals.tracking.filters import ProposalFilter
from proposals.trail.actions import verify
from proposals.trail.models import Event
from tests.factories import at
from tests.tracking.town import ROLES

pytestmark = pytest.mark.django_db

LIST, EXPORT = reverse("tracking:proposals"), reverse("tracking:export")
HEADINGS = [
    "案号", "流水号", "届次", "案由", "提案者", "提案类别", "内容分类", "主题标签", "提交日期", "状态", "审查结果",
    "承办单位", "会办单位", "期限", "答复类别", "评议",
]  # fmt: skip


@pytest.fixture(autouse=True)
def moment(time_machine):
    time_machine.move_to(at("2022-06-13 10:30"), tick=False)


def signed_in(town, who):
    client = Client()
    client.force_login(User.objects.get(pk=getattr(town.cast, who).pk))
    return client


def book(client, **query):
    answer = client.get(EXPORT, query)
    assert (answer.status_code, answer["Content-Type"].split(".")[-1]) == (200, "sheet")
    return load_workbook(io.BytesIO(answer.getvalue()))


def table(client, **query):
    return [dict(zip(HEADINGS, values, strict=True)) for values in
            book(client, **query).worksheets[0].iter_rows(min_row=2, values_only=True)]  # fmt: skip


def listed(client, **query):
    """All pages of the list."""
    found, number = [], 1
    while True:
        page = client.get(LIST, {**query, "page": number}).context
        found += [row.proposal for row in page["rows"]]
        if not page["page_obj"].has_next():
            return found
        number += 1


def test_export_has_the_columns_people_ask_for_and_no_personal_data(town):
    sheet = book(signed_in(town, "reviewer")).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    User.objects.filter(pk=town.cast.member.pk).update(phone="13800001234")
    values = {str(cell.value) for row in book(signed_in(town, "reviewer")).worksheets[0].iter_rows() for cell in row}
    assert not values & {"13800001234", "农牧界", "教育界"}


def test_export_of_a_case_says_what_the_list_and_the_page_say(town):
    rows = {row["案由"]: row for row in table(signed_in(town, "reviewer"))}
    assert rows["关于会办的提案"] == {
        "案号": town.cases["co"].number_text, "流水号": f"{town.cases['co'].serial:04d}", "届次": "日喀则二届二次会议",
        "案由": "关于会办的提案", "提案者": "卓玛", "提案类别": "个人提案", "内容分类": "社会建设", "主题标签": "民生",
        "提交日期": at("2022-02-10 00:00").replace(tzinfo=None), "状态": "承办中", "审查结果": "立案",
        "承办单位": "市农业农村局", "会办单位": "市财政局", "期限": at("2022-04-15 00:00").replace(tzinfo=None),
        "答复类别": None, "评议": None,
    }  # fmt: skip
    two = rows["关于两家分办的提案"]
    assert (two["承办单位"], two["主题标签"]) == ("市农业农村局、市委宣传部", "民生、边境")
    assert (rows["关于正在评议的提案"]["答复类别"], rows["关于正在评议的提案"]["评议"]) == ("C 留作参考", "评议中")
    assert (rows["关于未反馈的提案"]["评议"], rows["关于已评未结的提案"]["评议"]) == ("未反馈", "基本满意")


def test_export_tells_a_unit_no_rating_before_the_round_closes(town):
    from tests import factories

    round_ = town.cases["fresh"].assignments.get().responses.get().round
    factories.rate(round_, town.cast.member, town.cast, "不满意", now=at("2022-06-13"))
    said = {
        who: {row["案由"]: row["评议"] for row in table(signed_in(town, who))}.get("关于正在评议的提案")
        for who in ("reviewer", "member", "handler", "coordinator", "leader")
    }
    assert said == {
        "reviewer": "不满意", "member": "不满意", "handler": "评议中", "coordinator": "评议中", "leader": "评议中"
    }  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_export_holds_exactly_the_rows_of_the_list_in_its_order(town, who):
    client = signed_in(town, who)
    assert _same(client, {}) == len(listed(client))


@pytest.mark.parametrize("seed", range(20))
def test_export_holds_the_rows_of_the_list_under_random_filters(town, seed):
    dice = random.Random(seed)
    who = dice.choice(ROLES[:-1])
    user = User.objects.get(pk=getattr(town.cast, who).pk)
    form = ProposalFilter.of(user, {}, at("2022-06-13").date()).form
    chosen = dice.sample([name for name, field in form.fields.items() if hasattr(field, "choices")], 2)
    query = {name: dice.choice([value for value, _label in form.fields[name].choices if value]) for name in chosen}
    _same(signed_in(town, who), {**query, "sort": dice.choice(["", "number", "-submitted", "due", "status"])})


def _same(client, query):
    shown = listed(client, **query)
    exported = [(row["流水号"] or "", row["案由"]) for row in table(client, **query)]
    expected = [(f"{p.serial:04d}" if p.serial else "", str(p)) for p in shown]
    assert (query, exported) == (query, expected)
    return len(exported)


def test_export_explains_itself_on_the_second_sheet(town):
    about = book(signed_in(town, "coordinator"), status="handed_over", since="2022-02-01").worksheets[1]
    lines = dict(about.iter_rows(values_only=True))
    assert (about.title, lines["状态"], lines["提交不早于"], lines["截至"], lines["导出人"], lines["件数"]) == (
        "说明", "承办中", "2022年2月1日", "2022年6月13日 10:30", "普布（交办督查）",
        len(listed(signed_in(town, "coordinator"), status="handed_over", since="2022-02-01")),
    )  # fmt: skip


def test_export_is_named_in_chinese(town):
    answer = signed_in(town, "member").get(EXPORT)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%8F%90%E6%A1%88_20220613.xlsx"


def test_export_as_csv_has_the_same_rows(town):
    client = signed_in(town, "reviewer")
    answer = client.get(EXPORT, {"format": "csv", "status": "handed_over"})
    lines = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [(row["流水号"], row["案由"]) for row in lines] == [
        (row["流水号"], row["案由"]) for row in table(client, status="handed_over")
    ]
    assert lines[0]["提交日期"] == "2022-02-10"


def test_export_is_recorded_with_filters_and_count(town):
    before = Event.objects.count()
    client = signed_in(town, "reviewer")
    book(client, status="handed_over", nothing="1")
    event = Event.objects.order_by("at", "seq").filter(action=Access.EXPORT).get()
    count = len(listed(client, status="handed_over"))
    assert (Event.objects.count() - before, event.by, event.by_role, event.case) == (
        1, town.cast.reviewer, "reviewer", town.cast.reviewer.pk
    )  # fmt: skip
    assert (event.note, event.data) == (
        f"导出提案 {count} 件（状态：承办中）",
        {"what": "proposals", "filters": "status=handed_over", "count": count, "format": "xlsx"},
    )
    assert list(verify()) == []


def test_without_a_record_there_is_no_file(town, monkeypatch):
    """The record is written in the same transaction: when it cannot be, nothing is handed out."""
    from django.db import DatabaseError

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(exports.trail, "log", fail)
    with pytest.raises(DatabaseError):
        signed_in(town, "reviewer").get(EXPORT)
    assert not Event.objects.filter(action=Access.EXPORT).exists()


def test_a_list_that_is_too_long_goes_back_to_the_filters(town, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 2)
    client = signed_in(town, "reviewer")
    answer = client.get(EXPORT, {"kind": "individual"})
    assert (answer.status_code, answer.url) == (302, f"{LIST}?kind=individual")
    assert "超过 2 件，一次导不出来，请先筛选。" in client.get(answer.url).content.decode()
    assert not Event.objects.filter(action=Access.EXPORT).exists()


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_export_reads_in_batches_without_losing_a_row(town, monkeypatch, batch):
    monkeypatch.setattr(exports, "BATCH", batch)
    client = signed_in(town, "reviewer")
    assert len(table(client)) == len(listed(client))


def test_a_risky_title_is_no_formula(town):
    Proposal.objects.filter(pk=town.cases["co"].pk).update(title="=HYPERLINK(1)", proposer_name="＝1+1")
    cells = [cell for row in book(signed_in(town, "reviewer")).worksheets[0].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert {cell.value for cell in cells if cell.quotePrefix} == {"=HYPERLINK(1)", "＝1+1"}


def test_export_is_for_the_signed_in_and_for_reading(town):
    assert Client().get(EXPORT).url.startswith(reverse("accounts:sign_in"))
    assert signed_in(town, "reviewer").post(EXPORT).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_export_takes_the_same_queries_for_more_rows(town, django_assert_num_queries, number):
    keys = list(Proposal.objects.visible_to(town.cast.reviewer).values_list("pk", flat=True)[:number])
    with django_assert_num_queries(6):
        assert len(list(exports.lines(keys, town.cast.reviewer))) == number


def test_the_due_date_is_the_readers(town):
    due = {who: {row["案由"]: row["期限"] for row in table(signed_in(town, who))}["关于会办的提案"]
           for who in ("member", "other_handler", "reviewer")}  # fmt: skip
    days = {who: f"{moment:%m-%d}" for who, moment in due.items()}
    assert days == {"member": "06-15", "other_handler": "04-15", "reviewer": "04-15"}
    assert timezone.localdate().isoformat() == "2022-06-13"
