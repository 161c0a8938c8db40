"""Helpers for views: the moment of a request, acting with a form, and the pages of refusal."""

import re
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import lifecycle, permissions
from proposals.lifecycle import Refusal
from proposals.permissions import NotPermitted

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHORT = 8  # what is shorter is a choice or a number: nothing anybody would want to copy


METHODS = ["GET", "HEAD", "POST"]


def moment(get_response):
    """Middleware: freeze ``request.now`` once, so that everything in one request happens at one moment. Pages are
    read or posted to, so other methods are not allowed anywhere."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        request.now = timezone.now()
        return get_response(request)

    return middleware


def only_for(*roles):
    """Decorator: a page of those who wear one of these roles; for anybody else it is 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.user.role not in roles:
                names = "、".join(str(role.label) for role in roles)
                raise PermissionDenied(_("这一页由%(names)s使用。") % {"names": names})
            return view(request, *args, **kwargs)

        return checked

    return decorate


def sent(request):
    """What a form is bound to: the POST, even an empty one, else nothing."""
    return request.POST if request.method == "POST" else None


def require(request, obj, *actions):
    """The first of ``actions`` this person may take on ``obj`` now.

    None may be taken by this person: PermissionDenied (403). Only the status forbids: the Refusal of the first.
    """
    may = [action for action in actions if permissions.may(request.user, action, obj)]
    if not may:
        try:
            permissions.require(actions[0], request.user, obj)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
    for action in may:
        if lifecycle.find(obj.moves, action, obj.status):
            return action
    lifecycle.target(obj, may[0])


def act(request, obj, action, *, template, form, do, to, told="", context=None):
    """One page for one action: GET shows the form, POST checks it, calls ``do(cleaned_data)`` and goes to ``to``.

    ``action`` may be a tuple of alternatives on the same page. A refusal puts its sentence at its field, answers 422
    (409 when somebody else was faster) and keeps what was typed. ``to`` is a URL, an object, or a function of what
    ``do`` returned. ``context`` may be a function; a Refusal it raises says that there is nothing to act on.
    """
    try:
        require(request, obj, *(action if isinstance(action, tuple) else (action,)))
        context = context() if callable(context) else context
    except Refusal as refusal:
        return refused(request, refusal, obj)
    context = {"object": obj, **(context or {})}
    return answer(request, template=template, form=form, do=do, to=to, told=told, context=context)


def answer(request, *, template, form, do, to, told="", context=None):
    """One page for one form, for acts on no case; what :func:`act` does once it is known who may. ``told`` may be a
    function of what ``do`` returned."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                result = do(form.cleaned_data)
            except NotPermitted as refusal:
                raise PermissionDenied(str(refusal.sentence)) from refusal
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
                status = 409 if refusal.conflict else 422
            else:
                if told:
                    messages.success(request, told(result) if callable(told) else told)
                return redirect(to(result) if callable(to) else to)
        else:
            status = 422
    return render(request, template, {"form": form, **(context or {})}, status=status)


def is_text(value):
    """Whether somebody may have written it and would want it back."""
    return len(value) > SHORT and not KEY.fullmatch(value)


def typed(request):
    """What has been written into the form that was sent."""
    sent_texts = [text for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken" for text in texts]
    return [text for text in sent_texts if is_text(text)]


def refused(request, refusal, obj):
    """The page that says why it cannot be done now, with a way back to the thing as it stands, and with what had
    been typed, so that it can be copied."""
    context = {
        "error_text": refusal.sentence,
        "back_url": obj.proposal.get_absolute_url(),
        "back_label": _("看最新情况"),
        "typed": typed(request),
    }
    return render(request, "errors/409.html", context, status=409)


def not_permitted(request, exception=None):
    return render(request, "errors/403.html", {"error_text": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Rendered without the request: the frame would ask the database, which may be what has failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
