from django.http import Http404


def ledger(request, **kwargs):
    raise Http404


def report_progress(request, **kwargs):
    raise Http404
