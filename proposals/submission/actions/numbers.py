"""Serial numbers at submission and case numbers at registration: consecutive, never reused."""

from django.db.models import Max

from proposals.committee.models import PlenarySession
from proposals.submission.models import Proposal
from proposals.submission.models.proposal import OPINION_PREFIX


def locked(session):
    """Whoever gives a number waits here for the one before, so parallel registrations stay consecutive."""
    return PlenarySession.objects.select_for_update().get(pk=session.pk)


def next_serial(session):
    locked(session)
    return (Proposal.objects.filter(session=session).aggregate(last=Max("serial"))["last"] or 0) + 1


def next_case_number(session, series):
    """(sequence, printed number) of the next case or opinion of the session; the caller is in a transaction."""
    session = locked(session)
    taken = Proposal.objects.filter(session=session, series=series).aggregate(last=Max("case_seq"))
    seq = (taken["last"] or 0) + 1
    number = session.case_number(seq)
    return seq, number if series == Proposal.Series.CASE else f"{OPINION_PREFIX}{number}"
