"""Home of a member or a group account: what waits for me, writing, where my proposals are."""

from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.committee.models import PlenarySession
from proposals.duties.models import Duty
from proposals.permissions import Role
from proposals.submission.models import Proposal
from proposals.tracking import todo
from proposals.tracking.filters import counts_by_session, kept, newest_first
from proposals.tracking.listing import rows, with_units
from proposals.ui import zh_day

SHOWN = 6
DRAFTS = 2


def member(request):
    user, now = request.user, request.now
    session = PlenarySession.objects.at(user.committee_id, now)
    mine = kept(Proposal.objects.visible_to(user).taken_part_in(user))
    counts = counts_by_session(mine)
    return "tracking/home_member.html", {
        "greeting": f"{user.name}{user.role.label}" if user.role == Role.MEMBER else user.name,
        "session": session,
        "todo": todo.items(Duty.objects.open().of(user).most_urgent_first()),
        "drafts": Proposal.objects.drafts_of(user)[:DRAFTS],
        "rows": rows(newest_first(with_units(mine.received()))[:SHOWN], user),
        "in_session": counts.get(session and session.pk, 0),
        "in_all": sum(counts.values()),
        "call": call(session, now),
    }


def call(session, now):
    """(title, text) of the note on what may be submitted at present."""
    if session is None:
        return _("还没有开始征集提案"), _("开始征集时会在这里告诉您，现在可以先打电话与提案委商量。")
    if session.is_plenary_at(now):
        cutoff = timezone.localtime(session.cutoff_at)
        words = {"day": zh_day(cutoff), "clock": f"{cutoff:%H:%M}"}
        return _("正在征集大会提案"), _("%(day)s %(clock)s 截止，以后提交的作为平时提案。") % words
    ended = _("大会提案已于%(day)s截止。") % {"day": zh_day(session.cutoff_at)} if session.cutoff_at else ""
    return _("正在征集平时提案"), ended + _("现在提交的作为平时提案，同样审查、办理和评议。")
