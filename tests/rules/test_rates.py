"""What a rate is: every formula on figures that were published or worked out by hand."""

import dataclasses
from fractions import Fraction

import pytest

from proposals import rates
from proposals.rates import BASE_MEANINGS, BASE_NAMES, RATES, Base, Counts, Ratio


def pct(ratio, digits=1):
    """Half up, as printed; the product's own rounding is ui.percent."""
    scaled = ratio.value * 100 * 10**digits
    whole = int(scaled + Fraction(1, 2))
    return f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}"


# -- the founding figures and other published reports -----------------------------------------------------------------

FOUNDING = Counts(
    base=Base.HANDLED, received=174, registered=114, withdrawn=18, passed_on=42, total=156, resolved=155,
    satisfied=150, basically=4, dissatisfied=1, unrated=1,
)  # fmt: skip


def test_ac_01_founding_figures_on_handled_cases():
    assert rates.resolution_rate(FOUNDING) == Ratio(155, 156)
    assert pct(rates.resolution_rate(FOUNDING)) == "99.4"
    assert rates.satisfied_or_basically_rate(FOUNDING) == Ratio(154, 156)
    assert pct(rates.satisfied_or_basically_rate(FOUNDING)) == "98.7"
    assert (rates.registration_rate(FOUNDING), pct(rates.registration_rate(FOUNDING))) == (Ratio(114, 174), "65.5")
    assert (rates.passed_on_rate(FOUNDING), pct(rates.passed_on_rate(FOUNDING))) == (Ratio(42, 174), "24.1")
    outcomes = (FOUNDING.registered, FOUNDING.merged, FOUNDING.passed_on, FOUNDING.declined, FOUNDING.withdrawn)
    assert sum(outcomes) + FOUNDING.under_review == FOUNDING.received == 174


def test_ac_01_no_share_of_the_114_registered_gives_either_published_rate():
    printed = {pct(Ratio(k, 114)) for k in range(115)}
    assert not {"99.4", "98.7"} & printed


def test_ac_02_on_registered_cases_all_answered():
    assert pct(rates.resolution_rate(Counts(base=Base.REGISTERED, total=114, resolved=114))) == "100.0"


NATIONAL = Counts(received=5890, registered=5002, merged=262, passed_on=626)


def test_ac_04_registration_before_and_after_merging():
    assert (rates.registration_rate(NATIONAL), pct(rates.registration_rate(NATIONAL))) == (Ratio(5002, 5890), "84.9")
    assert rates.registration_rate_all(NATIONAL) == Ratio(5264, 5890)
    assert pct(rates.registration_rate_all(NATIONAL)) == "89.4"
    assert (pct(Ratio(4531, 5002)), pct(Ratio(471, 5002))) == ("90.6", "9.4")


def test_ac_06_parts_on_registered_cases():
    counts = Counts(base=Base.REGISTERED, total=5289, satisfied=4116, basically=1118, unrated=6)
    assert pct(rates.satisfaction_rate(counts)) == "77.8"
    assert pct(rates.basically_satisfied_rate(counts)) == "21.1"
    assert (pct(Ratio(49, 5289)), pct(Ratio(6, 5289))) == ("0.9", "0.1")
    assert rates.satisfied_or_basically_rate(counts) == Ratio(5234, 5289)
    assert pct(rates.satisfied_or_basically_rate(counts)) == "99.0"


def test_ac_09_two_decimals():
    assert pct(Ratio(34, 290), 2) == "11.72"
    assert Ratio(34, 290).value == Fraction(17, 145)


@pytest.mark.parametrize("name", RATES)
def test_ac_10_an_empty_base_has_no_rate(name):
    assert RATES[name].formula(Counts()) == Ratio(0, 0)
    assert RATES[name].formula(Counts()).value is None


def test_ac_11_co_handling_does_not_enter_the_units_items():
    unit = Counts(base=Base.ITEMS, total=5 + 3, resolved=4 + 3, opinions=10)
    assert (rates.resolution_rate(unit), pct(rates.resolution_rate(unit))) == (Ratio(7, 8), "87.5")


def test_ac_12_one_of_two_separate_units():
    assert rates.resolution_rate(Counts(total=1, resolved=0)) == Ratio(0, 1)
    assert pct(rates.resolution_rate(Counts(base=Base.ITEMS, total=2, resolved=1))) == "50.0"
    assert Ratio(0, 1).value == 0  # nothing done is zero, which is not the same as no base


def test_ac_15_adoption():
    counts = sum_of([Counts(suggestions=n, adopted=k) for n, k in [(4, 3), (3, 3), (5, 2)]])
    assert (rates.adoption_rate(counts), pct(rates.adoption_rate(counts))) == (Ratio(8, 12), "66.7")


def test_ac_17_meeting_and_consultation():
    counts = Counts(base=Base.REGISTERED, total=175, met=170, consulted=175)
    assert (rates.meeting_rate(counts), pct(rates.meeting_rate(counts))) == (Ratio(170, 175), "97.1")
    assert (rates.consultation_rate(counts), pct(rates.consultation_rate(counts))) == (Ratio(175, 175), "100.0")


