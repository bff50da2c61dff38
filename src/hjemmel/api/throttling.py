"""How often one key may ask: each key for itself, by the setting ``HJEMMEL_API_RATE``."""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from hjemmel.kernel.errors import TooManyRequestsError
from hjemmel.kernel.text import Text


class _OfKey(SimpleRateThrottle):
    """The requests of one key within the period. Made anew for each request: it is not shared."""

    scope = "key"

    def __init__(self, rate: str, digest: str) -> None:
        super().__init__(rate)
        self._digest = digest

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return where the requests are counted; the key itself is not kept."""
        return self.cache_format % {"scope": self.scope, "ident": self._digest}


def count_request(request: HttpRequest, digest: str) -> None:
    """Count a request of a valid key.

    Args:
        request: The request.
        digest: The digest of the key.

    Raises:
        TooManyRequestsError: The key has used up what the setting allows.
    """
    rate: str = settings.API_RATE
    if not rate:
        return
    throttle = _OfKey(rate, digest)
    if throttle.allow_request(request):
        return
    seconds = max(1, math.ceil(throttle.wait() or 1))
    raise TooManyRequestsError(
        Text(
            "Nøkkelen har spurt så ofte som den får.",
            "The key has asked as often as it may.",
        ),
        where="Authorization",
        remedy=Text(f"Prøv igjen om {seconds} s.", f"Try again in {seconds} s."),
        seconds=seconds,
        rate=rate,
    )
