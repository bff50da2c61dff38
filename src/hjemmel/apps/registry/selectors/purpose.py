"""What a look at persons is for: never empty, and logged."""

from __future__ import annotations

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_LONGEST = 200


def purpose_of(text: str) -> str:
    """Return the purpose as it is logged.

    Raises:
        InputError: No purpose is given.
    """
    purpose = text.strip()[:_LONGEST]
    if not purpose:
        raise InputError(
            Text("Oppslaget trenger et formål.", "The look-up needs a purpose."),
            where="purpose",
            remedy=Text("Velg hva oppslaget er til.", "Choose what the look-up is for."),
        )
    return purpose
