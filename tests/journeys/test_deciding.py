"""The office at work in a browser: passages marked with the mouse, decisions prepared and told together, a merge
undone. Every page is also looked over, at a desk and on a phone."""

import pytest
from django.urls import reverse

from proposals.committee.models import DeclineReason
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.models import Proposal
from tests.factories import at, registered, submitted
from tests.journeys.test_browser import follow, press, today_cast, window

__all__ = ["today_cast", "window"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

S = ProposalStatus
LATER = "拟定，稍后一并公布"


def page_of(name, proposal):
    return reverse(f"submission:{name}", args=[proposal.pk])


def test_five_decisions_prepared_and_released_together(today_cast, window, live_server):
    cast = today_cast
    main = registered(cast, title="主案")
    cases = {name: submitted(cast, title=name, now=at(f"2022-02-1{n}")) for n, name in enumerate(
        ["register", "decline", "pass_on", "send_back", "merge"])}  # fmt: skip
    reason = DeclineReason.objects.filter(committee=cast.committee).first()
    page = window(cast.reviewer, page_of("register", cases["register"]))
    press(page, LATER)
    page.goto(live_server.url + page_of("decline", cases["decline"]))
    page.look()
    page.check(f"input[name=reason][value='{reason.pk}']")
    press(page, LATER)
    for name in ("pass_on", "send_back"):
        page.goto(live_server.url + page_of(name, cases[name]))
        page.look()
        page.fill("textarea[name=note]", "属于日常工作。")
        press(page, LATER)
    page.goto(live_server.url + page_of("merge", cases["merge"]))
    page.look()
    page.check(f"input[name=into][value='{main.pk}']")
    press(page, LATER)
    assert set(
        Proposal.objects.filter(pk__in=[case.pk for case in cases.values()]).values_list("status", flat=True)
    ) == {S.SUBMITTED}
    assert not Notice.objects.exclude(subject__startswith="已提交").exclude(subject__startswith="已立案：主案").exists()

    page.goto(live_server.url + reverse("submission:release"))
    page.look()
    press(page, "下一步：核对")
    assert "第0002号" in page.content()
    press(page, "公布所选的决定")
    assert "已公布 5 件" in page.content()
    found = {name: Proposal.objects.get(pk=case.pk).status for name, case in cases.items()}
    assert found == {
        "register": S.REGISTERED, "decline": S.DECLINED, "pass_on": S.PASSED_ON, "send_back": S.SENT_BACK,
        "merge": S.MERGED,
    }  # fmt: skip


def test_a_merge_is_undone_and_registered_with_its_number(today_cast, window):
    cast = today_cast
    main, other = registered(cast, title="主案"), registered(cast, by=cast.colleague, title="并入的案")
    actions.merge(other, by=cast.reviewer, into=main)
    page = window(cast.reviewer, other.get_absolute_url())
    follow(page, "撤销并案")
    page.fill("textarea[name=note]", "两件不是一回事。")
    press(page, "撤销并案")
    other.refresh_from_db()
    assert (other.status, other.case_number) == (S.SUBMITTED, "0002")
    page.wait_for_timeout(1600)  # the desk takes no decision in the first moment (static/js/triage.js)
    press(page, "立案")
    other.refresh_from_db()
    assert (other.status, other.case_number) == (S.REGISTERED, "0002")
    theirs = window(cast.colleague, other.get_absolute_url())
    assert "提案委撤销并案，恢复为待审查" in theirs.content()


def test_passages_are_marked_with_the_mouse_and_read_by_the_proposer(today_cast, window):
    cast = today_cast
    proposal = submitted(cast)
    page = window(cast.reviewer, page_of("send_back", proposal))
    take = page.get_by_role("button", name="标出选中的文字")
    take.click()
    assert "请先在下面选中一段文字" in page.inner_text("[data-marks-bar]")
    page.locator("[data-marks-from] p", has_text="三县走访所见。").select_text()
    take.click()
    page.locator("textarea[name=comment_0]").fill("请写明是哪三县。")
    page.locator("[data-marks-from] li", has_text="建立种子储备。").select_text()
    take.click()
    assert page.input_value("select[name=part_1]") == "suggestions"
    page.locator("textarea[name=comment_1]").fill("由谁建立？")
    page.look()
    press(page, "立即决定")
    marks = proposal.last_event("send_back").data["marks"]
    assert [(mark["part"], mark["quote"]) for mark in marks] == [
        ("situation", "三县走访所见。"), ("suggestions", "建立种子储备。"),
    ]  # fmt: skip
    theirs = window(cast.member, page_of("edit", proposal))
    assert [mark.inner_text() for mark in theirs.locator("mark").all()] == ["三县走访所见。", "建立种子储备。"]
