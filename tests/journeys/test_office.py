"""Rosters, slips, passwords and rules in a browser, on a desk and on a phone: nothing to complain about for axe, no
sideways scrolling, no breach of the content policy."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.accounts.models import User
from proposals.permissions import Role
from tests.accounts.rosters import xlsx
from tests.factories import handed_over, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
ROWS = [("次仁卓玛", "13908921234", "农业界"), ("格列", "13908920001", "教育界")]


@pytest.fixture(params=SIZES)
def window(request, open_page, live_server, assert_accessible):
    """window(user): a page of that person; ``look(address)`` opens an address and looks it over."""
    size = SIZES[request.param]

    def opened(user):
        page = open_page(user, live_server.url)
        page.set_viewport_size(size)
        page.set_default_timeout(20000)

        def look(address=None):
            if address:
                page.goto(live_server.url + address)
            page.wait_for_load_state()
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url

        page.look = look
        return page

    return opened


def test_pages_of_the_administrator(cast, window):
    handed_over(cast)
    page = window(make_user(cast.committee, Role.ADMINISTRATOR, "管理员"))
    addresses = [
        reverse("tracking:home"), reverse("accounts:me"), reverse("accounts:import_roster"),
        reverse("accounts:issue_passwords"), reverse("accounts:officers"), reverse("accounts:begin_term"),
        reverse("accounts:replace_officer", args=[cast.handler.officer.pk]), reverse("committee:policy"),
        reverse("committee:copy_session"), reverse("tracking:unit_work", args=[cast.unit.pk]),
        reverse("tracking:my_data"), reverse("tracking:person_data", args=[cast.member.pk]),
        reverse("accounts:change_contact"), reverse("accounts:change_password"),
    ]  # fmt: skip
    for address in addresses:
        page.look(address)


def test_from_a_list_to_the_slips(cast, window, tmp_path, console_errors):
    page = window(make_user(cast.committee, Role.ADMINISTRATOR, "管理员"))
    for name, rows in (("bad", [("", "1"), *ROWS]), ("good", ROWS)):
        (tmp_path / f"{name}.xlsx").write_bytes(xlsx("members", *rows).getvalue())
        page.look(reverse("accounts:import_roster"))
        page.set_input_files("input[type=file]", tmp_path / f"{name}.xlsx")
        page.get_by_role("button", name="上传并核对").click()
        page.look()
    console_errors.clear()  # the browser notes the 422 of the refused list
    page.get_by_role("button", name="导入", exact=True).click()
    page.look()
    page.get_by_role("link", name="勾选本页全部").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="生成密码并显示纸条").click()
    page.look()
    assert page.get_by_role("button", name="打印").is_visible()
    slip = page.locator(".slip").filter(has_text="次仁卓玛").locator(".slip__p").inner_text()
    assert User.objects.get(username="cirenzhuoma").check_password(slip)


def test_the_first_password_can_be_looked_at_while_it_is_typed(cast, window, console_errors):
    person = make_user(cast.committee, Role.MEMBER, "卓嘎", password="247n-a427-b8q9")
    User.objects.filter(pk=person.pk).update(must_change_password=True, password_issued_at=timezone.now())
    page = window(User.objects.get(pk=person.pk))
    page.look(reverse("tracking:home"))
    assert page.url.endswith(reverse("accounts:change_password"))
    page.fill("input[name=new_password1]", "Xuedun-jie")
    page.get_by_role("button", name="显示密码").click()
    assert page.get_attribute("input[name=new_password1]", "type") == "text"
    page.get_by_role("button", name="隐藏密码").click()
    assert page.get_attribute("input[name=new_password1]", "type") == "password"
    page.get_by_role("button", name="保存新密码").click()
    page.look()
    console_errors.clear()  # the 422 of the password that is too short
    for name in ("new_password1", "new_password2"):
        page.fill(f"input[name={name}]", "Xuedun-jie-2023")
    page.get_by_role("button", name="保存新密码").click()
    page.look()
    assert page.url.endswith(reverse("tracking:home"))


def test_pages_of_somebody_who_has_forgotten_the_password(cast, window):
    page = window(None)
    page.look(reverse("accounts:sign_in"))
    page.look(reverse("accounts:forgot_password"))
    page.look(reverse("accounts:set_password", args=["MQ", "invented"]))
