"""送审, 送核查: saves what is typed, then sends it, or says everything that is missing."""

import pytest

from proposals.assignment.models import Assignment
from proposals.lifecycle import AssignmentStatus
from proposals.response.models import Response
from tests.assignment import acting
from tests.assignment.acting import day, due, led, url
from tests.factories import accept_all, add_unit_leader, assignment_at, make_user

from .writing import accepted, fresh, letter

S, NAME = AssignmentStatus, "response:send"


def test_send_goes_to_checking_where_the_unit_needs_no_sign_off(client, cast, on, calendar):
    row = accepted(cast)
    on("2022-05-10")
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), letter(row), follow=True)
    assert page.redirect_chain == [(row.proposal.get_absolute_url(), 302)]
    assert fresh(row).status == S.CHECKING
    assert due(row)["check"] == day("2022-05-17")
    draft = Response.objects.running(row)
    assert (draft.opening, draft.class_submitted.letter) == ("您提出的提案收悉，现答复如下。", "A")


def test_send_goes_to_the_leader_where_the_unit_has_one(client, cast, on):
    add_unit_leader(cast)
    row = accepted(cast)
    on("2022-05-10")
    client.force_login(cast.handler)
    assert "送审" in client.get(url("response:edit", row)).content.decode()
    client.post(url(NAME, row), letter(row))
    assert fresh(row).status == S.SIGNING
    assert due(row)["sign_off"] == day("2022-06-15")
    assert Response.objects.running(row).submitted_at is None


def test_send_with_gaps_saves_and_names_every_one_at_its_field(client, cast):
    row = accepted(cast)
    first, second = row.proposal.suggestions.all()
    data = letter(row, letter="B", opening="", contact_phone="", publication="none")
    data[f"answer-{second.pk}"] = ""
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), data)
    assert page.status_code == 422
    assert {name: list(errors) for name, errors in page.context["form"].errors.items()} == {
        "opening": ["开头没写"],
        f"answer-{second.pk}": ["建议2还没答复"],
        "promise_what-0": ["列入计划的答复要写承诺事项、完成日期和责任人"],
        "contact_phone": ["联系电话没填"],
        "publication_reason": ["不全文公开的理由没填"],
    }
    assert (fresh(row).status, Response.objects.running(row).answers.get(suggestion=first).text) == (
        S.ACCEPTED, "第1条已经采纳。",
    )  # fmt: skip
    assert "送核查（还差 5 项）" in page.content.decode()
    assert 'name="version" value="1"' in page.content.decode()


def test_send_over_somebody_elses_changes_sends_nothing(client, cast):
    row, colleague = accepted(cast), make_user(cast.committee, "handler", "央金", unit=cast.unit)
    client.force_login(colleague)
    client.post(url("response:edit", row), letter(row, opening="央金写的开头。"))
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), letter(row)).status_code == 409
    assert (fresh(row).status, Response.objects.running(row).opening) == (S.ACCEPTED, "央金写的开头。")


def test_ac_38_send_is_blocked_while_a_co_handler_is_silent_until_the_coordinator_overrides(client, cast, on, calendar):
    lead, co = led(cast)
    accept_all(lead.proposal, cast)
    on("2022-05-10")
    client.force_login(cast.handler)
    page = client.post(url(NAME, lead), letter(lead))
    assert (page.status_code, page.context["form"].errors) == (
        422, {"__all__": ["市财政局还没有提会办意见"]},
    )  # fmt: skip
    client.force_login(cast.coordinator)
    client.post(url("assignment:waive_opinions", lead), {"reason": "财政意见已由市政府明确。"})
    client.force_login(cast.handler)
    assert client.post(url(NAME, lead), letter(lead, version=1)).status_code == 302
    assert fresh(lead).status == S.CHECKING
    assert acting.events(lead)[-2:] == [
        ("waive_opinions", "财政意见已由市政府明确。（市财政局）"), ("submit_response", ""),
    ]  # fmt: skip
    assert due(co) == {"opinion": day("2022-04-15")}


@pytest.mark.parametrize(
    ("promise", "sentence", "field"),
    [
        (("建成基地", "局长", ""), "承诺的完成日期没填", "promise_due-0"),
        (("建成基地", "", "2022-12-31"), "承诺的责任人没填", "promise_who-0"),
        (("", "", ""), "列入计划的答复要写承诺事项、完成日期和责任人", "promise_what-0"),
    ],
)
def test_ac_45_send_of_a_planned_response_without_a_whole_promise_is_refused(client, cast, promise, sentence, field):
    row = accepted(cast)
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), letter(row, letter="B", promises=[promise]))
    assert (page.status_code, page.context["form"].errors) == (422, {field: [sentence]})
    assert fresh(row).status == S.ACCEPTED


def test_send_by_a_button_of_another_page_leads_to_the_editor(client, cast):
    row = accepted(cast)
    before = acting.facts()
    client.force_login(cast.handler)
    assert client.post(url(NAME, row)).url == url("response:edit", row)
    assert acting.facts() == before


def test_send_by_get_is_not_allowed(client, cast):
    row = accepted(cast)
    client.force_login(cast.handler)
    assert client.get(url(NAME, row)).status_code == 405


def test_send_twice_counts_once(client, cast):
    row = accepted(cast)
    acting.counts_once(client, NAME, row, cast.handler, letter(row))
    assert Response.objects.count() == 1


def test_send_is_the_answering_units_alone(client, cast):
    row, before = accepted(cast), acting.facts()
    for user, status in [(cast.stranger, 404), (cast.other_handler, 404), (cast.member, 403), (cast.coordinator, 403)]:
        client.force_login(user)
        assert client.post(url(NAME, row), letter(row)).status_code == status
    assert (acting.facts(), Response.objects.count()) == (before, 0)


@pytest.mark.parametrize("status", [S.PENDING, S.SIGNING, S.CHECKING, S.RESPONDED, S.CANCELLED])
def test_send_is_refused_in_any_other_status(client, cast, status):
    row = assignment_at(status, cast)
    acting.is_refused_now(client, NAME, row, cast.handler, letter(row))
    assert Assignment.objects.get(pk=row.pk).status == status
