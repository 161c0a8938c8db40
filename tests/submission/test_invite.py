"""Finding people and inviting them to co-sponsor."""

import pytest
from django.urls import reverse

from proposals.accounts.models import SectoralGroup, User
from proposals.committee.models import Committee
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.models import CoSponsor
from tests.factories import draft, make_user, proposal_at

S = ProposalStatus


def url(proposal):
    return reverse("submission:invite", args=[proposal.pk])


@pytest.fixture
def people(cast):
    """Names with their pinyin; the last in a sectoral group of his own."""
    table = {
        "次仁卓玛": "ci ren zhuo ma",
        "卓玛央宗": "zhuo ma yang zong",
        "张明": "zhang ming",
        "马占山": "ma zhan shan",
    }
    users = {name: make_user(cast.committee, Role.MEMBER, name) for name in table}
    for name, key in table.items():
        User.objects.filter(name=name).update(pinyin_key=key)
    medical = SectoralGroup.objects.create(committee=cast.committee, name="医药卫生界")
    users["马占山"].member.memberships.update(sectoral_group=medical)
    return users


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("卓玛", ["卓玛央宗", "次仁卓玛"]),
        ("zhuoma", ["卓玛央宗", "次仁卓玛"]),
        ("zhuo ma", ["卓玛央宗", "次仁卓玛"]),
        ("ZHUOMA yangzong", ["卓玛央宗"]),
        ("crzm", ["次仁卓玛"]),
        ("zm", ["张明", "卓玛央宗", "次仁卓玛"]),
        ("zhang", ["张明"]),
        ("医药", ["马占山"]),
        ("马 医药", ["马占山"]),
        ("hang", []),
        ("没有这个人", []),
        ("(卓玛", []),
        ("%", []),
    ],
)
def test_invite_finds_people_by_name_pinyin_initials_and_group(client, cast, people, typed, found):
    proposal = draft(cast, by=cast.colleague)
    User.objects.filter(pk=cast.member.pk).update(name="某某")
    client.force_login(cast.colleague)
    page = client.get(url(proposal), {"q": typed})
    assert [user.name for user in page.context["found"]] == found


def test_invite_survives_a_nul_byte_in_the_search(client, cast, people):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal), {"q": "张\x00明", "members": "not-a-key"})
    assert [user.name for user in page.context["found"]] == ["张明"]


def test_invite_asks_the_ticked_ones(client, cast, people):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.post(url(proposal), {"members": [people["张明"].pk, people["次仁卓玛"].pk]})
    assert page.url == url(proposal)
    assert {row.user.name for row in proposal.cosponsors.open()} == {"张明", "次仁卓玛"}
    told = Notice.objects.get(recipient=people["张明"])
    assert told.path == reverse("submission:answer_invitation", args=[CoSponsor.objects.get(user=people["张明"]).pk])


def test_invite_keeps_ticks_through_a_search_and_an_error(client, cast, people):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal), {"q": "卓玛央宗", "members": people["张明"].pk})
    assert [user.name for user in page.context["picked"]] == ["张明"]
    page = client.post(url(proposal) + "?q=卓玛央宗")
    assert (page.status_code, page.context["form"].errors["members"]) == (422, ["请先勾选要邀请的委员。"])


def test_invite_each_person_is_asked_once(client, cast, people):
    proposal = draft(cast)
    client.force_login(cast.member)
    for _ in range(2):
        client.post(url(proposal), {"members": [people["张明"].pk]})
    assert proposal.cosponsors.count() == 1
    assert Notice.objects.filter(recipient=people["张明"]).count() == 1
    assert "张明" not in [user.name for user in client.get(url(proposal), {"q": "张明"}).context["found"]]


def test_invite_oneself_or_an_outsider_is_refused(client, cast):
    elsewhere = Committee.objects.create(name="政协别处委员会", short_name="别处", city="别处")
    proposal = draft(cast)
    client.force_login(cast.member)
    for person in [cast.member, cast.handler, make_user(elsewhere, Role.MEMBER)]:
        page = client.post(url(proposal), {"members": [person.pk]})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["members"])
    assert proposal.cosponsors.count() == 0


def test_invite_needs_a_title_first(client, cast):
    proposal = draft(cast, title="")
    client.force_login(cast.member)
    assert "请先填写案由" in client.get(url(proposal)).content.decode()
    page = client.post(url(proposal), {"members": [cast.colleague.pk]})
    assert page.context["form"].non_field_errors() == ["请先填写案由再邀请联名，受邀的委员要看到是什么事。"]


