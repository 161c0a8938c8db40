"""Response headers Django has no setting for, and the client's address behind a proxy of this machine."""

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
LOOPBACK = {"", "127.0.0.1", "::1"}  # "" = unix socket


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:  # personal pages stay out of every cache (shared computers)
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def client_ip(request):
    """Who knocks, for the log-in lock. The header counts only when a proxy on this machine added its last entry."""
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if peer in LOOPBACK and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return peer or "127.0.0.1"
