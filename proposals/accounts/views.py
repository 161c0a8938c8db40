from django.http import Http404


def sign_in(request, **kwargs):
    raise Http404


def sign_out(request, **kwargs):
    raise Http404


def me(request, **kwargs):
    raise Http404


def switch_role(request, **kwargs):
    raise Http404


def elder(request, **kwargs):
    raise Http404
