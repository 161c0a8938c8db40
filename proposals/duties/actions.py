"""Opening, ending and reminding of duties. Called by the acts of the stages, in their transaction."""

from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import deadlines
from proposals.committee.models import CalendarDay, Committee, DeadlinePolicy, limit_words
from proposals.notices import actions as notices
from proposals.notices.models import Notice

from .models import Duty, Reminder


def limit_for(proposal, step):
    """The limit in force for a step of this proposal (policy of its session and kind)."""
    return DeadlinePolicy.objects.limit(proposal.session, step, is_plenary=proposal.is_plenary)


def due_date(proposal, step, start):
    """(due date, rule in words, calendar version) of a step that starts on ``start``."""
    limit = limit_for(proposal, step)
    calendar = CalendarDay.objects.calendar(proposal.committee.division_code)
    return deadlines.due_on(limit, start, calendar), limit_words(limit), calendar.version


def open_duty(kind, proposal, *, holder, path, subject=None, step=None, start_on=None, due_on=None, now=None):
    """Open a duty of ``holder`` on ``subject`` (default: the proposal), due by the limit of ``step`` counted from
    ``start_on`` (default: today), or on ``due_on``, or without a limit. One open duty of a kind, subject and holder:
    if it is there it is left as it is.
    """
    now = now or timezone.now()
    start_on = start_on or timezone.localdate(now)
    rule, version = "", 0
    if step is not None:
        due_on, rule, version = due_date(proposal, step, start_on)
    duty, _created = Duty.objects.open().get_or_create(
        kind=kind,
        subject=(subject or proposal).pk,
        holder=holder,
        defaults={
            "case": proposal.pk,
            "title": proposal.title[:120],
            "path": path,
            "start_on": start_on,
            "due_on": due_on,
            "rule": rule,
            "calendar_version": version,
            "created_at": now,
        },
    )
    return duty


def done(kind, subject, *, holder=None, now=None):
    """The duty is fulfilled: end the open duties of this kind on this subject (of one holder, or of all)."""
    return _end(_open(kind, subject, holder), done_at=now or timezone.now())


def void(kind, subject, *, holder=None, now=None):
    """The duty has fallen away: end it without counting it as fulfilled."""
    return _end(_open(kind, subject, holder), void_at=now or timezone.now())


def void_case(case, *, now=None):
    """Every open duty of a case falls away."""
    return _end(Duty.objects.open().filter(case=case), void_at=now or timezone.now())


def void_subject(subject, *, now=None):
    """Every open duty on one subject (an assignment that is returned or cancelled) falls away."""
    return _end(Duty.objects.open().filter(subject=subject.pk), void_at=now or timezone.now())


def _open(kind, subject, holder):
    duties = Duty.objects.open().filter(kind=kind, subject=subject.pk)
    return duties.filter(holder=holder) if holder else duties


def _end(duties, **moment):
    pks = list(duties.values_list("pk", flat=True))
    if not pks:
        return 0
    notices.drop(Notice.objects.filter(pk__in=Reminder.objects.filter(duty__in=pks).values("notice")))
    return Duty.objects.filter(pk__in=pks).update(**moment)


def postpone(kind, subject, *, due_on):
    """An approved extension: the open duty is now due on ``due_on``; return the old date."""
    duty = Duty.objects.open().get(kind=kind, subject=subject.pk)
    old, duty.due_on, duty.rule = duty.due_on, due_on, _("经批准延期")
    duty.save(update_fields=["due_on", "rule"])
    return old


def send_reminders(*, now=None, already_sent=False):
    """Remind of every point that has been reached and has no row yet; return how many notices were written.

    Idempotent: a second run, or a second machine, adds nothing; a missed night is made up with the latest point.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    horizon = today - timedelta(days=min(deadlines.REMINDER_POINTS) - 10)
    duties = (
        Duty.objects.open().filter(due_on__lte=horizon, start_on__lt=today).order_by("pk").iterator(chunk_size=1000)
    )
    home = Committee.objects.home()
    calendar = CalendarDay.objects.calendar(home.division_code if home else "")
    written = 0
    while batch := list(islice(duties, 1000)):
        for duty, point in _unreminded(batch, today, calendar):
            written += _remind(duty, point, now=now, already_sent=already_sent)
    return written


def _unreminded(duties, today, calendar):
    """(duty, point) for which the latest reached point has not been told to anyone."""
    told = set(Reminder.objects.filter(duty__in=duties).values_list("duty_id", "point", "due_on"))
    for duty in duties:
        rarely = duty.kind == Duty.Kind.PROMISE
        every = deadlines.REMIND_OF_PROMISE_EVERY if rarely else deadlines.REMIND_AGAIN_EVERY
        point = deadlines.reminder_point(duty.due_on, today, calendar, start=duty.start_on, every=every)
        if point is not None and (duty.pk, point, duty.due_on) not in told:
            yield duty, point


@transaction.atomic
def _remind(duty, point, *, now, already_sent):
    """Notice and reminder rows in one transaction, unless the duty has just ended."""
    if not Duty.objects.open().select_for_update().filter(pk=duty.pk).exists():
        return 0
    created = notices.post(
        f"remind:{duty.pk}:{point}:{duty.due_on:%Y%m%d}",
        to=duty.holder,
        subject=_subject(duty, point),
        body=_("《%(title)s》的%(what)s期限是%(due)s。") % _words(duty),
        path=duty.path,
        case=duty.case,
        now=now,
        already_sent=already_sent,
    )
    Reminder.objects.bulk_create(
        [
            Reminder(duty=duty, point=point, due_on=duty.due_on, recipient_id=n.recipient_id, notice=n, created_at=now)
            for n in created
        ]
    )
    return len(created)


def _words(duty):
    due = duty.due_on
    day = _("%(y)s年%(m)s月%(d)s日") % {"y": due.year, "m": due.month, "d": due.day}
    return {"title": duty.title, "what": duty.get_kind_display(), "due": day}


def _subject(duty, point):
    if point < 0:
        when = _("还剩%(n)s天") % {"n": -point}
    else:
        when = _("已逾期%(n)s天") % {"n": point} if point else _("今天到期")
    return _("%(what)s%(when)s：%(title)s") % {"what": duty.get_kind_display(), "when": when, "title": duty.title}
