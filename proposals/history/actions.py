"""Published lists of earlier years and other cities: each proposal enters by one act, and only once.

What a list does not publish stays empty. Three moments cannot be empty here, because reports count them: the ruling,
the hand-over and the delivery (and the rating, where one was published). When its day is not published, such a moment
is the earliest published day after it, else the last moment of the year of the list (while that lies ahead, and for a
list without a year: the moment of the import). The event says 日期未公布 and names them; the columns that may be
empty (submission and first hand-over of the proposal, the date of the letter) stay empty.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.assignment import actions as search
from proposals.assignment.models import Assignment
from proposals.lifecycle import Action, AssignmentStatus, Outcome, ProposalStatus
from proposals.rating.models import Ballot, Rating, Round
from proposals.response.models import Response
from proposals.submission.models import CaseAccess, Proposal, Ruling
from proposals.trail import actions as trail

from . import parsing
from .parsing import Problem, bare
from .places import NO_YEAR, Register

KEY_TAG = "重点"
K, A = Assignment.Kind, AssignmentStatus
RESOLUTION = timedelta(microseconds=1)  # of the moments the database keeps


class Moments:
    """When what happened to an entry, as far as it was published; ``missing`` names what was not."""

    def __init__(self, entry, session, now):
        year = session.year if session.year != NO_YEAR else None
        end = min(start_of(datetime(year + 1, 1, 1).date()) - RESOLUTION, now) if year else now
        days = [start_of(day) for day in (entry.assigned_on, entry.responded_on) if day]
        self.registered = min([*days, end])
        self.handed_over = start_of(entry.assigned_on) if entry.assigned_on else self.registered
        self.delivered = start_of(entry.responded_on) if entry.responded_on else max(self.handed_over, end)
        self.rated = max(self.delivered, end)
        self.missing = ["registered"]
        if entry.leads or entry.co_units:
            self.missing += [] if entry.assigned_on else ["handed_over"]
        if entry.answered:
            self.missing += [] if entry.responded_on else ["delivered"]
        self.missing += ["rated"] if entry.satisfaction else []


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def import_record(entry, register, *, now):
    """Enter one published proposal: its rows with the published dates and one event; no duty, no message."""
    committee = register.committee(entry.city, create=True)
    session = register.session(committee, entry, create=True)
    leads = [register.unit(committee, name, create=True) for name in entry.leads]
    others = [register.unit(committee, name, create=True) for name in entry.co_units]
    others = [unit for unit in dict.fromkeys(others) if unit not in leads]
    moments = Moments(entry, session, now)
    proposal = _proposal(entry, session, register, moments, now)
    for unit, kind in _shares(list(dict.fromkeys(leads)), others):
        assignment = _assignment(proposal, unit, kind, entry, moments)
        if assignment.answers and entry.answered:
            _answer(assignment, entry, session, register, moments)
    trail.enter(proposal, Action.IMPORT_RECORD, note=_note(moments), data=_facts(entry, moments), now=now)
    search.index(proposal)
    register.add(proposal, leads)
    return proposal


def _note(moments):
    note = _("由已公布的名单导入。")
    names = {
        "registered": _("立案"),
        "handed_over": _("交办"),
        "delivered": _("答复"),
        "rated": _("评议"),
    }
    return note + _("%(what)s日期未公布。") % {"what": "、".join(names[name] for name in moments.missing)}


def _facts(entry, moments):
    return {"tags": entry.tags, "undated": moments.missing, **entry.source}


def _status(entry):
    if entry.satisfaction:
        return ProposalStatus.CLOSED
    if entry.answered:
        return ProposalStatus.RESPONDED
    return ProposalStatus.HANDED_OVER if entry.leads or entry.co_units else ProposalStatus.REGISTERED


def _proposal(entry, session, register, moments, now):
    proposal = Proposal.objects.create(
        committee=session.committee,
        session=session,
        series=Proposal.Series.CASE if entry.number else "",
        case_number=entry.number,
        title=entry.title,
        kind=entry.kind,
        proposer_name=entry.proposer,
        topic=register.topic(session.committee, entry.category),
        is_key=any(KEY_TAG in tag for tag in entry.tags),
        status=_status(entry),
        outcome=Outcome.REGISTERED,
        created_at=now,
        updated_at=now,
        handed_over_at=moments.handed_over if entry.assigned_on else None,
        closed_at=moments.rated if entry.satisfaction else None,
        imported_at=now,
    )
    note = _("日期未公布")
    Ruling.objects.create(proposal=proposal, outcome=Outcome.REGISTERED, at=moments.registered, note=note)
    return proposal


def _shares(leads, others):
    """One unit alone, one lead with co-handlers, or several that answer each for itself."""
    kind = K.SEPARATE if len(leads) > 1 else K.LEAD if others else K.SOLE
    return [(unit, kind) for unit in leads] + [(unit, K.CO_HANDLER) for unit in others]


def _assignment(proposal, unit, kind, entry, moments):
    """In the status that what is published implies; a co-handler of an answered case has said what it had to say."""
    done = A.OPINED if kind == K.CO_HANDLER else A.RESPONDED
    assignment = Assignment.objects.create(
        proposal=proposal, unit=unit, kind=kind, handed_over_at=moments.handed_over,
        status=done if entry.answered else A.ACCEPTED,
    )  # fmt: skip
    why = CaseAccess.Why.ASSIGNED if assignment.answers else CaseAccess.Why.CO_HANDLING
    for party in ({"unit": unit, "channel": ""}, {"unit": None, "channel": unit.channel}):
        CaseAccess.objects.get_or_create(proposal=proposal, user=None, group=None, **party, defaults={"why": why})
    return assignment


def _answer(assignment, entry, session, register, moments):
    response = Response.objects.create(
        assignment=assignment,
        response_class=register.response_class(session, entry.letter) if entry.letter else None,
        delivered_at=moments.delivered,
        updated_at=moments.delivered,
        responded_on=entry.responded_on,
    )
    if not entry.satisfaction:
        return
    round_ = Round.objects.create(
        response=response, opened_at=moments.delivered, all_rated_at=moments.rated, closed_at=moments.rated
    )
    ballot = Ballot.objects.create(round=round_, proposal=assignment.proposal)
    step = register.step(session.committee, entry.satisfaction)
    Rating.objects.create(ballot=ballot, result=step, given_at=moments.rated)


class Account:
    """What became of the rows of one file."""

    def __init__(self, rows, problems, unused):
        self.rows, self.problems, self.unused = rows, list(problems), unused
        self.imported = self.unchanged = 0

    @property
    def skipped(self):
        return self.rows - self.imported - self.unchanged


def import_list(
    table, *, columns=None, default_city="", dry_run=False, strict=False, now=None, told=lambda done, total: None
):
    """Import the rows of a table in one transaction and return the account of it.

    ``columns``: what each heading means (see ``parsing.read``). ``dry_run``: everything is done and taken back.
    ``strict``: one faulty row and nothing is imported. ``told`` hears of the progress. Raises UnreadableTable when the
    table is no list of proposals.
    """
    now = now or timezone.now()
    names, rows, unused = parsing.read(table, columns)
    entries, problems = parsing.parse(rows, names, default_city=default_city)
    account = Account(len(rows), problems, unused)
    with transaction.atomic():
        register = Register()
        for done, entry in enumerate(entries, start=1):
            _import_one(entry, register, account, now)
            told(done, len(entries))
        refused = strict and account.problems
        if dry_run or refused:
            transaction.set_rollback(True)
    if refused:
        account.imported = 0
    account.problems.sort(key=lambda problem: problem.row)
    return account


def _import_one(entry, register, account, now):
    same = register.same(entry)
    if same is None:
        if problem := _misplaced(entry, register):
            account.problems.append(problem)
            return
        import_record(entry, register, now=now)
        account.imported += 1
    elif entry.title and bare(same.title) != bare(entry.title):
        words = {"number": entry.number, "title": same.title or _("案由未公布")}
        sentence = _("这一届的第%(number)s号已经是《%(title)s》，与本行案由不同。") % words
        account.problems.append(Problem(entry.row, _("案号"), sentence))
    else:
        account.unchanged += 1


def _misplaced(entry, register):
    """Our own proposals need a year, or they would stand in no report."""
    committee = register.committee(entry.city)
    if committee and committee.is_home and entry.year is None and register.session(committee, entry) is None:
        return Problem(entry.row, _("年份"), _("没有填写，也没有对应的届次，无法归入哪一年。"))
    return None
