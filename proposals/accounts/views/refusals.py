"""What happens when somebody may not do something."""

from proposals import http
from proposals.accounts import actions


def not_permitted(request, exception=None):
    """The answer 403. The attempt of a signed-in person is recorded."""
    if request.user.is_authenticated and request.resolver_match:
        at = request.resolver_match
        about = str(at.kwargs.get("pk", ""))
        actions.refused(request.user, page=at.view_name, about=about, method=request.method, now=request.now)
    return http.not_permitted(request, exception)
