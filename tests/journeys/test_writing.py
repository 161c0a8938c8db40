"""Nothing written is lost: a crashed browser, an expired session, an hour without a line, a second device, a public
computer; and the writing page under the fingers: input methods, paste, moving, a phone."""

import os
import signal
import subprocess
import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.permissions import Role
from proposals.submission.models import Proposal
from tests import factories
from tests.conftest import CHROMIUM_FLAGS, chromium, enter

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITE = reverse("submission:write")
PASSWORD = "Rikaze-2022-tian"
OFFERED = "[data-copy]:not([hidden])"
STORED = "indexedDB.databases().then(found => found.filter(base => base.name === 'drafts').length)"
ROWS = """() => new Promise(done => {
  const opening = indexedDB.open('drafts');
  opening.onsuccess = () => {
    const rows = opening.result.transaction('copies').objectStore('copies').getAll();
    rows.onsuccess = () => done(rows.result.map(row => [row.id, Array.from(new Uint8Array(row.sealed))]));
  };
})"""


@pytest.fixture
def writer(cast):
    user = factories.make_user(cast.committee, Role.MEMBER, "次仁卓嘎", password=PASSWORD)
    user.username = "zhuoga"
    user.save()
    return user


@pytest.fixture
def desk(open_page, live_server, writer):
    """desk(): the writing page in a window of its own."""

    def opened(address=WRITE, size=(1440, 900), **how):
        page = open_page(writer, live_server.url, **how)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_default_timeout(15000)
        page.goto(live_server.url + address)
        return page

    return opened


def the_draft():
    return Proposal.objects.get()


def says(page, words):
    page.wait_for_selector(f".saved:has-text('{words}')")


def begin(page, title="关于扶持卡垫编织合作社的提案"):
    """A draft the server has."""
    page.fill("#id_title", title)
    says(page, "已保存")


def copied(page):
    """Wait until the copy on this device has the last change: half a second after it."""
    page.wait_for_timeout(1200)


def desk_of(context):
    """Another window of the same browser."""
    page = context.new_page()
    page.set_default_timeout(15000)
    return page


def sign_in(page):
    page.fill("input[name=username]", "zhuoga")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()


# -- surviving --------------------------------------------------------------------------------------------------------


class Own:
    """A browser process of our own, so that it can be killed."""

    def __init__(self, playwright, profile):
        self.playwright, self.profile = playwright, profile

    def start(self, user, address):
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        words = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            [chromium(), *CHROMIUM_FLAGS, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _try in range(100):
            if port.exists() and port.read_text().strip():
                break
            time.sleep(0.2)
        browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text().splitlines()[0]}")
        context = browser.contexts[0]
        enter(context, user, address)
        page = context.pages[0]
        page.set_default_timeout(15000)
        return page

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def own(playwright, browser_ready, tmp_path):
    browser = Own(playwright, tmp_path)
    yield browser
    browser.kill()


def test_a_crashed_browser_loses_nothing_on_the_same_device(own, live_server, writer):
    page = own.start(writer, live_server.url)
    page.goto(live_server.url + WRITE)
    begin(page)
    page.fill("#id_situation", "崩溃前刚写的一段，服务器还没有。")
    copied(page)
    own.kill()
    assert the_draft().situation == ""
    page = own.start(writer, live_server.url)
    page.goto(live_server.url + reverse("submission:edit", args=[the_draft().pk]))
    page.wait_for_selector(OFFERED)
    assert page.input_value("#id_situation") == ""  # nothing is put in its place unasked
    page.click("[data-copy-take]")
    says(page, "已保存")
    assert the_draft().situation == "崩溃前刚写的一段，服务器还没有。"


def test_a_crashed_browser_loses_at_most_seconds_on_the_server(own, live_server, writer):
    page = own.start(writer, live_server.url)
    page.goto(live_server.url + WRITE)
    page.click("#id_situation")
    written, began = 0, time.monotonic()
    while time.monotonic() - began < 13:  # without a pause as long as the one that saves
        page.keyboard.insert_text("字")
        written += 1
        page.wait_for_timeout(150)
    own.kill()
    lost = (written - len(the_draft().situation)) * 13 / written
    assert lost <= 8  # seconds


