"""Where a request comes from, seen past the proxies that stand before hjemmel."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our own proxies saw; what comes before it may be made up."""
    proxies: int = settings.PROXIES
    if proxies:
        seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(seen) >= proxies and seen[-proxies]:
            return str(seen[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
