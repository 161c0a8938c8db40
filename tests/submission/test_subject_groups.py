"""专题审查组: whose topics a proposal belongs to, on the pane and as a view of the desk."""

import pytest
from django.urls import reverse

from proposals.accounts.models import User
from proposals.committee.models import Topic
from proposals.permissions import Role
from proposals.submission.models import SubjectGroup
from tests.factories import make_user, submitted

from .deciding import url


@pytest.fixture
def groups(cast):
    """The office has two groups: ours looks at the first topic, the other at the second."""
    cast.second = make_user(cast.committee, Role.REVIEWER, "央金")
    topics = Topic.objects.filter(committee=cast.committee)
    for name, topic, people in [
        ("经济组", topics[0], [cast.reviewer, cast.second]),
        ("社会组", topics[1], [cast.second]),
    ]:
        group = SubjectGroup.objects.create(committee=cast.committee, name=name)
        group.topics.add(topic)
        group.reviewers.set(people)
    return topics


def of_topic(cast, topic, title):
    proposal = submitted(cast, title=title)
    proposal.topic = topic
    proposal.save(update_fields=["topic"])
    return proposal


def test_a_proposal_shows_the_groups_of_its_topic_with_their_people(client, cast, groups):
    economic, other = of_topic(cast, groups[0], "经济的"), of_topic(cast, None, "没有分类的")
    client.force_login(cast.reviewer)
    page = client.get(url("examine", economic))
    assert [str(group) for group in page.context["groups"]] == ["经济组"]
    assert "德吉、央金" in page.content.decode() or "央金、德吉" in page.content.decode()
    assert list(client.get(url("examine", other)).context["groups"]) == []


def test_everybody_has_a_view_of_the_own_groups(client, cast, groups):
    of_topic(cast, groups[0], "经济的")
    of_topic(cast, groups[1], "社会的")
    found = {}
    for user in (cast.reviewer, cast.second):
        client.force_login(User.objects.get(pk=user.pk))
        page = client.get(reverse("submission:examination"), {"view": "mine"}).content.decode()
        found[user.name] = {title for title in ("经济的", "社会的") if f">{title}</a>" in page}
    assert found == {"德吉": {"经济的"}, "央金": {"经济的", "社会的"}}


def test_the_administrator_chooses_among_the_people_of_the_office(client, cast, groups):
    client.force_login(make_user(cast.committee, Role.ADMINISTRATOR))
    page = client.get(reverse("admin:submission_subjectgroup_add"))
    offered = page.context["adminform"].form.fields["reviewers"].queryset
    assert {user.name for user in offered} == {"德吉", "央金"}
    assert all(word in page.content.decode() for word in ("名称", "内容分类", "审查人员"))
