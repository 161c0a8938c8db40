from django.http import Http404


def trail(request, **kwargs):
    raise Http404
