from django.http import Http404


def write(request, **kwargs):
    raise Http404


def edit(request, **kwargs):
    raise Http404


def submit(request, **kwargs):
    raise Http404


def submitted(request, **kwargs):
    raise Http404


def discard(request, **kwargs):
    raise Http404


def invite(request, **kwargs):
    raise Http404


def answer_invitation(request, **kwargs):
    raise Http404


def ask_withdrawal(request, **kwargs):
    raise Http404


def instruct(request, **kwargs):
    raise Http404


def examination(request, **kwargs):
    raise Http404


def examine(request, **kwargs):
    raise Http404


def register(request, **kwargs):
    raise Http404


def send_back(request, **kwargs):
    raise Http404


def decline(request, **kwargs):
    raise Http404


def pass_on(request, **kwargs):
    raise Http404


def merge(request, **kwargs):
    raise Http404
