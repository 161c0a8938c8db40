"""Officers of the units who come and go; members who go on into a new term."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals import http
from proposals.accounts import actions
from proposals.accounts.forms import ReplaceOfficerForm, TermForm
from proposals.accounts.models import HandlingUnit, Membership, UnitOfficer
from proposals.committee.models import PlenarySession
from proposals.permissions import Role

PER_PAGE = 50


@require_safe
@http.only_for(Role.ADMINISTRATOR)
def officers(request):
    typed = request.GET.get("q", "").strip()
    found = UnitOfficer.objects.of(request.user.committee).matching(typed).with_roles()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/officers.html", {"page_obj": page, "typed": typed})


@http.only_for(Role.ADMINISTRATOR)
def replace_officer(request, pk):
    officer = get_object_or_404(UnitOfficer.objects.of(request.user.committee).with_roles(), pk=pk)
    others = HandlingUnit.objects.of(request.user.committee).exclude_one(officer.unit)
    form = ReplaceOfficerForm(http.sent(request), others=others, initial={"unit": officer.unit_id})
    return http.answer(
        request, template="accounts/replace_officer.html", form=form, context={"object": officer},
        do=lambda cleaned: actions.replace_officer(officer, by=request.user, now=request.now, **cleaned),
        told=_("交接已办好。未办完的工作仍在单位名下，可以打印交接清单。"),
        to=lambda successor: _after(officer, successor),
    )  # fmt: skip


def _after(officer, successor):
    """To the slip for a new account, else to the list of what the unit has to do."""
    if successor and not successor.has_usable_password():
        return f"{reverse('accounts:issue_passwords')}?people={successor.pk}"
    return reverse("tracking:unit_work", args=[officer.unit_id])


@http.only_for(Role.ADMINISTRATOR)
def begin_term(request):
    """Who of the newest term goes on into the next one."""
    by = {"by": request.user, "committee": request.user.committee}
    old = Membership.objects.newest_term(request.user.committee)
    if old is None:
        messages.info(request, _("还没有委员名册，请先导入。"))
        return redirect("accounts:import_roster")
    places = Membership.objects.of_term(request.user.committee, old)
    form = TermForm(http.sent(request), places=places, old=old, initial=_next_term(request.user.committee, old))
    return http.answer(
        request, template="accounts/begin_term.html", form=form, to="accounts:begin_term", told=_told_of_term,
        do=lambda cleaned: actions.begin_term(old=old, now=request.now, **by, **cleaned),
        context={"old": old, "rows": _choice(form, places)},
    )  # fmt: skip


def _choice(form, places):
    """[(place, whether it is ticked)]: all of them until somebody has chosen."""
    chosen = set(form.data.getlist("continuing")) if form.is_bound else None
    return [(place, chosen is None or str(place.pk) in chosen) for place in places]


def _told_of_term(done):
    words = {"on": done[0], "ended": done[1]}
    return _("换届已办好：%(on)s 位连任，%(ended)s 位收回委员身份。") % words


def _next_term(committee, old):
    session = PlenarySession.objects.current(committee)
    fresh = session and session.term and session.term > old
    return {"new": session.term if fresh else old + 1, "since": session.sits_from if fresh else None}
