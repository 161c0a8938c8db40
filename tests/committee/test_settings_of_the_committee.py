"""The committee's own settings: the layers of the calendar, the limits of a session, sessions and dictionaries."""

from datetime import date, timedelta

import pytest

from proposals import deadlines
from proposals.committee.models import CalendarDay, Committee, DeadlinePolicy, PlenarySession, ResponseClass, Topic
from proposals.deadlines import DEFAULT_LIMITS, Limit, Step, Unit
from tests.factories import at, make_committee, restore_calendar
from tests.rules.test_deadlines import NATIONAL, TIBET


def day(text):
    return date.fromisoformat(text)


def of_2022(days):
    return {d for d in days if d.year == 2022}


def weekdays_off(days):
    """A library may list the weekend days of a holiday or leave them out: they are off either way."""
    return {d for d in days if d.weekday() < 5}


@pytest.fixture
def shipped_calendar(db):
    restore_calendar()


# -- calendar ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("shipped_calendar")
def test_the_shipped_national_calendar_of_2022_is_the_official_one():
    shipped = CalendarDay.objects.calendar()
    assert weekdays_off(of_2022(shipped.off)) == weekdays_off(NATIONAL.off)
    assert of_2022(shipped.on) == NATIONAL.on


@pytest.mark.usefixtures("shipped_calendar")
@pytest.mark.parametrize("code", ["540000", "540200", "540100"])
def test_divisions_of_tibet_inherit_losar(code):
    shipped = CalendarDay.objects.calendar(code)
    assert weekdays_off(of_2022(shipped.off)) == weekdays_off(TIBET.off)
    assert of_2022(shipped.on) == TIBET.on


@pytest.mark.usefixtures("shipped_calendar")
@pytest.mark.parametrize("code", ["", "110000", "370200"])
def test_losar_is_no_holiday_elsewhere(code):
    assert CalendarDay.objects.calendar(code).is_working_day(day("2022-03-02"))


@pytest.mark.usefixtures("shipped_calendar")
def test_ac_23_with_the_shipped_calendar():
    for code, due in [("540200", "2022-03-13"), ("", "2022-03-07")]:
        calendar = CalendarDay.objects.calendar(code)
        assert deadlines.due_on(DEFAULT_LIMITS[Step.RETURN], day("2022-02-28"), calendar) == day(due)


@pytest.mark.usefixtures("shipped_calendar")
def test_the_nearer_layer_overrides_day_by_day():
    CalendarDay.objects.create(division_code="540200", date=day("2022-03-02"), is_workday=True, name="照常上班")
    CalendarDay.objects.create(division_code="540200", date=day("2022-08-26"), is_workday=False, name="雪顿节")
    CalendarDay.objects.create(division_code="540100", date=day("2022-08-25"), is_workday=False, name="雪顿节")
    ours, lhasa = CalendarDay.objects.calendar("540200"), CalendarDay.objects.calendar("540100")
    worked = [[c.is_working_day(day(text)) for text in ("2022-03-02", "2022-03-03", "2022-08-25", "2022-08-26")]
              for c in (ours, lhasa)]  # fmt: skip
    assert worked == [[True, False, True, False], [False, False, False, True]]


@pytest.mark.usefixtures("shipped_calendar")
def test_a_region_may_work_on_a_national_holiday():
    CalendarDay.objects.create(division_code="540200", date=day("2022-10-07"), is_workday=True, name="调休上班")
    assert CalendarDay.objects.calendar("540200").is_working_day(day("2022-10-07"))
    assert not CalendarDay.objects.calendar("540000").is_working_day(day("2022-10-07"))


@pytest.mark.usefixtures("shipped_calendar")
def test_known_years_are_those_of_the_national_layer():
    known = CalendarDay.objects.calendar("540200").known
    assert {2022, 2023, 2024, 2025} <= known
    assert 2040 not in known
    CalendarDay.objects.create(division_code="540000", date=day("2040-02-13"), is_workday=False)
    assert CalendarDay.objects.calendar("540200").is_provisional(day("2040-02-14"))
    CalendarDay.objects.create(division_code="", date=day("2040-01-02"), is_workday=False)
    assert not CalendarDay.objects.calendar("540200").is_provisional(day("2040-02-14"))


@pytest.mark.usefixtures("shipped_calendar")
def test_a_change_of_the_calendar_gets_the_next_version():
    version = CalendarDay.objects.next_version()
    CalendarDay.objects.create(division_code="540200", date=day("2022-08-25"), is_workday=False, version=version)
    assert CalendarDay.objects.calendar("540200").version == version
    assert CalendarDay.objects.calendar("110000").version == version - 1
    assert CalendarDay.objects.next_version() == version + 1


@pytest.mark.usefixtures("shipped_calendar")
def test_the_calendar_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        CalendarDay.objects.calendar("540200")


# -- policy -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(db):
    return PlenarySession.objects.get(committee=make_committee())


def limit(session, **kinds):
    return DeadlinePolicy.objects.limit(session, Step.RESPONSE, **kinds)


def test_without_a_rule_of_the_session_the_default_holds(session):
    for step in Step:
        assert DeadlinePolicy.objects.limit(session, step) == DEFAULT_LIMITS[step]


