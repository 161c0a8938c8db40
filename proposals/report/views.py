"""The report page, its JSON, and asking for it to be computed again."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proposals.permissions import Role
from proposals.rates import BASE_MEANINGS, RATES, Base, Counts
from proposals.report import actions, charts, statement
from proposals.report.counts import DIMENSIONS, FIGURES, NONE, PARTITION, Slice, count, count_by, received_by_hour, rows
from proposals.report.forms import ReportForm

MAY_RECOMPUTE = {Role.REVIEWER, Role.COORDINATOR, Role.LEADER}
FEW = 5  # below so many returned forms a share says nothing: the count alone is shown


@require_safe
def report(request):
    form = ReportForm(request.GET)
    session, base, day = form.chosen()
    if session is None:
        return render(request, "report/report.html", {"form": form})
    if day:
        snapshot = actions.compute(session, base, actions.moment_of(day, request.now))
    else:
        snapshot = actions.newest_or_first(session, base, now=request.now)
    if request.GET.get("format") == "json":
        return JsonResponse(statement.as_json(snapshot), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return render(request, "report/report.html", {"form": form, **_page(request, snapshot, day)})


def _page(request, snapshot, day):
    counts, lines = snapshot.overall, statement.lines(snapshot.overall)
    asked = parse_datetime(request.GET.get("asked", "").replace(" ", "+"))
    shown = {"session": snapshot.session_id, "base": snapshot.base, **({"as_of": day.isoformat()} if day else {})}
    moment = {"session": snapshot.session_id, "as_of": snapshot.as_of.isoformat()}
    return {
        "snapshot": snapshot,
        "counts": counts,
        "lines": lines,
        "line": {found.key: found for found in lines},
        "bars": charts.outcome_bars(counts),
        "league": charts.league(_rows(snapshot, "unit")),
        "tables": [(name, DIMENSIONS[name], _lines(snapshot, name)) for name in ("topic", "kind")],
        "link": urlencode(moment | {"base": snapshot.base}),
        "unit_link": urlencode(moment | {"base": Base.ITEMS, "dimension": "unit"}),
        "json_link": urlencode(shown | {"format": "json"}),
        "shown": shown,
        "definitions": [(found.label, RATES[found.key].formula.__doc__) for found in lines],
        "base_meaning": BASE_MEANINGS[snapshot.base],
        "may_recompute": request.user.role in MAY_RECOMPUTE and not day,
        "computing": bool(asked and asked > snapshot.as_of),
        "few": FEW,
    }


def _rows(snapshot, dimension):
    return [(key, name, Counts.of(counts)) for key, name, counts in snapshot.counts[dimension]]


def _lines(snapshot, dimension):
    """[(key, name, counts, {rate: line})] of the table of a dimension."""
    return [
        (key, name, counts, {found.key: found for found in statement.lines(counts)})
        for key, name, counts in _rows(snapshot, dimension)
    ]


@require_safe
def plenary(request):
    """What became of everything received, as of now: counted for every look, never stored."""
    if request.user.role not in MAY_RECOMPUTE:
        raise PermissionDenied(_("审查进度由提案委、交办督查和领导使用。"))
    session, _base, _day = ReportForm(request.GET).chosen()
    context = _live(Slice(session, request.now), request.user) if session else {}
    return render(request, "report/plenary.html", {"form": ReportForm(request.GET), "session": session, **context})


def _live(part, user):
    counts, session = count(part, (*PARTITION, "waiting", "changing")), part.session
    waiting = rows("waiting", part)
    oldest = waiting.oldest()
    sits = session.sits_from and session.sits_to
    topics = count_by(part._replace(dimension="topic"), PARTITION)
    return {
        "as_of": part.as_of,
        "chosen": {"session": session.pk},
        "counts": counts,
        "parts": [(name, FIGURES[name].label, getattr(counts, name)) for name in PARTITION[1:]],
        "total": sum(getattr(counts, name) for name in PARTITION[1:]),
        "bars": charts.outcome_bars(counts),
        "oldest": oldest,
        "waited": statement.waited(oldest.submitted_at, part.as_of) if oldest else "",
        "oldest_open": waiting.visible_to(user).oldest(),
        "days": charts.hour_bars(received_by_hour(part, session.sits_from, session.sits_to)) if sits else [],
        "topics": [(key or NONE, name, line) for key, name, line in topics],
        "link": urlencode({"session": session.pk, "as_of": part.as_of.isoformat(), "base": part.base}),
    }


@require_POST
def recompute(request):
    """Compute the chosen session again, by a worker; the page waits for it."""
    if request.user.role not in MAY_RECOMPUTE:
        raise PermissionDenied(_("重新计算由提案委、交办督查和领导使用。"))
    session, base, _day = ReportForm(request.POST).chosen()
    if session is None:
        return redirect("report:report")
    asked = actions.recompute(session, now=request.now)
    messages.info(request, _("已开始重新计算，算好后本页自动更新。"))
    query = urlencode({"session": session.pk, "base": base, "asked": asked.isoformat()})
    return redirect(f"{reverse('report:report')}?{query}")
