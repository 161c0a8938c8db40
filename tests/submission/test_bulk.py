"""One act on many proposals: the check page, then all or none."""

import uuid

import pytest
from django.urls import reverse

from proposals.committee.models import PlenarySession, Theme, Topic
from proposals.lifecycle import Access, Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.submission import actions
from proposals.submission.actions.bulk import LIMIT
from proposals.submission.models import Proposal
from proposals.trail.models import Event
from tests.factories import at, make_cast, make_committee, registered, submitted

S = ProposalStatus
URL = reverse("submission:bulk")
INBOX = reverse("submission:examination")


@pytest.fixture
def three(client, cast):
    client.force_login(cast.reviewer)
    return [submitted(cast, title=f"第{n}件", now=at(f"2022-02-1{n}")) for n in range(3)]


def address(act, rows, **more):
    keys = "".join(f"&pk={row.pk}" for row in rows)
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{URL}?act={act}{keys}{rest}"


def look(client, act, rows, **more):
    """(titles that can be done, {title: why not}) of the check page."""
    context = client.get(address(act, rows, **more)).context
    return [row.title for row in context["can"]], {c.proposal.title: c.problem for c in context["cannot"]}


def do(client, act, rows, ticked=None, **data):
    ticked = [row.pk for row in (rows if ticked is None else ticked)]
    return client.post(address(act, rows), {"pk": ticked, **data}, follow=True)


def statuses(rows):
    found = Proposal.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].status for row in rows]


def said(page):
    return [str(message) for message in page.context["messages"]]


# -- the check page ---------------------------------------------------------------------------------------------------


def test_bulk_shows_what_will_happen_and_changes_nothing(client, cast, three):
    events = Event.objects.count()
    page = client.get(address("register", three))
    text = page.content.decode()
    assert [row.title for row in page.context["can"]] == ["第0件", "第1件", "第2件"]
    assert "案号按提交先后编，从 0001 起" in text
    assert text.count("立案，经济建设") == 3
    assert (statuses(three), Event.objects.count()) == (["submitted"] * 3, events)


def test_bulk_says_which_cannot_be_done_and_why(client, cast, three):
    Proposal.objects.filter(pk=three[0].pk).update(topic=None)
    actions.ask_withdrawal(three[1], by=cast.member, reason="已经解决。")
    gone = registered(cast, title="已经立案")
    assert look(client, "register", [*three, gone]) == (
        ["第2件"],
        {
            "第0件": "请选择内容分类再立案。",
            "第1件": "提案者已申请撤案，请先审定撤案申请。",
            "已经立案": "现在的状态是“已立案”，不能立案。",
        },
    )


def test_bulk_in_two_steps_wants_the_first_opinion_of_somebody_else(client, cast, three):
    PlenarySession.objects.update(review_steps=2)
    actions.recommend(three[0], by=cast.reviewer, action="register")
    can, cannot = look(client, "register", three)
    assert can == []
    assert cannot["第0件"] == "初审意见是德吉提出的，请由另一位审查人员决定。"
    assert cannot["第1件"] == "这一届分初审和复审两步，请先提出初审意见。"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "还没有选择提案。请在列表里勾选后再来。"),
        ("act=register", "还没有选择提案。请在列表里勾选后再来。"),
        ("act=nonsense&pk=x", "所选的提案有误，请回到列表重新选择。"),
        ("act=register&pk=%00", "所选的提案有误，请回到列表重新选择。"),
        ("pk=7d0a6e4e-0000-4000-8000-000000000001", "请选择要做什么。"),
    ],
)
def test_bulk_with_a_strange_address_says_what_is_missing(client, three, query, sentence):
    page = client.get(f"{URL}?{query}")
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert client.post(f"{URL}?{query}").status_code == 422


def test_bulk_is_limited(client, three):
    many = "".join(f"&pk={uuid.uuid4()}" for _ in range(LIMIT + 1))
    page = client.get(f"{URL}?act=register{many}")
    assert f"一次最多办 {LIMIT} 件，现在选了 {LIMIT + 1} 件。请分几次办。" in page.content.decode()


def test_bulk_address_of_as_many_as_allowed_fits_a_request_line(cast):
    """gunicorn takes 8190 characters (docs/operations.md), nginx 8192."""
    row = submitted(cast)
    assert len(f"GET {URL}?at=list&back=&act=mark_key{f'&pk={row.pk.hex}' * LIMIT} HTTP/1.1") < 7400


