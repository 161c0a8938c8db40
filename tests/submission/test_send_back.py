"""退回修改."""

import pytest
from django.urls import reverse

from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus, Refusal
from proposals.notices.models import Notice
from proposals.submission import actions
from tests.factories import submitted

from . import deciding
from .deciding import url

S = ProposalStatus
WORDS = {"note": "一事一案，请分成两件。"}


def test_send_back_asks_the_proposer_to_revise(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("send_back", proposal), WORDS)
    proposal.refresh_from_db()
    duty = Duty.objects.open().of_case(proposal.pk).get()
    edit = reverse("submission:edit", args=[proposal.pk])
    assert (proposal.status, proposal.outcome) == (S.SENT_BACK, "")
    assert (duty.kind, duty.holder, duty.path) == ("revise", f"user:{cast.member.pk}", edit)
    told = Notice.objects.get(recipient=cast.member, subject__startswith="退回修改")
    assert (told.body, told.path) == (WORDS["note"], edit)


def test_send_back_needs_words(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), {"note": "　"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_send_back_goes_on_to_the_next_one(client, cast):
    deciding.goes_on_to_the_next_one(client, cast, "send_back", WORDS)


def test_send_back_is_the_offices_alone(client, cast):
    deciding.is_the_offices_alone(client, cast, "send_back", WORDS)


def test_send_back_get_changes_nothing(client, cast):
    deciding.get_changes_nothing(client, cast, "send_back", WORDS)


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.DECLINED, S.HANDED_OVER])
def test_send_back_is_refused_in_any_other_status(client, cast, status):
    deciding.is_refused_at(client, cast, "send_back", WORDS, status)


# -- marked passages --------------------------------------------------------------------------------------------------


def marked(*marks, note=""):
    """The form with these passages: (part, quotation, what is asked for)."""
    rows = {f"{name}_{n}": value for n, mark in enumerate(marks)
            for name, value in zip(("part", "quote", "comment"), mark, strict=True)}  # fmt: skip
    return {"note": note, **rows}


TWO = (("situation", "三县走访", "请写明是哪三县。"), ("suggestions", "建立种子储备。", "由谁建立？"))


def test_send_back_with_marked_passages_needs_no_other_words(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.post(url("send_back", proposal), marked(*TWO)).status_code == 302
    assert proposal.last_event("send_back").data["marks"] == [
        {"part": "situation", "quote": "三县走访", "comment": "请写明是哪三县。"},
        {"part": "suggestions", "quote": "建立种子储备。", "comment": "由谁建立？"},
    ]
    told = Notice.objects.get(recipient=cast.member, subject__startswith="退回修改")
    assert told.body == "标出2处，请在修改页逐处查看。"


def test_send_back_counts_the_marks_below_the_words(cast):
    mark = {"part": "title", "quote": "青稞良种", "comment": "太宽。"}
    actions.send_back(submitted(cast), by=cast.reviewer, note="请修改。", marks=[mark])
    told = Notice.objects.get(recipient=cast.member, subject__startswith="退回修改")
    assert told.body == "请修改。\n标出1处，请在修改页逐处查看。"


def test_send_back_refuses_a_quotation_that_is_not_there_at_its_row(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), marked(TWO[0], ("analysis", "建立种子储备。", "由谁建立？")))
    form = page.context["form"]
    assert (page.status_code, form.errors) == (422, {"quote_1": ["这一部分里没有这段文字，请从原文复制。"]})
    assert form["comment_0"].value() == "请写明是哪三县。"
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_send_back_asks_for_words_beside_every_mark(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), marked(("situation", "三县走访", "")))
    assert page.context["form"].errors == {"comment_0": ["请写明这一处需要怎样修改。"]}
    page = client.post(url("send_back", proposal), marked(("situation", "", "请写明。")))
    assert list(page.context["form"].errors) == ["quote_0"]


def test_send_back_leaves_out_empty_rows_and_moves_the_others_up(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), marked(("title", " ", ""), ("analysis", "没有这句", "请改。")))
    assert list(page.context["form"].errors) == ["quote_0"]
    client.post(url("send_back", proposal), marked(("title", " ", ""), TWO[0]))
    assert len(proposal.last_event("send_back").data["marks"]) == 1


def test_send_back_does_not_mind_spaces_and_line_breaks_of_a_quotation(cast):
    mark = {"part": "suggestions", "quote": "建一处 繁育基地。\n建立种子储备。", "comment": "合并。"}
    assert actions.send_back(submitted(cast), by=cast.reviewer, marks=[mark]).status == S.SENT_BACK


def test_send_back_gives_more_rows_without_a_script_and_keeps_what_was_typed(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("send_back", proposal), marked(*TWO, note="请修改。") | {"more": "1"})
    form = page.context["form"]
    assert (page.status_code, form.many, form.errors) == (422, 5, {})
    assert (form["note"].value(), form["quote_1"].value()) == ("请修改。", "建立种子储备。")
    proposal.refresh_from_db()
    assert proposal.status == S.SUBMITTED


def test_send_back_with_an_unknown_part_is_refused(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.post(url("send_back", proposal), marked(("password", "三县走访", "请改。"))).status_code == 422
    with pytest.raises(Refusal):
        mark = {"part": "case_number", "quote": "0", "comment": "请改。"}
        actions.send_back(proposal, by=cast.reviewer, marks=[mark])


def test_the_proposer_reads_each_mark_beside_its_field(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("send_back", proposal), marked(*TWO, note="请修改。"))
    client.force_login(cast.member)
    page = client.get(reverse("submission:edit", args=[proposal.pk])).content.decode()
    assert "标出 2 处，写在下面对应的部分旁边。" in page
    assert (
        page.index("<mark>三县走访</mark>")
        < page.index('id="id_situation"')
        < page.index("<mark>建立种子储备。</mark>")
    )
    assert "请写明是哪三县。" in page


def test_the_office_sees_at_the_next_examination_what_was_asked_and_what_has_changed(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("send_back", proposal), marked(*TWO))
    actions.save_draft(proposal, by=cast.member, situation="江孜、白朗、拉孜三县的走访。")
    actions.submit(proposal, by=cast.member)
    page = client.get(url("examine", proposal))
    marks = page.context["sent_back"]["marks"]
    assert [(str(mark["label"]), mark["still"]) for mark in marks] == [("情况与问题", False), ("建议", True)]
    assert "原文已改" in page.content.decode() and "原文没有动" in page.content.decode()


def test_marks_are_plain_text(client, cast):
    proposal = submitted(cast)
    mark = {"part": "situation", "quote": "三县走访", "comment": "<script>alert(1)</script>"}
    actions.send_back(proposal, by=cast.reviewer, marks=[mark])
    client.force_login(cast.member)
    page = client.get(reverse("submission:edit", args=[proposal.pk])).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_marks_prepared_with_a_decision_are_told_when_it_is_released(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("send_back", proposal), marked(*TWO) | {"when": "later"})
    form = client.get(url("send_back", proposal)).context["form"]
    assert (form.many, form["quote_0"].value()) == (3, "三县走访")
    actions.release([proposal.prepared.final()], by=cast.reviewer)
    assert len(proposal.last_event("send_back").data["marks"]) == 2
