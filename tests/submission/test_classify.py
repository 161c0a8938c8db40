"""调整分类: topic and the themes of the year."""

import pytest

from proposals.committee.models import Theme, Topic
from proposals.lifecycle import Action, ProposalStatus
from proposals.notices.models import Notice
from proposals.submission.models import Proposal
from proposals.trail.models import Event
from tests.factories import proposal_at, registered, submitted

from .deciding import url

S = ProposalStatus


@pytest.fixture
def themes(cast):
    names = ["乡村振兴", "教育"]
    return [
        Theme.objects.create(committee=cast.committee, year=2022, name=name, order=n) for n, name in enumerate(names)
    ]


@pytest.fixture
def society(cast):
    return Topic.objects.get(committee=cast.committee, name="社会建设")


def filed(proposal):
    proposal = Proposal.objects.get(pk=proposal.pk)
    return str(proposal.topic), sorted(theme.name for theme in proposal.themes.all())


def test_classify_sets_topic_and_themes_and_tells_nobody(client, cast, themes, society):
    proposal = registered(cast)
    told = Notice.objects.count()
    client.force_login(cast.reviewer)
    page = client.post(
        url("classify", proposal), {"topic": society.pk, "themes": [theme.pk for theme in themes]}, follow=True
    )
    assert filed(proposal) == ("社会建设", ["乡村振兴", "教育"])
    assert Event.objects.get(action=Action.CLASSIFY).data == {"tags": "社会建设；主题：乡村振兴、教育"}
    assert Notice.objects.count() == told
    text = page.content.decode()
    assert "提案委调整分类：社会建设；主题：乡村振兴、教育" in text
    assert "主题 乡村振兴、教育" in text


def test_classify_is_shown_on_the_desk(client, cast, themes, society):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    client.post(url("classify", proposal), {"topic": society.pk, "themes": [themes[1].pk]})
    assert "教育" in client.get(url("examine", proposal)).content.decode()


def test_classify_takes_themes_away(client, cast, themes, society):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    client.post(url("classify", proposal), {"topic": society.pk, "themes": [themes[0].pk]})
    client.post(url("classify", proposal), {"topic": society.pk})
    assert filed(proposal) == ("社会建设", [])
    assert Event.objects.filter(action=Action.CLASSIFY).latest("seq").data == {"tags": "社会建设；没有主题"}


def test_classify_twice_is_recorded_once(client, cast, themes, society):
    proposal, data = registered(cast), {"topic": society.pk, "themes": [themes[0].pk]}
    client.force_login(cast.reviewer)
    assert [client.post(url("classify", proposal), data).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(action=Action.CLASSIFY).count() == 1


def test_classify_offers_the_themes_of_the_sessions_year(client, cast, themes, society):
    proposal = registered(cast)
    older = Theme.objects.create(committee=cast.committee, year=2021, name="去年的主题")
    client.force_login(cast.reviewer)
    page = client.post(url("classify", proposal), {"topic": society.pk, "themes": [older.pk]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["themes"])
    assert filed(proposal) == ("经济建设", [])
    assert list(page.context["form"].fields["themes"].queryset) == themes


def test_classify_keeps_the_topic_of_a_registered_case(client, cast, themes):
    proposal = registered(cast)
    client.force_login(cast.reviewer)
    client.post(url("classify", proposal), {"topic": "", "themes": [themes[0].pk]})
    assert filed(proposal) == ("经济建设", ["乡村振兴"])


def test_classify_is_the_offices_alone(client, cast, society):
    proposal = submitted(cast)
    for user, status in [(cast.stranger, 404), (cast.handler, 404), (cast.member, 403), (cast.leader, 403)]:
        client.force_login(user)
        assert client.get(url("classify", proposal)).status_code == status
        assert client.post(url("classify", proposal), {"topic": society.pk}).status_code == status
    assert filed(proposal) == ("经济建设", [])


def test_classify_get_changes_nothing(client, cast, society):
    proposal = submitted(cast)
    client.force_login(cast.reviewer)
    assert client.get(url("classify", proposal), {"topic": society.pk}).status_code == 200
    assert filed(proposal) == ("经济建设", [])


@pytest.mark.parametrize("status", [S.SENT_BACK, S.DECLINED, S.MERGED, S.WITHDRAWN, S.CLOSED])
def test_classify_is_refused_in_any_other_status(client, cast, society, status):
    proposal = proposal_at(status, cast)
    client.force_login(cast.reviewer)
    assert client.post(url("classify", proposal), {"topic": society.pk}).status_code == 409
    assert filed(proposal) == ("经济建设", [])
