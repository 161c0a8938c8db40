"""初审 and 复审: one person proposes the outcome, another decides."""

import pytest

from proposals.committee.models import DeclineReason, PlenarySession, Topic
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.permissions import NotPermitted, Role
from proposals.submission import actions
from proposals.submission.models import PreparedDecision, Ruling
from proposals.trail.models import Event
from tests.factories import at, make_user, proposal_at, registered, submitted

from .deciding import url

S = ProposalStatus
FIRST_NEEDED = "这一届分初审和复审两步，请先提出初审意见。"


@pytest.fixture
def two_steps(cast):
    PlenarySession.objects.filter(pk=cast.session.pk).update(review_steps=2)
    cast.second = make_user(cast.committee, Role.REVIEWER, "央金")
    return cast


@pytest.fixture
def decisions(cast):
    """Every decision as it is posted, by the name of its page."""
    main = proposal_at(S.REGISTERED, cast)
    return {
        "register": {"topic": Topic.objects.filter(committee=cast.committee).first().pk},
        "pass_on": {"note": "属于工作建议。"},
        "decline": {"reason": DeclineReason.objects.filter(committee=cast.committee).first().pk},
        "send_back": {"note": "一事一案。"},
        "merge": {"into": main.pk},
    }


AFTER = {
    "register": "registered", "pass_on": "passed_on", "decline": "declined", "send_back": "sent_back",
    "merge": "merged",
}  # fmt: skip


def post(client, user, name, proposal, data, when):
    client.force_login(user)
    return client.post(url(name, proposal), {**data, "when": when})


def status(proposal):
    proposal.refresh_from_db()
    return proposal.status


@pytest.mark.parametrize("name", AFTER)
def test_two_steps_every_decision_needs_a_first_opinion_of_somebody_else(client, cast, decisions, two_steps, name):
    proposal, data = submitted(cast), decisions[name]
    page = post(client, cast.reviewer, name, proposal, data, "now")
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, [FIRST_NEEDED])
    post(client, cast.reviewer, name, proposal, data, "first")
    assert (status(proposal), proposal.prepared.first_opinion().by) == (S.SUBMITTED, cast.reviewer)
    page = post(client, cast.reviewer, name, proposal, data, "now")
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        422,
        ["初审意见是德吉提出的，请由另一位审查人员决定。"],
    )
    assert status(proposal) == S.SUBMITTED
    assert post(client, cast.second, name, proposal, data, "now").status_code == 302
    assert status(proposal) == AFTER[name]


def test_two_steps_the_second_person_may_decide_otherwise(client, cast, decisions, two_steps):
    proposal = submitted(cast)
    post(client, cast.reviewer, "decline", proposal, decisions["decline"], "first")
    post(client, cast.second, "register", proposal, decisions["register"], "now")
    assert status(proposal) == S.REGISTERED
    assert Ruling.objects.standing().get(proposal=proposal).by == cast.second


def test_two_steps_a_decision_prepared_by_the_same_person_is_refused(client, cast, decisions, two_steps):
    proposal = submitted(cast)
    post(client, cast.reviewer, "register", proposal, decisions["register"], "first")
    page = post(client, cast.reviewer, "register", proposal, decisions["register"], "later")
    assert (page.status_code, proposal.prepared.final()) == (422, None)
    assert post(client, cast.second, "register", proposal, decisions["register"], "later").status_code == 302
    assert proposal.prepared.final().by == cast.second


def test_two_steps_a_case_merged_after_its_registration_has_been_examined(cast):
    main, other = registered(cast), registered(cast)
    PlenarySession.objects.update(review_steps=2)
    assert actions.merge(other, into=main, by=cast.reviewer).status == S.MERGED


def test_two_steps_begin_again_after_a_resubmission(cast, two_steps):
    """An opinion about the old text is none about the new one."""
    proposal = submitted(cast)
    actions.recommend(proposal, by=cast.reviewer, action=Action.SEND_BACK, note="请修改。")
    actions.send_back(proposal, by=cast.second, note="请修改。")
    actions.submit(proposal, by=cast.member)
    with pytest.raises(Refusal, match=FIRST_NEEDED):
        actions.register(proposal, by=cast.second)