def test_ac_20_channel_share():
    assert pct(Ratio(241, 248)) == "97.2"


# -- formulas ---------------------------------------------------------------------------------------------------------


def sum_of(many):
    total = many[0]
    for counts in many[1:]:
        total = total + counts
    return total


#: a different prime for every count, so that no wrong field can give the right ratio
PRIMES = Counts(
    base=Base.HANDLED, received=509, registered=307, merged=29, passed_on=101, declined=23, withdrawn=19,
    under_review=31, total=401, resolved=389, on_time=373, met=257, consulted=347, satisfied=211, basically=113,
    dissatisfied=17, unrated=59, first_satisfied=197, first_basically=103, first_dissatisfied=37, asked=433,
    forms=331, opinions=89, opinions_on_time=83, suggestions=1009, adopted=761, imported=0,
)  # fmt: skip

FORMULAS = {
    "registration": (rates.registration_rate, (307, 509), "立案率（并案后）", False),
    "registration_all": (rates.registration_rate_all, (307 + 29, 509), "立案率（并案前）", False),
    "passed_on": (rates.passed_on_rate, (101, 509), "转化率", False),
    "resolution": (rates.resolution_rate, (389, 401), "办复率", True),
    "on_time": (rates.on_time_rate, (373, 401), "按期办复率", True),
    "satisfied": (rates.satisfaction_rate, (211, 401), "满意率", True),
    "basically": (rates.basically_satisfied_rate, (113, 401), "基本满意率", True),
    "satisfied_or_basically": (rates.satisfied_or_basically_rate, (211 + 113, 401), "满意或基本满意率", True),
    "dissatisfied": (rates.dissatisfaction_rate, (17, 401), "不满意率", True),
    "first_round": (rates.first_round_rate, (197 + 103, 401), "首轮满意或基本满意率", True),
    "feedback": (rates.feedback_rate, (331, 433), "反馈率", False),
    "met": (rates.meeting_rate, (257, 401), "面商率", True),
    "consulted": (rates.consultation_rate, (347, 401), "沟通率", True),
    "opinions_on_time": (rates.opinions_on_time_rate, (83, 89), "会办按期率", False),
    "adoption": (rates.adoption_rate, (761, 1009), "采纳率", False),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formula(name):
    formula, (n, d), label, on_base = FORMULAS[name]
    ratio = formula(PRIMES)
    assert ratio == Ratio(n, d)
    assert ratio.value == Fraction(n, d)
    assert RATES[name] == (label, formula, on_base)


def test_every_rate_is_tested_and_says_its_formula_in_chinese():
    assert list(RATES) == list(FORMULAS)
    for rate in RATES.values():
        assert rate.formula.__doc__.startswith((rate.label, rate.label.split("（")[0]))


@pytest.mark.parametrize("name", FORMULAS)
def test_a_published_list_cannot_tell_a_rate(name):
    """It does not say what is missing from it, so there is no whole to measure against."""
    listed = dataclasses.replace(PRIMES, imported=1)
    assert rates.measure(name, listed) == Ratio(FORMULAS[name][1][0], 0)
    assert rates.measure(name, listed).value is None
    assert rates.measure(name, PRIMES) == Ratio(*FORMULAS[name][1])


def test_values_are_exact():
    assert Ratio(1, 3).value * 3 == 1
    assert Ratio(1999, 2000).value < 1
    assert isinstance(Ratio(155, 156).value, Fraction)


# -- counts -----------------------------------------------------------------------------------------------------------


def test_counts_come_back_from_the_store_as_they_went():
    stored = PRIMES.stored()
    assert Counts.of(stored) == PRIMES
    assert stored["base"] == "handled" and type(stored["base"]) is str
    assert all(type(value) is int for name, value in stored.items() if name != "base")


def test_a_missing_stored_count_is_zero_and_an_unknown_one_an_error():
    assert Counts.of({"base": "items", "total": 3}) == Counts(base=Base.ITEMS, total=3)
    with pytest.raises(TypeError):
        Counts.of({"base": "items", "totals": 3})
    with pytest.raises(ValueError, match="everything"):
        Counts.of({"base": "everything"})


def test_counts_add_field_by_field_and_keep_their_base():
    both = PRIMES + PRIMES
    assert both.base == Base.HANDLED
    doubled = {name: value if name == "base" else 2 * value for name, value in PRIMES.stored().items()}
    assert both.stored() == doubled
    assert Counts() + PRIMES == PRIMES


def test_counts_cannot_be_changed():
    with pytest.raises(AttributeError):
        PRIMES.total = 1


def test_every_base_has_a_chinese_name_and_meaning():
    assert {base: base.label for base in Base} == BASE_NAMES
    assert BASE_NAMES == {
        "handled": "办理件", "registered": "立案件", "items": "承办件次", "delivered": "已答复件", "rated": "反馈件",
    }  # fmt: skip
    assert set(BASE_MEANINGS) == set(Base)
