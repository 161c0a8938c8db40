"""内部备注: written in the office, read nowhere else."""

import io
import zipfile

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.committee.models import DeclineReason
from proposals.lifecycle import Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.permissions import Role
from proposals.submission import actions
from proposals.trail.models import Event
from tests.factories import at, draft, handed_over, make_user, proposal_at, submitted

from .deciding import url

S = ProposalStatus
#: one word for each place where the office writes for itself
CANARY = {
    "note": "金丝雀内部备注",
    "first opinion": "金丝雀初审意见",
    "prepared": "金丝雀拟定说明",
    "mark": "金丝雀标出的要求",
}


def test_note_is_kept_with_who_and_when_and_shown_on_the_pane(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("note", proposal), {"note": "已电话核实。"})
    assert page.url == url("examine", proposal) + "#office-notes"
    (event,) = Event.objects.acts(proposal.pk, Action.NOTE)
    assert (event.note, event.by, event.from_status, event.to_status) == (
        "已电话核实。", cast.reviewer, S.SUBMITTED, S.SUBMITTED,
    )  # fmt: skip
    assert "已电话核实。" in client.get(url("examine", proposal)).content.decode()
    assert "已电话核实。" in client.get(url("note", proposal)).content.decode()


def test_note_tells_nobody(client, cast):
    proposal = submitted(cast)
    before = Notice.objects.count()
    client.force_login(cast.reviewer)
    client.post(url("note", proposal), {"note": "已电话核实。"})
    assert Notice.objects.count() == before


def test_note_without_words_is_refused(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("note", proposal), {"note": "　"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["note"])
    assert not Event.objects.acts(proposal.pk, Action.NOTE).exists()


@pytest.mark.parametrize("status", sorted(set(S.values) - {S.DRAFT, S.DISCARDED}))
def test_note_may_be_written_as_long_as_the_case_is_the_offices(client, cast, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.reviewer)
    assert client.post(url("note", proposal), {"note": "留存。"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == status


def test_note_on_a_draft_is_hidden(client, cast):
    client.force_login(cast.reviewer)
    assert client.post(url("note", draft(cast)), {"note": "留存。"}).status_code == 404


def test_note_is_the_offices_alone(client, cast):
    proposal = handed_over(cast)
    for user, status in [
        (cast.stranger, 404), (cast.other_handler, 404), (cast.auditor, 404), (cast.member, 403), (cast.leader, 403),
        (cast.coordinator, 403), (cast.chief_coordinator, 403), (cast.handler, 403),
    ]:  # fmt: skip
        client.force_login(user)
        assert client.get(url("note", proposal)).status_code == status
        assert client.post(url("note", proposal), {"note": "留存。"}).status_code == status
    assert not Event.objects.acts(proposal.pk, Action.NOTE).exists()


def test_note_get_changes_nothing(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.get(url("note", proposal), {"note": "留存。"}).status_code == 200
    assert not Event.objects.acts(proposal.pk, Action.NOTE).exists()


# -- nothing of it outside the office ---------------------------------------------------------------------------------


@pytest.fixture
def watched(cast):
    """A submitted case with something of the office in every place, and one that has gone on to a unit."""
    reason = DeclineReason.objects.first()
    waiting = submitted(cast, title="待审的提案")
    going = submitted(cast, title="交办的提案")
    for proposal in (waiting, going):
        actions.write_note(proposal, by=cast.reviewer, note=CANARY["note"], now=at("2022-02-20"))
        actions.recommend(
            proposal, by=cast.reviewer, action=Action.DECLINE, reason=reason, note=CANARY["first opinion"]
        )
        mark = {"part": "situation", "quote": "三县走访", "comment": CANARY["mark"]}
        actions.prepare(proposal, by=cast.reviewer, action=Action.SEND_BACK, note=CANARY["prepared"], marks=[mark])
    actions.register(going, by=cast.reviewer, now=at("2022-03-01"))
    from proposals.assignment import actions as assignment
    from proposals.assignment.actions import Share

    assignment.hand_over(going, shares=[Share(cast.unit, "sole")], by=cast.chief_coordinator, now=at("2022-03-15"))
    actions.write_note(going, by=cast.reviewer, note=CANARY["note"], now=at("2022-03-16"))
    cast.administrator = make_user(cast.committee, Role.ADMINISTRATOR)
    return waiting, going


OUTSIDE = [
    "member", "stranger", "group_account", "coordinator", "chief_coordinator", "handler", "other_handler", "leader",
    "auditor", "administrator",
]  # fmt: skip
LISTS = ["tracking:home", "tracking:proposals", "tracking:export", "notices:inbox", "report:report", "tracking:trail"]
OF_A_CASE = ["tracking:detail", "submission:paper", "submission:paper_docx", "submission:edit", "submission:examine",
             "submission:note", "submission:send_back"]  # fmt: skip


def everywhere():
    """The names of all addresses there are."""
    from tests.test_conventions import URLS

    whole = [name for name, pattern in URLS.items() if "<" not in str(pattern.pattern)]
    return whole, [name for name, pattern in URLS.items() if "<uuid:pk>" in str(pattern.pattern)]


def words_of(page):
    """What can be read of an answer, workbooks and documents unpacked."""
    body = b"".join(page) if page.streaming else page.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="ignore")


def read_by(client, user, cases, lists, of_a_case):
    """(address, canary) of every word of the office this person finds."""
    client.force_login(User.objects.get(pk=user.pk))
    addresses = [reverse(name) for name in lists] + [f"{reverse('tracking:proposals')}?q=提案"]
    addresses += [reverse(name, args=[case.pk]) for case in cases for name in of_a_case]
    found = set()
    for address in addresses:
        page = client.get(address)
        if page.status_code == 200:
            found |= {(address, name) for name, word in CANARY.items() if word in words_of(page)}
    return found


@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_of_the_office_is_read_outside_it(client, cast, watched, who):
    assert read_by(client, getattr(cast, who), watched, LISTS, OF_A_CASE) == set()


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_of_the_office_is_read_outside_it_at_any_address(client, cast, watched, who):
    assert read_by(client, getattr(cast, who), watched, *everywhere()) == set()


def test_the_office_itself_reads_all_of_it(client, cast, watched):
    found = read_by(client, cast.reviewer, watched, LISTS, OF_A_CASE)
    assert {name for _address, name in found} == set(CANARY)
    assert not any(reverse("tracking:export") in address for address, _name in found)


def test_searching_for_words_of_the_office_finds_nothing_outside(client, cast, watched):
    for who in OUTSIDE:
        client.force_login(User.objects.get(pk=getattr(cast, who).pk))
        for word in CANARY.values():
            page = client.get(reverse("tracking:proposals"), {"q": word}).content.decode()
            assert (who, "待审的提案" in page, "交办的提案" in page) == (who, False, False)


def test_no_message_carries_words_of_the_office(cast, watched):
    for word in CANARY.values():
        assert not Notice.objects.filter(body__contains=word).exists()
        assert not Notice.objects.filter(subject__contains=word).exists()
