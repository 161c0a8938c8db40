"""Home of a leader: the sentences of the report, what is overdue, the key proposals."""

from urllib.parse import urlencode

from django.utils import timezone

from proposals.committee.models import PlenarySession
from proposals.rates import Base
from proposals.report import statement
from proposals.report.models import RateSnapshot
from proposals.submission.models import Proposal
from proposals.tracking.filters import key_ones, late, newest_first, soon
from proposals.tracking.listing import rows, with_units

KEY_ONES = 20


def leader(request):
    user, today = request.user, timezone.localdate(request.now)
    session = PlenarySession.objects.current(user.committee_id)
    visible = Proposal.objects.visible_to(user)
    return "tracking/home_leader.html", {
        "session": session,
        "late": late(visible, user, today).count(),
        "soon": soon(visible, user, today).count(),
        "key_rows": rows(newest_first(with_units(key_ones(visible)))[:KEY_ONES], user),
        **_figures(RateSnapshot.objects.newest(session, Base.HANDLED)),
    }


def _figures(snapshot):
    """What the sentences of the report need; nothing before the first computation (every night)."""
    if snapshot is None:
        return {}
    lines = statement.lines(snapshot.overall)
    moment = {"session": snapshot.session_id, "as_of": snapshot.as_of.isoformat(), "base": snapshot.base}
    return {
        "snapshot": snapshot,
        "counts": snapshot.overall,
        "line": {found.key: found for found in lines},
        "link": urlencode(moment),
    }
