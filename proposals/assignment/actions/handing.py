"""Handing a case over to units, to another unit after a return, and taking it back when it is withdrawn."""

from collections import Counter
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import HandlingUnit, desk
from proposals.assignment.models import Assignment
from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, AssignmentStatus, Outcome, Refusal
from proposals.notices import actions as notices
from proposals.submission import actions as submission
from proposals.submission.models import CaseAccess, WithdrawalRequest
from proposals.trail import actions as trail

from .searching import index

Kind = Assignment.Kind


class Share(NamedTuple):
    """One unit's share of a case that is handed over."""

    unit: HandlingUnit
    kind: str
    part: str = ""


def check_shares(shares, by):
    """One sole unit; or one lead with co-handlers; or two and more separate units, all of channels that ``by``
    coordinates. Raises Refusal; asked before the check page is shown and again when the case is handed over."""
    kinds = Counter(share.kind for share in shares)
    units = [share.unit.pk for share in shares]
    if len(units) != len(set(units)):
        raise Refusal(_("同一个单位只能选一次。"), field="units")
    sole = kinds == {Kind.SOLE: 1}
    led = kinds[Kind.LEAD] == 1 and kinds[Kind.CO_HANDLER] >= 1 and set(kinds) == {Kind.LEAD, Kind.CO_HANDLER}
    separate = set(kinds) == {Kind.SEPARATE} and kinds[Kind.SEPARATE] >= 2
    if not (sole or led or separate):
        raise Refusal(_("请选一家单办；或一家主办和至少一家会办；或两家以上分办。"), field="units")
    for share in shares:
        if not by.coordinates(share.unit.channel):
            raise Refusal(
                _("%(unit)s属于%(channel)s渠道，请由该渠道或政协交办。")
                % {"unit": share.unit, "channel": share.unit.get_channel_display()},
                field="units",
            )


@transaction.atomic
def hand_over(proposal, *, shares, by, now=None):
    """交办: each unit gets its assignment and its clocks, which start today; return the assignments.

    ``shares``: a list of :class:`Share`. The units of a merged case see the merged proposals too.
    """
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.HAND_OVER, by=by)
    check_shares(shares, by)
    names = "、".join(f"{share.unit.short_name}（{Kind(share.kind).label}）" for share in shares)
    event = trail.move(proposal, Action.HAND_OVER, by=by, note=names, also={"handed_over_at": now}, now=now)
    assignments = [_assign(proposal, share, event, by=by, now=now) for share in shares]
    index(proposal)
    duties.done(Duty.Kind.HAND_OVER, proposal, now=now)
    told = _("承办单位：%(names)s。") % {"names": names}
    submission.tell_proposers(proposal, event, _("已交办"), told, now=now)
    return assignments


def _assign(proposal, share, event, *, by, now, replaces=None):
    assignment = Assignment.objects.create(
        proposal=proposal, unit=share.unit, kind=share.kind, part=share.part, handed_over_at=now, handed_over_by=by,
        replaces=replaces,
    )  # fmt: skip
    assignment.proposal = proposal
    _grant_access(proposal, assignment)
    _open_clocks(proposal, assignment, now)
    notices.post(
        f"event:{event.pk}",
        to=assignment.holder,
        subject=_("新交办（%(kind)s）：%(title)s") % {"kind": assignment.get_kind_display(), "title": proposal.title},
        body=_("请在期限内签收，或写明理由和建议单位申请退回。"),
        path=reverse("assignment:accept", args=[assignment.pk]),
        case=proposal.pk,
        now=now,
    )
    return assignment


def _grant_access(proposal, assignment):
    why = CaseAccess.Why.ASSIGNED if assignment.answers else CaseAccess.Why.CO_HANDLING
    for case in [proposal, *proposal.merged.all()]:
        for party in ({"unit": assignment.unit, "channel": ""}, {"unit": None, "channel": assignment.unit.channel}):
            CaseAccess.objects.get_or_create(proposal=case, user=None, group=None, **party, defaults={"why": why})


#: what begins when a case is handed to a unit: the return window for every one of them, then the opinion of a
#: co-handler, first consultation and response of the others: (kind of duty, step that limits it, its page)
WINDOW = (Duty.Kind.ACCEPT, Step.RETURN, "assignment:accept")
OPINION = (Duty.Kind.OPINION, Step.OPINION, "response:give_opinion")
CONSULT = (Duty.Kind.CONSULT, Step.CONSULT, "assignment:consult")
RESPOND = (Duty.Kind.RESPOND, Step.RESPONSE, "response:edit")


def clocks(kind):
    """The clocks of one share, the return window first."""
    return (WINDOW, OPINION) if kind == Kind.CO_HANDLER else (WINDOW, CONSULT, RESPOND)


