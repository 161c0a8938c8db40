from django.http import Http404


def deliver(request, **kwargs):
    raise Http404


def rate(request, **kwargs):
    raise Http404


def close(request, **kwargs):
    raise Http404
