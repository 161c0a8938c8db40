"""The first page after signing in."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.tracking import homes


@require_safe
def home(request):
    template, context = homes.of(request.user)(request)
    return render(request, template, context)
