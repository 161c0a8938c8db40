"""Similar proposals while somebody types: the list comes by itself and never gets in the way."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIFT = "关于老旧小区加装电梯的提案"
PAUSE = 1500  # after it the answer is there


@pytest.fixture
def writing(cast, open_page, live_server, request):
    """writing(width): the page of a member who writes, with one registered proposal of somebody else's."""
    factories.registered(cast, title=LIFT)
    PlenarySession.objects.update(year=timezone.localdate().year)

    def opened(width=1440):
        page = open_page(cast.stranger, live_server.url)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + reverse("submission:write"))
        page.asked = []
        page.on("request", lambda sent: page.asked.append(sent.url) if "/similar/" in sent.url else None)
        return page

    return opened


def place_of(page, selector):
    return page.locator(selector).bounding_box()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_list_appears_beside_the_form_and_nothing_moves(writing, assert_accessible, console_errors, width):
    page = writing(width)
    page.locator("#id_title").press_sequentially("加装电梯问题", delay=30)
    before = place_of(page, "#id_title"), place_of(page, "#id_situation")
    page.locator("#similar", has_text=LIFT).wait_for(state="attached")
    assert (place_of(page, "#id_title"), place_of(page, "#id_situation")) == before
    assert page.evaluate("document.activeElement.id") == "id_title"
    assert page.locator("#similar [data-told]").inner_text() == "有 1 件相似的提案"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(page.asked) == 1  # six characters, one question
    assert_accessible(page)


def test_on_a_phone_a_link_beside_the_count_leads_to_it(writing, console_errors):
    page = writing(390)
    page.fill("#id_title", LIFT)
    page.get_by_role("link", name="有 1 件相似的提案").click()
    assert page.url.endswith("#similar")


def test_nothing_is_asked_while_an_input_method_composes(writing, console_errors):
    page = writing()
    page.fill("#id_title", "加装")
    page.wait_for_timeout(PAUSE)
    page.evaluate("""() => {
        const field = document.getElementById("id_title");
        field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
        field.value = "加装dian'ti";
        field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
    }""")
    page.wait_for_timeout(PAUSE)
    assert page.asked == []
    page.evaluate("""() => {
        const field = document.getElementById("id_title");
        field.value = "加装电梯";
        field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
    }""")
    page.locator("#similar", has_text=LIFT).wait_for(state="attached")
    assert len(page.asked) == 1


def test_less_than_three_characters_ask_nothing(writing, console_errors):
    page = writing()
    page.fill("#id_title", "电梯")
    page.wait_for_timeout(PAUSE)
    assert page.asked == []