def test_a_copy_of_a_draft_the_server_never_saw_is_offered_on_a_new_page(own, live_server, writer):
    page = own.start(writer, live_server.url)
    page.goto(live_server.url + WRITE)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.fill("#id_title", "没有连上时写的")
    page.locator("textarea[name=suggestions]").first.fill("第一条。")
    says(page, "未联网，已存在本机")
    own.kill()
    page = own.start(writer, live_server.url)
    page.goto(live_server.url + WRITE)
    page.wait_for_selector(OFFERED)
    page.click("[data-copy-take]")
    says(page, "已保存")
    assert the_draft().title == "没有连上时写的"
    assert [row.text for row in the_draft().suggestions.all()] == ["第一条。"]


def test_a_copy_of_another_draft_is_pointed_at_from_a_new_page(desk, live_server, console_errors):
    page = desk()
    begin(page)
    page.context.set_offline(True)
    page.fill("#id_analysis", "没有连上时写的。")
    says(page, "未联网，已存在本机")
    page.close()
    other = desk_of(page.context)
    other.context.set_offline(False)
    other.goto(live_server.url + WRITE)
    other.click("[data-copy-other] a")
    other.wait_for_selector(OFFERED)
    other.click("[data-copy-drop]")
    other.reload()
    other.wait_for_timeout(800)
    assert (other.locator(OFFERED).count(), the_draft().analysis) == (0, "")
    console_errors.clear()


def test_an_expired_session_loses_nothing(desk, console_errors):
    page = desk()
    begin(page)
    Session.objects.all().delete()
    page.fill("#id_situation", "登录过期以后写的。")
    says(page, "登录已过期，请登录后继续（文字已存在本机）")
    page.click("[data-sign-in]")
    sign_in(page)
    page.wait_for_selector(OFFERED)
    assert page.locator("[data-copy-mine] .pre").all_inner_texts() == [
        "关于扶持卡垫编织合作社的提案",
        "登录过期以后写的。",
    ]
    page.click("[data-copy-take]")
    says(page, "已保存")
    assert the_draft().situation == "登录过期以后写的。"
    console_errors.clear()


def test_an_expired_session_is_gone_on_with_after_signing_in_in_another_window(desk, live_server, console_errors):
    page = desk()
    begin(page)
    Session.objects.all().delete()
    page.fill("#id_situation", "登录过期以后写的。")
    says(page, "登录已过期")
    other = page.context.new_page()
    other.goto(live_server.url)
    sign_in(other)  # the token of the first window is stale from now on
    page.bring_to_front()
    page.type("#id_situation", "接着写。")
    says(page, "已保存")
    assert the_draft().situation == "登录过期以后写的。接着写。"
    console_errors.clear()


def test_an_expired_session_without_a_script_loses_nothing(desk, console_errors):
    page = desk(java_script_enabled=False)
    page.fill("#id_title", "不用脚本写的提案")
    page.fill("#id_situation", "第一行写得很长。\n第二行。")
    Session.objects.all().delete()
    page.click("button[value=check]")
    assert "登录已过期，您写的文字没有丢" in page.content()
    sign_in(page)
    page.get_by_role("button", name="继续", exact=True).click()
    page.wait_for_load_state()
    assert page.url.endswith("/check/")
    assert the_draft().situation == "第一行写得很长。\n第二行。"
    console_errors.clear()


def test_an_expired_session_at_the_press_of_a_button_loses_nothing(desk, assert_accessible, console_errors):
    page = desk()
    page.fill("#id_title", "按下按钮时登录已过期")
    Session.objects.all().delete()
    page.click("button[value=check]")
    page.wait_for_selector("input[name=carried]", state="attached")
    assert_accessible(page)
    sign_in(page)
    assert_accessible(page)
    page.get_by_role("button", name="继续", exact=True).click()
    page.wait_for_url("**/check/")
    assert the_draft().title == "按下按钮时登录已过期"
    console_errors.clear()


def test_a_minute_without_a_line_loses_nothing(desk, console_errors):
    page = desk()
    begin(page)
    page.context.set_offline(True)
    page.fill("#id_analysis", "没有连上时写的。")
    says(page, "未联网，已存在本机")
    assert the_draft().analysis == ""
    page.context.set_offline(False)
    says(page, "已保存")
    assert the_draft().analysis == "没有连上时写的。"
    page.reload()
    page.wait_for_timeout(800)
    assert page.locator(OFFERED).count() == 0
    console_errors.clear()


