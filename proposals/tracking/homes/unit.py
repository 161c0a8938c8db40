"""Home of a handling unit: three lanes of cards, each with the days left and the one next act."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals import deadlines
from proposals.assignment.models import Assignment
from proposals.committee.models import CalendarDay, PlenarySession
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus
from proposals.response.models import Response

Kind, Status = Duty.Kind, AssignmentStatus
AT_DESK = (Status.PENDING, Status.RETURN_ASKED, Status.ACCEPTED, Status.SIGNING, Status.CHECKING)
SHOWN = 20  # cards of a lane; the list of proposals has the others
#: the clock a card shows in each status of the assignment
CLOCKS = (Kind.RESPOND, Kind.REHANDLE, Kind.OPINION)


#: heading, what to do, what will appear here
LANES = (
    (
        gettext_lazy("待签收"),
        gettext_lazy("不属于本单位的，可在期限内退回，须写明理由和建议单位。"),
        gettext_lazy("新交办的提案会出现在这里。"),
    ),
    (
        gettext_lazy("办理中"),
        gettext_lazy("按剩余天数排列。先沟通，后答复。"),
        gettext_lazy("签收后的提案会出现在这里。"),
    ),
    (
        gettext_lazy("会办与审签"),
        gettext_lazy("会办意见给主办单位；审签后送核查。"),
        gettext_lazy("会办的、送审签和核查的会出现在这里。"),
    ),
)


class Card(NamedTuple):
    """``act``: (address, word) of the one button; ``days``: working days left to return, else None."""

    assignment: Assignment
    due: object
    act: tuple
    hint: str = ""
    days: int | None = None
    state: str = ""
    main: bool = False


class Lane(NamedTuple):
    label: str
    text: str
    empty: str
    cards: list
    total: int

    @property
    def rest(self):
        return self.total - len(self.cards)


def handler(request):
    user, today = request.user, timezone.localdate(request.now)
    duties = list(Duty.objects.open().of(user).most_urgent_first())
    cards = _cards(user, duties, today)
    overdue = [card for card in cards if card.due and card.due < today]
    promises = [duty for duty in duties if duty.kind == Kind.PROMISE]
    return "tracking/home_unit.html", {
        "unit": user.unit,
        "lanes": _lanes(cards),
        "overdue": overdue,
        "first_overdue": overdue[0] if overdue else None,
        "promises": len(promises),
        "next_promise": promises[0] if promises else None,
        "year": _year(user, request.now),
    }


def _cards(user, duties, today):
    """A card for each assignment at work, the most urgent first; five queries whatever their number."""
    rows = list(_at_work(user))
    by_subject = {}
    for duty in duties:
        by_subject.setdefault(duty.subject, {})[duty.kind] = duty
    calendar = CalendarDay.objects.calendar(user.committee.division_code)
    partners = _partners([row.proposal_id for row in rows])
    cards = [_card(row, by_subject.get(row.pk, {}), partners, today, calendar) for row in rows]
    cards.sort(key=lambda card: (card.due is None, card.due or today))
    first = next((n for n, card in enumerate(cards) if card.act), None)
    return [card._replace(main=n == first) for n, card in enumerate(cards)]


def _at_work(user):
    rows = Assignment.objects.visible_to(user).current().with_case()
    draft = Response.objects.of(OuterRef("pk")).undelivered()
    return rows.at(*AT_DESK).annotate(talks=Count("consultations"), has_draft=Exists(draft))


def _partners(cases):
    """{case: the current assignments of all its units}."""
    found = {}
    for row in Assignment.objects.current().of_cases(cases).select_related("unit"):
        found.setdefault(row.proposal_id, []).append(row)
    return found


def _card(row, duties, partners, today, calendar):
    others = [other for other in partners.get(row.proposal_id, ()) if other.pk != row.pk]
    if row.status == Status.PENDING:
        window = duties.get(Kind.ACCEPT)
        due = window.due_on if window else None
        left = deadlines.working_days_left(due, today, calendar) if due and due >= today else None
        state = "late" if due and due < today else "soon" if left is not None and left <= 3 else ""
        return Card(row, due, _to("assignment:accept", row, _("签收")), days=left, state=state)
    clock = next((duties[kind] for kind in CLOCKS if kind in duties), None)
    due = clock.due_on if clock else None
    state = "" if due is None or (due - today).days > 7 else "late" if due < today else "soon"
    return Card(row, due, *_next_act(row, others), state=state)


def _next_act(row, others):
    """(button, hint) of an assignment that has been accepted, or that waits for somebody else."""
    if row.status == Status.RETURN_ASKED:
        return (), _("已申请退回，等待审定")
    if row.status == Status.SIGNING:
        return _to_case(row), _("已送单位领导审签")
    if row.status == Status.CHECKING:
        return _to_case(row), _("已送核查")
    if not row.answers:
        lead = "、".join(other.unit.short_name for other in others if other.answers)
        return _to("response:give_opinion", row, _("提会办意见")), _("主办：%(unit)s") % {"unit": lead}
    label = _("继续起草") if row.has_draft else _("起草答复")
    return _to("response:edit", row, label), _hint(row, others)


def _hint(row, others):
    asked = [other for other in others if not other.answers]
    given = [other for other in asked if other.status == Status.OPINED]
    talked = _("已沟通 %(n)s 次") % {"n": row.talks} if row.talks else _("还没有与提案者沟通")
    opinions = _("会办意见 %(n)s/%(all)s 已到") % {"n": len(given), "all": len(asked)} if asked else ""
    return "，".join(filter(None, (opinions, talked)))


def _to(name, row, label):
    return reverse(name, args=[row.pk]), label


def _to_case(row):
    return row.proposal.get_absolute_url(), _("查看")


def _lanes(cards):
    pending = [card for card in cards if card.assignment.status in (Status.PENDING, Status.RETURN_ASKED)]
    at_work = [card for card in cards if card.assignment.status == Status.ACCEPTED and card.assignment.answers]
    others = [card for card in cards if card not in pending and card not in at_work]
    words = zip(LANES, (pending, at_work, others), strict=True)
    return [Lane(*said, found[:SHOWN], len(found)) for said, found in words]


def _year(user, now):
    """How many assignments of the present session the unit has and how many of them are answered."""
    session = PlenarySession.objects.at(user.committee_id, now)
    rows = Assignment.objects.visible_to(user).current().of_session(session)
    done = Q(status__in=[Status.RESPONDED, Status.OPINED])
    return rows.aggregate(all=Count("pk"), done=Count("pk", filter=done))
