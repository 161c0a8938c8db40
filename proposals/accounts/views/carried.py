"""What was being sent when the session ended is carried through the sign-in and sent again by one press.

The texts travel in the sign-in page, signed, so that nobody can put words into another's form; they are kept nowhere.
Only what came from a page of this site is carried: its token was right, or the browser says where it came from.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from proposals import http
from proposals.accounts.forms import SignInForm

SALT = "proposals.accounts.carried"
LARGEST = 1_000_000  # characters of the signed form; what is longer can still be copied from the page


class Carried(NamedTuple):
    """One POST: where it went, its fields, and the same signed (empty when it is too long to travel)."""

    path: str
    fields: list
    signed: str
    texts: list


def pack(request):
    """The POST of a request, or None when it holds nothing anybody has written. Passwords are never carried."""
    fields = [[name, text] for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    texts = http.typed(request)
    if not texts or any("password" in name for name, _text in fields):
        return None
    path = request.get_full_path()
    signed = signing.dumps([path, fields], salt=SALT, compress=True)
    return Carried(path, fields, signed if len(signed) <= LARGEST else "", texts)


def unpack(request):
    """What the sign-in form brings along, or None."""
    signed = request.POST.get("carried", "")
    try:
        path, fields = signing.loads(signed, salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return None
    return Carried(path, fields, signed, [text for _name, text in fields if http.is_text(text)])


def page(request, carried, *, status=200):
    """Everything that was written, with the button that sends it again, or with the sign-in form before that."""
    signed_in = request.user.is_authenticated
    template = "accounts/carried.html" if signed_in else "accounts/sign_in.html"
    context = {"carried": carried, "form": None if signed_in else SignInForm(request), "next": carried.path}
    answer = render(request, template, context, status=status)
    add_never_cache_headers(answer)
    return answer


class SignInFirst(LoginRequiredMiddleware):
    """Pages need a signed-in person; whoever was writing signs in on a page that keeps the text."""

    def handle_no_permission(self, request, view_func):
        carried = pack(request)
        return page(request, carried, status=403) if carried else super().handle_no_permission(request, view_func)


def stale(request, reason=""):
    """A form with the token of an earlier sign-in. From a page of this site it may be sent again."""
    home = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    carried = pack(request) if home else None
    return page(request, carried, status=403) if carried else render(request, "403_csrf.html", status=403)
