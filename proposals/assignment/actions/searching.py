"""The names of the units in what a search reads, and keeping all of it in step with names that change."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from proposals import text
from proposals.accounts.models import HandlingUnit, ProposerGroup, User
from proposals.assignment.models import Assignment
from proposals.submission import actions as submission
from proposals.submission.models import Proposal

BATCH = 500


def index(proposal):
    """Write what a search finds of ``proposal`` with the units that handle it now."""
    submission.index(proposal, units=unit_names([proposal.pk])[proposal.pk])


def unit_names(keys):
    """{key: the names of the current units and the pinyin of these} for these proposals."""
    names = dict.fromkeys(keys, "")
    rows = Assignment.objects.current().of_cases(keys).select_related("unit").order_by("unit__name", "pk")
    for row in rows:
        names[row.proposal_id] += f"{row.unit.name}\n{row.unit.short_name}\n{text.sounds(row.unit.pinyin_key)}\n"
    return names


def reindex(*, only_count=False, told=lambda done, total: None):
    """Go through all proposals in batches; write the rows that are missing or stale, or only count them."""
    proposals, stale = Proposal.objects.order_by("pk"), 0
    done, total, last = 0, proposals.count(), None
    while keys := list((proposals.filter(pk__gt=last) if last else proposals).values_list("pk", flat=True)[:BATCH]):
        work = submission.find_stale if only_count else submission.index_all
        found = work(keys, unit_names(keys))
        stale += len(found) if only_count else found
        done, last = done + len(keys), keys[-1]
        told(done, total)
    if not only_count:
        submission.count_words()
    return stale


def refresh_search(hours):
    """Index the proposals of people, groups and units that were changed in the last ``hours``, perhaps their name, and
    those that nobody has indexed. Idempotent; return how many rows were written."""
    people, groups, units = (_changed(model, hours) for model in (User, ProposerGroup, HandlingUnit))
    of_people = Q(proposer__in=people) | Q(cosponsors__user__in=people) | Q(group__in=groups)
    of_units = Q(pk__in=Assignment.objects.current().filter(unit__in=units).values("proposal"))
    found = Proposal.objects.filter(of_people | of_units | Q(search_text=None))
    keys = list(dict.fromkeys(key for pair in found.values_list("pk", "merged_into") for key in pair if key))
    return sum(
        submission.index_all(keys[n : n + BATCH], unit_names(keys[n : n + BATCH])) for n in range(0, len(keys), BATCH)
    )


def _changed(model, hours):
    """The keys of the rows that have been changed, whoever and whatever changed them; the database keeps record."""
    changes = model.pgh_event_model.objects.filter(pgh_created_at__gt=Now() - timedelta(hours=hours))
    return changes.filter(pgh_label="update").values("pgh_obj")
