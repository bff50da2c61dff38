"""What the forms of the work say."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_LONGEST_KEY = 12


def key_in(request: HttpRequest, name: str) -> int:
    """Return the key that a form gives.

    Raises:
        InputError: It is missing, or is none.
    """
    given = request.POST.get(name) or ""
    if not given.isdecimal() or len(given) > _LONGEST_KEY:
        raise InputError(
            Text("Skjemaet er ikke fylt ut.", "The form is not filled in."),
            where=name,
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    return int(given)


def unknown_action() -> InputError:
    """Return the error of a button that the page does not have."""
    return InputError(
        Text("Ukjent handling.", "Unknown action."),
        where="what",
        remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
    )


def page_number(request: HttpRequest) -> int:
    """Return which page of a long table is asked for; 1 is first."""
    number = request.GET.get("side") or "1"
    return max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
