"""The append-only chain: it grows by one event an act, and every kind of damage to it is found."""

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import F

from proposals.lifecycle import Refusal
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import answered, at, draft, handed_over, registered, submitted

UNLOCKED = "trail.Event:append_only"


def chain(proposal):
    return list(Event.objects.of_case(proposal.pk))


def damage():
    """As a database superuser would: with the trigger out of the way."""
    return pgtrigger.ignore(UNLOCKED)


def findings():
    return [(seq, str(what)) for _case, seq, what in trail.verify()]


# -- growing ----------------------------------------------------------------------------------------------------------


def test_chain_tells_the_story_of_a_case(cast):
    proposal, _round = answered(cast)
    told = [(e.seq, e.action, e.from_status, e.to_status, e.by and e.by.name, e.by_role) for e in chain(proposal)]
    assert told == [
        (1, "submit", "draft", "submitted", "卓玛", "member"),
        (2, "register", "submitted", "registered", "德吉", "reviewer"),
        (3, "hand_over", "registered", "handed_over", "仓决", "coordinator"),
        (4, "accept", "pending", "accepted", "次旦", "handler"),
        (5, "submit_response", "accepted", "checking", "次旦", "handler"),
        (6, "deliver", "checking", "responded", "仓决", "coordinator"),
        (7, "answer", "handed_over", "responded", None, ""),
    ]
    assert findings() == []


def test_each_event_carries_the_hash_before_it(cast):
    events = chain(handed_over(cast))
    assert [event.previous_hash for event in events] == ["", *(event.hash for event in events[:-1])]
    assert [event.digest() for event in events] == [event.hash for event in events]


def test_chains_of_two_cases_do_not_touch(cast):
    first, second = registered(cast), registered(cast)
    assert [e.seq for e in chain(first)] == [e.seq for e in chain(second)] == [1, 2]
    assert chain(second)[0].previous_hash == ""


def test_the_moment_of_the_act_is_the_moment_of_the_event(cast):
    assert [event.at for event in chain(registered(cast))] == [at("2022-02-10"), at("2022-03-01")]


def test_a_refused_act_leaves_no_event(cast):
    proposal = submitted(cast)
    with pytest.raises(Refusal, match="请写明需要怎样修改。"):
        submission.send_back(proposal, by=cast.reviewer, note=" ")
    assert len(chain(proposal)) == 1


# -- the database refuses ---------------------------------------------------------------------------------------------


def refused(statement):
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        statement()


def test_the_database_refuses_to_change_or_delete_an_event(cast):
    event = chain(registered(cast))[0]
    refused(lambda: Event.objects.filter(pk=event.pk).update(note="另一句话"))
    refused(lambda: Event.objects.filter(pk=event.pk).delete())
    refused(event.save)
    refused(event.delete)
    assert chain(Proposal.objects.get(pk=event.case))[0] == event


def test_the_database_refuses_raw_sql_too(cast):
    registered(cast)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("UPDATE trail_event SET note = 'x'"))
        refused(lambda: cursor.execute("DELETE FROM trail_event"))


def test_a_place_in_a_chain_is_taken_once(cast):
    event = chain(registered(cast))[0]
    event.pk, event._state.adding = None, True
    with pytest.raises(IntegrityError, match="event_case_seq"), transaction.atomic():
        event.save()


