"""Where an entry of a published list belongs: committee, session, units, dictionaries; and what is there already.

Rows of these are created only for entries that are really imported (``create=True``).
"""

import re

from django.utils.translation import gettext as _

from proposals.accounts.models import HandlingUnit, pinyin_key
from proposals.committee.models import Committee, PlenarySession, RatingStep, ResponseClass, Topic
from proposals.lifecycle import UNRECEIVED
from proposals.permissions import Channel
from proposals.submission.models import Proposal

from .parsing import SATISFACTION, bare

#: the year of sessions whose year the list does not say; no report of ours reads them
NO_YEAR = 0
NATIONAL = "全国政协"
CLASSES = {
    "A": ("已经解决或采纳", "resolved"),
    "B": ("列入计划拟解决或采纳", "planned"),
    "C": ("因条件限制或其他原因留作参考", "reference"),
    "D": ("留作参考", "reference"),
}
FIGURES = {figure: n for n, figure in enumerate("零一二三四五六七八九十")}
#: words in the names of units that do not belong to the government
CHANNELS = (
    (Channel.COURT, "法院|中院"),
    (Channel.PROCURATORATE, "检察院"),
    (Channel.CPPCC, "政协"),
    (Channel.CONGRESS, "人大"),
    (Channel.MILITARY, "军分区|人武部"),
    (Channel.PARTY, "^中共|^[省市州县区]委|[省市州县区]委(?!员会)"),
)


def ordinal(figures):
    """十三 → 13, 4 → 4; None for anything else."""
    if figures.isdecimal():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (FIGURES.get(tens, 1) * 10 if ten else 0) + FIGURES.get(ones, 0)


def term_and_number(title):
    """(届, 次) as a session's title says them, each None if it does not."""
    found = [re.search(rf"([一二三四五六七八九十\d]+){mark}", title) for mark in ("届", "次")]
    return tuple(ordinal(match.group(1)) if match else None for match in found)


def root(city):
    """日喀则 and 日喀则市 are the same place."""
    return re.sub(r"(市|地区|自治州|州|盟)$", "", city)


def short_name(unit_name, city):
    """丽水市财政局 of 丽水市 is 市财政局 there."""
    return unit_name.removeprefix(re.sub("(自治区|自治州|地区|[省市州盟县区])$", "", city))


def channel_of(unit_name):
    return next((channel for channel, words in CHANNELS if re.search(words, unit_name)), Channel.GOVERNMENT)


def session_title(entry):
    """The title an entry's session has, or would have."""
    return entry.session or (_("%(year)s年") % {"year": entry.year} if entry.year else _("年份未公布"))


def find_session(committee, entry):
    """The session with this title and year; in our own committee also the one of this term and number or year."""
    title, year = session_title(entry), entry.year
    sessions = list(PlenarySession.objects.filter(committee=committee).order_by("year", "title"))
    fitting = [session for session in sessions if year is None or session.year == year]
    for wanted in (title, f"{title}（{year}）"):
        if found := next((session for session in fitting if session.title == wanted), None):
            return found
    if committee.is_home and entry.session:
        said = term_and_number(entry.session)
        return next((s for s in fitting if None not in said and (s.term, s.number) == said), None)
    return fitting[0] if committee.is_home and year and len(fitting) == 1 else None


class Register:
    """Looks up and remembers, so that a long list does not ask for the same city and unit on every row."""

    def __init__(self):
        self._committees, self._sessions, self._units, self._known = {}, {}, {}, {}

    def committee(self, city, *, create=False):
        if city not in self._committees:
            home = Committee.objects.home()
            found = home if home and root(home.city) == root(city) else None
            found = found or Committee.objects.filter(city=city, is_home=False).first()
            if found is None and create:
                name, short = (city, city) if city == NATIONAL else (f"政协{city}委员会", f"{city}政协")
                found = Committee.objects.create(name=name, short_name=short[:20], city=city)
            if found is None:
                return None
            self._committees[city] = found
        return self._committees[city]

    def session(self, committee, entry, *, create=False):
        key = (committee.pk, entry.session, entry.year)
        if key not in self._sessions:
            found = find_session(committee, entry) or (self._new_session(committee, entry) if create else None)
            if found is None:
                return None
            self._sessions[key] = found
        return self._sessions[key]

    def _new_session(self, committee, entry):
        title = session_title(entry)
        if PlenarySession.objects.filter(committee=committee, title=title).exists():
            title = f"{title}（{entry.year}）"
        term, number = term_and_number(title)
        return PlenarySession.objects.create(
            committee=committee, title=title[:60], year=entry.year or NO_YEAR, term=term, number=number
        )

    def unit(self, committee, name, *, create=False):
        """The unit with this full or short name, whether or not the list writes the city before it."""
        key = (committee.pk, name)
        if key not in self._units:
            short = short_name(name, committee.city)
            found = HandlingUnit.objects.named(committee, name) or HandlingUnit.objects.named(committee, short)
            if found is None and create:
                found = HandlingUnit.objects.create(
                    committee=committee, name=name, short_name=short[:40], pinyin_key=pinyin_key(short),
                    channel=channel_of(short),
                )  # fmt: skip
            if found is None:
                return None
            self._units[key] = found
        return self._units[key]

    def same(self, entry):
        """The proposal this entry is, if it is there already: by its number, else by title and answering units."""
        committee = self.committee(entry.city)
        session = committee and self.session(committee, entry)
        if not session:
            return None
        if entry.number:
            return self._index(session).get(("number", entry.number))
        units = [self.unit(committee, name) for name in entry.leads]
        if None in units:
            return None
        return self._index(session).get(("title", bare(entry.title), frozenset(unit.pk for unit in units)))

    def _index(self, session):
        if session.pk not in self._known:
            self._known[session.pk] = index = {}
            proposals = Proposal.objects.filter(session=session).exclude(status__in=UNRECEIVED)
            for proposal in proposals.prefetch_related("assignments"):
                units = [row.unit_id for row in proposal.assignments.all() if row.answers and row.ended_at is None]
                self._enter(index, proposal, units)
        return self._known[session.pk]

    @staticmethod
    def _enter(index, proposal, units):
        if proposal.case_number and proposal.series == Proposal.Series.CASE:
            index["number", proposal.case_number] = proposal
        if proposal.title:
            index.setdefault(("title", bare(proposal.title), frozenset(units)), proposal)

    def add(self, proposal, units):
        """A proposal that has just been imported, so that a second row of the same is known."""
        self._enter(self._index(proposal.session), proposal, [unit.pk for unit in units])

    def topic(self, committee, name):
        return Topic.objects.get_or_create(committee=committee, name=name)[0] if name else None

    def response_class(self, session, letter):
        name, meaning = CLASSES[letter]
        return ResponseClass.objects.get_or_create(
            committee=session.committee, year=session.year, letter=letter,
            defaults={"name": name, "meaning": meaning, "order": list(CLASSES).index(letter)},
        )[0]  # fmt: skip

    def step(self, committee, name):
        order = list(SATISFACTION).index(name)
        return RatingStep.objects.get_or_create(
            committee=committee, name=name, defaults={"counts_as": SATISFACTION[name], "order": order}
        )[0]