def test_bulk_never_shows_what_one_may_not_see(client, cast, three):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    theirs = submitted(elsewhere, title="别处的")
    page = client.get(address("register", [theirs, *three]))
    assert (page.context["gone"], "别处的" in page.content.decode()) == (1, False)
    page = client.post(address("register", [theirs]), {"pk": [theirs.pk]})
    assert (page.status_code, statuses([theirs])) == (422, ["submitted"])
    assert "所选的有1件找不到了" in page.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_bulk_asks_the_same_queries_for_one_and_three(client, cast, three, n, django_assert_num_queries):
    where = address("register", three[:n])
    client.get(where)
    with django_assert_num_queries(12):
        assert len(client.get(where).context["can"]) == n


# -- doing it ---------------------------------------------------------------------------------------------------------


def test_bulk_registers_in_the_order_of_submission(client, three):
    page = do(client, "register", three, ticked=reversed(three))
    found = Proposal.objects.order_by("submitted_at").values_list("title", "status", "case_number")
    assert list(found) == [(f"第{n}件", "registered", f"000{n + 1}") for n in range(3)]
    assert said(page) == ["立案 3 件：第0001号、第0002号、第0003号。"]
    assert page.redirect_chain[-1][0] == INBOX


def test_bulk_says_the_first_and_the_last_of_many_numbers(client, cast, three):
    more = [submitted(cast, title=f"又{n}") for n in range(2)]
    assert said(do(client, "register", [*three, *more])) == ["立案 5 件：第0001号至第0005号。"]


def test_bulk_does_only_the_ticked_ones(client, three):
    do(client, "register", three, ticked=three[1:])
    assert statuses(three) == ["submitted", "registered", "registered"]


def test_bulk_with_nothing_ticked_is_refused(client, three):
    page = do(client, "register", three, ticked=[])
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, ["请至少选择一件。"])


def test_bulk_is_all_or_none_and_names_the_one_that_stops_it(client, cast, three):
    """Somebody else has decided one of them since the check page was opened."""
    actions.send_back(three[2], by=cast.reviewer, note="请一事一案。")
    events, notices = Event.objects.count(), Notice.objects.count()
    page = do(client, "register", three)
    assert page.status_code == 409
    assert page.context["form"].non_field_errors() == [
        "流水号0003《第2件》：现在的状态是“退回修改”，不能立案。一件都没有办。"
    ]
    assert statuses(three) == ["submitted", "submitted", "sent_back"]
    assert (Event.objects.count(), Notice.objects.count()) == (events, notices)


def test_bulk_choice_survives_the_refusal(client, cast, three):
    actions.send_back(three[2], by=cast.reviewer, note="请一事一案。")
    page = do(client, "register", three, ticked=[three[1], three[2]])
    assert [row.title for row in page.context["can"]] == ["第0件", "第1件"]
    assert page.context["ticked"] == [str(three[1].pk), str(three[2].pk)]
    assert page.content.decode().count(" checked>") == 1


