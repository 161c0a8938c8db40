"""On a telephone: inviting a colleague, answering within three taps of the message, adding a photo while writing."""

import pytest
from django.urls import reverse

from proposals.submission import actions
from tests import corpus
from tests.factories import draft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(open_page, live_server, assert_accessible):
    """phone(user, address): a small screen of that person, looked over; ``taps`` counts what is pressed."""

    def opened(user, address):
        page = open_page(user, live_server.url, has_touch=True, is_mobile=True)
        page.set_viewport_size(PHONE)
        page.set_default_timeout(15000)
        page.taps = 0
        page.goto(live_server.url + address)
        look(page, assert_accessible)
        return page

    return opened


def look(page, assert_accessible):
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def tap(page, target):
    page.taps += 1
    target.tap()
    page.wait_for_load_state()


def test_u05_invite_on_a_phone_and_confirm_within_three_taps_of_the_message(cast, phone, assert_accessible):
    proposal = draft(cast)
    page = phone(cast.member, reverse("submission:invite", args=[proposal.pk]))
    page.fill("#id_q", "扎西")
    page.wait_for_selector("#found legend:has-text('找到 1 位')")
    page.locator("#found .check").filter(has_text="扎西").tap()
    tap(page, page.get_by_role("button", name="发出邀请"))
    page.get_by_text("已邀请扎西，等待答复。").wait_for()
    look(page, assert_accessible)

    page = phone(cast.colleague, reverse("notices:inbox"))
    tap(page, page.get_by_role("link", name="卓玛邀请您联名").first)
    page.get_by_role("heading", name="您的答复").wait_for()
    look(page, assert_accessible)
    agree = page.locator(".savebar").get_by_role("button", name="同意联名")
    box = agree.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]  # in sight without scrolling
    assert box["height"] >= 44
    tap(page, agree)
    assert page.taps <= 3
    page.get_by_text("已同意联名").wait_for()
    look(page, assert_accessible)
    assert proposal.has_cosponsor(cast.colleague)


def test_changed_text_is_answered_on_a_phone(cast, phone, assert_accessible):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    actions.confirm(row, by=cast.colleague)
    actions.save_draft(proposal, by=cast.member, situation="又走访了两县。")
    page = phone(cast.colleague, proposal.get_absolute_url())
    tap(page, page.get_by_role("link", name="看修改后的正文"))
    page.get_by_role("heading", name="您的答复").wait_for()
    look(page, assert_accessible)
    tap(page, page.locator(".savebar").get_by_role("button", name="继续联名"))
    page.get_by_text("已同意联名").wait_for()
    assert "正文在您确认后有修改" not in page.content()
    assert proposal.has_cosponsor(cast.colleague)


def test_a_photo_is_added_while_writing_and_no_word_is_lost(cast, phone, assert_accessible, console_errors):
    proposal = draft(cast)
    page = phone(cast.member, reverse("submission:edit", args=[proposal.pk]))
    page.fill("#id_situation", "刚刚写的，还没有保存。")
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": corpus.photo()}
    bad = {"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.set_input_files("#id_files", [photo, bad])
    tap(page, page.get_by_role("button", name="上传"))
    page.locator("#files").get_by_role("link", name="现场.jpg").wait_for()
    page.locator("#files").get_by_text("“程序.exe”不是可以上传的格式。").first.wait_for()
    assert page.input_value("#id_situation") == "刚刚写的，还没有保存。"
    console_errors.clear()  # the browser notes the 422 of the refusal
    tap(page, page.get_by_role("button", name="移除"))
    page.get_by_text("已移除 1 个").wait_for()
    page.get_by_text("已移除 1 个").tap()
    tap(page, page.get_by_role("button", name="恢复"))
    page.locator("#files").get_by_role("link", name="现场.jpg").wait_for()
    assert page.input_value("#id_situation") == "刚刚写的，还没有保存。"
    look(page, assert_accessible)
    assert [row.name for row in proposal.attachments.kept()] == ["现场.jpg"]