def test_a_second_device_is_told_and_overwrites_nothing(desk, assert_accessible, console_errors):
    first = desk()
    begin(first)
    address = reverse("submission:edit", args=[the_draft().pk])
    second = desk(address)
    first.fill("#id_situation", "手机上写的，比较长的一段文字。")
    says(first, "已保存")
    second.fill("#id_situation", "电脑上写的，另外一段比较长的文字。")
    says(second, "别处保存过")
    second.get_by_role("button", name="保存草稿").last.click()
    second.wait_for_load_state()
    assert_accessible(second)
    assert "手机上写的，比较长的一段文字。" in second.inner_text("#stored")
    assert second.input_value("#id_situation") == "电脑上写的，另外一段比较长的文字。"
    assert the_draft().situation == "手机上写的，比较长的一段文字。"
    second.get_by_role("button", name="保存草稿").last.click()
    second.wait_for_load_state()
    assert the_draft().situation == "电脑上写的，另外一段比较长的文字。"
    kept = {row.content["situation"] for row in the_draft().versions.all()}
    assert "手机上写的，比较长的一段文字。" in kept
    console_errors.clear()


def test_the_copy_is_sealed_and_goes_with_the_sign_out(desk, live_server, console_errors):
    page = desk()
    begin(page)
    page.context.set_offline(True)
    page.fill("#id_analysis", "不该被别人看到的话")
    says(page, "未联网，已存在本机")
    ((draft, sealed),) = page.evaluate(ROWS)
    assert draft == str(the_draft().pk)
    assert "不该".encode() not in bytes(sealed)
    page.context.set_offline(False)
    says(page, "已保存")
    page.goto(live_server.url + reverse("accounts:me"))
    page.click("text=退出登录 >> visible=true")
    page.wait_for_load_state()
    assert page.evaluate(STORED) == 0
    console_errors.clear()


def test_a_public_computer_keeps_nothing(open_page, live_server, writer):
    page = open_page()
    page.goto(live_server.url + reverse("accounts:sign_in") + f"?next={WRITE}")
    page.check("input[name=public_computer]")
    sign_in(page)
    begin(page)
    page.wait_for_selector("[data-no-copy]:not([hidden])")
    assert page.inner_text("[data-no-copy]") == "本机不保存副本"
    assert page.evaluate(STORED) == 0


def test_leaving_asks_only_when_something_would_be_lost(desk, console_errors):
    page = desk()
    begin(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    page.type("#id_analysis", "刚写")
    page.close(run_before_unload=True)  # before the copy is made
    page.wait_for_timeout(300)
    says(page, "未联网，已存在本机")
    assert asked == ["beforeunload"]
    page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    console_errors.clear()


# -- under the fingers ------------------------------------------------------------------------------------------------


def test_half_typed_pinyin_is_neither_counted_nor_saved_nor_sent(desk):
    page = desk()
    page.click("#id_title")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "ka dian", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(3500)
    assert page.inner_text("#id_title_count") == "还可输入 50 字"
    assert Proposal.objects.count() == 0
    keys.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    )
    assert page.url.endswith(WRITE)
    keys.send("Input.insertText", {"text": "卡垫𠮷"})
    says(page, "已保存")
    assert page.inner_text("#id_title_count") == "还可输入 47 字"
    assert the_draft().title == "卡垫𠮷"


