"""Home of a unit's leader: the responses to sign off, readable in place, and what of the unit is overdue."""

from django.utils import timezone

from proposals.duties.models import Duty
from proposals.response.models import Response
from proposals.submission.models import Proposal
from proposals.tracking import todo
from proposals.tracking.filters import late, newest_first
from proposals.tracking.listing import rows, with_units

LATE_ONES = 20


def unit_leader(request):
    user, today = request.user, timezone.localdate(request.now)
    items = todo.items(Duty.objects.open().of(user).most_urgent_first())
    letters = Response.objects.visible_to(user).with_all().drafts_of([item.duty.subject for item in items])
    overdue = late(Proposal.objects.visible_to(user), user, today)
    return "tracking/home_unit_leader.html", {
        "unit": user.unit,
        "items": [(item, letters.get(item.duty.subject)) for item in items],
        "late_rows": rows(newest_first(with_units(overdue))[:LATE_ONES], user),
    }
