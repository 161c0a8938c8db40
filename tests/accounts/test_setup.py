"""``manage.py setup`` makes an empty installation usable, once."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from proposals.accounts.models import User
from proposals.committee import defaults
from proposals.committee.models import (
    Committee,
    DeclineReason,
    PlenarySession,
    RatingStep,
    ResponseClass,
    SynonymSet,
    Topic,
)
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Role
from proposals.submission.models import Proposal
from tests.accounts.rosters import xlsx
from tests.factories import restore_calendar

OPTIONS = {
    "committee": "政协日喀则市委员会", "short_name": "日喀则市政协", "city": "日喀则市", "division_code": "540200",
    "phone": "0892-8820000", "session": "市政协三届一次会议", "term": "3", "number": "1", "year": "2026",
    "call_opens": "2025-11-01", "cutoff": "2026-01-12 18:00", "sits_from": "2026-01-10", "sits_to": "2026-01-13",
    "admin_name": "马知远", "admin_username": "guanli",
}  # fmt: skip
SECRET = "Xuedun-jie-2023"
SIGN_IN = reverse("accounts:sign_in")


@pytest.fixture
def empty(db):
    restore_calendar()


@pytest.fixture
def run(empty, monkeypatch):
    def command(password=SECRET, **more):
        monkeypatch.setenv("CPPCC_ADMIN_PASSWORD", password)
        said = io.StringIO()
        call_command("setup", no_input=True, stdout=said, **OPTIONS | more)
        return said.getvalue()

    return command


def test_an_empty_installation_gets_everything_it_needs(run):
    said = run()
    home, session = Committee.objects.home(), PlenarySession.objects.get()
    assert (home.name, home.short_name, home.division_code, home.office) == (
        "政协日喀则市委员会", "日喀则市政协", "540200", "提案委员会",
    )  # fmt: skip
    assert (session.term, session.number, session.year, session.policies.count()) == (3, 1, 2026, 0)
    assert f"{session.cutoff_at:%Y-%m-%d %H:%M}" == "2026-01-12 10:00"  # UTC
    assert list(Topic.objects.order_by("order").values_list("name", flat=True)) == list(defaults.TOPICS)
    assert DeclineReason.objects.count() == len(defaults.DECLINE_REASONS) == 12
    assert list(ResponseClass.objects.order_by("order").values_list("letter", "year")) == [
        ("A", 2026), ("B", 2026), ("C", 2026),
    ]  # fmt: skip
    assert [step.name for step in RatingStep.objects.in_use(home)] == ["满意", "基本满意", "不满意"]
    assert SynonymSet.objects.in_use(home).exists()
    user = User.objects.get()
    assert (user.username, user.name, user.role, user.is_staff, user.is_superuser) == (
        "guanli", "马知远", Role.ADMINISTRATOR, True, False,
    )  # fmt: skip
    assert user.check_password(SECRET)
    assert not user.must_change_password
    assert "工作日历：2026年有国务院办公厅通知。" in said
    assert "地区日历：540000（9 天）。" in said
    assert SECRET not in said


def test_without_a_password_it_gives_a_one_time_password(run):
    said = run(password="")
    user = User.objects.get()
    password = said.split("一次性密码：")[1].split("（")[0]
    assert user.check_password(password)
    assert user.must_change_password


def test_a_year_without_notices_is_pointed_out(run):
    assert "工作日历：2090年还没有通知，期限先按周末推算，通知公布后请补录。" in run(year="2090")


def test_it_refuses_a_second_time_and_says_what_is_there(run):
    run()
    before = Topic.objects.count(), User.objects.count()
    with pytest.raises(CommandError) as refusal:
        run(committee="政协拉萨市委员会", admin_username="other")
    assert "这里已经安装过：政协日喀则市委员会（市政协三届一次会议）。" in str(refusal.value)
    assert (Topic.objects.count(), User.objects.count(), Committee.objects.count()) == (*before, 1)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"city": None, "term": None}, "还缺：--city、--term。"),
        ({"year": "二〇二六"}, "--year：“二〇二六”不是数字。"),
        ({"cutoff": "明天"}, "--cutoff：“明天”应写成 2027-01-10 或 2027-01-10 18:00。"),
        ({"cutoff": "2025-10-01"}, "大会提案截止要晚于征集开始。 什么也没有改动。"),
        ({"password": "short"}, "什么也没有改动。"),
        ({"short_name": "长" * 21}, "什么也没有改动。"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_stored(run, more, sentence):
    with pytest.raises(CommandError) as refusal:
        run(**more)
    assert str(refusal.value).endswith(sentence)
    assert (Committee.objects.count(), PlenarySession.objects.count(), User.objects.count()) == (0, 0, 0)


def enter(user, password):
    client = Client()
    return client, client.post(SIGN_IN, {"username": user, "password": password}, follow=True)


def bring_in(client, kind, *rows):
    address = f"{reverse('accounts:import_roster')}?kind={kind}"
    signed = client.post(address, {"file": xlsx(kind, *rows)}).context["signed"]
    return client.post(address, {"rows": signed}, follow=True)


def slip(client, username):
    """The one-time password the administrator prints for this account."""
    address = reverse("accounts:issue_passwords")
    user = User.objects.get(username=username)
    asked_at = client.get(address).context["form"].initial["asked_at"]
    page = client.post(address, {"people": [user.pk], "asked_at": asked_at})
    return {user.username: password for user, password in page.context["slips"]}[username]


def choose_password(client, password):
    return client.post(
        reverse("accounts:change_password"), {"new_password1": password, "new_password2": password}, follow=True
    )


def test_from_an_empty_database_to_a_registered_proposal(run):
    """The whole first day: set-up, rosters, slips, a member writes, the office registers."""
    run()
    administrator, page = enter("guanli", SECRET)
    assert page.redirect_chain == [(reverse("tracking:home"), 302)]
    bring_in(administrator, "units", ("日喀则市农业农村局",))
    bring_in(administrator, "officers", ("旦增", "13908920001", "市农业农村局", "", "承办人"))
    bring_in(administrator, "members", ("次仁卓玛", "13908921234", "农业界"))
    reviewer = User.objects.create(username="shencha", name="德吉", committee=Committee.objects.home())
    reviewer.grants.create(role=Role.REVIEWER, reason="提案委工作人员")

    member, page = enter("13908921234", slip(administrator, "cirenzhuoma"))
    assert page.redirect_chain[-1] == (reverse("accounts:change_password"), 302)
    page = choose_password(member, "Qingke-fengshou-7")
    assert page.redirect_chain == [(reverse("tracking:home"), 302)]
    written = {
        "draft": "7d0a6e4e-0000-4000-8000-000000000001", "version": "0", "title": "关于建立青稞良种繁育基地的提案",
        "situation": "三县走访所见，种子混杂。", "suggestions": ["在江孜建一处繁育基地。"], "to": "check",
        "consent_publish": "on", "consent_cosponsor": "on",
    }  # fmt: skip
    member.post(reverse("submission:write"), written)
    proposal = Proposal.objects.get()
    member.post(reverse("submission:submit", args=[proposal.pk]), {"declared": "on"})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.serial, proposal.session.year) == (ProposalStatus.SUBMITTED, 1, 2026)

    office, _page = enter("shencha", slip(administrator, "shencha"))
    choose_password(office, "Nianchu-he-an-26")
    topic = Topic.objects.get(name="经济建设")
    office.post(reverse("submission:register", args=[proposal.pk]), {"topic": topic.pk})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.case_number) == (ProposalStatus.REGISTERED, "0001")
