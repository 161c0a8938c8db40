"""Proposals like a given one, in five queries or six however many there are.

Candidates come from the database (titles that share rare words or synonyms, texts that share rare tokens); they are
then compared one by one with the rules of ``proposals.likeness``. Who may see what is found is asked afterwards.
"""

from functools import lru_cache
from typing import NamedTuple

from proposals import likeness, text
from proposals.committee.models import SynonymSet
from proposals.submission.models import CaseAccess, Proposal, TitleWords, WordCount
from proposals.submission.models.likeness import EVERYTHING, RAREST, READ, texts_sharing

SLIGHTEST = 0.02  # what is less like than this has hardly a word in common


class Matter(NamedTuple):
    """What is asked about: a title and as much of the text as there is already."""

    title: str
    body: str = ""
    topic: object = None
    units: frozenset = frozenset()


def matter_of(proposal):
    """With ``suggestions`` and ``wished_units`` prefetched."""
    body = "\n".join([proposal.situation, proposal.analysis, *(row.text for row in proposal.suggestions.all())])
    units = frozenset(unit.pk for unit in proposal.wished_units.all())
    return Matter(proposal.title, body, proposal.topic_id, units)


@lru_cache(maxsize=4)
def _compiled(lines):
    """Read again whenever a line has changed."""
    return likeness.Synonyms(lines)


class Search:
    """One matter, looked for in one committee or several."""

    def __init__(self, matter, home):
        """``home``: our own committee, whose synonyms all titles are read with."""
        self.matter = matter
        lines = SynonymSet.objects.in_use(home).values_list("name", flat=True)
        self.asked = likeness.Asked(matter.title, _compiled(tuple(lines)))
        self.tokens = set(text.tokens(matter.body))
        self.counts = WordCount.objects.known({*self.asked.words(), *self.tokens})
        self.asked.weigh(self._titles_with, self._titles_with(EVERYTHING))

    def _titles_with(self, word):
        return self.counts[word].titles if word in self.counts else 0

    def _texts_with(self, token):
        return self.counts[token].texts if token in self.counts else 0

    def _rarity(self, token):
        return likeness.rarity(self._texts_with(token), self._texts_with(EVERYTHING))

    def among(self, committees, *, texts=True):
        """{key: likeness} of their proposals, the most alike first. Without ``texts`` only the titles are read."""
        titles = TitleWords.objects.filter(committee__in=committees).most_worth(self.asked.conditions())
        bodies = self._bodies() if texts and self.tokens else {}
        found = Proposal.objects.filter(pk__in={*titles, *bodies}, committee__in=committees)
        handled = CaseAccess.objects.filter(unit__in=self.matter.units, proposal__in=found).values_list("proposal")
        same_unit = {pk for (pk,) in handled} if self.matter.units else set()
        scores = {
            pk: likeness.whole_likeness(
                self.asked.likeness(title),
                bodies.get(pk, 0.0),
                same_topic=topic is not None and topic == self.matter.topic,
                same_unit=pk in same_unit,
            )
            for pk, title, topic in found.values_list("pk", "title", "topic")
        }
        best = sorted((pk for pk in scores if scores[pk] >= SLIGHTEST), key=lambda pk: (-scores[pk], str(pk)))
        return {pk: scores[pk] for pk in best}

    def _bodies(self):
        """{key: likeness of the text}."""
        asked = likeness.AskedText(self.tokens, self._rarity)
        rarest = likeness.rarest(self.tokens, self._texts_with, most=RAREST, within=READ)
        return {pk: asked.likeness(set(theirs)) for pk, theirs in texts_sharing(rarest)}


def alike(matter, committee):
    """{key: likeness} of the committee's own proposals, the most alike first."""
    return Search(matter, committee).among([committee])
