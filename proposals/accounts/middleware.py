"""Between signing in and working: a password that has to be changed first."""

from django.shortcuts import redirect

#: what stays open until the password has been changed
OPEN = {"accounts:change_password", "accounts:sign_out", "accounts:elder", "healthz"}


class ChangePasswordFirst:
    """Whoever signed in with a one-time password, or with one that has served its time, gets the page to change it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if user.is_authenticated and user.must_change_password and request.resolver_match.view_name not in OPEN:
            return redirect("accounts:change_password")
        return None
