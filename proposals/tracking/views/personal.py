"""One's own data as a file, the same made by the office, and what a unit has in hand."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals import sheets
from proposals.accounts.models import HandlingUnit, User
from proposals.tracking import personal


def my_data(request):
    return _data(request, request.user, "tracking/my_data.html")


def person_data(request, pk):
    """For people whose accounts this person looks after."""
    return _data(request, get_object_or_404(User.objects.kept_by(request.user), pk=pk), "tracking/person_data.html")


def _data(request, person, template):
    if request.method == "POST":
        file, name = personal.workbook(person, by=request.user, now=request.now)
        return sheets.download(file, name, sheets.XLSX)
    return render(request, template, {"person": person, "own": person == request.user})


@require_safe
def unit_work(request, pk):
    """The list for a hand-over: for the administrator, and for the unit's own people."""
    unit = get_object_or_404(HandlingUnit.objects.whose_work_is_shown_to(request.user), pk=pk)
    return render(request, "tracking/unit_work.html", {"unit": unit, "rows": personal.unit_work(unit)})
