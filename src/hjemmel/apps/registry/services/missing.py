"""The error of what is not in the register."""

from __future__ import annotations

from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text


def not_there(kind: str) -> UnknownIdError:
    """Return the error of a ``kind`` of row that somebody asked for and that does not exist."""
    return UnknownIdError(
        Text("Den finnes ikke i registeret.", "It is not in the register."),
        where=kind,
        remedy=Text("Gå tilbake til listene.", "Go back to the lists."),
    )
