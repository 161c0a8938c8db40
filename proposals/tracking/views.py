from django.http import Http404


def home(request, **kwargs):
    raise Http404


def proposals(request, **kwargs):
    raise Http404


def detail(request, **kwargs):
    raise Http404


def rows(request, **kwargs):
    raise Http404
