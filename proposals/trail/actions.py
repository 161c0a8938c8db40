"""The one corridor: every change of a status goes through :func:`move`, every other act through :func:`record`.

Both check who may, check the lifecycle table and write the event, in the caller's transaction. Call :func:`lock`
on the proposal first: it makes the acts on one case queue up, so that its chain cannot fork.
"""

import hashlib

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals import lifecycle, permissions
from proposals.lifecycle import Access, Refusal

from .models import Event


class StaleMove(Refusal):
    """Somebody else has just changed the thing; nothing has been done."""

    conflict = True


def lock(proposal):
    """The proposal read again under a row lock that lasts until the transaction ends."""
    if not connection.in_atomic_block:
        raise RuntimeError("lock() needs a transaction")
    return type(proposal).objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def move(obj, action, *, by, note="", data=None, also=None, now=None):
    """Take ``obj`` through ``action`` and return the event. The only code that writes a status.

    ``also``: columns written in the same statement (the moment and person that go with the new status).

    ``by`` is a user, or None for the system's own actions. Raises NotPermitted, IllegalMove, or StaleMove when the
    status in the database is no longer the one that was read; then nothing has been changed.
    """
    to = _checked(obj, action, by)
    was = obj.status
    if to != was:
        changed = (
            type(obj).objects.filter(pk=obj.pk, status=was).update(status=to, version=F("version") + 1, **(also or {}))
        )
        if changed != 1:
            raise StaleMove(_("刚才已有人办理了这件提案，请看最新情况后再办。"))
        for name, value in {"status": to, "version": obj.version + 1, **(also or {})}.items():
            setattr(obj, name, value)
    return _write(obj, action, by=by, was=was, to=to, note=note, data=data, now=now)


def record(obj, action, *, by, note="", data=None, now=None):
    """Write the event of an action that leaves the status as it is; the same checks as :func:`move`."""
    if _checked(obj, action, by) != obj.status:
        raise ValueError(f"{action} changes the status: use move()")
    return _write(obj, action, by=by, was=obj.status, to=obj.status, note=note, data=data, now=now)


def enter(obj, action, *, note="", data=None, now=None):
    """Write the first event of a row that comes from outside (imported history); there is no status to leave."""
    permissions.require(action, None, obj)
    return _write(obj, action, by=None, was="", to=obj.status, note=note, data=data, now=now)


def require(obj, action, *, by):
    """Check person and status without writing anything, for acts that save work in progress."""
    _checked(obj, action, by)


@transaction.atomic
def log(access, *, by, about=None, note="", data=None, now=None):
    """Write what a person did to the system (sign-in, export, …) into the chain of ``about``: the person, unless it is
    the acts of an office on another row (a session whose numbers are locked, the account a password was issued for).
    """
    about = about or by
    about._meta.model.objects.select_for_update(of=("self",), no_key=True).get(pk=about.pk)
    return _write(about, Access(access), by=by, was="", to="", note=note, data=data, now=now)


def _checked(obj, action, by):
    """The status ``action`` leads to."""
    permissions.require(action, by, obj)
    return lifecycle.target(obj, action)


def _write(obj, action, *, by, was, to, note, data, now):
    case = getattr(obj, "case", obj.pk)  # a person or a session is its own chain
    last = Event.objects.filter(case=case).order_by("-seq").values_list("seq", "hash").first() or (0, "")
    event = Event(
        case=case,
        seq=last[0] + 1,
        subject=obj.pk,
        action=action,
        from_status=was,
        to_status=to,
        by=by,
        by_role=by.role if by else "",
        note=str(note),
        data=data or {},
        at=now or timezone.now(),
        previous_hash=last[1],
    )
    event.hash = event.digest()
    event.save(force_insert=True)
    return event


def verify():
    """Check every chain; yield (case, seq, what is wrong) for each break. Reads row by row, constant memory."""
    case = previous = None
    for event in Event.objects.order_by("case", "seq").iterator(chunk_size=2000):
        if event.case != case:
            case, previous = event.case, Event(seq=0, hash="")
        if event.seq != previous.seq + 1:
            yield case, event.seq, _("前面缺少事件")
        elif event.previous_hash != previous.hash:
            yield case, event.seq, _("与前一条对不上")
        elif event.digest() != event.hash:
            yield case, event.seq, _("内容被改动")
        previous = event


def head():
    """(number of events, one hash over the last hash of every case): what a nightly line prints and keeps."""
    digest, total = hashlib.sha256(), 0
    heads = Event.objects.order_by("case", "-seq").distinct("case").values_list("case", "seq", "hash")
    for case, seq, hash_ in heads.iterator(chunk_size=2000):
        digest.update(f"{case}:{seq}:{hash_}\n".encode())
        total += seq
    return total, digest.hexdigest()
