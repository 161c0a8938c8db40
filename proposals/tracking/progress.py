"""How far a case has come, in marks, dots and steps. Closed tables over every status."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.ui import zh_day

_P, _A = ProposalStatus, AssignmentStatus


class Stage(NamedTuple):
    """The mark of a status (see the tag ``st``), the full dots of its strip and whether the next one is under way."""

    mark: str
    dots: int
    under_way: bool = False


STAGES = {
    _P.DRAFT: Stage("wait", 0, True),
    _P.DISCARDED: Stage("stop", 0),
    _P.SUBMITTED: Stage("wait", 1, True),
    _P.SENT_BACK: Stage("soon", 1, True),
    _P.DECLINED: Stage("stop", 2),
    _P.PASSED_ON: Stage("pass", 2, True),
    _P.MERGED: Stage("pass", 2),
    _P.WITHDRAWN: Stage("stop", 2),
    _P.REGISTERED: Stage("run", 2, True),
    _P.HANDED_OVER: Stage("run", 3, True),
    _P.RESPONDED: Stage("run", 4, True),
    _P.REHANDLING: Stage("soon", 3, True),
    _P.CLOSED: Stage("done", 5),
}

ASSIGNMENT_MARKS = {
    _A.PENDING: "wait",
    _A.RETURN_ASKED: "soon",
    _A.RETURNED: "stop",
    _A.ACCEPTED: "run",
    _A.SIGNING: "run",
    _A.CHECKING: "run",
    _A.RESPONDED: "done",
    _A.OPINED: "done",
    _A.CANCELLED: "stop",
}

#: what somebody outside the unit and its desk reads of an assignment that is being worked on
AT_WORK = frozenset({_A.ACCEPTED, _A.SIGNING, _A.CHECKING})


def coarse(status):
    """The status as those see it who do not look into the unit's drawers."""
    return _A.ACCEPTED if status in AT_WORK else _A(status)


#: the six steps of the page, and how many of them are behind a proposal in this status
STEPS = (
    gettext_lazy("提交"),
    gettext_lazy("审查立案"),
    gettext_lazy("交办"),
    gettext_lazy("承办"),
    gettext_lazy("答复"),
    gettext_lazy("评议"),
)
BEHIND = {
    _P.DRAFT: 0,
    _P.DISCARDED: 0,
    _P.SUBMITTED: 1,
    _P.SENT_BACK: 1,
    _P.REGISTERED: 2,
    _P.PASSED_ON: 2,
    _P.HANDED_OVER: 3,
    _P.REHANDLING: 3,
    _P.RESPONDED: 5,
    _P.CLOSED: 6,
}
#: the case ends here: the steps stop at the decision
ENDED = frozenset({_P.DECLINED, _P.MERGED, _P.WITHDRAWN, _P.DISCARDED})


def steps(proposal, *, ruling=None, response_due=None, delivered_on=None, rating_due=None, today=None):
    """The steps of the page (see the tag ``steps``) with the dates known so far."""
    if proposal.status in ENDED:
        return _ended(proposal, ruling)
    decided = ruling.get_outcome_display() if ruling else _("审查立案")
    labels = [str(STEPS[0]), decided, *(str(label) for label in STEPS[2:])]
    notes = [
        _day(proposal.submitted_at),
        _day(ruling.at) if ruling else "",
        _day(proposal.handed_over_at),
        "",
        _day(delivered_on or response_due),
        _day(proposal.closed_at or rating_due) or _("答复后"),
    ]
    behind = BEHIND[proposal.status]
    if behind == 3 and response_due and today:
        left = (response_due - today).days
        notes[3] = _("还剩 %(n)s 天") % {"n": left} if left > 0 else _("今天到期")
        if left < 0:
            notes[3] = _("逾期 %(n)s 天") % {"n": -left}
    return [
        {"label": label, "note": note, "state": "ok" if n < behind else "now" if n == behind else "next"}
        for n, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _ended(proposal, ruling):
    first = {"label": str(STEPS[0]), "note": _day(proposal.submitted_at), "state": "ok"}
    last = {
        "label": proposal.get_status_display(),
        "note": _day(ruling.at) if ruling else "",
        "state": "ok",
    }
    return [first, last] if proposal.submitted_at else [last]


def _day(moment):
    return zh_day(moment) if moment else ""
