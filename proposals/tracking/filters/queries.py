"""Named conditions on the case itself and on its clocks."""

from collections import Counter
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.utils import timezone

from proposals.accounts.models import Membership, User
from proposals.duties.models import Duty
from proposals.lifecycle import ProposalStatus
from proposals.permissions import UNIT_ROLES
from proposals.submission.models import CoSponsor

WEEK = 7
#: the clocks that make a case overdue: those of the answer; for everyone but the proposers also the co-handlers'
ANSWERS = (Duty.Kind.RESPOND, Duty.Kind.REHANDLE)
WORK = (*ANSWERS, Duty.Kind.OPINION)


def clock_kinds(user):
    """The kinds of duty this person reads as due dates of a case."""
    return ANSWERS if user.proposes else WORK


def clocks(user):
    """The running clocks of the units; a unit reads only its own."""
    duties = Duty.objects.open().filter(kind__in=clock_kinds(user))
    return duties.filter(holder=f"unit:{user.unit_id}") if user.role in UNIT_ROLES else duties


def late(proposals, user, today):
    """Those with an overdue clock."""
    return proposals.filter(Exists(clocks(user).overdue(today).filter(case=OuterRef("pk"))))


def soon(proposals, user, today, days=WEEK):
    """Those with a clock that ends within so many days."""
    return proposals.filter(Exists(clocks(user).due_within(today, days).filter(case=OuterRef("pk"))))


def in_time(proposals, user, today):
    """Those without an overdue clock."""
    return proposals.exclude(Exists(clocks(user).overdue(today).filter(case=OuterRef("pk"))))


def kept(proposals):
    """Without the drafts that were thrown away."""
    return proposals.exclude(status=ProposalStatus.DISCARDED)


def key_ones(proposals):
    return proposals.filter(is_key=True)


def counts_by_session(proposals):
    """{session key: how many}."""
    return dict(proposals.order_by().values_list("session").annotate(n=Count("pk")))


def sizes(each):
    """{key: how many} of several querysets of proposals; one query."""
    first, *others = [
        rows.order_by().values(of=Value(str(key))).annotate(n=Count("pk")).values_list("of", "n")
        for key, rows in each.items()
    ]
    return dict(first.union(*others, all=True) if others else first)


def capped_sizes(each, most):
    """The same, but nothing is counted beyond ``most``: figures beside names, on every page."""
    found = [rows.order_by().values_list(Value(str(key)))[:most] for key, rows in each.items()]
    return Counter(key for (key,) in (found[0].union(*found[1:], all=True) if found else ()))


def submitted_between(proposals, since=None, until=None):
    """Those submitted from one day on, up to and including another (days of the office)."""
    if since:
        proposals = proposals.filter(submitted_at__gte=_midnight(since))
    return proposals.filter(submitted_at__lt=_midnight(until + timedelta(days=1))) if until else proposals


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def by_person(proposals, typed):
    """Those proposed or co-sponsored by somebody with this name, pinyin or initials. Sectoral groups are not asked:
    whoever reads a name need not learn more."""
    for word in typed.split()[:5]:
        named = User.objects.filter(name__icontains=word)
        if word.isascii() and word.isalpha():
            named = User.objects.search(word)
        people = list(named.order_by().values_list("pk", flat=True))  # first: they are few, the proposals many
        joint = CoSponsor.objects.confirmed().order_by().filter(user__in=people).values("proposal")
        found = Q(proposer__in=people) | Q(proposer_name__icontains=word) | Q(pk__in=joint)
        proposals = proposals.filter(found)
    return proposals


def in_sector(proposals, sector):
    """Those whose first proposer belongs to this sectoral group in the term of the session."""
    places = Membership.objects.filter(sectoral_group=sector, term=OuterRef("session__term"))
    return proposals.filter(Exists(places.filter(member__user=OuterRef("proposer"))))
