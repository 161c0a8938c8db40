"""The committee of the demo: its sessions, dictionaries and policy."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from proposals.accounts.models import HandlingUnit, pinyin_key
from proposals.committee.actions import fill_classes, fill_dictionaries, load_synonyms
from proposals.committee.models import Committee, DeadlinePolicy, PlenarySession, Theme
from proposals.permissions import Channel

from . import matters

NAME = "政协日喀则市委员会"
YEAR = 2022
#: full names that do not follow from the short one
FULL_NAMES = {
    "市发展改革委": "日喀则市发展和改革委员会",
    "市卫生健康委": "日喀则市卫生健康委员会",
    "市人力资源社会保障局": "日喀则市人力资源和社会保障局",
    "市住房城乡建设局": "日喀则市住房和城乡建设局",
    "市市场监管局": "日喀则市市场监督管理局",
    "市委宣传部": "中共日喀则市委宣传部",
    "市委统战部": "中共日喀则市委统战部",
}


def moment(day, hour=9, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def set_up(today):
    """The committee with the session of the founding figures and the one that is running; return all three."""
    committee = Committee.objects.create(
        name=NAME, short_name="日喀则市政协", city="日喀则市", division_code="540200", is_home=True, is_demo=True,
        office="提案委员会", phone="0892-0000000", hours="工作日 9:30—13:00，15:30—18:30",
    )  # fmt: skip
    past, live = _past_session(committee), _live_session(committee, today)
    fill_dictionaries(committee)
    load_synonyms(committee)
    _yearly(committee, (past.year, live.year))
    return committee, past, live


def _yearly(committee, years):
    themes = list(dict.fromkeys(matter.theme for matter in matters.all_matters().values()))
    for year in years:
        Theme.objects.bulk_create(Theme(committee=committee, year=year, name=n, order=i) for i, n in enumerate(themes))
        fill_classes(committee, year)


def _past_session(committee):
    """That year plenary proposals had five months for the response; everything else is as everywhere."""
    day = datetime(YEAR, 1, 10).date()
    session = PlenarySession.objects.create(
        committee=committee, term=2, number=2, title=_title(2, 2), year=YEAR,
        call_opens_at=moment(datetime(YEAR - 1, 11, 15).date()), cutoff_at=moment(day + timedelta(days=2), 18),
        sits_from=day, sits_to=day + timedelta(days=3),
    )  # fmt: skip
    DeadlinePolicy.objects.create(
        session=session,
        step=DeadlinePolicy.StepName.RESPONSE,
        kind=DeadlinePolicy.Kind.PLENARY,
        n=5,
        unit=DeadlinePolicy.UnitName.MONTHS,
    )
    return session


def live_days(today):
    """(opening of the call, first day of the plenary) of the running session, by which its whole story is told."""
    sits_from = today - timedelta(days=131)
    return sits_from - timedelta(days=50), sits_from


def _live_session(committee, today):
    """Terms last five years: the second session of the second term sat in 2022, the first of the third in 2026."""
    opens, sits_from = live_days(today)
    term, number = 2 + (sits_from.year - 2021) // 5, (sits_from.year - 2021) % 5 + 1
    return PlenarySession.objects.create(
        committee=committee, term=term, number=number, title=_title(term, number), year=sits_from.year,
        call_opens_at=moment(opens), cutoff_at=moment(sits_from + timedelta(days=2), 18),
        sits_from=sits_from, sits_to=sits_from + timedelta(days=3),
        invitation_hours=240,  # long enough for a visitor of the demo to find an invitation still open
    )  # fmt: skip


def _title(term, number):
    figures = "零一二三四五六七八九十"
    return f"市政协{figures[term]}届{figures[number]}次会议"


def set_up_units(committee):
    """Twenty-nine departments and eighteen county governments: {short name: unit}. Sample units all of them."""
    names = matters.units()
    rows = [
        HandlingUnit(
            committee=committee, name=full_name(short), short_name=short, pinyin_key=pinyin_key(short),
            order=short.endswith("政府"),  # departments first, then the counties, each by pinyin
            channel=Channel.PARTY if short.startswith("市委") else Channel.GOVERNMENT, is_sample=True,
        )
        for short in names
    ]  # fmt: skip
    HandlingUnit.objects.bulk_create(rows)
    return {unit.short_name: unit for unit in rows}


def full_name(short):
    if short in FULL_NAMES:
        return FULL_NAMES[short]
    return short.replace("政府", "人民政府") if short.endswith("政府") else f"日喀则{short}"
