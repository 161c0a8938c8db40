"""编排案号: formats, the preview, re-sorting among the numbers that are held, the lock."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from proposals.accounts.models import User
from proposals.assignment import actions as assignment
from proposals.committee.models import PlenarySession, Topic
from proposals.lifecycle import Access, Action, Refusal
from proposals.notices.models import Notice
from proposals.permissions import NotPermitted
from proposals.submission import actions
from proposals.submission.models import Proposal
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import at, handed_over, make_cast, make_committee, proposal_at, registered, submitted

URL = reverse("submission:numbering")
MORNING = at("2022-02-19 09:00")


def numbers():
    """{title: case number}."""
    return dict(Proposal.objects.exclude(case_number="").values_list("title", "case_number"))


@pytest.fixture
def four(cast):
    """Registered in the order of their numbers 0001 to 0004; by key, topic and submission they belong in another."""
    economy, society = Topic.objects.filter(committee=cast.committee)
    rows = [("社会甲", society, "12"), ("经济乙", economy, "11"), ("社会丙", society, "10"), ("经济丁", economy, "13")]
    for title, topic, day in rows:
        proposal = submitted(cast, title=title, now=at(f"2022-02-{day}"))
        actions.register(proposal, by=cast.reviewer, topic=topic, now=MORNING)
    key = Proposal.objects.get(title="社会丙")
    actions.mark_key(key, by=cast.reviewer, is_key=True, note="主席会议确定。", now=MORNING)
    cast.session = PlenarySession.objects.get(pk=cast.session.pk)
    return cast


def plan(cast):
    return actions.plan_numbers(PlenarySession.objects.get(pk=cast.session.pk))


def renumber(cast, by=None):
    return actions.renumber(cast.session, by=by or cast.reviewer, seen=plan(cast).seen, now=at("2022-02-20 09:00"))


# -- formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "width", "seq", "printed"),
    [("", 4, 24, "0024"), ("2023", 4, 4, "20230004"), ("54", 3, 57, "54057"), ("54", 3, 1057, "541057")],
)
def test_numbers_are_printed_as_the_session_says(cast, prefix, width, seq, printed):
    PlenarySession.objects.filter(pk=cast.session.pk).update(number_prefix=prefix, number_width=width)
    before = registered(cast)
    Proposal.objects.filter(pk=before.pk).update(case_seq=seq - 1, case_number="earlier")
    assert registered(cast).case_number == printed


# -- re-sorting -------------------------------------------------------------------------------------------------------


def test_key_ones_come_first_then_topics_then_the_order_of_submission(four):
    assert numbers() == {"社会甲": "0001", "经济乙": "0002", "社会丙": "0003", "经济丁": "0004"}
    renumber(four)
    assert numbers() == {"社会丙": "0001", "经济乙": "0002", "经济丁": "0003", "社会甲": "0004"}


def test_a_session_may_number_by_submission_alone(four):
    PlenarySession.objects.update(number_order="submitted")
    renumber(four)
    assert numbers() == {"社会丙": "0001", "经济乙": "0002", "社会甲": "0003", "经济丁": "0004"}


def test_inter_session_proposals_keep_behind_the_plenary_ones(four):
    late = submitted(four, title="平时戊", now=at("2022-02-25"))
    actions.register(late, by=four.reviewer, now=at("2022-02-26"))
    actions.mark_key(late, by=four.reviewer, is_key=True, note="重要。", now=at("2022-02-26"))
    renumber(four)
    assert numbers()["平时戊"] == "0005"


def test_only_the_numbers_held_are_exchanged(four):
    """Numbers of what is handed over, merged or withdrawn stay where they are and are never given again."""
    handed_over(four, title="已交办")
    main, now = Proposal.objects.get(title="社会甲"), at("2022-03-02")
    actions.merge(registered(four, title="被并案"), by=four.reviewer, into=main, now=now)
    withdrawn = actions.ask_withdrawal(registered(four, title="被撤案"), by=four.member, reason="已解决。", now=now)
    assignment.withdraw(withdrawn, by=four.reviewer, now=now)
    last = submitted(four, title="社会己", now=at("2022-02-09"))
    key = actions.register(last, by=four.reviewer, now=MORNING)
    actions.mark_key(key, by=four.reviewer, is_key=True, note="重要。", now=MORNING)
    stay = {title: n for title, n in numbers().items() if title in ("已交办", "被并案", "被撤案")}
    assert stay == {"已交办": "0005", "被并案": "0006", "被撤案": "0007"}
    renumber(four)
    found = numbers()
    assert {title: found.pop(title) for title in stay} == stay
    assert sorted(found.values()) == ["0001", "0002", "0003", "0004", "0008"]
    assert found["社会己"] == "0001"
    assert registered(four).case_number == "0009"


def test_each_changed_case_has_an_event_old_to_new_and_its_proposers_are_told_once(four):
    changed = renumber(four)
    assert sorted((line.old, line.new) for line in changed) == [("0001", "0004"), ("0003", "0001"), ("0004", "0003")]
    events = Event.objects.filter(action=Action.RENUMBER)
    assert sorted((event.data["from"], event.data["case_number"], event.note) for event in events) == [
        ("0001", "0004", "第0001号改为第0004号"),
        ("0003", "0001", "第0003号改为第0001号"),
        ("0004", "0003", "第0004号改为第0003号"),
    ]
    told = Notice.objects.filter(recipient=four.member, created_at=at("2022-02-20 09:00"))
    assert sorted(told.values_list("subject", "body")) == [
        ("案号已调整：社会丙", "第0003号改为第0001号。"),
        ("案号已调整：社会甲", "第0001号改为第0004号。"),
        ("案号已调整：经济丁", "第0004号改为第0003号。"),
    ]
    assert list(trail.verify()) == []


def test_the_search_finds_the_new_number(four):
    renumber(four)
    found = {case.title: case.search_text.fulltext for case in Proposal.objects.all()}
    assert ["0001" in found[title] for title in ("社会丙", "经济乙")] == [True, False]


def test_the_timeline_keeps_the_number_as_it_was_given(client, four):
    case = Proposal.objects.get(title="社会丙")
    renumber(four)
    client.force_login(four.member)
    page = client.get(case.get_absolute_url()).content.decode()
    for sentence in ("提案委立案，案号第0003号", "提案委调整案号：第0003号改为第0001号"):
        assert sentence in page


def test_what_has_changed_since_it_was_looked_at_is_not_renumbered(four):
    seen = plan(four).seen
    registered(four, title="刚刚立案")
    with pytest.raises(Refusal, match="下面是最新的排号") as refusal:
        actions.renumber(four.session, by=four.reviewer, seen=seen)
    assert refusal.value.conflict
    assert numbers()["社会甲"] == "0001"


def test_only_the_office_of_this_committee_numbers(four):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    for user in (four.coordinator, four.leader, elsewhere.reviewer):
        with pytest.raises(NotPermitted):
            renumber(four, by=user)
        with pytest.raises(NotPermitted):
            actions.lock_numbers(four.session, by=user)


# -- the lock ---------------------------------------------------------------------------------------------------------


def test_after_the_lock_nothing_is_sorted_and_new_ones_follow(four):
    session = actions.lock_numbers(four.session, by=four.reviewer, now=at("2022-02-20 12:00"))
    assert (session.numbers_locked_by, session.numbers_locked_at) == (four.reviewer, at("2022-02-20 12:00"))
    assert plan(four).changed == []
    with pytest.raises(Refusal, match="案号已由德吉在2月20日 12:00锁定，不能再排号。"):
        renumber(four)
    with pytest.raises(Refusal, match="锁定"):
        actions.lock_numbers(four.session, by=four.reviewer)
    assert registered(four).case_number == "0005"


def test_the_lock_is_recorded_in_the_chain_of_the_session(four):
    actions.lock_numbers(four.session, by=four.reviewer, now=MORNING)
    event = Event.objects.get(action=Access.LOCK_NUMBERS)
    assert (event.case, event.by, event.data) == (four.session.pk, four.reviewer, {"last": 4})


# -- the page ---------------------------------------------------------------------------------------------------------


def shown(page):
    return [(line.proposal.title, line.old, line.new) for line in page.context["plan"].lines]


def test_numbering_shows_old_and_new_and_changes_nothing(client, four):
    client.force_login(four.reviewer)
    page = client.get(URL, {"session": four.session.pk})
    assert shown(page) == [
        ("社会丙", "0003", "0001"), ("经济乙", "0002", "0002"), ("经济丁", "0004", "0003"), ("社会甲", "0001", "0004"),
    ]  # fmt: skip
    assert "已立案、未交办的 4 件中，3 件的号会变" in page.content.decode()
    assert numbers()["社会丙"] == "0003"
    assert not Event.objects.filter(action=Action.RENUMBER).exists()


def post(client, cast, do, **data):
    seen = client.get(URL).context["plan"].seen
    return client.post(URL, {"do": do, "seen": seen, **data}, follow=True)


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_numbering_applies_what_was_shown(client, four):
    client.force_login(four.reviewer)
    page = post(client, four, "sort")
    assert told(page) == ["日喀则二届二次会议重新排号，3件的案号有变动，已通知提案者。"]
    assert numbers()["社会丙"] == "0001"
    assert page.context["plan"].changed == []


def test_numbering_second_click_changes_nothing(client, four):
    client.force_login(four.reviewer)
    seen = client.get(URL).context["plan"].seen
    answers = [client.post(URL, {"do": "sort", "seen": seen}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert Event.objects.filter(action=Action.RENUMBER).count() == 3
    assert "下面是最新的排号" in answers[1].content.decode()


def test_numbering_locks_only_when_checked(client, four):
    client.force_login(four.reviewer)
    for do in ("lock", "both"):
        page = post(client, four, do)
        assert (page.status_code, page.context["form"].errors["sure"]) == (422, ["锁定前请先核对，并勾选这一项。"])
    assert PlenarySession.objects.get().numbers_locked_at is None


def test_numbering_sorts_and_locks_in_one_step(client, four):
    client.force_login(four.reviewer)
    page = post(client, four, "both", sure="on")
    assert told(page) == ["日喀则二届二次会议重新排号并锁定，3件的案号有变动，已通知提案者。"]
    assert (numbers()["社会丙"], page.context["session"].numbers_locked_by) == ("0001", four.reviewer)
    text = page.content.decode()
    assert "下一件立案编为 0005" in text
    assert 'name="do"' not in text


def test_numbering_tells_the_second_of_two_clerks(client, four):
    client.force_login(four.reviewer)
    seen = client.get(URL).context["plan"].seen
    other = User.objects.get(pk=four.reviewer.pk)
    actions.renumber_and_lock(four.session, by=other, seen=seen, now=at("2022-02-20 12:00"))
    page = client.post(URL, {"do": "lock", "seen": seen, "sure": "on"})
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        409, ["案号已由德吉在2月20日 12:00锁定，不能再排号。"],
    )  # fmt: skip


def test_numbering_of_nothing_says_so(client, cast):
    client.force_login(cast.reviewer)
    assert "没有可以排号的提案" in client.get(URL).content.decode()


def test_numbering_counts_the_numbers_of_others(client, four):
    handed_over(four)
    client.force_login(four.reviewer)
    assert "另有 1 个号属于已交办" in client.get(URL).content.decode()


@pytest.mark.parametrize("who", ["member", "coordinator", "handler", "leader", "auditor"])
def test_numbering_is_the_offices_alone(client, four, who):
    client.force_login(getattr(four, who))
    seen = plan(four).seen
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"do": "sort", "seen": seen}).status_code == 403
    assert numbers()["社会丙"] == "0003"


@pytest.mark.parametrize("session", ["x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_numbering_of_a_strange_session_is_that_of_the_newest(client, four, session):
    client.force_login(four.reviewer)
    assert client.get(URL, {"session": session}).context["session"] == four.session


def test_numbering_of_another_committees_session_is_not_reached(client, four):
    elsewhere = make_cast(make_committee("政协别处委员会", home=False))
    client.force_login(four.reviewer)
    assert client.get(URL, {"session": elsewhere.session.pk}).context["session"] == four.session


@pytest.mark.parametrize("n", [1, 3])
def test_numbering_asks_the_same_queries_for_one_and_three(client, cast, n, django_assert_num_queries):
    for _ in range(n):
        registered(cast)
    client.force_login(cast.reviewer)
    client.get(URL)
    with django_assert_num_queries(13):
        assert len(shown(client.get(URL))) == n


# -- at the same moment -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_registering_while_numbers_are_sorted_keeps_them_distinct_and_consecutive():
    """Without the lock on the session two registrations read the same last number: one of them fails on the
    constraint, and with the constraint gone both print it."""
    cast = make_cast()
    for n in range(10):
        registered(cast, title=f"先立案{n}")
    waiting = [submitted(cast, title=f"后立案{n}") for n in range(20)]
    actions.mark_key(Proposal.objects.get(title="先立案9"), by=cast.reviewer, is_key=True, note="重要。")

    def act(proposal):
        try:
            if proposal is not None:
                return actions.register(proposal, by=cast.reviewer) and "registered"
            return actions.renumber(cast.session, by=cast.reviewer, seen=plan(cast).seen) is not None and "sorted"
        except Refusal:
            return "told"
        finally:
            connection.close()

    acts = [*waiting[:10], None, *waiting[10:], None]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, acts))
    assert done.count("registered") == 20
    assert set(done) <= {"registered", "sorted", "told"}
    held = Proposal.objects.order_by("case_seq").values_list("case_seq", "case_number")
    assert list(held) == [(n, f"{n:04d}") for n in range(1, 31)]
    assert list(trail.verify()) == []


def test_a_registered_case_that_is_handed_over_keeps_its_number_for_ever(four):
    case = proposal_at("handed_over", four)
    renumber(four)
    case.refresh_from_db()
    assert case.case_number == "0005"
