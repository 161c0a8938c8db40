from django.http import Http404


def report(request, **kwargs):
    raise Http404


def recompute(request, **kwargs):
    raise Http404
