"""The kinds of rows that are counted, each with its facts as of a moment as annotations.

Every function takes (session, as_of): ``as_of`` is an aware moment; what was recorded later does not exist yet.
"""

from django.db.models import Exists, F, OuterRef, Q, SmallIntegerField, Subquery, Value
from django.db.models.functions import Coalesce

from proposals.assignment.models import Assignment, Consultation
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, Outcome
from proposals.rating.models import SEVERITY, Ballot, Rating, final_severity
from proposals.response.models import Response, SuggestionAnswer
from proposals.submission.models import Proposal, Ruling

UNRATED = SEVERITY[None]


def _current(as_of):
    """Assignments of that moment: handed over, and neither returned nor cancelled yet."""
    return Assignment.objects.filter(Q(ended_at=None) | Q(ended_at__gt=as_of), handed_over_at__lte=as_of)


def _first_response(as_of, **extra):
    return Response.objects.delivered(as_of).filter(assignment=OuterRef("pk"), round_number=1, **extra)


def _due(kind):
    """The due date in force (approved extensions included) of the newest duty of this kind on the assignment."""
    duties = Duty.objects.filter(kind=kind, subject=OuterRef("pk"), void_at=None).order_by("-created_at")
    return Subquery(duties.values("due_on")[:1])


def _talks(as_of, **extra):
    return Consultation.objects.filter(recorded_at__lte=as_of, **extra)


def _with_facts(assignments, as_of):
    """delivered, on_time, met, consulted, severity, first_severity, ran_out of each assignment."""
    face = Consultation.FACE_TO_FACE
    ran_out = Ballot.objects.filter(round__response__assignment=OuterRef("pk"), decides=True, unrated_at__lte=as_of)
    return assignments.annotate(
        due=_due(Duty.Kind.RESPOND),
        delivered=Exists(_first_response(as_of)),
        on_time=Exists(_first_response(as_of, responded_on__lte=OuterRef("due"))),
        met=Exists(_talks(as_of, assignment=OuterRef("pk"), form__in=face)),
        consulted=Exists(_talks(as_of, assignment=OuterRef("pk"))),
        severity=Coalesce(final_severity(as_of), Value(UNRATED), output_field=SmallIntegerField()),
        first_severity=Coalesce(
            final_severity(as_of, first_round=True), Value(UNRATED), output_field=SmallIntegerField()
        ),
        ran_out=Exists(ran_out),
    )


def _with_proposer(as_of):
    """The duty to change a proposal that was sent back, open at that moment."""
    asked = Duty.objects.filter(kind=Duty.Kind.REVISE, case=OuterRef("pk"), created_at__lte=as_of)
    return asked.filter(Q(done_at=None) | Q(done_at__gt=as_of), Q(void_at=None) | Q(void_at__gt=as_of))


def cases(session, as_of):
    """The proposals of the session with ``ruling`` (the outcome standing then), received, handled, delivered …"""
    standing = Ruling.objects.standing(as_of).filter(proposal=OuterRef("pk"))
    current = _current(as_of).answering().filter(proposal=OuterRef("pk"))
    facts = _with_facts(current, as_of)
    orphaned = Assignment.objects.answering().filter(
        Q(replacement=None) | Q(replacement__handed_over_at__gt=as_of),
        proposal=OuterRef("pk"),
        status=AssignmentStatus.RETURNED,
        ended_at__lte=as_of,
    )
    talks = _talks(as_of, assignment__proposal=OuterRef("pk"))
    rows = Proposal.objects.filter(session=session).annotate(
        ruling=Subquery(standing.values("outcome")[:1]),
        received=Q(submitted_at__isnull=False, submitted_at__lte=as_of)
        | (Q(imported_at__isnull=False) & Exists(standing)),
        changing=Exists(_with_proposer(as_of)),
        handed=Q(handed_over_at__isnull=False, handed_over_at__lte=as_of),
        delivered=Q(Exists(current)) & ~Exists(facts.filter(delivered=False)) & ~Exists(orphaned),
        all_on_time=~Exists(facts.filter(on_time=False)),
        met=Exists(talks.filter(form__in=Consultation.FACE_TO_FACE)),
        consulted=Exists(talks),
        severity=Subquery(facts.order_by("-severity").values("severity")[:1]),
        first_severity=Subquery(facts.order_by("-first_severity").values("first_severity")[:1]),
        ran_out=Exists(facts.filter(ran_out=True)),
    )
    return rows.annotate(
        on_time=Q(delivered=True, all_on_time=True),
        handled=Q(ruling=Outcome.REGISTERED) | Q(ruling=Outcome.PASSED_ON, handed=True),
    )


def _in_handled_cases(assignments, session, as_of, path="proposal"):
    standing = Ruling.objects.standing(as_of).filter(outcome__in=[Outcome.REGISTERED, Outcome.PASSED_ON])
    standing = standing.filter(proposal=OuterRef(path), proposal__session=session)
    return assignments.filter(Exists(standing))


def items(session, as_of):
    """承办件次 that must answer: sole, lead, separate, of cases that are handled."""
    return _with_facts(_in_handled_cases(_current(as_of).answering(), session, as_of), as_of)


def co_items(session, as_of):
    """会办件次, with whether the opinion came in time."""
    rows = _in_handled_cases(_current(as_of).co_handling(), session, as_of)
    rows = rows.annotate(due=_due(Duty.Kind.OPINION))
    return rows.annotate(on_time=Q(opinion__given_at__lte=as_of, opinion__given_at__date__lte=F("due")))


def ballots(session, as_of):
    """Forms sent out: everyone whose rating decides and who had been asked by then; with whether it came back."""
    rows = Ballot.objects.filter(decides=True, round__opened_at__lte=as_of)
    rows = _in_handled_cases(rows, session, as_of, path="round__response__assignment__proposal")
    back = Rating.objects.standing(as_of).filter(ballot=OuterRef("pk"))
    return rows.annotate(returned=Exists(back))


def forms(session, as_of):
    """反馈件: the returned forms of the last rated round of each assignment, with their severity; ``first_severity``
    is the severity on a first-round form."""
    last = Rating.objects.standing(as_of).deciding()
    last = last.filter(ballot__round__response__assignment=OuterRef("ballot__round__response__assignment"))
    last = last.order_by("-ballot__round__response__round_number").values("ballot__round__response__round_number")
    rows = Rating.objects.standing(as_of).deciding().with_severity().annotate(last=Subquery(last[:1]))
    rows = rows.filter(ballot__round__response__round_number=F("last"))
    return _in_handled_cases(rows, session, as_of, path="ballot__round__response__assignment__proposal")


def answers(session, as_of):
    """The answered suggestions of the newest delivered response of each assignment."""
    newest = Response.objects.delivered(as_of).filter(assignment=OuterRef("response__assignment"))
    newest = newest.order_by("-round_number").values("pk")
    rows = SuggestionAnswer.objects.filter(response=Subquery(newest[:1]))
    return _in_handled_cases(rows, session, as_of, path="response__assignment__proposal")