# -- damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"note": "另一句话"},
        {"action": "decline"},
        {"to_status": "declined"},
        {"from_status": "draft"},
        {"by": None},
        {"by_role": "member"},
        {"at": at("2022-03-02")},
        {"data": {"case_number": "0009"}},
        {"subject": "00000000-0000-0000-0000-000000000000"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edit_is_found(cast, change):
    proposal = handed_over(cast)
    with damage():
        assert Event.objects.filter(case=proposal.pk, seq=2).update(**change) == 1
    assert findings() == [(2, "内容被改动")]


def test_an_edit_with_its_own_hash_made_anew_is_found_at_the_next_event(cast):
    proposal = handed_over(cast)
    event = chain(proposal)[1]
    event.note = "另一句话"
    event.hash = event.digest()
    with damage():
        event.save()
    assert findings() == [(3, "与前一条对不上")]


@pytest.mark.parametrize("seq", [1, 2])
def test_a_removal_is_found(cast, seq):
    proposal = handed_over(cast)
    with damage():
        Event.objects.filter(case=proposal.pk, seq=seq).delete()
    assert findings() == [(seq + 1, "前面缺少事件")]


def test_a_removal_with_the_gap_closed_is_found(cast):
    proposal = handed_over(cast)
    with damage():
        Event.objects.filter(case=proposal.pk, seq=2).delete()
        Event.objects.filter(case=proposal.pk, seq=3).update(seq=2)
    assert findings() == [(2, "与前一条对不上")]


def test_an_insertion_is_found(cast):
    proposal = handed_over(cast)
    first, second, _third = chain(proposal)
    with damage():
        Event.objects.filter(case=proposal.pk, seq__gte=2).update(seq=F("seq") + 100)
        Event.objects.filter(case=proposal.pk, seq__gte=100).update(seq=F("seq") - 99)
    forged = Event(case=proposal.pk, seq=2, subject=proposal.pk, action="send_back", at=first.at, note="伪造")
    forged.previous_hash = first.hash
    forged.hash = forged.digest()
    forged.save()
    assert findings()[0] == (3, "与前一条对不上")
    assert second.hash != forged.hash


def test_an_event_added_at_the_end_without_the_chain_is_found(cast):
    proposal = registered(cast)
    forged = Event(case=proposal.pk, seq=3, subject=proposal.pk, action="decline", at=at("2022-03-02"))
    forged.hash = forged.digest()
    forged.save()
    assert findings() == [(3, "与前一条对不上")]


def test_a_swap_is_found(cast):
    proposal = handed_over(cast)
    with damage():
        for seq, moved in [(1, 100), (2, 1), (100, 2)]:
            Event.objects.filter(case=proposal.pk, seq=seq).update(seq=moved)
    assert findings()[0] == (1, "与前一条对不上")


def test_damage_in_one_case_leaves_the_others_whole(cast):
    broken, whole = registered(cast), registered(cast)
    with damage():
        Event.objects.filter(case=broken.pk, seq=1).update(note="另一句话")
    assert {case for case, _seq, _what in trail.verify()} == {broken.pk}
    assert broken.pk != whole.pk


# -- the head, which a cut tail changes -------------------------------------------------------------------------------


def test_head_changes_with_every_event(cast):
    proposal = submitted(cast)
    before = trail.head()
    submission.register(proposal, by=cast.reviewer)
    after = trail.head()
    assert (before[0], after[0]) == (1, 2)
    assert before[1] != after[1]
    assert trail.head() == after


def test_head_shows_a_cut_tail_that_the_chain_itself_cannot(cast):
    proposal = registered(cast)
    before = trail.head()
    with damage():
        Event.objects.filter(case=proposal.pk, seq=2).delete()
    assert findings() == []
    assert trail.head() != before


def test_head_of_an_empty_trail(db):
    total, digest = trail.head()
    assert (total, len(digest)) == (0, 64)


# -- the command ------------------------------------------------------------------------------------------------------


def test_verify_trail_prints_the_head_of_a_whole_chain(cast, capsys):
    registered(cast)
    call_command("verify_trail")
    assert capsys.readouterr().out == f"留痕链完好：共 2 条事件，链头 {trail.head()[1]}\n"


def test_verify_trail_names_the_break_and_fails(cast, capsys):
    proposal = registered(cast)
    with damage():
        Event.objects.filter(case=proposal.pk, seq=1).update(note="另一句话")
    with pytest.raises(CommandError, match="留痕链有 1 处断裂。"):
        call_command("verify_trail")
    assert capsys.readouterr().out == f"提案 {proposal.pk} 第 1 条：内容被改动\n"


def test_a_draft_has_no_events_yet(cast):
    assert chain(draft(cast)) == []
