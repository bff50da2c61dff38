"""What letters are made for, as the addresses and the pages say it."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

SOURCES: Mapping[str, LetterSource] = {
    "runde": LetterSource.ROUND,
    "manedsskifte": LetterSource.CUT_OVER,
    "reduksjon": LetterSource.REDUCTION,
    "liste": LetterSource.LIST,
}
TITLES: Mapping[LetterSource, Text] = {
    LetterSource.ROUND: Text("Brev til dem som fikk plass", "Letters to those who got a place"),
    LetterSource.CUT_OVER: Text("Brev om månedsskiftet", "Letters about the cut-over"),
    LetterSource.REDUCTION: Text("Brev til dem som er trukket ut", "Letters to those drawn"),
    LetterSource.LIST: Text("Brev om at fastlegen slutter", "Letters that the GP ends"),
}


def source_in(about: str) -> LetterSource:
    """Return what an address is about.

    Raises:
        UnknownIdError: The address names none of ``SOURCES``.
    """
    if about not in SOURCES:
        listed = ", ".join(SOURCES)
        raise UnknownIdError(
            Text("Det lages ikke brev om det.", "No letters are made about that."),
            where="about",
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
        )
    return SOURCES[about]
