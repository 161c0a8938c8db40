"""One sole proposal from draft to the report, over HTTP, page by page, as each person does it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.committee.models import PlenarySession, RatingStep, ResponseClass, Topic
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.rating import actions as rating
from proposals.rating.models import Rating
from proposals.report import tasks
from proposals.submission.models import Proposal
from proposals.trail import actions as trail
from tests.factories import add_unit_leader

pytestmark = pytest.mark.django_db


class Desk:
    """Somebody at a browser: signs in, opens pages, sends forms; every answer must be a page or a way on."""

    def __init__(self, client):
        self.client = client

    def as_(self, user):
        self.client.force_login(user)
        return self

    def open(self, name, *args):
        page = self.client.get(reverse(name, args=args))
        assert page.status_code == 200, name
        return page.content.decode()

    def send(self, name, *args, **data):
        page = self.client.post(reverse(name, args=args), data)
        assert page.status_code == 302, (
            name,
            page.status_code,
            getattr(page, "context", None) and page.context.get("form"),
        )
        return page.url


@pytest.fixture
def desk(client):
    return Desk(client)


@pytest.fixture
def now_cast(cast):
    """The cast in a session of today, with a unit whose leader signs off."""
    PlenarySession.objects.update(year=timezone.localdate().year)
    ResponseClass.objects.update(year=timezone.localdate().year)
    add_unit_leader(cast)
    return cast


def written(desk, cast):
    desk.as_(cast.member)
    desk.open("submission:write")
    topic = Topic.objects.filter(committee=cast.committee).first()
    desk.send(
        "submission:write",
        draft=uuid.uuid4(),
        to="check",
        title="关于建立青稞良种繁育基地的提案",
        situation="三县走访所见。",
        suggestions=["建一处繁育基地。", "建立种子储备。"],
        topic=topic.pk,
    )
    return Proposal.objects.get()


def answered(desk, cast, row):
    """The unit's part: accept, talk, draft, sign off."""
    desk.as_(cast.handler)
    assert "签收" in desk.open("tracking:home")
    desk.send("assignment:accept", row.pk)
    today = timezone.localdate()
    desk.send(
        "assignment:consult", row.pk, held_on=today, form="talk", stage="during", people="提案者", content="交换意见。"
    )
    page = desk.open("response:edit", row.pk)
    assert "建议1还没答复" in page
    letter = ResponseClass.objects.get(committee=cast.committee, letter="A")
    typed = {
        "version": 0, "response_class": letter.pk, "opening": "您提出的提案收悉，现答复如下。", "contact": "次旦",
        "contact_phone": "0892-1111111", "publication": "full",
    }  # fmt: skip
    for suggestion in row.proposal.suggestions.all():
        typed |= {f"adoption-{suggestion.pk}": "adopted", f"answer-{suggestion.pk}": "已经采纳。"}
    desk.send("response:edit", row.pk, **typed)
    desk.send("response:send", row.pk, **typed | {"version": 1})
    desk.as_(cast.unit_leader)
    assert "同意并送核查" in desk.open("response:sign_off", row.pk)
    desk.send("response:sign_off", row.pk, verdict="approved")


def test_one_proposal_from_draft_to_the_report(desk, now_cast):
    cast = now_cast
    proposal = written(desk, cast)
    assert "提交提案" in desk.open("submission:submit", proposal.pk)
    done = desk.send("submission:submit", proposal.pk, declared="on")
    assert "0001" in desk.client.get(done).content.decode()

    desk.as_(cast.reviewer)
    assert proposal.title in desk.open("submission:examination")
    desk.send("submission:register", proposal.pk, topic=Topic.objects.first().pk)

    desk.as_(cast.chief_coordinator)
    assert proposal.title in desk.open("assignment:board")
    choice = {"kind": "sole", "lead": cast.unit.pk}
    checked = desk.client.post(reverse("assignment:hand_over", args=[proposal.pk]), choice | {"step": "check"})
    assert (checked.status_code, Proposal.objects.get().status) == (200, ProposalStatus.REGISTERED)
    desk.send("assignment:hand_over", proposal.pk, step="send", **choice)

    row = proposal.assignments.get()
    answered(desk, cast, row)

    desk.as_(cast.coordinator)
    desk.open("response:check", row.pk)
    desk.send("rating:deliver", row.pk)
    round_ = row.responses.get().round

    desk.as_(cast.handler)
    assert desk.client.get(reverse("rating:rate", args=[round_.pk])).status_code == 403

    desk.as_(cast.member)
    assert "请您评议" in desk.open("rating:rate", round_.pk) or "评议" in desk.open("rating:rate", round_.pk)
    step = RatingStep.objects.get(committee=cast.committee, name="满意")
    desk.send("rating:rate", round_.pk, attitude=step.pk, result=step.pk)
    assert Rating.objects.get().given_by == cast.member

    rating.close_rounds(now=timezone.now() + timedelta(hours=25))
    tasks.compute_rates()
    proposal.refresh_from_db()
    row.refresh_from_db()
    assert (proposal.status, row.status) == (ProposalStatus.CLOSED, AssignmentStatus.RESPONDED)
    assert Duty.objects.open().count() == 0
    assert list(trail.verify()) == []
    body = desk.as_(cast.leader).client.get(reverse("report:report"), {"format": "json"}).json()
    assert body["rates"]["resolution"] == {"n": 1, "d": 1, "percent": "100.0"}
    assert body["rates"]["satisfied"] == {"n": 1, "d": 1, "percent": "100.0"}
    assert "办结" in desk.open("tracking:detail", proposal.pk)
