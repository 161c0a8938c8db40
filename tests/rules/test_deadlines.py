"""When it is due: the acceptance cases on the calendar of 2022, its corners, and a day-by-day oracle."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proposals.deadlines import (
    DEFAULT_LIMITS,
    Calendar,
    Limit,
    Step,
    Unit,
    add_months,
    add_working_days,
    days_late,
    due_on,
    next_working_day,
    previous_working_day,
    reminder_point,
    send_day,
    working_days_left,
)


def days(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return {first + timedelta(days=i) for i in range((last - first).days + 1)}


def day(text):
    return date.fromisoformat(text)


NATIONAL_OFF = (
    days("2022-01-01", "2022-01-03") | days("2022-01-31", "2022-02-06") | days("2022-04-03", "2022-04-05")
    | days("2022-04-30", "2022-05-04") | days("2022-06-03", "2022-06-05") | days("2022-09-10", "2022-09-12")
    | days("2022-10-01", "2022-10-07")
)  # fmt: skip
NATIONAL_ON = {
    day(text)
    for text in (
        "2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07", "2022-10-08", "2022-10-09",
    )
}  # fmt: skip
NATIONAL = Calendar(off=frozenset(NATIONAL_OFF), on=frozenset(NATIONAL_ON), known=frozenset({2022}))
TIBET = Calendar(
    off=frozenset(NATIONAL_OFF | days("2022-03-02", "2022-03-08")),
    on=frozenset(NATIONAL_ON | {day("2022-02-26"), day("2022-03-13")}),
    known=frozenset({2022}),
)
BARE = Calendar()


# -- acceptance cases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "due"),
    [
        (Step.RETURN, "2022-03-22"),
        (Step.CONSULT, "2022-04-06"),
        (Step.OPINION, "2022-04-15"),
        (Step.RESPONSE, "2022-06-15"),
        (Step.CAP, "2022-09-15"),
    ],
)
@pytest.mark.parametrize("calendar", [NATIONAL, TIBET], ids=["national", "tibet"])
def test_ac_21_handed_over_on_15_march(calendar, step, due):
    assert due_on(DEFAULT_LIMITS[step], day("2022-03-15"), calendar) == day(due)


@pytest.mark.parametrize(("calendar", "due"), [(TIBET, "2022-03-13"), (NATIONAL, "2022-03-07")])
def test_ac_23_return_window_over_losar(calendar, due):
    assert due_on(DEFAULT_LIMITS[Step.RETURN], day("2022-02-28"), calendar) == day(due)


@pytest.mark.parametrize(("roll", "due"), [(True, "2022-05-30"), (False, "2022-05-28")])
def test_ac_26_three_months_end_on_a_saturday(roll, due):
    assert due_on(Limit(3, Unit.MONTHS, roll=roll), day("2022-02-28"), NATIONAL) == day(due)


def test_ac_28_the_cap_of_an_extension_is_six_months():
    assert due_on(DEFAULT_LIMITS[Step.CAP], day("2022-03-15"), NATIONAL) == day("2022-09-15")


def test_ac_30_rating_window_from_10_june():
    due = due_on(DEFAULT_LIMITS[Step.RATING], day("2022-06-10"), NATIONAL)
    assert due == day("2022-07-01")
    assert (days_late(due, day("2022-07-01")), days_late(due, day("2022-07-02"))) == (0, 1)


def test_ac_32_strict_recount_after_the_losar_notice():
    before = due_on(DEFAULT_LIMITS[Step.RETURN], day("2022-02-21"), NATIONAL)
    after = due_on(DEFAULT_LIMITS[Step.RETURN], day("2022-02-21"), TIBET)
    assert (before, after) == (day("2022-02-28"), day("2022-02-26"))


def test_ac_33_reminder_points():
    due = day("2022-06-15")
    points = (-30, -7, -1, 1)
    sent = [send_day(due, point, NATIONAL) for point in points]
    assert sent == [day(text) for text in ("2022-05-16", "2022-06-08", "2022-06-14", "2022-06-16")]
    reached = {}
    for today in days("2022-03-15", "2022-06-20"):
        reached.setdefault(reminder_point(due, today, NATIONAL, points=points, every=0), []).append(today)
    first_days = {point: min(found) for point, found in reached.items() if point is not None}
    assert first_days == dict(zip(points, sent, strict=True))


# -- limits -----------------------------------------------------------------------------------------------------------


def test_defaults_of_the_policy():
    words = {step: (limit.n, limit.unit.value, limit.fixed, limit.roll) for step, limit in DEFAULT_LIMITS.items()}
    assert words == {
        "return": (5, "working_days", None, True),
        "decide": (3, "working_days", None, True),
        "consult": (15, "working_days", None, True),
        "opinion": (1, "months", None, True),
        "response": (3, "months", None, True),
        "check": (5, "working_days", None, True),
        "extension": (3, "working_days", None, True),
        "cap": (6, "months", None, True),
        "rating": (15, "working_days", None, True),
        "rehandle": (1, "months", None, True),
        "publish": (15, "days", None, True),
    }
    assert set(DEFAULT_LIMITS) == set(Step)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2022-01-31", 1, "2022-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2022-11-30", 3, "2023-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2022-08-31", 1, "2022-09-30"),
        ("2022-12-31", 2, "2023-02-28"),
        ("2022-03-15", 6, "2022-09-15"),
        ("2022-12-15", 1, "2023-01-15"),
        ("2022-12-15", 12, "2023-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2022-02-28", 3, "2022-05-28"),  # the corresponding day, not the end of the month
        ("2022-05-05", 0, "2022-05-05"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start, n, end):
    assert add_months(day(start), n) == day(end)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2022-03-15", "2022-06-30"),
        ("2022-06-29", "2022-06-30"),
        ("2022-06-30", "2022-09-30"),  # on the day itself it no longer lies ahead
        ("2022-07-01", "2022-10-08"),  # past: the relative limit; 1 October is a holiday, 8 October is worked
    ],
)
def test_fixed_date_ahead_counts_and_a_past_one_gives_way(start, due):
    assert due_on(Limit(3, Unit.MONTHS, fixed=(6, 30)), day(start), NATIONAL) == day(due)


@pytest.mark.parametrize(("year", "due"), [(2023, "2023-02-28"), (2024, "2024-02-29")])
def test_fixed_date_of_29_february_is_the_last_of_the_month(year, due):
    limit = Limit(1, Unit.MONTHS, fixed=(2, 29), roll=False)
    assert due_on(limit, date(year, 1, 10), BARE) == day(due)


@pytest.mark.parametrize(("roll", "due"), [(True, "2022-10-08"), (False, "2022-10-01")])
def test_fixed_date_on_a_holiday_rolls_unless_told_not_to(roll, due):
    assert due_on(Limit(1, Unit.MONTHS, fixed=(10, 1), roll=roll), day("2022-09-01"), NATIONAL) == day(due)


def test_days_count_calendar_days_and_roll():
    assert due_on(Limit(15, Unit.DAYS), day("2022-03-01"), NATIONAL) == day("2022-03-16")
    assert due_on(Limit(15, Unit.DAYS), day("2022-03-04"), NATIONAL) == day("2022-03-21")  # 19 March is a Saturday
    assert due_on(Limit(15, Unit.DAYS, roll=False), day("2022-03-04"), NATIONAL) == day("2022-03-19")


def test_the_start_day_does_not_count_whether_worked_or_not():
    assert add_working_days(day("2022-03-14"), 1, NATIONAL) == day("2022-03-15")  # a Monday
    assert add_working_days(day("2022-03-12"), 1, NATIONAL) == day("2022-03-14")  # a Saturday
    assert add_working_days(day("2022-03-12"), 0, NATIONAL) == day("2022-03-12")


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_is_none():
    assert add_working_days(day("2022-04-01"), 1, NATIONAL) == day("2022-04-02")
    assert add_working_days(day("2022-04-02"), 1, NATIONAL) == day("2022-04-06")


def test_next_and_previous_working_day_leave_a_working_day_alone():
    assert next_working_day(day("2022-04-02"), NATIONAL) == day("2022-04-02")
    assert previous_working_day(day("2022-04-02"), NATIONAL) == day("2022-04-02")
    assert next_working_day(day("2022-04-03"), NATIONAL) == day("2022-04-06")
    assert previous_working_day(day("2022-04-05"), NATIONAL) == day("2022-04-02")


def test_a_year_without_a_notice_is_counted_by_weekends_and_marked_provisional():
    assert due_on(DEFAULT_LIMITS[Step.RETURN], day("2031-10-01"), NATIONAL) == day("2031-10-08")
    assert NATIONAL.is_provisional(day("2031-10-08")) is True
    assert NATIONAL.is_provisional(day("2022-10-08")) is False


@pytest.mark.parametrize(("on", "late"), [("2022-06-14", 0), ("2022-06-15", 0), ("2022-06-16", 1), ("2022-07-15", 30)])
def test_days_late_start_the_day_after(on, late):
    assert days_late(day("2022-06-15"), day(on)) == late


@pytest.mark.parametrize(
    ("today", "left"),
    [("2022-03-15", 5), ("2022-03-18", 2), ("2022-03-19", 2), ("2022-03-22", 0), ("2022-03-30", 0)],
)
def test_working_days_left_exclude_today_and_include_the_due_day(today, left):
    assert working_days_left(day("2022-03-22"), day(today), NATIONAL) == left


# -- reminders --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "point", "sent"),
    [
        ("2022-05-08", -1, "2022-05-07"),  # a make-up Saturday is worked
        ("2022-05-11", -7, "2022-04-29"),  # 4 May is a holiday: the working day before
        ("2022-06-13", -1, "2022-06-10"),  # a Sunday
        ("2022-09-09", 1, "2022-09-13"),  # Mid-Autumn: the next working day
        ("2022-06-04", 0, "2022-06-06"),  # a due date without roll may be a rest day
        ("2022-06-15", 0, "2022-06-15"),
    ],
)
def test_a_point_on_a_rest_day_is_sent_before_or_after_it(due, point, sent):
    assert send_day(day(due), point, NATIONAL) == day(sent)


@pytest.mark.parametrize(
    ("today", "point"),
    [
        ("2022-05-15", None),
        ("2022-05-16", -30),
        ("2022-06-07", -30),
        ("2022-06-08", -7),
        ("2022-06-13", -7),
        ("2022-06-14", -1),
        ("2022-06-15", 0),
        ("2022-06-16", 1),
        ("2022-06-22", 1),
        ("2022-06-23", 8),
        ("2022-06-30", 15),
        ("2022-07-06", 15),
    ],
)
def test_the_latest_point_reached_is_the_one_that_matters(today, point):
    assert reminder_point(day("2022-06-15"), day(today), NATIONAL) == point


def test_after_the_due_date_it_goes_on_every_seven_days():
    due, last = day("2022-06-15"), day("2022-08-15")
    found = {reminder_point(due, today, BARE) for today in days("2022-06-16", "2022-08-15")}
    assert found == {1, *range(8, (last - due).days + 1, 7)}


def test_points_up_to_the_day_the_duty_began_are_none():
    due, start = day("2022-06-15"), day("2022-06-08")
    assert reminder_point(due, start, NATIONAL, start=start) is None
    assert reminder_point(due, day("2022-06-13"), NATIONAL, start=start) is None
    assert reminder_point(due, day("2022-06-14"), NATIONAL, start=start) == -1


# -- a slow and simple oracle -----------------------------------------------------------------------------------------

FIRST, LAST = date(2004, 1, 1), date(2030, 12, 31)
DATES = st.dates(FIRST, LAST)


@st.composite
def calendars(draw):
    """Weekends with holidays and make-up days strewn over them, gaps of years without any, and one long holiday."""
    off = set(draw(st.lists(DATES, max_size=40)))
    begin, length = draw(DATES), draw(st.integers(0, 14))
    off |= {begin + timedelta(days=i) for i in range(length)}
    on = set(draw(st.lists(DATES, max_size=20))) - off
    return Calendar(off=frozenset(off), on=frozenset(on))


def worked(day_, calendar):
    if day_ in calendar.on:
        return True
    return day_.isoweekday() not in (6, 7) and day_ not in calendar.off


def oracle(limit, start, calendar):
    """Walk day by day, as a clerk with a wall calendar does."""
    today, counted = start, 0
    if limit.fixed:
        month, wanted = limit.fixed
        ahead = [start.replace(month=1, day=1) + timedelta(days=i) for i in range(366)]
        ahead = [d for d in ahead if d.year == start.year and d.month == month and d.day <= wanted]
        if ahead[-1] > start:
            today, counted = ahead[-1], None
    if counted is not None and limit.unit == Unit.MONTHS:
        months = start.year * 12 + start.month - 1 + limit.n
        while today.year * 12 + today.month - 1 < months or today.day < start.day:
            if (today + timedelta(days=1)).year * 12 + (today + timedelta(days=1)).month - 1 > months:
                break
            today += timedelta(days=1)
    elif counted is not None:
        while counted < limit.n:
            today += timedelta(days=1)
            counted += limit.unit == Unit.DAYS or worked(today, calendar)
        if limit.unit == Unit.WORKING_DAYS:
            return today
    while limit.roll and not worked(today, calendar):
        today += timedelta(days=1)
    return today


FIXED = st.none() | st.tuples(st.integers(1, 12), st.integers(1, 31))
LIMITS = st.builds(Limit, st.integers(1, 30), st.sampled_from(Unit), FIXED, st.booleans())


@settings(max_examples=500, deadline=None)
@given(LIMITS, DATES, calendars())
@example(Limit(12, Unit.MONTHS), date(2024, 2, 29), BARE)
@example(Limit(1, Unit.MONTHS), date(2022, 12, 31), BARE)
@example(Limit(5, Unit.WORKING_DAYS), date(2022, 2, 28), TIBET)
def test_due_date_agrees_with_counting_day_by_day(limit, start, calendar):
    due = due_on(limit, start, calendar)
    assert due == oracle(limit, start, calendar)
    assert due > start


@settings(max_examples=200, deadline=None)
@given(DATES, st.integers(1, 40), calendars())
def test_exactly_n_working_days_lie_between(start, n, calendar):
    end = add_working_days(start, n, calendar)
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(worked(d, calendar) for d in between) == n
    assert worked(end, calendar)
    assert working_days_left(end, start, calendar) == n


@settings(max_examples=200, deadline=None)
@given(DATES, st.integers(-60, 60), calendars())
def test_a_later_day_never_has_an_earlier_point(due, offset, calendar):
    today = due + timedelta(days=offset)
    now, tomorrow = (reminder_point(due, d, calendar) for d in (today, today + timedelta(days=1)))
    assert now is None or tomorrow >= now
    if now is not None:
        assert send_day(due, now, calendar) <= today