def test_invite_is_not_for_groups(client, cast):
    proposal = draft(cast, by=cast.group_account)
    client.force_login(cast.group_account)
    assert "集体提案不邀请委员联名" in client.get(url(proposal)).content.decode()
    page = client.post(url(proposal), {"members": [cast.colleague.pk]})
    assert (page.status_code, proposal.cosponsors.count()) == (422, 0)


def test_invite_get_changes_nothing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.get(url(proposal), {"members": cast.colleague.pk})
    assert proposal.cosponsors.count() == 0


def test_invite_is_hidden_from_strangers_and_refused_to_the_invited(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    client.post(url(proposal), {"members": [cast.colleague.pk]})
    for user, status in [(cast.stranger, 404), (cast.colleague, 403)]:
        client.force_login(user)
        assert client.post(url(proposal), {"members": [cast.stranger.pk]}).status_code == status
    assert proposal.cosponsors.count() == 1


@pytest.mark.parametrize("status", [S.SUBMITTED, S.SENT_BACK, S.REGISTERED, S.DISCARDED])
def test_invite_is_refused_after_submission(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.member)
    assert client.post(url(proposal), {"members": [cast.colleague.pk]}).status_code == 409
    assert proposal.cosponsors.count() == 0


@pytest.mark.parametrize("n", [1, 3])
def test_invite_lists_people_with_the_same_queries(client, cast, n, django_assert_num_queries):
    proposal = draft(cast)
    rows = [make_user(cast.committee, Role.MEMBER) for _ in range(n)]
    client.force_login(cast.member)
    client.post(url(proposal), {"members": [user.pk for user in rows]})
    client.get(url(proposal))
    with django_assert_num_queries(9):
        client.get(url(proposal))


@pytest.mark.parametrize("end", ["decline", "leave", "expire", "cancel"])
def test_invite_again_after_it_came_to_nothing(client, cast, end):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    ENDS[end](row, cast)
    client.force_login(cast.member)
    page = client.get(url(proposal)).content.decode()
    assert "再次邀请" in page
    client.post(url(proposal), {"members": [cast.colleague.pk]})
    rows = list(proposal.cosponsors.filter(user=cast.colleague))
    assert [bool(row.verdict) for row in rows] == [True, False]
    assert [line.pk for line in proposal.cosponsor_lines()] == [rows[1].pk]
    actions.confirm(rows[1], by=cast.colleague)
    assert proposal.has_cosponsor(cast.colleague)


ENDS = {
    "decline": lambda row, cast: actions.decline_invitation(row, by=cast.colleague),
    "leave": lambda row, cast: actions.leave(actions.confirm(row, by=cast.colleague).proposal, by=cast.colleague),
    "expire": lambda row, cast: actions.expire_invitations(now=row.expires_at),
    "cancel": lambda row, cast: actions.cancel_invitation(row, by=cast.member),
}


def test_invite_again_does_not_ask_whoever_has_agreed(client, cast):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    actions.confirm(row, by=cast.colleague)
    client.force_login(cast.member)
    assert client.post(url(proposal), {"members": [cast.colleague.pk]}).status_code == 422
    assert proposal.cosponsors.count() == 1


def test_invite_is_browsed_by_sectoral_group(client, cast, people):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert [(sector.name, sector.n) for sector in page.context["form"].sectors()] == [("农牧界", 5), ("医药卫生界", 1)]
    found = client.get(url(proposal), {"q": "医药卫生界"})
    assert [user.name for user in found.context["found"]] == ["马占山"]


def test_invite_keeps_the_order_of_those_who_confirmed_everywhere(client, cast, people):
    """In every print and list: the order of the invitations, not of the answers."""
    proposal, asked = draft(cast), [people["张明"], people["次仁卓玛"], people["马占山"]]
    rows = actions.invite(proposal, members=asked, by=cast.member)
    for row in (rows[2], rows[0]):
        actions.confirm(row, by=row.user)
    actions.submit(proposal, by=cast.member)
    client.force_login(cast.member)
    pages = ["submission:submitted", "submission:paper", "tracking:detail"]
    for name in pages:
        page = client.get(reverse(name, args=[proposal.pk])).content.decode()
        assert "张明、马占山" in page, name
        assert "次仁卓玛、" not in page, name


def test_invite_that_is_not_answered_does_not_count_as_taking_part(client, cast):
    proposal = draft(cast)
    row = actions.invite(proposal, members=[cast.colleague], by=cast.member)[0]
    client.force_login(cast.colleague)
    assert client.get(reverse("tracking:home")).context["in_all"] == 0
    actions.confirm(row, by=cast.colleague)
    assert client.get(reverse("tracking:home")).context["in_all"] == 1