def _open_clocks(proposal, assignment, now):
    for kind, step, url_name in clocks(assignment.kind):
        path = reverse(url_name, args=[assignment.pk])
        duties.open_duty(kind, proposal, subject=assignment, holder=assignment.holder, path=path, step=step, now=now)


def plan(proposal, shares, start):
    """What handing over on ``start`` would bring, before anything is sent: [(share, {duty kind: due date})]."""
    steps = {(kind, step) for share in shares for kind, step, _url in clocks(share.kind)}
    dates = {kind: duties.due_date(proposal, step, start)[0] for kind, step in steps}
    return [(share, {kind: dates[kind] for kind, _step, _url in clocks(share.kind)}) for share in shares]


def awaiting(returned):
    """The returned assignment, if nobody has taken its place yet."""
    if returned.status != AssignmentStatus.RETURNED or hasattr(returned, "replacement"):
        raise Refusal(_("这一件次不在等待改派。"))
    return returned


@transaction.atomic
def reassign(returned, *, unit, by, now=None):
    """改派: another unit takes the place of a returned assignment; its clock and cap start today."""
    now = now or timezone.now()
    proposal = trail.lock(returned.proposal)
    trail.require(proposal, Action.REASSIGN, by=by)
    returned = awaiting(Assignment.objects.select_related("unit").get(pk=returned.pk))
    if unit is None or proposal.assignments.current().filter(unit=unit).exists():
        raise Refusal(_("请选择一个还没有承办这件提案的单位。"), field="unit")
    if unit.pk == returned.unit_id:
        raise Refusal(_("%(unit)s刚退回这件提案，请改派另一个单位。") % {"unit": unit}, field="unit")
    if not by.coordinates(unit.channel):
        raise Refusal(_("%(unit)s不属于您的渠道。") % {"unit": unit}, field="unit")
    names = _("%(old)s改为%(new)s") % {"old": returned.unit, "new": unit}
    event = trail.record(proposal, Action.REASSIGN, by=by, note=names, now=now)
    share = Share(unit, returned.kind, returned.part)
    assignment = _assign(proposal, share, event, by=by, now=now, replaces=returned)
    index(proposal)
    duties.done(Duty.Kind.REASSIGN, returned, now=now)
    submission.tell_proposers(proposal, event, _("已改派"), f"{names}。", now=now)
    return assignment


def asked_withdrawal(proposal):
    """The proposer's request that waits for a decision."""
    request = proposal.open_withdrawal()
    if request is None:
        raise Refusal(_("没有待审定的撤案申请；撤案要由提案者先提出。"))
    return request


@transaction.atomic
def withdraw(proposal, *, by, note="", now=None):
    """撤案: approve the proposer's request. Open assignments are cancelled and their units told; the case leaves
    every base but 收到件, and its number stays taken."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.WITHDRAW, by=by)
    request = asked_withdrawal(proposal)
    if proposal.merged.exists():
        raise Refusal(_("已有提案并入这一件，不能撤案。"))
    event = trail.move(proposal, Action.WITHDRAW, by=by, note=note or request.reason, now=now)
    submission.rule(proposal, Outcome.WITHDRAWN, by=by, now=now, note=request.reason)
    WithdrawalRequest.objects.filter(pk=request.pk).update(
        verdict=WithdrawalRequest.Verdict.APPROVED, decided_by=by, decided_at=now, note=note
    )
    for assignment in proposal.assignments.unfinished():
        _cancel(assignment, event, now)
    duties.done(Duty.Kind.DECIDE_WITHDRAWAL, proposal, now=now)
    duties.void_case(proposal.pk, now=now)
    submission.tell_proposers(proposal, event, _("已撤案"), note, now=now)
    return proposal


def _cancel(assignment, event, now):
    end(assignment, Action.CANCEL, by=None, now=now)
    for holder in (assignment.holder, assignment.leader_holder):
        notices.post(
            f"event:{event.pk}",
            to=holder,
            subject=_("提案已撤案，不再办理：%(title)s") % {"title": assignment.proposal.title},
            path=assignment.proposal.get_absolute_url(),
            case=assignment.proposal_id,
            now=now,
        )


def end(assignment, action, *, by, now, note=""):
    """Take a current assignment out of the case; its open duties fall away."""
    event = trail.move(assignment, action, by=by, note=note, also={"ended_at": now}, now=now)
    duties.void_subject(assignment, now=now)
    index(assignment.proposal)
    return event


def await_reassignment(returned, now):
    duties.open_duty(
        Duty.Kind.REASSIGN,
        returned.proposal,
        subject=returned,
        holder=desk(returned.unit.channel, returned.proposal.committee_id),  # the other channels do not see the case
        path=reverse("assignment:reassign", args=[returned.pk]),
        now=now,
    )
