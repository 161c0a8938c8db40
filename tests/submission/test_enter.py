"""代录: the office types in what was handed in on paper, from the choice of the person to the submission."""

import uuid

import pytest
from django.urls import reverse

from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.permissions import NotPermitted, Role
from proposals.submission import actions
from proposals.submission.models import Attachment, Proposal
from proposals.tracking.dossier import Dossier
from tests.factories import at, draft, make_user, seal

from .uploads import checked

S = ProposalStatus
URL = reverse("submission:enter")
DECLARED = {"declared": "on"}


def page_of(name, proposal):
    return reverse(f"submission:{name}", args=[proposal.pk])


def sending(whose, **changed):
    return {"draft": uuid.uuid4(), "title": "关于修建乡村水窖的提案", "who": whose, **changed}


def typed_in(cast, *, group=None):
    """A whole text, typed in by the office."""
    whose = {"group": group} if group else {"member": cast.member}
    proposal = actions.enter(
        uuid.uuid4(), title="关于修建乡村水窖的提案", by=cast.reviewer, **whose, now=at("2022-02-10")
    )
    return actions.save_draft(proposal, by=cast.reviewer, situation="三个乡缺水。", suggestions=["每乡建两处。"],
                              now=at("2022-02-10"))  # fmt: skip


def with_original(proposal, cast):
    actions.attach(proposal, checked=[checked("原件.pdf")], purpose=Attachment.Purpose.ORIGINAL, by=cast.reviewer)
    return proposal


# -- choosing whose paper it is ---------------------------------------------------------------------------------------


def test_enter_finds_members_and_groups(client, cast):
    client.force_login(cast.reviewer)
    found = client.get(URL, {"q": "卓玛"}).context["found"]
    assert [(row["value"], row["name"]) for row in found] == [(f"member:{cast.member.pk}", "卓玛")]
    assert [row["name"] for row in client.get(URL).context["found"]] == ["九三学社市委会"]


def test_enter_begins_a_draft_of_the_member_and_goes_on_to_writing(client, cast):
    client.force_login(cast.reviewer)
    page = client.post(URL, sending(f"member:{cast.member.pk}"))
    proposal = Proposal.objects.get()
    assert page.url == page_of("edit", proposal)
    assert (proposal.proposer, proposal.group, proposal.entered_by) == (cast.member, None, cast.reviewer)
    assert proposal.title == "关于修建乡村水窖的提案"


def test_enter_begins_a_draft_of_the_group(client, cast):
    client.force_login(cast.reviewer)
    client.post(URL, sending(f"group:{cast.group.pk}"))
    proposal = Proposal.objects.get()
    assert (proposal.proposer, proposal.group, proposal.kind) == (None, cast.group, Proposal.Kind.PARTY)
    assert Proposal.objects.visible_to(cast.group_account).get() == proposal


def test_enter_twice_is_one_draft(client, cast):
    client.force_login(cast.reviewer)
    sent = sending(f"member:{cast.member.pk}")
    assert len({client.post(URL, sent).url for _ in range(2)}) == 1
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"who": ""}, "who", "请选择提案者。"),
        ({"who": "member:nobody"}, "who", "名单里没有这位提案者，请重新查找。"),
        ({"who": f"group:{uuid.uuid4()}"}, "who", "名单里没有这位提案者，请重新查找。"),
        ({"title": " "}, "title", "请填写案由"),
    ],
)
def test_enter_says_what_is_missing_and_keeps_the_rest(client, cast, changed, field, said):
    client.force_login(cast.reviewer)
    page = client.post(URL, sending(f"member:{cast.member.pk}", **changed))
    assert (page.status_code, list(page.context["form"].errors), Proposal.objects.count()) == (422, [field], 0)
    assert said in page.content.decode()
    if field == "title":
        assert [row["value"] for row in page.context["found"]][0] == f"member:{cast.member.pk}"


