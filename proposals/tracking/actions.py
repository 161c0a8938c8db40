"""Saving filters under a name, and telling people what newly matches them. No case is written here."""

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import User
from proposals.committee.models import CalendarDay, Committee
from proposals.lifecycle import Refusal
from proposals.notices import actions as notices
from proposals.permissions import NotPermitted
from proposals.submission.models import Proposal

from .filters import ProposalFilter
from .models import DESKS, SavedView

MOST = 30  # views a person keeps in one role
MOST_TOLD = 5000  # matches of a view that can be told about: what is remembered of each
NAMED = 5  # titles in a message


@transaction.atomic
def save_view(*, name, query, by, now=None):
    """Keep the filters of ``query`` (as the address has them) under ``name``, after the person's other views."""
    now = now or timezone.now()
    mine = _locked_views(by)
    address = ProposalFilter.of(by, QueryDict(query), timezone.localdate(now)).address
    if not address:
        raise Refusal(_("还没有选条件。请先在列表里筛选，再保存。"))
    if len(mine) >= MOST:
        raise Refusal(_("最多保存 %(most)s 个视图，请先删除不用的。") % {"most": MOST})
    _check_name(name, mine)
    last = max((view.order for view in mine), default=0)
    return SavedView.objects.create(
        owner=by, role=by.role, name=name, query=address, order=last + 1, created_at=now
    )  # fmt: skip


@transaction.atomic
def change_view(view, *, name, by, shared=False, notify=False, place=None, now=None):
    """Rename, share, move to the ``place`` (1 is the first) and say whether to be told of new matches."""
    mine = _locked_views(by)
    view = _own(view, mine)
    _check_name(name, [other for other in mine if other != view])
    if shared and view.role not in DESKS:
        raise NotPermitted(_("您现在的身份不能共用视图。"))
    if notify and not view.notify:
        _begin_telling(view, now or timezone.now())
    if not notify:
        view.seen = []
    view.name, view.shared, view.notify = name, shared, notify
    view.save(update_fields=["name", "shared", "notify", "seen", "looked_at"])
    _put(view, mine, place)
    return view


@transaction.atomic
def delete_view(view, *, by, now=None):
    """Remove a view of one's own. A view is a bookmark: nothing but the bookmark goes."""
    _own(view, _locked_views(by)).delete()


def _locked_views(user):
    """The person's views in the role worn; until the transaction ends nobody else adds to them."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    return list(SavedView.objects.owned_by(user).select_for_update(of=("self",)))


def _own(view, mine):
    found = next((own for own in mine if own.pk == view.pk), None)
    if found is None:
        raise NotPermitted(_("只能改自己的视图。"))
    return found


def _check_name(name, others):
    if any(other.name == name for other in others):
        raise Refusal(_("您已有叫这个名称的视图，请换一个名称。"), field="name")


def _put(view, mine, place):
    """Number the views anew with this one at its place."""
    line = [other for other in mine if other.pk != view.pk]
    line.insert((place or mine.index(view) + 1) - 1, view)
    for n, other in enumerate(line, start=1):
        other.order = n
    SavedView.objects.bulk_update(line, ["order"])


# -- new matches ------------------------------------------------------------------------------------------------------


def _matches(view, today):
    """The keys of what the owner finds with the view, in its order; None when the role is gone or a filter of the
    view no longer means anything: then it would find more than was asked for."""
    user = view.reader()
    found = user and ProposalFilter.of(user, QueryDict(view.query), today)
    return list(found.qs.values_list("pk", flat=True)) if found and found.address == view.query else None


def _begin_telling(view, now):
    """From now on what newly matches is told; what matches already is known."""
    keys = _matches(view, timezone.localdate(now)) or []
    if len(keys) > MOST_TOLD:
        words = {"n": len(keys), "most": MOST_TOLD}
        raise Refusal(_("这个视图有 %(n)s 件，超过 %(most)s 件，请先收窄条件再接收提醒。") % words, field="notify")
    view.seen, view.looked_at = keys, now


def tell_new_matches(*, now=None):
    """Tell the owners of views what matches since the last look, one message a view; return how many were told.
    On working days only. Idempotent: what was told is remembered in the same transaction."""
    now = now or timezone.now()
    home = Committee.objects.home()
    calendar = CalendarDay.objects.calendar(home.division_code if home else "")
    if not calendar.is_working_day(timezone.localdate(now)):
        return 0
    return sum(_tell(pk, now) for pk in list(SavedView.objects.told_about().values_list("pk", flat=True)))


@transaction.atomic
def _tell(pk, now):
    view = SavedView.objects.told_about().select_related("owner").select_for_update(of=("self",)).filter(pk=pk).first()
    keys = _matches(view, timezone.localdate(now)) if view else None
    if keys is None or set(keys) == set(view.seen):
        return 0
    known, before = set(view.seen), view.looked_at
    new = [key for key in keys if key not in known]
    view.seen, view.looked_at = keys, now
    view.save(update_fields=["seen", "looked_at"])
    return len(_post(view, new, before, now)) if new else 0


def _post(view, new, before, now):
    cases = Proposal.objects.with_people().in_bulk(new[:NAMED])
    lines = [f"{cases[key].number_text} {cases[key]}".strip() for key in new[:NAMED]]
    if len(new) > NAMED:
        lines.append(_("……共 %(n)s 件") % {"n": len(new)})
    return notices.post(
        f"view:{view.pk}:{before.timestamp()}",
        to=f"user:{view.owner_id}",
        subject=_("“%(name)s”新增 %(n)s 件提案") % {"name": view.name, "n": len(new)},
        body="\n".join(lines),
        path=reverse("tracking:open_view", args=[view.pk]),
        now=now,
    )
