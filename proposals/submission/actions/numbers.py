"""Serial numbers at submission and case numbers at registration: consecutive, never reused."""

from django.db.models import Max

from proposals.committee.models import PlenarySession
from proposals.submission.models import Proposal, RetiredNumber
from proposals.submission.models.proposal import OPINION_PREFIX


def locked(session):
    """Whoever gives a number waits here for the one before, so parallel registrations stay consecutive: without it
    two of them read the same maximum, and the unique constraint throws one out. Writing a new draft does not wait."""
    return PlenarySession.objects.select_for_update(no_key=True).get(pk=session.pk)


def next_serial(session):
    locked(session)
    return (Proposal.objects.filter(session=session).aggregate(last=Max("serial"))["last"] or 0) + 1


def last_seq(session, series):
    """The last sequence number ever given of this series: one given up is not given again."""
    given = [rows.objects.filter(session=session, series=series) for rows in (Proposal, RetiredNumber)]
    return max(rows.aggregate(last=Max("case_seq"))["last"] or 0 for rows in given)


def printed_number(session, series, seq):
    """The number as the session formats it; an opinion's is never taken for a case number."""
    number = session.case_number(seq)
    return number if series == Proposal.Series.CASE else f"{OPINION_PREFIX}{number}"


def next_case_number(session, series):
    """(sequence, printed number) of the next case or opinion of the session; the caller is in a transaction."""
    session = locked(session)
    seq = last_seq(session, series) + 1
    return seq, printed_number(session, series, seq)


def give_number(proposal, series, now):
    """The next number of the series. A case that is examined again keeps the number it has in this series; one it
    has in the other series is given up for ever."""
    if proposal.series == series and proposal.case_seq:
        return
    session = locked(proposal.session)  # before the row that refers to it: two at once would wait for each other
    if proposal.case_seq:
        RetiredNumber.objects.create(
            session=session, series=proposal.series, case_seq=proposal.case_seq,
            case_number=proposal.case_number, proposal=proposal, at=now,
        )  # fmt: skip
    proposal.case_seq, proposal.case_number = next_case_number(session, series)
    proposal.series = series
    proposal.save(update_fields=["series", "case_seq", "case_number"])
