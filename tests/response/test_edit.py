"""The response editor: a draft is kept as typed, complete or not, and never overwritten unseen."""

import pytest

from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.rating import actions as rating
from proposals.response.models import Response
from tests.assignment import acting
from tests.assignment.acting import day, led, url
from tests.factories import accept_all, assignment_at, at, make_user, proposal_at

from .writing import accepted, fresh, letter

S, NAME = AssignmentStatus, "response:edit"


def test_edit_keeps_what_is_typed(client, cast, on):
    row = accepted(cast)
    on("2022-05-10 10:26")
    client.force_login(cast.handler)
    assert client.post(url(NAME, row), letter(row)).url == url(NAME, row)
    draft = Response.objects.with_all().running(row)
    assert (draft.opening, draft.document_number, draft.response_class.letter, draft.version) == (
        "您提出的提案收悉，现答复如下。", "日农函〔2022〕15号", "A", 1,
    )  # fmt: skip
    assert (draft.updated_by, draft.updated_at) == (cast.handler, at("2022-05-10 10:26"))
    assert [(answer.adoption, answer.text) for answer in draft.answers.all()] == [
        ("adopted", "第1条已经采纳。"), ("adopted", "第2条已经采纳。"),
    ]  # fmt: skip
    assert fresh(row).status == S.ACCEPTED


def test_edit_keeps_an_unfinished_letter_and_half_a_promise(client, cast):
    row = accepted(cast)
    client.force_login(cast.handler)
    data = {"version": 0, "publication": "full", "promise_what-0": "建成繁育基地", "promise_due-0": "2022-12-31"}
    assert client.post(url(NAME, row), data).status_code == 302
    promise = Response.objects.running(row).commitments.get()
    assert (promise.what, promise.who, promise.due_on) == ("建成繁育基地", "", day("2022-12-31"))
    form = client.get(url(NAME, row)).context["form"]
    assert [[bound.value() for bound in row] for row in form.promises()] == [
        ["建成繁育基地", "", day("2022-12-31")], [None, None, None],
    ]  # fmt: skip


def test_edit_removes_a_promise_that_has_been_cleared(client, cast):
    row = accepted(cast)
    client.force_login(cast.handler)
    client.post(url(NAME, row), letter(row, promises=[("一", "甲", "2022-12-31"), ("二", "乙", "2023-12-31")]))
    client.post(url(NAME, row), letter(row, version=1, promises=[("", "", ""), ("二", "乙", "2023-12-31")]))
    assert [promise.what for promise in Response.objects.running(row).commitments.all()] == ["二"]


def test_edit_begins_with_the_words_every_letter_begins_with(client, cast):
    row = accepted(cast)
    client.force_login(cast.handler)
    form = client.get(url(NAME, row)).context["form"]
    assert (form["opening"].value(), form["contact"].value()) == (
        "您提出的《关于建立青稞良种繁育基地的提案》收悉，现答复如下。", "次旦",
    )  # fmt: skip
    assert Response.objects.count() == 0


def test_edit_remembers_the_number_the_person_wrote_last(client, cast):
    first, second = accepted(cast), accepted(cast, title="关于另一件事的提案")
    client.force_login(cast.handler)
    client.post(url(NAME, first), letter(first, contact_phone="0892-2222222"))
    assert client.get(url(NAME, second)).context["form"]["contact_phone"].value() == "0892-2222222"


def test_edit_names_what_is_still_missing(client, cast):
    row = accepted(cast)
    client.force_login(cast.handler)
    page = client.get(url(NAME, row))
    assert [sentence for _key, sentence in page.context["desk"].gaps] == [
        "答复类别没选", "建议1还没答复", "建议2还没答复", "联系电话没填",
    ]  # fmt: skip
    assert "送核查（还差 4 项）" in page.content.decode()
    client.post(url(NAME, row), letter(row))
    page = client.get(url(NAME, row))
    assert page.context["desk"].gaps == []
    assert "送核查（" not in page.content.decode()


def test_edit_after_somebody_else_has_saved_overwrites_nothing_and_keeps_both_texts(client, cast, on):
    row, colleague = accepted(cast), make_user(cast.committee, "handler", "央金", unit=cast.unit)
    on("2022-05-10 10:26")
    client.force_login(colleague)
    client.post(url(NAME, row), letter(row, opening="央金写的开头。"))
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), letter(row, opening="次旦写的开头。"))
    assert page.status_code == 409
    assert page.context["form"].errors["__all__"] == ["央金在10:26保存过这份答复，请先看最新内容，再把您的改动加进去。"]
    assert Response.objects.running(row).opening == "央金写的开头。"
    text = page.content.decode()
    assert [words in text for words in ("央金写的开头。", "次旦写的开头。")] == [True, True]
    assert 'name="version" value="1"' in text
    again = client.post(url(NAME, row), letter(row, version=1, opening="次旦写的开头。"))
    assert (again.status_code, Response.objects.running(row).opening) == (302, "次旦写的开头。")


