from django.http import Http404


def board(request, **kwargs):
    raise Http404


def hand_over(request, **kwargs):
    raise Http404


def decide_withdrawal(request, **kwargs):
    raise Http404


def accept(request, **kwargs):
    raise Http404


def return_(request, **kwargs):
    raise Http404


def decide_return(request, **kwargs):
    raise Http404


def reassign(request, **kwargs):
    raise Http404


def ask_extension(request, **kwargs):
    raise Http404


def decide_extension(request, **kwargs):
    raise Http404


def consult(request, **kwargs):
    raise Http404


def urge(request, **kwargs):
    raise Http404


def waive_opinions(request, **kwargs):
    raise Http404
