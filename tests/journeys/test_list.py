"""The list of proposals in a real browser: filters, saved views and the file, with and without scripts."""

from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.tracking.views_kit import saved

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIST = reverse("tracking:proposals")
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def cases(cast):
    for _n in range(2):
        factories.handed_over(cast)
    factories.submitted(cast, by=cast.colleague, title="关于冰湖预警的提案")
    return cast


@pytest.fixture
def look(assert_accessible):
    def over(page):
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
        return page

    return over


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_from_a_filter_to_a_saved_view_and_a_file(cases, open_page, live_server, look, size, scripts, tmp_path):
    page = open_page(cases.reviewer, live_server.url, java_script_enabled=scripts)
    page.set_viewport_size(SIZES[size])
    page.goto(live_server.url + LIST)
    look(page) if scripts else None
    page.get_by_label("状态").select_option(label="承办中 2")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text().split() == ["全部提案", "共", "2", "件"]
    page.get_by_role("link", name="更多条件").click()
    page.get_by_label("内容分类").select_option(label="经济建设 2")
    assert page.get_by_label("状态").input_value() == "handed_over"
    look(page) if scripts else None
    page.get_by_role("button", name="筛选", exact=True).click()
    page.wait_for_load_state()
    chips = [text.split() for text in page.locator("a.chip:not(.chip--all)").all_inner_texts()]
    assert [chip[:2] for chip in chips] == [["状态", "承办中"], ["内容分类", "经济建设"]]
    page.get_by_role("link", name="保存当前筛选").click()
    look(page) if scripts else None
    page.get_by_label("名称").fill("经济类承办中")
    page.get_by_role("button", name="保存视图").click()
    page.wait_for_load_state()
    here = page.locator(".views [aria-current=page]")
    assert here.inner_text().split() == ["经济类承办中", "2"]
    with page.expect_download() as begun:
        page.get_by_role("link", name="导出 Excel").click()
    path = Path(tmp_path / "list.xlsx")
    begun.value.save_as(path)
    assert begun.value.suggested_filename.startswith("提案_")
    assert load_workbook(path).worksheets[0].max_row == 3


def test_more_filters_open_without_losing_what_was_typed(cases, open_page, live_server):
    page = open_page(cases.reviewer, live_server.url)
    page.goto(live_server.url + LIST)
    page.get_by_label("搜索", exact=True).fill("冰湖")
    page.get_by_role("link", name="更多条件").click()
    page.get_by_label("提案人或联名人").wait_for()
    assert (page.url, page.get_by_label("搜索", exact=True).input_value()) == (live_server.url + LIST, "冰湖")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.wait_for_load_state()
    assert page.locator("tbody tr").count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_saved_views_are_accessible(cases, open_page, live_server, look, size):
    view = saved(cases.reviewer, shared=True, notify=True)
    saved(cases.coordinator, "同事的", "kind=joint", shared=True)
    page = open_page(cases.reviewer, live_server.url)
    page.set_viewport_size(SIZES[size])
    pages = [LIST, f"{LIST}?more=1&status=nonsense&sort=due", reverse("tracking:saved_views")]
    pages += [reverse(f"tracking:{name}", args=[view.pk]) for name in ("edit_view", "delete_view")]
    for address in pages:
        page.goto(live_server.url + address)
        look(page)