def test_one_step_an_opinion_is_optional_and_stands_beside_the_decision(client, cast, decisions):
    proposal = submitted(cast)
    post(client, cast.reviewer, "decline", proposal, {**decisions["decline"], "note": "内容空泛。"}, "first")
    assert proposal.prepared.first_opinion().summary == "不予立案：个人或者亲属事务。内容空泛。"
    page = client.get(url("decline", proposal))
    assert page.context["form"].initial["note"] == "内容空泛。"
    assert "初审意见：不予立案：个人或者亲属事务。内容空泛。" in page.content.decode()
    post(client, cast.reviewer, "register", proposal, decisions["register"], "now")
    assert (status(proposal), proposal.prepared.first_opinion()) == (S.REGISTERED, None)


def test_recommend_again_replaces_the_opinion_before(cast):
    proposal = submitted(cast)
    actions.recommend(proposal, by=cast.reviewer, action=Action.PASS_ON, note="工作建议。", now=at("2022-02-21"))
    actions.recommend(proposal, by=cast.reviewer, action=Action.REGISTER, now=at("2022-02-22"))
    opinions = PreparedDecision.objects.filter(proposal=proposal).order_by("at")
    assert [(row.action, bool(row.ended_at), row.released) for row in opinions] == [
        ("pass_on", True, False),
        ("register", False, False),
    ]
    assert Event.objects.filter(case=proposal.pk, action="recommend").count() == 2


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("register", {"topic": ""}, "topic"),
        ("decline", {"note": "空泛。"}, "reason"),
        ("pass_on", {"note": ""}, "note"),
        ("send_back", {"note": " "}, "note"),
        ("merge", {"note": "相同。"}, "into"),
    ],
)
@pytest.mark.parametrize("when", ["first", "later"])
def test_what_a_decision_needs_is_asked_for_at_once(client, cast, name, data, field, when):
    proposal = submitted(cast)
    page = post(client, cast.reviewer, name, proposal, data, when)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert proposal.prepared.count() == 0


@pytest.mark.parametrize("act", [actions.recommend, actions.prepare])
def test_proposing_and_preparing_are_the_offices_alone(cast, act):
    proposal = submitted(cast)
    elsewhere = make_user(None, Role.REVIEWER)
    for user in (cast.member, cast.leader, cast.chief_coordinator, cast.handler, elsewhere):
        with pytest.raises(NotPermitted):
            act(proposal, by=user, action=Action.PASS_ON, note="转有关单位。")
    assert proposal.prepared.count() == 0


@pytest.mark.parametrize("status", [S.SENT_BACK, S.REGISTERED, S.DECLINED, S.MERGED, S.HANDED_OVER])
@pytest.mark.parametrize("when", ["first", "later"])
def test_proposing_and_preparing_are_refused_in_any_other_status(client, cast, status, when):
    proposal = proposal_at(status, cast)
    page = post(client, cast.reviewer, "pass_on", proposal, {"note": "转有关单位。"}, when)
    assert (page.status_code, proposal.prepared.filter(ended_at=None).count()) == (409, 0)


def test_two_steps_the_desk_proposes_first_and_then_decides(client, cast, two_steps):
    """One press on the desk does what the next step is; nobody decides by a slip."""
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert "初审：立案" in client.get(url("examine", proposal)).content.decode()
    client.post(url("register", proposal), {"topic": proposal.topic_id, "when": "first"})
    assert status(proposal) == S.SUBMITTED
    client.force_login(cast.second)
    page = client.get(url("examine", proposal))
    assert (page.context["ways"][0][0], page.context["first"].by) == ("now", cast.reviewer)
    assert "初审：立案" not in page.content.decode()


def buttons(client, user, name, proposal):
    client.force_login(user)
    return [value for value, _label in client.get(url(name, proposal)).context["ways"]]


def test_the_buttons_of_a_decision_are_those_that_may_succeed(client, cast, two_steps):
    proposal = submitted(cast)
    assert buttons(client, cast.reviewer, "decline", proposal) == ["first"]
    actions.recommend(proposal, by=cast.reviewer, action=Action.REGISTER)
    assert buttons(client, cast.reviewer, "decline", proposal) == ["first"]
    assert buttons(client, cast.second, "decline", proposal) == ["now", "later"]
    PlenarySession.objects.update(review_steps=1)
    assert buttons(client, cast.reviewer, "decline", proposal) == ["now", "later", "first"]
    assert buttons(client, cast.reviewer, "merge", proposal_at(S.REGISTERED, cast)) == ["now"]
