"""A morning of the plenary: 120 proposals examined by keyboard and in bulk, numbered and locked, every figure right."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession, Topic
from proposals.report.counts import PARTITION, Slice, count
from proposals.submission import actions
from proposals.submission.models import Proposal
from proposals.trail import actions as trail

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MANY = 120
SETTLE = 1600  # the desk takes no decision in the first moment after it has opened (static/js/triage.js)
#: the keys of the first twelve: register, and one each of the decisions with a page of its own
KEYS = "ffffrffoffnf"


@pytest.fixture
def morning(cast):
    """The plenary sits today, and 120 proposals have come in since dawn."""
    now = timezone.now()
    today = timezone.localdate(now)
    days = {"sits_from": today - timedelta(days=1), "sits_to": today, "year": today.year}
    calls = {"call_opens_at": now - timedelta(days=30), "cutoff_at": now + timedelta(hours=8)}
    PlenarySession.objects.update(**days, **calls)
    topics = list(Topic.objects.filter(committee=cast.committee))
    for n in range(MANY):
        when = now - timedelta(minutes=4 * (MANY - n))
        draft = actions.new_draft(
            uuid.uuid4(), by=cast.member, title=f"关于第{n + 1}件事的提案", situation="实地走访所见。",
            suggestions=["办好这件事。"], topic=topics[n % len(topics)], now=when,
        )  # fmt: skip
        actions.submit(draft, by=cast.member, now=when)
    return cast


class Desk:
    """The reviewer at the keyboard."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    @property
    def here(self):
        return self.page.locator(".triage__h h2").inner_text()

    def decide(self, key):
        """One proposal by its key; the next one is on the desk when it is done."""
        before = self.here
        self.page.wait_for_timeout(SETTLE)
        self.page.keyboard.press(key)
        if key == "f":
            self.page.keyboard.press(key)  # pressed twice in haste: the next one is not decided with it
        else:
            getattr(self, f"fill_{key}")()
        self.page.wait_for_function(
            "before => document.querySelector('.triage__h h2')?.innerText !== before", arg=before
        )

    def fill_r(self):
        self._write("退回修改", "请补充数据。")

    def fill_o(self):
        self._write("转意见建议", "转有关单位参考。")

    def fill_n(self):
        self.page.wait_for_selector("h1:has-text('不予立案')")
        self.page.locator("input[name=reason]").first.check()
        self._send("不予立案")

    def _write(self, title, words):
        self.page.wait_for_selector(f"h1:has-text('{title}')")
        self.page.locator("textarea[name=note]").fill(words)
        self._send(title)

    def _send(self, label):
        self.page.locator("main form[method=post] button.btn--main").click()

    def register_the_page(self):
        """Everything on this page of the inbox, by way of the check page; what the desk says of it."""
        self.page.goto(self.address + reverse("submission:examination"))
        self.page.get_by_role("link", name="全选本页").click()
        n = int(self.page.locator("[data-picked]").inner_text())
        self.page.select_option("#bulk-act", "register")
        self.page.get_by_role("button", name="核对", exact=True).click()
        self.page.wait_for_selector("h1:has-text('核对：批量立案')")
        assert self.page.locator("input[name=pk]:checked").count() == n
        self.page.get_by_role("button", name="确认立案").click()
        self.page.wait_for_selector(".notes :text('立案')")
        return n, self.page.locator(".notes").inner_text()


def numbers():
    return list(Proposal.objects.filter(series="case").order_by("case_seq").values_list("case_number", flat=True))


def test_a_plenary_morning_of_120_proposals(page, live_server, enter_as, assert_accessible, morning):
    enter_as(morning.reviewer)
    page.set_default_timeout(20000)
    desk = Desk(page, live_server.url)
    page.goto(live_server.url + reverse("submission:examination"))
    for key in KEYS:
        desk.decide(key)
    assert desk.here == f"关于第{len(KEYS) + 1}件事的提案"
    assert numbers() == [f"{n:04d}" for n in range(1, KEYS.count("f") + 1)]

    said = [desk.register_the_page() for _ in range(3)]
    assert [n for n, _words in said] == [40, 40, MANY - len(KEYS) - 80]
    assert "立案 40 件：第0010号至第0049号。" in said[0][1]
    registered = MANY - 3
    assert numbers() == [f"{n:04d}" for n in range(1, registered + 1)]

    key_one = Proposal.objects.get(case_seq=registered, series="case")
    actions.mark_key(key_one, by=morning.reviewer, is_key=True, note="主席会议确定。")
    page.goto(live_server.url + reverse("submission:numbering"))
    assert_accessible(page)
    page.check("input[name=sure]")
    page.get_by_role("button", name="重新排号并锁定").click()
    page.wait_for_selector("h1:has-text('编排案号')")
    assert "锁定，不再变动" in page.locator("main").inner_text()
    key_one.refresh_from_db()
    assert (key_one.case_number, numbers()) == ("0001", [f"{n:04d}" for n in range(1, registered + 1)])
    behind = list(Proposal.objects.filter(case_seq__gt=1, series="case").order_by("case_seq"))
    assert behind == sorted(behind, key=lambda row: (row.topic.order, row.submitted_at))

    page.goto(live_server.url + reverse("report:plenary"))
    assert_accessible(page)
    told = page.locator(".say").inner_text()
    for part in (
        f"收到 {MANY} 件",
        f"立案 {registered}",
        "转意见建议 1",
        "不予立案 1",
        "审查中 1",
        f"各项合计 {MANY} 件",
    ):
        assert part in told
    counts = count(Slice(morning.session, timezone.now()))
    assert sum(getattr(counts, name) for name in PARTITION[1:]) == counts.received == MANY
    assert list(trail.verify()) == []
