"""The key of the copies a browser keeps of what has not been saved yet."""

import base64

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from proposals.accounts.actions import PUBLIC_COMPUTER


@require_safe
def draft_key(request):
    """Given out to whoever is signed in, and on a public computer to nobody. It belongs to the person and not to the
    password: a password changed at the next sign-in must not cost the text. The token is a fresh one for a page that
    was opened before signing in again."""
    secret = salted_hmac("proposals.submission.draft_key", str(request.user.pk), algorithm="sha256").digest()
    public = request.session.get(PUBLIC_COMPUTER, False)
    return JsonResponse(
        {"key": None if public else base64.b64encode(secret).decode(), "token": get_token(request)},
        headers={"Cache-Control": "no-store"},
    )
