"""A sentence in the two languages that hjemmel speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in Norwegian (bokmål) and English.

    >>> Text("Ja", "Yes").in_language("en")
    'Yes'
    """

    nb: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the statement in ``language``."""
        return self.nb if language == "nb" else self.en

    @property
    def is_translated(self) -> bool:
        """Whether the English is other words than the Norwegian."""
        return self.en not in ("", self.nb)

    def __str__(self) -> str:
        return self.nb


WrittenLanguage = Literal["nb", "nn", "en"]
"""The languages of what a municipality writes to others: both forms of Norwegian, and English."""

WRITTEN_LANGUAGES: Mapping[str, Text] = {
    "nb": Text("bokmål", "Norwegian Bokmål"),
    "nn": Text("nynorsk", "Norwegian Nynorsk"),
    "en": Text("engelsk", "English"),
}


def words_in(language: str) -> Language:
    """Return the language of numbers and dates in what is written: the same in both Norwegian."""
    return "en" if language == "en" else "nb"