def test_bulk_second_click_registers_nothing_twice(client, three):
    answers = [client.post(address("register", three), {"pk": [row.pk for row in three]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert Event.objects.filter(action=Action.REGISTER).count() == 3


def test_bulk_marks_key_ones_with_one_reason(client, cast, three):
    actions.mark_key(three[0], by=cast.reviewer, is_key=True, note="早就是。")
    assert look(client, "mark_key", three) == (["第1件", "第2件"], {"第0件": "已经是重点提案。"})
    page = do(client, "mark_key", three, ticked=three[1:])
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    do(client, "mark_key", three, ticked=three[1:], note="主席会议确定。")
    assert Proposal.objects.filter(is_key=True).count() == 3
    assert set(Event.objects.filter(action=Action.MARK_KEY).values_list("note", flat=True)) == {
        "早就是。", "主席会议确定。",
    }  # fmt: skip


def test_bulk_adds_and_drops_themes(client, cast, three):
    rural, school = [
        Theme.objects.create(committee=cast.committee, year=2022, name=name) for name in ("乡村振兴", "教育")
    ]
    actions.classify(three[0], by=cast.reviewer, themes=[school])
    do(client, "classify", three, how="add", themes=[rural.pk])
    found = [sorted(theme.name for theme in row.themes.all()) for row in three]
    assert found == [["乡村振兴", "教育"], ["乡村振兴"], ["乡村振兴"]]
    page = do(client, "classify", three, how="drop", themes=[rural.pk])
    assert [row.themes.count() for row in three] == [1, 0, 0]
    assert said(page) == ["调整主题 3 件：流水号0001、流水号0002、流水号0003。"]


def test_bulk_themes_of_another_year_are_refused_by_name(client, cast, three):
    PlenarySession.objects.create(
        committee=cast.committee, term=2, number=3, title="二届三次会议", year=2023, call_opens_at=at("2022-12-01")
    )
    rows = [submitted(cast, title="下一年的", now=at("2023-01-10")), *three]
    theme = Theme.objects.create(committee=cast.committee, year=2023, name="下一年的主题")
    assert "下一年的主题（2023年）" in client.get(address("classify", rows)).content.decode()
    page = do(client, "classify", rows, how="add", themes=[theme.pk])
    assert page.context["form"].errors["themes"] == [
        "流水号0001《第0件》：“下一年的主题”不是2022年度的主题。一件都没有办。"
    ]
    assert [row.themes.count() for row in rows] == [0, 0, 0, 0]
    page = do(client, "classify", three, how="add", themes=[theme.pk])  # not offered for proposals of 2022 alone
    assert (page.status_code, list(page.context["form"].fields["themes"].queryset)) == (422, [])


def test_bulk_sends_back_with_one_text(client, three):
    do(client, "send_back", three, note="请补充数据。")
    assert statuses(three) == ["sent_back"] * 3
    assert set(Event.objects.filter(action=Action.SEND_BACK).values_list("note", flat=True)) == {"请补充数据。"}


def test_bulk_prepares_registrations_that_nobody_is_told_of(client, cast, three):
    told = Notice.objects.count()
    do(client, "prepare", three)
    assert (statuses(three), Notice.objects.count()) == (["submitted"] * 3, told)
    assert [row.prepared.final().action for row in three] == ["register"] * 3
    assert look(client, "prepare", three[:1]) == ([], {"第0件": "已经拟定了决定，要改的请单独改。"})


def test_bulk_export_brings_exactly_the_ticked_rows(client, cast, three):
    answer = client.get(address("export", three[:2]))
    assert answer.url == f"{reverse('tracking:export')}?pk={three[0].pk}&pk={three[1].pk}"
    file = client.get(answer.url + "&format=csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert [title in text for title in ("第0件", "第1件", "第2件")] == [True, True, False]
    assert Event.objects.filter(action=Access.EXPORT).latest("at").data["count"] == 2
    empty = client.get(reverse("tracking:export"), {"pk": "x", "format": "csv"})
    assert "第0件" not in b"".join(empty.streaming_content).decode("utf-8-sig")


def test_bulk_is_offered_in_the_list_to_the_office_alone(client, cast, three):
    found = {}
    for who in ("reviewer", "leader", "member"):
        client.force_login(getattr(cast, who))
        page = client.get(reverse("tracking:proposals")).content.decode()
        found[who] = (page.count('form="bulk-form"'), page.count('id="bulk-form"'))
    assert found == {"reviewer": (3, 1), "leader": (0, 0), "member": (0, 0)}


def test_bulk_goes_back_to_the_list_it_came_from(client, three):
    where = address("register", three[:1], at="list", back="%3Fstatus%3Dsubmitted")
    answer = client.post(where, {"pk": [three[0].pk]})
    assert answer.url == f"{reverse('tracking:proposals')}?status=submitted"
    where = address("register", three[1:], at="inbox", back="%2F%2Fevil.example")
    answer = client.post(where, {"pk": [three[1].pk]})
    assert answer.url == f"{INBOX}?//evil.example"


@pytest.mark.parametrize("who", ["member", "coordinator", "handler", "leader", "auditor"])
def test_bulk_is_the_offices_alone(client, cast, three, who):
    client.force_login(getattr(cast, who))
    assert client.get(address("register", three)).status_code == 403
    assert do(client, "register", three).status_code == 403
    assert statuses(three) == ["submitted"] * 3


def test_bulk_without_a_topic_is_not_registered_whatever_is_posted(client, cast, three):
    Proposal.objects.filter(pk=three[1].pk).update(topic=None)
    page = do(client, "register", three)
    assert page.context["form"].non_field_errors() == ["流水号0002《第1件》：请选择内容分类再立案。一件都没有办。"]
    assert (statuses(three), Topic.objects.count()) == (["submitted"] * 3, 2)
