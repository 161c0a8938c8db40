from django.http import Http404


def inbox(request, **kwargs):
    raise Http404


def read(request, **kwargs):
    raise Http404
