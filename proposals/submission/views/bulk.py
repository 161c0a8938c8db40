"""One act on many proposals: the check page, whose address carries the choice, and doing it to all or none."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals import http
from proposals.permissions import Role
from proposals.submission import actions
from proposals.submission.actions.bulk import ACTS
from proposals.submission.forms import BulkForm

from .shared import attempt, wearing

SOME = 3  # numbers are written out
PAGES = {"inbox": "submission:examination", "list": "tracking:proposals"}


@wearing(Role.REVIEWER)
def bulk(request):
    """GET lists what would happen to each; POST does it to the ticked ones."""
    choice = BulkForm(request.GET)
    if not choice.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "submission/bulk.html", {"choice": choice}, status=status)
    if choice.is_export:
        return redirect(f"{reverse('tracking:export')}?{urlencode([('pk', key) for key in choice.cleaned_data['pk']])}")
    checks = actions.check_all(choice.cleaned_data["pk"], choice.cleaned_data["act"], by=request.user)
    form = choice.details(http.sent(request), {check.proposal.session for check in checks})
    done, status = attempt(request, form, lambda data: _do(request, choice.cleaned_data["act"], data))
    if done:
        return redirect(_back(choice))
    return render(request, "submission/bulk.html", _page(request, choice, checks, form), status=status)


def _do(request, name, data):
    ticked = BulkForm({"act": name, "pk": request.POST.getlist("pk")})
    keys = ticked.cleaned_data["pk"] if ticked.is_valid() else []
    done = actions.do_all(keys, name, by=request.user, now=request.now, **data)
    words = {"what": ACTS[name].label, "n": len(done), "numbers": _numbers(done)}
    messages.success(request, _("%(what)s %(n)d 件：%(numbers)s。") % words)
    return done


def _numbers(done):
    """The numbers of what was done: the first and the last of those given one after the other, else some of them."""
    numbers = [str(proposal.number_text) for proposal in done]
    words = {"first": numbers[0], "last": numbers[-1], "some": "、".join(numbers[:SOME])}
    if len(numbers) <= SOME:
        return words["some"]
    seqs = [proposal.case_seq for proposal in done]
    run = None not in seqs and seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    return _("%(first)s至%(last)s") % words if run else _("%(some)s等") % words


def _page(request, choice, checks, form):
    """What would happen to each, and what is ticked: at first everything that can be done."""
    act = choice.cleaned_data["act"]
    can = [check.proposal for check in checks if not check.problem]
    ticked = request.POST.getlist("pk") if request.method == "POST" else [str(proposal.pk) for proposal in can]
    return {
        "choice": choice,
        "act": act,
        "label": ACTS[act].label,
        "form": form,
        "can": can,
        "cannot": [check for check in checks if check.problem],
        "gone": len(choice.cleaned_data["pk"]) - len(checks),
        "ticked": ticked,
        "back": _back(choice),
        "next": actions.plan_numbers(can[0].session).next_number if can and act == "register" else "",
    }


def _back(choice):
    """The list the choice was made in."""
    page = reverse(PAGES[choice.cleaned_data.get("at") or "inbox"])
    back = choice.cleaned_data.get("back", "").lstrip("?")
    return f"{page}?{back}" if back else page