def test_edit_with_a_bad_date_keeps_the_version_the_page_was_filled_from(client, cast):
    row, colleague = accepted(cast), make_user(cast.committee, "handler", "央金", unit=cast.unit)
    client.force_login(colleague)
    client.post(url(NAME, row), letter(row, opening="央金写的开头。"))
    client.force_login(cast.handler)
    page = client.post(url(NAME, row), letter(row, promises=[("基地", "局长", "年底")]))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["promise_due-0"])
    assert 'name="version" value="0"' in page.content.decode()
    assert client.post(url(NAME, row), letter(row)).status_code == 409


@pytest.mark.parametrize(("field", "limit"), [("contact", 40), ("document_number", 60), ("promise_what-0", 300)])
def test_edit_says_when_a_line_is_too_long_and_cuts_nothing(client, cast, field, limit):
    row, long = accepted(cast), "长" * (limit + 1)
    sentence = f"最多 {limit} 字，现在 {limit + 1} 字，请删减"
    page = acting.is_refused(client, NAME, row, cast.handler, letter(row, **{field: long}), field, sentence)
    assert page.context["form"][field].value() == long


def test_edit_without_a_version_is_refused(client, cast):
    row = accepted(cast)
    data = {"publication": "full"}
    acting.is_refused(client, NAME, row, cast.handler, data, "version", "页面不完整，请刷新后再试。")


def test_edit_shows_the_lead_the_opinions_of_its_co_handlers(client, cast):
    lead, co = led(cast)
    accept_all(lead.proposal, cast)
    client.force_login(cast.other_handler)
    client.post(url("response:give_opinion", co), {"text": "财政可以安排四百万元。"})
    client.force_login(cast.handler)
    page = client.get(url(NAME, lead))
    assert [opinion.text for opinion in page.context["desk"].opinions] == ["财政可以安排四百万元。"]


def test_edit_in_the_second_round_shows_the_earlier_response_and_why_it_was_not_accepted(client, cast):
    proposal = proposal_at(ProposalStatus.REHANDLING, cast)
    row = proposal.assignments.get()
    client.force_login(cast.handler)
    page = client.get(url(NAME, row))
    desk = page.context["desk"]
    assert (desk.earlier.round_number, desk.complaint, desk.draft.round_number) == (1, "没有解决", 2)
    assert desk.draft.opening.startswith("您对《关于建立青稞良种繁育基地的提案》办理结果的评议意见收悉")
    text = page.content.decode()
    assert [words in text for words in ("没有解决", "已经采纳。", "重新答复")] == [True] * 3


def test_edit_in_the_second_round_shows_no_rating_before_the_round_closes(client, cast):
    row = assignment_at(S.RESPONDED, cast)
    client.force_login(cast.handler)
    assert client.get(url(NAME, row)).status_code == 409
    rating.close_rounds(now=at("2022-06-30"))
    assert client.get(url(NAME, row)).status_code == 409


def test_edit_is_the_answering_units_alone(client, cast):
    lead, co = led(cast)
    accept_all(lead.proposal, cast)
    hidden, forbidden = [cast.stranger, cast.other_handler], [cast.member, cast.coordinator, cast.reviewer]
    acting.is_kept_to_its_people(client, NAME, lead, letter(lead), hidden=hidden, forbidden=forbidden)
    acting.is_kept_to_its_people(client, NAME, co, letter(co), hidden=[cast.handler], forbidden=[cast.other_handler])
    assert Response.objects.count() == 0


def test_edit_by_get_changes_nothing(client, cast):
    row = accepted(cast)
    acting.get_changes_nothing(client, NAME, row, cast.handler, letter(row))
    assert Response.objects.count() == 0


@pytest.mark.parametrize("status", [S.PENDING, S.SIGNING, S.CHECKING, S.RESPONDED, S.CANCELLED])
def test_edit_is_refused_in_any_other_status(client, cast, status):
    row = assignment_at(status, cast)
    acting.is_refused_now(client, NAME, row, cast.handler, letter(row))
