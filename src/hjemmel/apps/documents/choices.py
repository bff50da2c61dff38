"""What somebody chooses when a document is made, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text, WrittenLanguage

_LONGEST_CASE_NUMBER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """What document is wanted.

    Args:
        kind: What it is for.
        language: ``nb``, ``nn`` or ``en``.
        as_of: The day of its figures; ``None``: the tertial's last day, or the day it is made.
        tertial: The tertial of a report; ``None``: the latest that has ended.
        case_number: The number of the case; empty: none yet.
        assessment: What somebody typed for ``{vurdering}``.
    """

    kind: DocumentKind
    language: WrittenLanguage = "nb"
    as_of: date | None = None
    tertial: Tertial | None = None
    case_number: str = ""
    assessment: str = ""

    def __post_init__(self) -> None:
        if len(self.case_number) > _LONGEST_CASE_NUMBER or "\n" in self.case_number:
            raise InputError(
                Text(
                    f"Saksnummeret kan ha {_LONGEST_CASE_NUMBER} tegn på én linje.",
                    f"The case number may have {_LONGEST_CASE_NUMBER} characters on one line.",
                ),
                where="case_number",
                remedy=Text("Kort det ned.", "Shorten it."),
            )


def language_named(language: str) -> WrittenLanguage:
    """Return a language of documents.

    Raises:
        InputError: It is none of those.
    """
    known: tuple[WrittenLanguage, ...] = ("nb", "nn", "en")
    for one in known:
        if one == language:
            return one
    listed = ", ".join(WRITTEN_LANGUAGES)
    raise InputError(
        Text("Dokumentene kan ikke skrives på det språket.", "Documents are not in that language."),
        where="language",
        remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
    )


def kind_named(kind: str) -> DocumentKind:
    """Return a kind of document.

    Raises:
        InputError: It is none of those.
    """
    for one in DocumentKind:
        if one.value == kind:
            return one
    listed = ", ".join(one.value for one in DocumentKind)
    raise InputError(
        Text("Det finnes ikke noe slikt dokument.", "There is no such document."),
        where="kind",
        remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
    )
