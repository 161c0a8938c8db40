"""The list: without a filter, with each filter alone, in each order, later pages."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from proposals.tracking.filters import SORTS, ProposalFilter, options
from tests.bench.timing import HANDLER, MEMBER, REVIEWER

CHOICES = 4  # of each filter: those with the most cases


def measure(bench):
    bars = {95: 100}
    for role, who in ((REVIEWER, "the office"), (HANDLER, "a unit"), (MEMBER, "a member")):
        yield bench.of_pages(f"list of {who}", role, [address()], bars=bars)
    found = ProposalFilter.of(bench.person(REVIEWER), {}, timezone.localdate())
    for name, offered in options(found, list(found.form.fields)).items():
        most = sorted(offered, key=lambda option: -option.count)[:CHOICES]
        if most:
            yield bench.of_pages(f"only {name}", REVIEWER, [address(**{name: one.value}) for one in most], bars=bars)
    typed = {"proposer": "卓玛", "within": "30", "since": "2025-06-01", "until": "2020-06-01"}
    for name, value in typed.items():
        yield bench.of_pages(f"only {name}", REVIEWER, [address(**{name: value})], bars=bars)
    for sort in SORTS:
        yield bench.of_pages(f"by {sort}", REVIEWER, [address(sort=sort), address(sort=f"-{sort}")], bars=bars)
    yield bench.of_pages("later pages", REVIEWER, [address(page=page) for page in (2, 10, 40)], bars=bars)


def address(**query):
    return f"{reverse('tracking:proposals')}?{urlencode(query)}"