def test_enter_get_changes_nothing(client, cast):
    client.force_login(cast.reviewer)
    assert client.get(URL, sending(f"member:{cast.member.pk}")).status_code == 200
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("who", ["member", "group_account", "chief_coordinator", "handler", "leader", "auditor"])
def test_enter_is_for_the_office_alone(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.post(URL, sending(f"member:{cast.member.pk}")).status_code == 403
    with pytest.raises(NotPermitted):
        actions.enter(uuid.uuid4(), title="甲", by=getattr(cast, who), member=cast.member)
    assert not Proposal.objects.exists()


def test_enter_with_somebody_elses_key_does_not_open_their_draft(cast):
    own = draft(cast)
    with pytest.raises(NotPermitted):
        actions.enter(own.pk, title="甲", by=cast.reviewer, member=cast.colleague)
    own.refresh_from_db()
    assert (own.proposer, own.entered_by) == (cast.member, None)


# -- who sees it while it is being typed ------------------------------------------------------------------------------


def test_enter_shows_the_draft_to_the_office_and_the_proposer_alone(cast):
    proposal, own = typed_in(cast), draft(cast)
    second = make_user(cast.committee, Role.REVIEWER, "二号")
    everybody = [cast.member, cast.reviewer, second, cast.leader, cast.chief_coordinator, cast.colleague, cast.handler]
    sees = [user for user in everybody if proposal in Proposal.objects.visible_to(user)]
    assert sees == [cast.member, cast.reviewer, second]
    assert own not in Proposal.objects.visible_to(cast.reviewer)


def test_enter_lists_what_is_not_finished(client, cast):
    proposal = typed_in(cast)
    draft(cast)
    client.force_login(cast.reviewer)
    assert list(client.get(URL).context["drafts"]) == [proposal]
    home = client.get(reverse("tracking:home"))
    assert list(home.context["drafts"]) == [proposal]
    assert URL in home.content.decode()
    assert URL in client.get(reverse("submission:examination")).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_enter_lists_them_with_the_same_queries(client, cast, n, django_assert_num_queries):
    for _ in range(n):
        typed_in(cast)
    client.force_login(cast.reviewer)
    client.get(URL, {"q": "卓"})
    with django_assert_num_queries(11):
        client.get(URL, {"q": "卓"})


def test_enter_has_a_yellow_band_while_typing(client, cast):
    proposal = typed_in(cast)
    band = "代录：提案委 德吉 按纸质原件录入，提案者是 卓玛"
    for user in (cast.reviewer, cast.member):
        client.force_login(user)
        assert band in client.get(page_of("edit", proposal)).content.decode()
    client.force_login(cast.reviewer)
    assert band in client.get(page_of("submit", proposal)).content.decode()


def test_enter_two_writers_do_not_overwrite_each_other(client, cast):
    proposal = typed_in(cast)
    actions.save_draft(proposal, by=cast.member, situation="我自己改了。")
    client.force_login(cast.reviewer)
    page = client.post(page_of("edit", proposal), {"version": proposal.version, "title": "另一份"})
    assert page.status_code == 409
    proposal.refresh_from_db()
    assert proposal.situation == "我自己改了。"


# -- what has to lie beside it ----------------------------------------------------------------------------------------


def test_enter_a_groups_paper_needs_the_original_and_the_seal(cast):
    proposal = typed_in(cast, group=cast.group)
    assert set(actions.missing(proposal)) == {"seal", "original"}
    with_original(proposal, cast)
    seal(proposal, by=cast.reviewer)
    assert actions.missing(proposal) == {}


# -- co-sponsors who have signed the paper ----------------------------------------------------------------------------


def test_enter_co_sponsors_as_they_have_signed(client, cast):
    proposal = typed_in(cast)
    client.force_login(cast.reviewer)
    page = client.get(page_of("invite", proposal)).content.decode()
    assert "录入勾选的联名" in page
    client.post(page_of("invite", proposal), {"members": [cast.colleague.pk]})
    row = proposal.cosponsors.get()
    assert (row.user, row.verdict, row.on_paper) == (cast.colleague, "confirmed", True)
    assert not Notice.objects.of(cast.colleague).exists()
    assert "纸质签名" in client.get(page_of("invite", proposal)).content.decode()
    told = [line.text for line in Dossier(proposal, cast.reviewer, at("2022-02-11")).past]
    assert told == ["提案委按原件录入扎西的联名"]


def test_enter_a_co_sponsor_by_mistake_and_take_it_out(client, cast):
    proposal = typed_in(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.reviewer)[0]
    client.force_login(cast.reviewer)
    client.post(reverse("submission:cancel_invitation", args=[row.pk]))
    assert not proposal.cosponsors.confirmed().exists()
    assert not Proposal.objects.visible_to(cast.colleague).exists()


def test_enter_the_member_still_invites_on_line(cast):
    proposal = typed_in(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    assert (row.verdict, row.on_paper) == ("", False)


# -- submitting -------------------------------------------------------------------------------------------------------


def test_enter_submits_in_the_members_name_and_tells_everybody(client, cast):
    proposal = with_original(typed_in(cast), cast)
    actions.invite(proposal, members=[cast.colleague], by=cast.reviewer)
    client.force_login(cast.reviewer)
    assert client.post(page_of("submit", proposal), DECLARED).url == page_of("submitted", proposal)
    assert client.post(page_of("submit", proposal), DECLARED).url == page_of("submitted", proposal)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.kind, proposal.lead_name) == (S.SUBMITTED, Proposal.Kind.JOINT, "卓玛")
    told = Notice.objects.filter(case=proposal.pk, subject__startswith="提案委为您代录并提交了提案：")
    assert {notice.recipient for notice in told} == {cast.member, cast.colleague}
    assert told[0].body == "流水号0001。内容如有不符，请与提案委联系：0892-0000000。"


def test_enter_is_marked_with_the_clerks_name_everywhere(client, cast):
    proposal = with_original(typed_in(cast), cast)
    actions.submit(proposal, by=cast.reviewer)
    client.force_login(cast.reviewer)
    seen = {
        "confirmation": (page_of("submitted", proposal), "代录：提案委 德吉 按纸质原件录入"),
        "case": (proposal.get_absolute_url(), "提案委 德吉 代录"),
        "story": (proposal.get_absolute_url(), "代录：德吉"),
        "list": (reverse("submission:examination"), "德吉代录"),
        "pane": (page_of("examine", proposal), "<dt>代录</dt><dd>德吉</dd>"),
    }
    for where, (page, words) in seen.items():
        assert words in client.get(page).content.decode(), where


def test_enter_that_the_member_submits_is_the_members_own_act(cast):
    proposal = with_original(typed_in(cast), cast)
    actions.submit(proposal, by=cast.member)
    assert Notice.objects.filter(case=proposal.pk).get().subject.startswith("已提交：")


def test_enter_after_being_sent_back_is_changed_by_either(client, cast):
    proposal = with_original(typed_in(cast), cast)
    actions.submit(proposal, by=cast.reviewer)
    actions.send_back(proposal, by=cast.reviewer, note="请补充。")
    for user in (cast.reviewer, cast.member):
        client.force_login(user)
        assert client.get(page_of("edit", proposal)).status_code == 200
    client.force_login(cast.reviewer)
    assert list(client.get(URL).context["drafts"]) == [proposal]


def test_enter_and_throw_away(client, cast):
    proposal = typed_in(cast)
    client.force_login(cast.reviewer)
    assert client.post(page_of("discard", proposal)).url == reverse("tracking:home")
    proposal.refresh_from_db()
    assert proposal.status == S.DISCARDED
