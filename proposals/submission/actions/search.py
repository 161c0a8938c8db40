"""Keeping what a search reads in step with what it is about: one call in every act that changes it."""

from django.db import transaction
from django.db.models import Prefetch

from proposals import text
from proposals.submission.models import CoSponsor, Proposal, SearchText, TitleWords, WordCount
from proposals.submission.models.proposal import OPINION_PREFIX

WRITTEN = ("units", "fulltext", "tokens")


def index(proposal, *, units=None):
    """Write what a search finds of ``proposal`` and of the case it is merged into, in the caller's transaction.

    ``units``: the names of the units that handle it, in one text; None leaves them as they are.
    """
    keys = [key for key in (proposal.pk, proposal.merged_into_id) if key]
    index_all(keys, {} if units is None else {proposal.pk: units})


def index_all(keys, units=None):
    """Write the rows of these proposals that are missing or stale; return how many. ``units``: {key: names}, as far
    as the caller knows them."""
    stale = find_stale(keys, units or {})
    SearchText.objects.bulk_create(stale, update_conflicts=True, unique_fields=["proposal"], update_fields=WRITTEN)
    TitleWords.objects.keep([row.proposal for row in stale])
    return len(stale)


@transaction.atomic
def count_words():
    """Count anew how many titles and texts have a word, which tells what is rare."""
    WordCount.objects.renew()


def find_stale(keys, units):
    """The rows of these proposals that are not what they should be, as they should be."""
    stored = SearchText.objects.in_bulk(keys)
    proposals = for_index(Proposal.objects.filter(pk__in=keys))
    fresh = [
        SearchText(proposal=proposal, **compose(proposal, units.get(proposal.pk, _units(stored, proposal))))
        for proposal in proposals
    ]
    return [row for row in fresh if not (row.pk in stored and row.says_what(stored[row.pk]))]


def _units(stored, proposal):
    return stored[proposal.pk].units if proposal.pk in stored else ""


def for_index(proposals):
    """With everything :func:`compose` reads, in five queries."""
    confirmed = CoSponsor.objects.confirmed().select_related("user")
    people = proposals.select_related("proposer", "group")
    joined = Prefetch("cosponsors", confirmed, to_attr="joined")
    merged = Proposal.objects.select_related("proposer", "group").prefetch_related(joined).order_by("serial")
    return people.prefetch_related("suggestions", joined, Prefetch("merged", merged, to_attr="merged_here"))


def compose(proposal, units):
    """The columns as they should be. Title, number and people weigh most, then those of the cases merged into it and
    the units, then the text."""
    head, others = _head(proposal), [_head(case) for case in proposal.merged_here]
    body = [proposal.situation, proposal.analysis, *(row.text for row in proposal.suggestions.all())]
    parts = {"A": head, "B": "\n".join([*others, units]), "D": "\n".join(body)}
    return {"units": units, "fulltext": text.fold("\n".join(parts.values())), "tokens": text.vector(**parts)}


def _head(proposal):
    people = [proposal.proposer, *(row.user for row in proposal.joined)]
    names = [f"{person.name}\n{text.sounds(person.pinyin_key)}" for person in people if person]
    group = proposal.group.name if proposal.group else ""
    return "\n".join([proposal.title, *_numbers(proposal), proposal.proposer_name, group, *names])


def _numbers(proposal):
    """As people write them; a numbered case keeps its serial."""
    if proposal.case_number:
        kind = "意见第" if proposal.series == Proposal.Series.OPINION else "第"
        yield f"{kind}{proposal.case_number.removeprefix(OPINION_PREFIX)}号"
    if proposal.serial:
        yield f"流水号{proposal.serial:04d}"
