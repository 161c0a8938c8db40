"""What became of the 174 proposals of 2022, decided beforehand so that the published figures come out exactly:
174 = 114 registered + 42 passed on + 18 withdrawn; 47 units; 155 of 156 answered, 154 of them finally satisfied."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from proposals.lifecycle import Action

from . import accounts, handling, matters
from .agenda import Hours
from .world import Case, World

SEED = 20220110
REGISTERED, PASSED_ON, WITHDRAWN = 114, 42, 18
BASICALLY = 21  # and two more after re-handling: 23

#: stories told in full (``data/rounds.json``)
TWICE = "society/26"
AGAIN = ("society/30", "society/40", "culture/33")
UNANSWERED = "economy/23"
OPINIONS = ("culture/33", UNANSWERED)
INTER = "culture/6"  # its answer tells of October, so it was handed over late in the year

TOLD = frozenset({TWICE, *AGAIN, UNANSWERED, INTER})
INVITED = (Action.CONFIRM, Action.DECLINE_INVITATION, None)

#: what happens once in a while: (flag, how many, which cases it can happen to)
TWISTS = (
    ("separate", 9, lambda m: handling.can_be_separate(m)),
    ("returned", 4, lambda m: handling.wrong_unit(m)),
    ("return_refused", 2, lambda m: m.lead in handling.CONFUSED),
    ("waived", 1, lambda m: m.co),
    ("corrected", 3, lambda m: m.letter == "B"),
    ("corrected", 1, lambda m: m.letter == "C"),
    ("extended", 6, lambda m: m.latest_month >= 7),
    ("extension_refused", 2, lambda m: True),
    ("late", 7, lambda m: m.latest_month >= 7 or m.letter == "C"),
    ("check_back", 4, lambda m: True),
    ("late_rating", 2, lambda m: True),
    ("changed_mind", 2, lambda m: True),
    ("phone_only", 5, lambda m: True),
)


@dataclass
class Plan:
    """When what is to happen to a case."""

    case: Case
    outcome: str
    stage: str  # of a withdrawn one: how far it had come
    submit_at: datetime
    decide_on: date
    hand_on: date
    verdict: str  # of the (last) rating; empty: never answered


def year(world: World, cases_of_live):
    """The plans of all 174, in no particular order of time."""
    dice = random.Random(SEED)
    keys = [key for key in matters.all_matters() if key not in cases_of_live]
    dice.shuffle(keys)
    stages = _outcomes(keys, dice)
    flags = _flags(world, stages, dice)
    people = _proposers(world, keys, dice)
    inter = _inter(stages, flags, dice)
    verdicts = _verdicts(stages, flags, dice)
    plans = []
    for key in keys:
        own = random.Random(f"{SEED}:{key}")
        author, group, cosponsors = people[key]
        case = Case(matters.all_matters()[key], author, own, Hours(world.calendar, own), group, cosponsors, flags[key])
        outcome, stage = stages[key]
        if outcome == "opinion":
            case.flags.add("opinion")
        plans.append(Plan(case, outcome, stage, *_days(case, outcome, key in inter), verdicts.get(key, "满意")))
    return plans


def _outcomes(keys, dice):
    """{key: (outcome, stage)}; every unit keeps at least one case of its own among those handled."""
    leads = Counter(matters.all_matters()[key].lead for key in keys)
    withdrawn = []
    for key in keys:
        lead = matters.all_matters()[key].lead
        if len(withdrawn) < WITHDRAWN and key not in TOLD and leads[lead] > 2:
            withdrawn.append(key)
            leads[lead] -= 1
    stages = dict.fromkeys(keys, ("registered", ""))
    free = [key for key in keys if key not in TOLD and key not in withdrawn]
    for key in [*OPINIONS, *dice.sample(free, PASSED_ON - len(OPINIONS))]:
        stages[key] = ("opinion", "")
    reached = ["submitted"] * 12 + ["registered"] * 3 + ["opinion"] * 2 + ["handed_over"]
    for key, stage in zip(withdrawn, reached, strict=True):
        stages[key] = ("withdrawn", stage)
    return stages


def _flags(world, stages, dice):
    flags = {key: set() for key in stages}
    plain = [
        k for k, (outcome, _s) in stages.items() if outcome != "withdrawn" and k not in (TWICE, *AGAIN, UNANSWERED)
    ]
    signed = [key for key in plain if matters.all_matters()[key].lead in world.cast.leaders]
    twisted = set(dice.sample(signed, 2))
    for key in twisted:
        flags[key].add("sign_off_refused")
    for flag, number, fits in TWISTS:
        fitting = [key for key in plain if key not in twisted and fits(matters.all_matters()[key])]
        for key in dice.sample(fitting, number):
            flags[key].add(flag)
            twisted.add(key)
    registered = [key for key, (outcome, _stage) in stages.items() if outcome == "registered"]
    for flag, number in (("key", 10), ("secret", 6), ("secret_answer", 3), ("refused_withdrawal", 1)):
        for key in dice.sample([key for key in registered if key in plain], number):
            flags[key].add(flag)
    for key in dice.sample(registered, 5):
        flags[key].add("instructed")
    for flag, number in (("sent_back", 8), ("wrong_topic", 12), ("wished", 60)):
        for key in dice.sample(list(stages), number):
            flags[key].add(flag)
    return flags


def _proposers(world, keys, dice):
    """{key: (author, group or None, [(co-sponsor, answer)])}."""
    members, groups = world.cast.members, world.cast.groups
    found, turns = {}, [*members, *members, *members]
    dice.shuffle(turns)
    for at, key in enumerate(keys):
        if at % 6 == 0:
            name = accounts.GROUP_NAME if at % 24 == 0 else dice.choice(list(groups))
            found[key] = (world.cast.contacts[name], groups[name], [])
            continue
        author = turns[at % len(turns)]
        others = [user for user in members if user is not author]
        asked = dice.sample(others, dice.randint(1, 4)) if at % 4 == 1 else []
        answers = [
            (user, dice.choices((Action.CONFIRM, Action.DECLINE_INVITATION, None), (7, 1, 2))[0]) for user in asked
        ]
        found[key] = (author, None, answers)
    return found


def _inter(stages, flags, dice):
    """The 24 inter-session proposals: none whose story needs the whole year."""
    long = {"extended", "extension_refused", "late", "late_rating", "returned"}
    free = [key for key in stages if not flags[key] & long and key not in TOLD and _unhurried(key)]
    return {INTER, *dice.sample(free, 23)}


def _unhurried(key):
    """No promise that falls due in the year itself, and nothing that happened in the summer."""
    matter = matters.all_matters()[key]
    return (matter.promise is None or matter.promise["by"] >= "2023") and matter.latest_month < 7


def _verdicts(stages, flags, dice):
    answered = [key for key, (outcome, _stage) in stages.items() if outcome != "withdrawn"]
    plain = [key for key in answered if key not in TOLD and "changed_mind" not in flags[key]]
    verdicts = dict.fromkeys(dice.sample(plain, BASICALLY - 2), "基本满意")
    verdicts |= {key: "基本满意" for key in answered if "changed_mind" in flags[key]}
    return verdicts | {UNANSWERED: ""}


def _days(case, outcome, inter):
    """(submission, decision, handing over)."""
    dice, hours = case.dice, case.hours
    if inter:
        days = 204 if case.matter.key == INTER else dice.randint(0, 205)
        submit_at = hours.evening(date(2022, 1, 20) + timedelta(days=days))
        decide_on = submit_at.date() + timedelta(days=dice.randint(9, 14))
        return submit_at, decide_on, max(decide_on + timedelta(days=dice.randint(4, 8)), date(2022, 3, 15))
    if dice.random() < 0.45:
        submit_at = hours.evening(date(2022, 1, 8) + timedelta(days=dice.choice((0, 1, 2, 2, 3, 3, 3))))
    else:
        submit_at = hours.evening(date(2021, 11, 28) + timedelta(days=dice.randint(0, 40)))
    decide_on = date(2022, 1, 24) + timedelta(days=dice.randint(0, 28))
    if outcome == "opinion":
        return submit_at, decide_on, date(2022, 3, 22) + timedelta(days=dice.randint(0, 17))
    return submit_at, decide_on, date(2022, 3, 15) + timedelta(days=dice.choice((0,) * 9 + (1, 2, 7)))