def paste(page, place, text):
    field = page.locator(place).first
    field.click()
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def clipboard(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_paste_brings_plain_text_and_keeps_the_numbers(desk):
    page = clipboard(desk())
    paste(page, "#id_title", "　　关于扶持卡垫\n合作社的提案  ")
    paste(page, "#id_situation", "　　一、现状\r\n\u00a0\u00a0合作社 14 家。\n\n\n\n（一）销售　\n1.网上")
    assert page.input_value("#id_title") == "关于扶持卡垫合作社的提案"
    assert page.input_value("#id_situation") == "一、现状\n合作社 14 家。\n\n（一）销售\n1.网上"


def test_paste_of_several_suggestions_offers_to_split_them(desk):
    page = clipboard(desk())
    paste(page, "textarea[name=suggestions]", "（一）设服务点。\n服务期两年。\n（二）制定标准。")
    assert page.inner_text("[data-sugs-split] [data-say]") == "粘贴的内容有 2 条"
    page.click("[data-sugs-split] button")
    says(page, "已保存")
    assert [row.text for row in the_draft().suggestions.all()] == ["设服务点。\n服务期两年。", "制定标准。"]


def test_suggestions_move_with_the_focus_and_come_back_after_removal(desk):
    page = desk()
    for text in ("甲", "乙", "丙"):
        page.locator("textarea[name=suggestions]").last.fill(text)
        page.click("[data-sugs-add]")
    rows = page.locator("textarea[name=suggestions]")
    page.locator("[data-act=up]").nth(2).press("Enter")
    assert [rows.nth(i).input_value() for i in range(4)] == ["甲", "丙", "乙", ""]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "上移建议 2"
    assert page.text_content("[data-sugs-moved]") == "已移到第2条"
    page.locator("[data-act=remove]").first.press("Enter")
    assert page.inner_text("[data-sugs-said] [data-say]") == "已删除第1条"
    page.keyboard.press("Enter")  # the focus is on 撤销
    assert [rows.nth(i).input_value() for i in range(3)] == ["甲", "丙", "乙"]
    says(page, "已保存")
    assert [row.text for row in the_draft().suggestions.all()] == ["甲", "丙", "乙"]


def test_the_count_warns_and_never_cuts(desk):
    page = desk()
    page.fill("#id_situation", "字" * 1990)
    page.wait_for_selector("[data-total]:text-is('正文共 1990 字，还可输入 10 字')")
    page.locator("textarea[name=suggestions]").first.fill("建" * 20)
    page.wait_for_selector("[data-total]:text-is('正文共 2010 字，已超过建议的 2000 字，仍可提交')")
    page.fill("#id_situation", "字" * 3001)
    page.wait_for_selector("[data-total]:text-is('有一部分超过 3000 字，提交前请删减')")
    says(page, "已保存")
    assert len(the_draft().situation) == 3001


def test_a_phone_from_home_to_confirmation_in_twelve_taps(desk, live_server, assert_accessible):
    page = clipboard(desk(reverse("tracking:home"), size=(390, 844), has_touch=True))
    taps = 0

    def tap(place):
        nonlocal taps
        page.locator(place).first.tap()
        taps += 1

    def pasted(place, text):
        nonlocal taps
        tap(place)
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.keyboard.press("Control+V")
        taps += 1

    tap("text=写提案 >> visible=true")
    page.wait_for_load_state()
    pasted("#id_title", "关于扶持卡垫编织合作社的提案")
    pasted("#id_situation", "合作社 14 家，网上销售不足 6%。")
    pasted("textarea[name=suggestions]", "设一个网上销售服务点。")
    tap("button[value=check]")
    page.wait_for_url("**/check/")
    tap("text=本提案不涉及国家秘密和个人隐私")
    tap("text=提交提案 >> visible=true")
    page.wait_for_url("**/done/")
    assert_accessible(page)
    assert (the_draft().status, taps <= 12) == (ProposalStatus.SUBMITTED, True)
    confirmation = page.url
    page.go_back()
    page.wait_for_load_state()
    assert page.url == confirmation
    page.go_back()
    page.wait_for_load_state()
    assert page.input_value("[name=draft]") == str(the_draft().pk)  # the browser may have put the text back
    page.locator("button[value=check]").tap()
    page.wait_for_url(confirmation)
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_writing_are_accessible(desk, live_server, assert_accessible, width, tmp_path, console_errors):
    from tests.submission.manuscripts import saved, titled

    file = tmp_path / "提案.docx"
    file.write_bytes(saved(titled("情况", "合作社 14 家。", "建议", "1.设服务点。", "2.制定标准。", "电话：0892-1")))
    page = desk(reverse("submission:import_docx"), size=(width, 900))

    def look():
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    look()
    page.set_input_files("input[name=file]", file)
    page.click("text=读出文字")
    page.wait_for_load_state()
    look()
    page.click("text=存成草稿")
    page.wait_for_load_state()
    look()
    page.context.set_offline(True)
    page.fill("#id_analysis", "没有连上时写的，比较长的一段文字，足够另成一份。")
    says(page, "未联网，已存在本机")
    look()
    page.context.set_offline(False)
    says(page, "已保存")
    page.click("text=修改记录")
    page.wait_for_load_state()
    look()
    page.locator("td a").last.click()
    page.wait_for_load_state()
    look()
    console_errors.clear()