def test_a_rule_for_both_kinds_holds_for_both(session):
    DeadlinePolicy.objects.create(session=session, step="response", n=5, unit="months", roll=False)
    expected = Limit(5, Unit.MONTHS, roll=False)
    assert (limit(session), limit(session, is_plenary=False)) == (expected, expected)


def test_a_fixed_date_of_plenary_proposals_never_applies_to_the_others(session):
    DeadlinePolicy.objects.create(
        session=session, step="response", kind="plenary", n=3, unit="months", fixed_month=6, fixed_day=30
    )
    assert limit(session) == Limit(3, Unit.MONTHS, fixed=(6, 30))
    assert limit(session, is_plenary=False) == DEFAULT_LIMITS[Step.RESPONSE]


def test_the_rule_of_the_kind_goes_before_the_one_for_both(session):
    DeadlinePolicy.objects.create(session=session, step="response", kind="both", n=4, unit="months")
    DeadlinePolicy.objects.create(session=session, step="response", kind="inter", n=60, unit="days")
    assert (limit(session).n, limit(session, is_plenary=False)) == (4, Limit(60, Unit.DAYS))


def test_another_session_keeps_its_own_limits(session):
    other = PlenarySession.objects.create(committee=session.committee, title="二届三次会议", year=2023)
    DeadlinePolicy.objects.create(session=other, step="response", n=5, unit="months")
    assert limit(session) == DEFAULT_LIMITS[Step.RESPONSE]


def test_every_step_and_unit_of_the_rules_can_be_chosen():
    assert set(DeadlinePolicy.StepName.values) == set(Step)
    assert set(DeadlinePolicy.UnitName.values) == set(Unit)


# -- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "plenary"),
    [
        ("2021-10-31 23:59", False),
        ("2021-11-01 10:00", True),
        ("2022-02-20 18:00", True),
        ("2022-02-20 18:01", False),
    ],
)
def test_plenary_from_the_opening_of_the_call_to_the_cut_off(session, moment, plenary):
    assert session.is_plenary_at(at(moment)) is plenary


def test_without_a_cut_off_nothing_is_plenary(session):
    session.cutoff_at = None
    assert session.is_plenary_at(at("2022-02-10")) is False


def test_what_is_submitted_later_belongs_to_the_last_session_until_the_next_call(session):
    newer = PlenarySession.objects.create(
        committee=session.committee, title="二届三次会议", year=2023, number=3, call_opens_at=at("2022-11-01")
    )
    found = [PlenarySession.objects.at(session.committee, at(text)) for text in ("2022-10-31", "2022-11-01")]
    assert found == [session, newer]
    assert PlenarySession.objects.at(session.committee, at("2021-01-01")) is None
    assert PlenarySession.objects.current(session.committee) == newer


@pytest.mark.parametrize(
    ("sent", "hours"),
    [
        ("2022-02-17 23:59", 24),
        ("2022-02-18 00:00", 3),
        ("2022-02-21 23:59", 3),
        ("2022-02-22 00:00", 24),
    ],
)
def test_an_invitation_runs_out_sooner_while_the_plenary_sits(session, sent, hours):
    assert session.invitation_expiry(at(sent)) == at(sent) + timedelta(hours=hours)


def test_hours_of_an_invitation_are_the_sessions(session):
    session.invitation_hours, session.invitation_hours_sitting = 48, 1
    assert session.invitation_expiry(at("2022-02-19")) == at("2022-02-19 11:00")
    assert session.invitation_expiry(at("2022-03-01")) == at("2022-03-03")


@pytest.mark.parametrize(
    ("prefix", "width", "seq", "number"),
    [("", 4, 24, "0024"), ("2023", 4, 4, "20230004"), ("", 1, 54057, "54057"), ("提", 3, 7, "提007")],
)
def test_case_numbers_are_printed_as_the_session_says(prefix, width, seq, number):
    assert PlenarySession(number_prefix=prefix, number_width=width).case_number(seq) == number


# -- committee and dictionaries ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_home_is_the_one_marked_so():
    assert Committee.objects.home() is None
    make_committee("政协甲市委员会", home=False)
    ours = make_committee()
    assert Committee.objects.home() == ours


def test_dictionaries_offer_what_is_in_use_in_order(session):
    Topic.objects.create(committee=session.committee, name="旧分类", is_active=False)
    Topic.objects.create(committee=make_committee("政协甲市委员会", home=False), name="别处的分类", order=9)
    assert [topic.name for topic in Topic.objects.in_use(session.committee)] == ["经济建设", "社会建设"]


def test_an_old_year_keeps_the_wording_of_its_classes(session):
    newer = PlenarySession.objects.create(committee=session.committee, title="二届三次会议", year=2023)
    ResponseClass.objects.create(
        committee=session.committee, year=2023, letter="B", name="正在解决", meaning="resolved"
    )
    assert [str(c) for c in ResponseClass.objects.of_session(newer)] == ["B 正在解决"]
    wording = [(c.letter, c.name, c.is_planned) for c in ResponseClass.objects.of_session(session)]
    assert wording == [
        ("A", "已经解决或采纳", False), ("B", "列入计划拟解决或采纳", True), ("C", "留作参考", False),
    ]  # fmt: skip
