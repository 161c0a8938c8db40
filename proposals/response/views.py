from django.http import Http404


def edit(request, **kwargs):
    raise Http404


def send(request, **kwargs):
    raise Http404


def give_opinion(request, **kwargs):
    raise Http404


def sign_off(request, **kwargs):
    raise Http404


def check(request, **kwargs):
    raise Http404


def send_back(request, **kwargs):
    raise Http404
