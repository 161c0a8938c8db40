"""What the demo is made of, before anything is stored."""

import random
from collections import Counter
from datetime import date

import pytest

from proposals.committee import defaults
from proposals.committee.models import PlenarySession
from proposals.demo import accounts, handling, live, matters, office, plan
from proposals.demo.agenda import Agenda, days_between
from proposals.demo.office import moment
from proposals.permissions import Role


def test_there_are_216_different_matters():
    found = matters.all_matters().values()
    assert len(found) == len({matter.title for matter in found}) == 216


@pytest.mark.parametrize("key", matters.all_matters())
def test_a_matter_is_whole(key):
    matter = matters.all_matters()[key]
    limits = PlenarySession()
    assert 0 < len(matter.title) <= limits.title_limit
    assert len(matter.situation) <= limits.part_limit
    assert len(matter.answers) == len(matter.suggestions) >= 2
    assert matter.topic in defaults.TOPICS
    assert (matter.letter == "B") == (matter.promise is not None)
    assert len(set(matter.units)) == len(matter.units)


def test_the_units_are_29_departments_and_18_counties():
    counties = [name for name in matters.units() if name.endswith("政府")]
    assert (len(matters.units()), len(counties)) == (47, 18)
    assert len({office.full_name(name) for name in matters.units()}) == 47


def test_the_outcomes_of_2022_are_the_published_ones_and_use_every_unit():
    keys = [key for key in matters.all_matters() if key not in live.KEYS]
    stages = plan._outcomes(keys, random.Random(plan.SEED))
    assert Counter(outcome for outcome, _stage in stages.values()) == {
        "registered": 114,
        "opinion": 42,
        "withdrawn": 18,
    }
    handled = [matters.all_matters()[key] for key, (outcome, _stage) in stages.items() if outcome != "withdrawn"]
    assert {matter.lead for matter in handled} == set(matters.units())


def test_the_running_session_takes_42_matters_that_name_no_year():
    assert len(live.LINES) == len(live.KEYS) == 42
    for key in live.KEYS:
        matter = matters.all_matters()[key]
        text = matter.situation + matter.analysis + "".join(matter.suggestions)
        assert not any(year in text for year in ("2019", "2020", "2021", "2022", "2023")), key


def test_suggestions_are_shared_out_among_separate_units():
    matter = matters.all_matters()["culture/10"]
    parts = handling.separate_parts(matter)
    assert sorted(n for numbers in parts.values() for n in numbers) == [1, 2, 3]
    assert parts["南木林县政府"] != []


def test_stories_are_told_in_the_order_of_time_and_no_further():
    heard, agenda = [], Agenda()

    def story(name, *days):
        for day in days:
            now = yield moment(date(2022, 3, day))
            heard.append((name, now.day))

    agenda.start(story("甲", 2, 9, 5, 30))  # what it wants on the 5th it gets on the 9th
    agenda.start(story("乙", 1, 3))
    agenda.run(moment(date(2022, 3, 20)))
    assert heard == [("乙", 1), ("甲", 2), ("乙", 3), ("甲", 9), ("甲", 9)]


def test_days_between():
    assert days_between(date(2022, 2, 27), date(2022, 3, 1)) == [date(2022, 2, 27), date(2022, 2, 28), date(2022, 3, 1)]


def test_every_role_has_an_account_of_its_own_name():
    assert {account.role for account in accounts.ACCOUNTS} == set(Role)
    assert len({account.username for account in accounts.ACCOUNTS}) == len(accounts.ACCOUNTS)


@pytest.mark.parametrize(
    ("today", "title"),
    [
        (date(2026, 11, 23), "市政协三届一次会议"),
        (date(2027, 3, 1), "市政协三届一次会议"),
        (date(2027, 8, 1), "市政协三届二次会议"),
        (date(2031, 12, 1), "市政协四届一次会议"),
    ],
)
def test_the_running_session_belongs_to_today(db, today, title):
    _committee, past, running = office.set_up(today)
    assert (str(past), str(running), running.year) == ("市政协二届二次会议", title, running.sits_from.year)
    assert 100 < (today - running.sits_to).days < 140
