"""How near the address says that GPs must be."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of

WITHIN = "innen"


def within_in(request: HttpRequest) -> float | None:
    """Return the kilometres of ``?innen=5``; ``None`` is any distance.

    Raises:
        InputError: It is not a number.
    """
    given = (request.GET.get(WITHIN) or "").strip()
    if not given:
        return None
    try:
        return read_number(given, language_of(request))
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke en avstand.", f"“{given[:20]}” is not a distance."),
            where=WITHIN,
            remedy=Text(
                "Skriv antall kilometer, for eksempel 5 eller 2,5.",
                "Write the number of kilometres, for example 5 or 2.5.",
            ),
        ) from None
