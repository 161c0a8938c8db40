"""写提案: a new draft."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.models import Proposal
from tests.factories import make_group, make_user

from .crowd import post_at_once

URL = reverse("submission:write")


def typed(**changes):
    """What the form sends."""
    return {
        "draft": str(uuid.uuid4()),
        "version": "0",
        "title": "关于扶持帕拉卡垫编织合作社的提案",
        "situation": "江孜县有合作社 14 家。\r\n去年产值约 1900 万元。",
        "analysis": "主要是三缺。",
        "suggestions": ["设一个网上销售服务点。", "", "制定分级标准。"],
        "consent_publish": "on",
        **changes,
    }


def write(client, user, **changes):
    client.force_login(user)
    return client.post(URL, typed(**changes))


def the_draft():
    return Proposal.objects.get()


def test_write_keeps_everything_that_was_typed(client, cast):
    topic = cast.committee.topic_set.first()
    page = write(client, cast.member, topic=topic.pk, wished_units=[cast.unit.pk])
    draft = the_draft()
    assert page.url == reverse("submission:edit", args=[draft.pk])
    assert (draft.title, draft.proposer, draft.topic) == ("关于扶持帕拉卡垫编织合作社的提案", cast.member, topic)
    assert draft.situation == "江孜县有合作社 14 家。\n去年产值约 1900 万元。"
    assert [row.text for row in draft.suggestions.all()] == ["设一个网上销售服务点。", "制定分级标准。"]
    assert list(draft.wished_units.all()) == [cast.unit]
    assert (draft.consent_publish, draft.consent_cosponsor) == (True, False)


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ({}, "submission:edit"),
        ({"to": "check"}, "submission:submit"),
        ({"to": "invite"}, "submission:invite"),
        ({"to": "//evil.example"}, "submission:edit"),
    ],
)
def test_write_goes_where_the_button_says(client, cast, button, leads_to):
    page = write(client, cast.member, **button)
    assert page.url == reverse(leads_to, args=[the_draft().pk])


def test_write_one_more_suggestion_saves_and_offers_another_row(client, cast):
    page = write(client, cast.member, more="1")
    assert page.url == reverse("submission:edit", args=[the_draft().pk]) + "?more=1#id_suggestions"
    assert client.get(page.url).content.decode().count('<li class="sug">') == 2 + 3


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up:4", ["甲", "丙", "乙"]),
        ("down:1", ["乙", "甲", "丙"]),
        ("up:1", ["甲", "乙", "丙"]),
        ("down:4", ["甲", "乙", "丙"]),
        ("up:2", ["甲", "乙", "丙"]),  # an empty row
        ("up:x", ["甲", "乙", "丙"]),
        ("up:99999999999999999999", ["甲", "乙", "丙"]),
    ],
)
def test_write_moves_a_suggestion_without_a_script(client, cast, button, order):
    page = write(client, cast.member, suggestions=["甲", "", "乙", "丙"], **{"suggestions-move": button})
    assert page.url == reverse("submission:edit", args=[the_draft().pk]) + "#id_suggestions"
    assert [row.text for row in the_draft().suggestions.all()] == order


def test_write_counts_the_whole_text_and_says_what_is_recommended(client, cast):
    PlenarySession.objects.update(title_limit=30, recommended_length=500, part_limit=800)
    page = write(client, cast.member, title="", situation="一\r\n二😀", analysis="", suggestions=["三 ", ""])
    page = client.get(page.url).content.decode()
    assert "正文共 5 字，建议不超过 500 字" in page
    assert 'data-total="500" data-part-limit="800"' in page
    assert 'data-limit="30"' in page


def test_write_says_how_much_is_still_missing(client, cast):
    client.force_login(cast.member)
    assert "（还差 3 项）" in client.get(URL).content.decode()
    page = write(client, cast.member, title="", suggestions=[])
    assert "（还差 2 项）" in client.get(page.url).content.decode()


def test_write_twenty_identical_posts_make_one_draft(client, cast):
    form = typed()
    client.force_login(cast.member)
    answers = {client.post(URL, form).url for _ in range(20)}
    assert Proposal.objects.count() == 1
    assert answers == {reverse("submission:edit", args=[the_draft().pk])}
    assert the_draft().version == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_write_twenty_identical_posts_at_once_make_one_draft(client, cast):
    client.force_login(cast.member)
    answers = post_at_once(client, [(URL, typed())] * 20)
    assert {page.url for page in answers} == {reverse("submission:edit", args=[the_draft().pk])}
    assert the_draft().suggestions.count() == 2


def test_write_page_left_open_never_overwrites_newer_text(client, cast):
    form = typed()
    client.force_login(cast.member)
    client.post(URL, form)
    client.post(reverse("submission:edit", args=[form["draft"]]), form | {"version": "1", "analysis": "较新的分析。"})
    page = client.post(URL, form | {"analysis": "旧页面上的分析。"})
    assert page.status_code == 409
    assert the_draft().analysis == "较新的分析。"
    assert "旧页面上的分析。" in page.content.decode()
    assert "较新的分析。" in page.content.decode()
    again = client.post(
        URL, form | {"analysis": "旧页面上的分析。", "version": page.context["form"]["version"].value()}
    )
    assert (again.status_code, the_draft().analysis) == (302, "旧页面上的分析。")


def test_write_an_empty_form_is_no_draft_and_says_so(client, cast):
    page = write(client, cast.member, title="", situation="", analysis="", suggestions=["", ""])
    assert (page.status_code, Proposal.objects.count()) == (422, 0)
    assert "还没有写内容，请先填写案由。" in page.content.decode()


def test_write_longer_than_can_be_submitted_is_kept_all_the_same(client, cast):
    write(client, cast.member, title="长" * 51, situation="字" * 3001)
    assert (len(the_draft().title), len(the_draft().situation)) == (51, 3001)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> & \"引号\" '单'", "😀🏔️ 𠮷𡈽 བོད་ཡིག", "100% _ \\ {{ x }} {% y %}"]
)
def test_write_any_text_comes_back_as_it_was(client, cast, text):
    page = write(client, cast.member, title=text, situation=text, suggestions=[text])
    draft = the_draft()
    assert (draft.title, draft.situation, draft.suggestions.get().text) == (text, text, text)
    form = client.get(page.url).context["form"]
    assert (form["title"].value(), form["suggestions"].value()) == (text, [text])
    assert "<script>alert(1)" not in client.get(page.url).content.decode()


@pytest.mark.parametrize("field", ["title", "situation", "analysis", "suggestions"])
def test_write_nul_byte_is_an_error_at_its_field(client, cast, field):
    bad = ["第一条。", "空\x00字"] if field == "suggestions" else "空\x00字"
    page = write(client, cast.member, **{field: bad})
    said = "含有不能保存的字符，请删除后再试。"
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [f"第2条：{said}" if field == "suggestions" else said]
    assert "去年产值约 1900 万元。" in page.content.decode() or field == "situation"
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "长" * 201, "太长了，最多200字，现在201字。"),
        ("situation", "长" * 30001, "太长了，最多30000字，现在30001字。"),
        ("suggestions", ["一条"] * 61, "建议太多了，最多60条。"),
    ],
)
def test_write_what_is_no_proposal_any_more_is_refused_with_the_text(client, cast, field, value, said):
    page = write(client, cast.member, **{field: value})
    assert (page.status_code, page.context["form"].errors[field]) == (422, [said])
    assert page.context["form"][field].value() == value


def test_write_get_creates_nothing_and_brings_a_new_key_each_time(client, cast):
    client.force_login(cast.member)
    keys = {client.get(URL).context["form"]["draft"].value() for _ in range(2)}
    assert (len(keys), Proposal.objects.count()) == (2, 0)


def test_write_with_somebody_elses_key_is_refused(client, cast):
    form = typed()
    client.force_login(cast.member)
    client.post(URL, form)
    client.force_login(cast.stranger)
    assert client.post(URL, form | {"title": "改掉"}).status_code == 403
    assert the_draft().title == form["title"]


@pytest.mark.parametrize("who", ["reviewer", "coordinator", "handler", "leader", "auditor"])
def test_write_is_for_proposers_only(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, typed()).status_code == 403
    assert Proposal.objects.count() == 0


def test_write_asks_visitors_to_sign_in(client, db):
    assert client.get(URL).url == f"/sign-in/?next={URL}"


def test_write_group_account_writes_for_its_only_group(client, cast):
    write(client, cast.group_account)
    draft = the_draft()
    assert (draft.group, draft.proposer, draft.kind) == (cast.group, None, Proposal.Kind.PARTY)


def test_write_says_in_whose_name(client, cast):
    for user, name in [(cast.member, "卓玛"), (cast.group_account, "九三学社市委会")]:
        client.force_login(user)
        assert client.get(URL).context["lead"] == name


def test_write_account_of_two_groups_chooses_one(client, cast):
    second = make_group(cast.committee, "妇联界", kind="sectoral")
    cast.group_account.group_accounts.create(group=second)
    write(client, cast.group_account, group=second.pk)
    assert (the_draft().group, the_draft().kind) == (second, Proposal.Kind.SECTORAL)


def test_write_account_of_two_groups_cannot_choose_a_third(client, cast):
    cast.group_account.group_accounts.create(group=make_group(cast.committee, "妇联界", kind="sectoral"))
    foreign = make_group(cast.committee, "工商联")
    page = write(client, cast.group_account, group=foreign.pk)
    assert (page.status_code, Proposal.objects.count()) == (422, 0)


def test_write_group_account_without_a_group_is_told_so(client, cast):
    lonely = make_user(cast.committee, Role.GROUP)
    page = write(client, lonely)
    assert page.context["form"].non_field_errors() == ["您的账号还没有关联集体，请与提案委联系。"]


def test_write_says_which_session_and_until_when(client, cast):
    now = timezone.localtime().replace(hour=9, minute=5)
    PlenarySession.objects.filter(pk=cast.session.pk).update(
        call_opens_at=now - timedelta(days=9), cutoff_at=now + timedelta(days=9)
    )
    client.force_login(cast.member)
    until = now + timedelta(days=9)
    page = client.get(URL).content.decode()
    year = "" if until.year == now.year else f"{until.year}年"
    assert f"现在提交是大会提案，{year}{until.month}月{until.day}日 09:05 截止" in page


def test_write_after_the_cut_off_is_inter_session(client, cast):
    client.force_login(cast.member)
    page = client.get(URL).content.decode()
    assert "大会提案已于 2022年2月20日 18:00 截止，现在提交是平时提案，随时可以提交" in page


def test_write_before_any_call_says_so(client, cast):
    PlenarySession.objects.filter(pk=cast.session.pk).update(
        call_opens_at=timezone.now() + timedelta(days=9), cutoff_at=None
    )
    client.force_login(cast.member)
    assert "还没有开始征集提案" in client.get(URL).content.decode()
    page = client.post(URL, typed())
    assert page.context["form"].non_field_errors() == ["还没有开始征集提案，请与提案委联系。"]


def test_write_saves_in_the_background(client, cast):
    form = typed(auto="1")
    client.force_login(cast.member)
    said = client.post(URL, form).json()
    clock = timezone.localtime(the_draft().updated_at).strftime("%H:%M")
    page = reverse("submission:edit", args=[form["draft"]])
    parts = ["done", "done", "done", "free"]
    assert said == {"saved": clock, "version": 1, "parts": parts, "missing": 0, "page": page}
    said = client.post(URL, form | {"version": "1", "title": "更好的案由"}).json()
    assert (said["version"], the_draft().title) == (2, "更好的案由")


def test_write_in_the_background_says_when_it_was_overtaken(client, cast):
    form = typed(auto="1")
    client.force_login(cast.member)
    client.post(URL, form)
    page = client.post(URL, form | {"title": "旧页面"})
    assert (page.status_code, page.json()) == (422, {"overtaken": True})


def test_write_the_same_text_under_a_new_key_is_the_same_proposal(client, cast):
    """What happens without a script: Back, and the browser puts the text into a new form."""
    write(client, cast.member)
    again = client.post(URL, typed())
    assert (again.url, Proposal.objects.count()) == (reverse("submission:edit", args=[the_draft().pk]), 1)
    actions.submit(the_draft(), by=cast.member)
    again = client.post(URL, typed(to="check"))
    assert (again.url, Proposal.objects.count()) == (reverse("submission:submitted", args=[the_draft().pk]), 1)


def test_write_another_text_or_another_writer_is_another_proposal(client, cast):
    write(client, cast.member)
    write(client, cast.member, suggestions=["另一条。"])
    write(client, cast.colleague)
    assert Proposal.objects.count() == 3


def test_write_again_after_submitting_leads_to_the_confirmation(client, cast):
    form = typed()
    client.force_login(cast.member)
    client.post(URL, form)
    actions.submit(the_draft(), by=cast.member)
    assert client.post(URL, form).url == reverse("submission:submitted", args=[form["draft"]])
    assert Proposal.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_write_saves_by_itself_while_typing(page, live_server, enter_as, cast):
    enter_as(cast.member)
    page.goto(live_server.url + URL)
    page.fill("#id_title", "自动保存的案由")
    page.wait_for_selector(".saved:has-text('已保存')")
    assert the_draft().title == "自动保存的案由"
    page.click("[data-sugs-add]")
    page.locator(".sug textarea").last.fill("第一条建议。")
    page.locator("button[value=check]").click()
    page.wait_for_url("**/check/")
    assert [row.text for row in the_draft().suggestions.all()] == ["第一条建议。"]
