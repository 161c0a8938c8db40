from django.http import Http404


def proposals(request, **kwargs):
    raise Http404
