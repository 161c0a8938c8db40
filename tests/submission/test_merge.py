"""并案."""

import pytest
from django.urls import reverse

from proposals.committee.models import Committee, RatingStep
from proposals.lifecycle import ProposalStatus
from proposals.notices.models import Notice
from proposals.rating.models import Rating, Round
from proposals.submission import actions
from proposals.submission.models import Attachment, Proposal, Ruling
from proposals.trail.models import Event
from tests.factories import (
    Assignment,
    Share,
    accept_all,
    assignment,
    at,
    deliver,
    draft,
    handed_over,
    make_cast,
    make_committee,
    registered,
    respond,
    submitted,
)

from . import deciding
from .deciding import url

S = ProposalStatus


@pytest.fixture
def main(cast):
    return registered(cast, by=cast.stranger, title="关于青稞良种的提案")


def test_ac_36_merged_ones_keep_their_numbers_and_everybody_gets_the_response(client, cast):
    main = registered(cast, title="甲案")
    others = [registered(cast, by=cast.colleague, title="乙案"), registered(cast, by=cast.stranger, title="丙案")]
    client.force_login(cast.reviewer)
    for proposal in others:
        assert client.post(url("merge", proposal), {"into": main.pk}).url == proposal.get_absolute_url()
        proposal.refresh_from_db()
    assert [(p.status, p.merged_into, p.case_number) for p in others] == [
        (S.MERGED, main, "0002"),
        (S.MERGED, main, "0003"),
    ]
    outcomes = [ruling.outcome for ruling in Ruling.objects.standing().order_by("outcome")]
    assert outcomes == ["merged", "merged", "registered"]
    assignment.hand_over(
        main, shares=[Share(cast.unit, Assignment.Kind.SOLE)], by=cast.chief_coordinator, now=at("2022-03-15")
    )
    accept_all(main, cast)
    deliver(respond(main.assignments.get(), cast), cast)
    people = (cast.member, cast.colleague, cast.stranger)
    for user in people:
        assert main in Proposal.objects.visible_to(user)
        assert Notice.objects.filter(recipient=user, path__contains=str(Round.objects.get().pk)).exists()
        client.force_login(user)
        step = RatingStep.objects.get(committee=cast.committee, name="满意").pk
        client.post(reverse("rating:rate", args=[Round.objects.get().pk]), {"attitude": step, "result": step})
    assert {rating.given_by for rating in Rating.objects.all()} == set(people)
    for proposal, number in zip(others, ["0002", "0003"], strict=True):
        proposal.refresh_from_db()
        assert (proposal.merged_into, proposal.case_number) == (main, number)


def test_merge_keeps_people_files_text_and_story(client, cast, main):
    """What was there of the merged case before is there afterwards, and its own people read it."""
    joint = draft(cast, now=at("2022-02-10"))
    (row,) = actions.invite(joint, members=[cast.colleague], by=cast.member, now=at("2022-02-10"))
    actions.confirm(row, by=cast.colleague, now=at("2022-02-10"))
    joint = actions.submit(joint, by=cast.member, now=at("2022-02-10"))
    scan = Attachment.objects.create(
        proposal=joint, name="照片.pdf", kind="pdf", size=1, sha256="0" * 64, stored="files/00/0", added_by=cast.member,
        added_at=at("2022-02-10"),
    )  # fmt: skip
    before = Event.objects.filter(case=joint.pk).count()
    actions.merge(joint, by=cast.reviewer, into=main, now=at("2022-03-02"))
    assert Event.objects.filter(case=joint.pk).count() == before + 1
    assert list(joint.attachments.kept()) == [scan]
    assert [row.user for row in joint.cosponsors.confirmed()] == [cast.colleague]
    for user in (cast.member, cast.colleague):
        client.force_login(user)
        page = client.get(joint.get_absolute_url()).content.decode()
        assert "建立种子储备。" in page and "卓玛提交" in page and "提案委并案" in page


def test_merge_a_submitted_one_goes_on_to_the_next(client, cast, main):
    deciding.goes_on_to_the_next_one(client, cast, "merge", {"into": main.pk})


def test_merge_lists_main_cases_with_their_numbers(client, cast, main):
    proposal = submitted(cast)
    handed_over(cast, title="已经交办的青稞案")
    client.force_login(cast.reviewer)
    page = client.get(url("merge", proposal))
    assert page.context["found"] == [main]
    assert "第0001号" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("青稞", 1), ("0001", 1), ("青稞 0001", 1), ("路人", 1), ("小麦", 0), ("%", 0), ("青\x00稞", 1)],
)
def test_merge_searches_title_number_and_proposer(client, cast, main, typed, found):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert len(client.get(url("merge", proposal), {"q": typed}).context["found"]) == found


def test_merge_without_a_main_case_is_refused(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    page = client.post(url("merge", proposal), {"note": "相同。"})
    assert (page.status_code, page.context["form"].errors["into"]) == (422, ["请选择要并入的主案。"])
    assert "现在没有已立案、尚未交办的提案可以作为主案。" in page.content.decode()


def test_merge_only_into_a_registered_case_of_the_same_committee(client, cast):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    for wrong in [proposal, submitted(cast, title="未立案"), handed_over(cast, title="已交办"), registered(elsewhere)]:
        assert client.post(url("merge", proposal), {"into": wrong.pk}).status_code == 422
    proposal.refresh_from_db()
    assert (proposal.status, proposal.merged_into) == (S.SUBMITTED, None)
    assert Committee.objects.count() == 2


def test_merge_a_main_case_of_others_is_refused(client, cast, main):
    second = registered(cast, title="第二件")
    client.force_login(cast.reviewer)
    client.post(url("merge", submitted(cast)), {"into": second.pk})
    page = client.post(url("merge", second), {"into": main.pk})
    assert page.context["form"].errors["into"] == ["已有提案并入这一件，它是主案，不能再并入别的提案。"]


def test_merge_is_the_offices_alone(client, cast, main):
    deciding.is_the_offices_alone(client, cast, "merge", {"into": main.pk})


def test_merge_get_changes_nothing(client, cast, main):
    deciding.get_changes_nothing(client, cast, "merge", {"into": main.pk})


@pytest.mark.parametrize("status", [S.SENT_BACK, S.DECLINED, S.PASSED_ON, S.MERGED, S.HANDED_OVER])
def test_merge_is_refused_in_any_other_status(client, cast, main, status):
    deciding.is_refused_at(client, cast, "merge", {"into": main.pk}, status)
