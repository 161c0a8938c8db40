"""The page that takes a list: template, check, confirmation. What lists do is in test_rosters.py."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from proposals.accounts import roster
from proposals.accounts.models import User
from proposals.permissions import Role
from proposals.tables import read_table
from proposals.trail.models import Event
from tests.accounts.rosters import xlsx
from tests.factories import make_user

URL = reverse("accounts:import_roster")
ZHUOMA = ("次仁卓玛", "13908921234", "农业界", "", "二", "zhuoma@example.org")


@pytest.fixture
def desk(client, cast):
    administrator = make_user(cast.committee, Role.ADMINISTRATOR, "管理员")
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client, *rows, kind="members"):
    return client.post(f"{URL}?kind={kind}", {"file": xlsx(kind, *rows)})


def test_the_check_shows_what_would_be_and_saves_nothing(desk, cast):
    before = User.objects.count(), Event.objects.count()
    page = upload(desk, ZHUOMA)
    assert page.status_code == 200
    assert page.templates[0].name == "accounts/import_roster_check.html"
    assert [(str(label), n) for label, n in page.context["plan"].counts] == [("新建", 1), ("更改", 0), ("不变", 0)]
    assert "将新建界别“农业界”。" in page.content.decode()
    assert (User.objects.count(), Event.objects.count()) == before


def test_the_second_step_enters_the_list_and_leads_to_the_slips(desk, cast):
    signed = upload(desk, ZHUOMA).context["signed"]
    page = desk.post(f"{URL}?kind=members", {"rows": signed}, follow=True)
    assert page.redirect_chain == [(reverse("accounts:issue_passwords"), 302)]
    assert [str(message) for message in page.context["messages"]] == ["委员名册已导入：新建 1，更改 0，不变 0。"]
    assert User.objects.get(name="次仁卓玛").role == Role.MEMBER


def test_a_second_click_changes_nothing_and_shows_the_list_again(desk, cast):
    signed = upload(desk, ZHUOMA).context["signed"]
    desk.post(f"{URL}?kind=members", {"rows": signed})
    before = User.objects.count(), Event.objects.count()
    again = desk.post(f"{URL}?kind=members", {"rows": signed})
    assert again.status_code == 409
    assert again.context["moved"] is True
    assert again.context["plan"].does_nothing
    assert (User.objects.count(), Event.objects.count()) == before


def test_all_problems_are_shown_at_once_and_there_is_no_button(desk, cast):
    page = upload(desk, ("", "1"), ("扎西", "abc"), ZHUOMA)
    assert page.status_code == 422
    assert [tuple(problem)[:2] for problem in page.context["plan"].problems] == [(2, "姓名"), (3, "手机号")]
    text = page.content.decode()
    assert "“abc”不是电话号码。" in text
    assert 'name="rows"' not in text
    assert not User.objects.filter(name="次仁卓玛").exists()


def test_a_list_that_changes_nothing_needs_no_button(desk, cast):
    desk.post(f"{URL}?kind=members", {"rows": upload(desk, ZHUOMA).context["signed"]})
    page = upload(desk, ZHUOMA)
    assert "名册与系统里的完全一样，不用导入" in page.content.decode()
    assert 'name="rows"' not in page.content.decode()


def test_rows_that_were_not_checked_here_are_not_entered(desk, client, cast):
    signed = upload(desk, ZHUOMA).context["signed"]
    other = make_user(cast.committee, Role.ADMINISTRATOR, "另一位")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    for rows in (signed, signed[:-2] + "xx", ""):
        page = client.post(f"{URL}?kind=members", {"rows": rows}, follow=True)
        assert [str(message) for message in page.context["messages"]] == ["核对页已过期，什么也没有导入。请重新上传。"]
    assert not User.objects.filter(name="次仁卓玛").exists()


def test_rows_of_one_kind_are_not_entered_as_another(desk, cast):
    signed = upload(desk, ("日喀则市体育局",), kind="units").context["signed"]
    page = desk.post(f"{URL}?kind=members", {"rows": signed})
    assert (page.status_code, page.url) == (302, f"{URL}?kind=members")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "请选择名册文件。"),
        (b"", "文件是空的。"),
        (b"\xd0\xcf\x11\xe0", "这是旧格式的 Excel 文件，请打开后另存为 xlsx 再上传。"),
        (b"PK\x03\x04", "这个 xlsx 文件已损坏，或者不是真正的 xlsx。请重新另存一份再上传。"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_its_field(desk, file, sentence):
    sent = {} if file is None else {"file": SimpleUploadedFile("名册.xlsx", file)}
    page = desk.post(URL, sent)
    assert page.status_code == 422
    assert page.context["form"].errors == {"file": [sentence]}


@pytest.mark.parametrize("kind", roster.KINDS)
def test_roster_template_can_be_filled_in_and_its_example_is_not_entered(desk, cast, kind):
    answer = desk.get(reverse("accounts:roster_template", args=[kind]))
    data = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(data))
    assert len(book.worksheets) == 2
    found = read_table(data)
    assert found.headings == [column.title for column in roster.KINDS[kind].columns]
    assert found.rows[0][1][0].startswith("示例")
    page = desk.post(f"{URL}?kind={kind}", {"file": SimpleUploadedFile("名册.xlsx", data)})
    assert [str(problem.sentence) for problem in page.context["plan"].problems] == ["没有可以导入的行。"]


def test_unknown_kinds_are_404(desk):
    assert desk.get(URL, {"kind": "cats"}).status_code == 404
    assert desk.get(reverse("accounts:roster_template", args=["cats"])).status_code == 404


def test_only_the_administrator_enters_lists(client, cast):
    for who in (cast.member, cast.reviewer, cast.coordinator, cast.handler, cast.leader, cast.auditor):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(URL).status_code == 403
        assert upload(client, ZHUOMA).status_code == 403
        assert client.get(reverse("accounts:roster_template", args=["members"])).status_code == 403
    assert not User.objects.filter(name="次仁卓玛").exists()
