"""The timeline speaks Chinese about every action, and tells each reader what is theirs to know."""

import pytest

from proposals.duties.models import Duty
from proposals.lifecycle import Action, AssignmentStatus, ProposalStatus
from proposals.tracking import audience, progress, timeline
from tests import factories


def test_timeline_knows_every_action_duty_and_status():
    assert set(timeline.SENTENCES) == set(Action)
    assert set(audience.READERS) == set(Action)
    assert set(timeline.PLANS) == set(Duty.Kind)
    assert set(timeline.RESTING) == set(ProposalStatus)
    assert set(progress.STAGES) == set(ProposalStatus)
    assert set(progress.BEHIND) | progress.ENDED == set(ProposalStatus)
    assert set(progress.ASSIGNMENT_MARKS) == set(AssignmentStatus)


@pytest.mark.parametrize("action", list(Action))
def test_timeline_sentences_take_only_known_words(action):
    words = dict.fromkeys(("who", "unit", "note", "number", "mark", "tags", "until", "due_before"), "某")
    assert str(timeline.SENTENCES[action]) % words


@pytest.mark.parametrize("action", list(Action))
def test_timeline_notes_are_read_only_by_who_reads_the_event(action):
    readers, of_note = audience.READERS[action]
    assert of_note <= readers


def lines(user, proposal, now="2022-06-01"):
    from proposals.accounts.models import User
    from proposals.tracking.dossier import Dossier

    return Dossier(proposal, User.objects.get(pk=user.pk), factories.at(now))


def test_timeline_tells_the_story_newest_first(cast):
    proposal, round_ = factories.answered(cast)
    factories.rate(round_, cast.member, cast, "不满意")
    factories.rating.close_rounds(now=factories.at("2022-05-22"))
    proposal.refresh_from_db()
    assert [line.text for line in lines(cast.member, proposal).past] == [
        "评议为不满意，市农业农村局重新办理",
        "对市农业农村局答复的评议结束",
        "卓玛评议市农业农村局的答复",
        "市农业农村局的答复送达提案者",
        "市农业农村局签收",
        "交办督查部门交办",
        "提案委立案，案号第0001号",
        "卓玛提交",
    ]


def test_timeline_draws_the_future_with_its_dates(cast):
    proposal = factories.handed_over(cast)
    planned = lines(cast.member, proposal, "2022-03-16").planned
    assert [(line.text, line.at and line.at.isoformat(), line.when) for line in planned] == [
        ("提案者评议", None, "答复送达后"),
        ("市农业农村局答复", "2022-06-15", ""),
        ("市农业农村局与提案者首次沟通", "2022-04-06", ""),
        ("市农业农村局签收", "2022-03-22", ""),
    ]


def test_timeline_names_extensions_with_both_dates(cast):
    from proposals.assignment import actions as assignment

    row = factories.assignment_at(AssignmentStatus.ACCEPTED, cast)
    when = factories.at("2022-06-10")
    assignment.ask_extension(row, by=cast.handler, until=factories.at("2022-09-15").date(), reason="要调研。", now=when)
    assignment.approve_extension(row, by=cast.coordinator, now=when)
    told = [(line.text, line.note) for line in lines(cast.member, row.proposal).past[:2]]
    assert told == [
        ("交办督查部门同意市农业农村局延期，期限由2022年6月15日改为2022年9月15日", ""),
        ("市农业农村局申请延期到2022年9月15日", "要调研。"),
    ]
