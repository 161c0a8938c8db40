"""The inbox: unread first, one's own only, opening counts as reading."""

import pytest
from django.urls import reverse

from proposals.notices import actions
from proposals.notices.models import Notice
from tests import factories

INBOX = reverse("notices:inbox")


def post(user, n, path="/proposals/"):
    when = factories.at(f"2022-03-{n + 1:02d}")
    return actions.post(f"test:{n}", to=f"user:{user.pk}", subject=f"第{n}条", body="正文", path=path, now=when)[0]


@pytest.fixture
def three(cast):
    return [post(cast.member, n) for n in range(1, 4)]


def subjects(page):
    return [notice.subject for notice in page.context["page_obj"]]


def test_inbox_lists_unread_first_then_the_newest(client, cast, three):
    actions.read(three[2], by=cast.member)
    client.force_login(cast.member)
    page = client.get(INBOX)
    assert subjects(page) == ["第2条", "第1条", "第3条"]
    assert "2 条未读，排在前面。" in page.content.decode()


def test_inbox_is_ones_own(client, cast, three):
    client.force_login(cast.colleague)
    page = client.get(INBOX)
    assert subjects(page) == []
    assert "还没有消息" in page.content.decode()


def test_inbox_pages(client, cast):
    for n in range(1, 28):
        post(cast.member, n)
    client.force_login(cast.member)
    assert len(subjects(client.get(INBOX))) == 25
    assert subjects(client.get(INBOX, {"page": 2})) == ["第2条", "第1条"]


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_takes_the_same_queries_for_more_messages(client, cast, number, django_assert_num_queries):
    for n in range(number):
        post(cast.member, n + 1)
    client.force_login(cast.member)
    with django_assert_num_queries(8):
        client.get(INBOX)


def test_read_leads_to_the_act_and_counts_as_read(client, cast, three):
    client.force_login(cast.member)
    page = client.get(reverse("notices:read", args=[three[0].pk]))
    assert page.url == "/proposals/"
    assert Notice.objects.of(cast.member).unread().count() == 2
    first = Notice.objects.get(pk=three[0].pk).read_at
    client.get(reverse("notices:read", args=[three[0].pk]))
    assert Notice.objects.get(pk=three[0].pk).read_at == first


def test_read_of_somebody_elses_message_is_404(client, cast, three):
    client.force_login(cast.colleague)
    assert client.get(reverse("notices:read", args=[three[0].pk])).status_code == 404
    assert Notice.objects.unread().count() == 3


def test_inbox_and_read_take_no_post(client, cast, three):
    client.force_login(cast.member)
    assert client.post(INBOX).status_code == 405
    assert client.post(reverse("notices:read", args=[three[0].pk])).status_code == 405
