"""How often one address may ask for what needs no signing in, and takes time to make."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hjemmel.kernel.errors import TooManyRequestsError
from hjemmel.kernel.text import Text
from hjemmel.web.accounts.addresses import client_address

_SECONDS = 60


def count_asker(request: HttpRequest, what: str, most: int) -> None:
    """Count a request of an address; the address itself is not kept.

    Args:
        request: The request.
        what: What is asked for.
        most: How often one address may ask for it in a minute.

    Raises:
        TooManyRequestsError: It has asked more often than that.
    """
    asker = salted_hmac("hjemmel.web.throttling", client_address(request)).hexdigest()
    key = f"asked:{what}:{asker}"
    cache.add(key, 0, _SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # the minute ended between the two lines
        return
    if count > most:
        raise TooManyRequestsError(
            Text(
                "Det er spurt for ofte herfra det siste minuttet.",
                "Too much was asked for from here in the last minute.",
            ),
            where=what,
            remedy=Text("Vent et minutt, og prøv igjen.", "Wait a minute and try again."),
            seconds=_SECONDS,
        )
