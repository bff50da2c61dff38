"""A fact that is one of a few codes."""

from __future__ import annotations

from collections.abc import Iterable

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


def require_known(code: str, known: Iterable[str], *, where: str) -> None:
    """Refuse a code that is not among those known.

    Raises:
        InputError: The code is another; the message names those that are known.
    """
    codes = tuple(known)
    if code not in codes:
        listed = ", ".join(codes)
        raise InputError(
            Text(f"Ukjent kode «{code}».", f"Unknown code “{code}”."),
            where=where,
            remedy=Text(f"Bruk en av: {listed}.", f"Use one of: {listed}."),
        )
