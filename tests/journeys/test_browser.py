"""The same chain in a real browser, on a desk and on a phone, each person in a window of their own. Every page that
is opened is also checked for accessibility, sideways scrolling and complaints of the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession, ResponseClass
from proposals.lifecycle import ProposalStatus
from proposals.rating import actions as rating
from proposals.report import actions as report
from proposals.submission.models import Proposal
from tests.factories import add_unit_leader

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SETTLE = 1600  # the desk takes no decision in the first moment after it has opened (static/js/triage.js)
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def today_cast(cast):
    """The cast in a session of today, with a unit whose leader signs off."""
    PlenarySession.objects.update(year=timezone.localdate().year)
    ResponseClass.objects.update(year=timezone.localdate().year)
    add_unit_leader(cast)
    return cast


@pytest.fixture(params=SIZES)
def window(request, open_page, live_server, assert_accessible):
    """window(user, address): a page of that person, opened and looked over."""
    size = SIZES[request.param]

    def opened(user, address):
        page = open_page(user, live_server.url)
        page.set_viewport_size(size)
        page.set_default_timeout(15000)
        page.look = lambda: (assert_accessible(page), _fits(page, size["width"]))
        page.goto(live_server.url + address)
        page.look()
        return page

    return opened


def _fits(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def press(page, name):
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state()
    page.look()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()
    page.look()


def choose(page, label, index=0):
    """A big radio button: its label is what one sees and presses."""
    page.locator(".pick label").filter(has_text=label).nth(index).click()


def test_chain_from_draft_to_report(today_cast, window, console_errors):
    cast = today_cast
    page = window(cast.member, reverse("tracking:home"))
    follow(page, "写提案")
    page.fill("#id_title", "关于建立青稞良种繁育基地的提案")
    page.fill("#id_situation", "三县走访所见，种子混杂。")
    page.locator("textarea[name=suggestions]").first.fill("在江孜建一处繁育基地。")
    page.locator("button[name=to][value=check]:visible").first.click()
    page.wait_for_load_state()
    page.look()
    press(page, "提交提案")
    assert "请勾选" in page.content()
    console_errors.clear()  # the browser notes the 422 of the refusal
    page.check("input[name=declared]")
    press(page, "提交提案")
    assert "0001" in page.content()
    proposal = Proposal.objects.get()
    assert proposal.status == ProposalStatus.SUBMITTED

    page = window(cast.reviewer, reverse("submission:examine", args=[proposal.pk]))
    page.select_option("#register-form select[name=topic]", index=1)
    page.wait_for_timeout(SETTLE)
    press(page, "立案")
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.REGISTERED

    page = window(cast.chief_coordinator, reverse("assignment:hand_over", args=[proposal.pk]))
    choose(page, "单办")
    page.select_option("select[name=lead]", str(cast.unit.pk))
    press(page, "下一步：核对期限")
    press(page, "交办")
    row = proposal.assignments.get()

    page = window(cast.handler, reverse("tracking:home"))
    page.goto(page.url + f"assignments/{row.pk}/accept/")
    page.look()
    press(page, "签收")
    page = window(cast.handler, reverse("response:edit", args=[row.pk]))
    page.select_option("select[name=response_class]", index=1)
    page.fill("textarea[name=opening]", "您提出的提案收悉，现答复如下。")
    choose(page, "采纳")
    page.fill("textarea[name^=answer-]", "今年在江孜县落实繁育田。")
    page.fill("input[name=contact]", "次旦")
    page.fill("input[name=contact_phone]", "0892-1111111")
    page.locator("button[formaction]:visible, button[form]:visible").filter(has_text="送审").first.click()
    page.wait_for_load_state()
    page = window(cast.unit_leader, reverse("response:sign_off", args=[row.pk]))
    press(page, "同意并送核查")

    page = window(cast.coordinator, reverse("response:check", args=[row.pk]))
    press(page, "核查通过并送达")
    round_ = row.responses.get().round

    page = window(cast.member, reverse("rating:rate", args=[round_.pk]))
    press(page, "提交评议")
    assert "请选择" in page.content()
    console_errors.clear()
    choose(page, "满意", 0)
    page.locator("input[name=result]").first.locator("xpath=..").click()
    press(page, "提交评议")
    rating.close_rounds(now=timezone.now() + timedelta(hours=25))
    report.compute_session(cast.session, timezone.now() + timedelta(hours=26))

    page = window(cast.leader, reverse("report:report"))
    assert "100.0%" in page.content()
    follow(page, "100.0%")
    assert proposal.title in page.content()


@pytest.mark.parametrize("who", ["member", "group_account", "reviewer", "coordinator", "handler", "leader", "auditor"])
def test_homes_and_lists_are_accessible(today_cast, window, who):
    user = getattr(today_cast, who)
    names = ["tracking:home", "report:report", "accounts:me"]
    names += ["tracking:trail"] if who == "auditor" else ["tracking:proposals", "notices:inbox"]
    for name in names:
        window(user, reverse(name))
