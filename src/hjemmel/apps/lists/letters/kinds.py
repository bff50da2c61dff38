"""The kinds of letters, and the places in each that are filled from the case."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text

LETTER_LANGUAGES = WRITTEN_LANGUAGES
_TEXTS = Path(__file__).parent / "texts"


class LetterKind(Enum):
    """What a letter tells."""

    CHANGE_CONFIRMED = "change_confirmed"
    PLACE_IN_QUEUE = "place_in_queue"
    GP_ENDS = "gp_ends"
    MOVED_BY_REDUCTION = "moved_by_reduction"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def slug(self) -> str:
        """What stands for it in an address."""
        return self.value.replace("_", "-")

    @property
    def places(self) -> Mapping[str, Text]:
        """What may be filled in, by the name that stands in the text, and what it is."""
        return _COMMON | _PLACES[self]

    @property
    def required(self) -> tuple[str, ...]:
        """What a text may not leave out: what is decided, from when, and the provision."""
        return _REQUIRED[self]


_LABELS: Mapping[LetterKind, Text] = {
    LetterKind.CHANGE_CONFIRMED: Text("Ny fastlege", "New GP"),
    LetterKind.PLACE_IN_QUEUE: Text("Plass på ventelisten", "Place in the queue"),
    LetterKind.GP_ENDS: Text("Fastlegen slutter", "GP ends"),
    LetterKind.MOVED_BY_REDUCTION: Text("Ut av listen ved reduksjon", "Moved by reduction"),
}
_COMMON: dict[str, Text] = {
    "navn": Text("navnet til innbyggeren", "the resident's name"),
    "kommune": Text("navnet på kommunen", "the municipality's name"),
    "dato": Text("dagen brevet er laget", "the day the letter was made"),
    "kontakt": Text("hvordan en når kommunen", "how to reach the municipality"),
    "hjemmel": Text("bestemmelsene som gjelder", "the provisions that apply"),
}
_GP: dict[str, Text] = {
    "fastlege": Text("fastlegen det gjelder", "the GP concerned"),
    "legesenter": Text("legesenteret, med adresse", "the centre, with address"),
}
_PLACES: Mapping[LetterKind, dict[str, Text]] = {
    LetterKind.CHANGE_CONFIRMED: _GP
    | {
        "gjelder_fra": Text("første dag hos fastlegen", "first day with the GP"),
        "grunn": Text("hvorfor hun får denne fastlegen", "why she gets this GP"),
    },
    LetterKind.PLACE_IN_QUEUE: _GP
    | {
        "plass": Text("plassen i køen", "the place in the queue"),
        "venter_i_alt": Text("hvor mange som venter", "how many wait"),
        "i_kø_siden": Text("dagen hun stilte seg i kø", "the day she joined the queue"),
        "rekkefølge": Text("hvorfor hun står der hun står", "why she stands where she stands"),
        "ventetid": Text("forventet ventetid med usikkerhet", "expected wait with its interval"),
    },
    LetterKind.GP_ENDS: _GP
    | {
        "slutter": Text("dagen fastlegen slutter", "the day the GP ends"),
        "hva_skjer": Text("hva som skjer med listen", "what happens to the list"),
    },
    LetterKind.MOVED_BY_REDUCTION: _GP
    | {
        "gjelder_fra": Text("første dag uten plass på listen", "first day off the list"),
        "tak": Text("hvor mange listen skal ha", "how many the list is to hold"),
        "frø": Text("frøet i trekningen", "the seed of the draw"),
        "kontrollsum": Text("kontrollsummen av trekningen", "the digest of the draw"),
    },
}
_REQUIRED: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.CHANGE_CONFIRMED: ("fastlege", "gjelder_fra", "hjemmel"),
    LetterKind.PLACE_IN_QUEUE: ("fastlege", "plass", "hjemmel"),
    LetterKind.GP_ENDS: ("fastlege", "slutter", "hjemmel"),
    LetterKind.MOVED_BY_REDUCTION: ("fastlege", "gjelder_fra", "hjemmel"),
}


@cache
def shipped_text(kind: LetterKind, language: str) -> tuple[str, str]:
    """Return subject and body as they come with hjemmel.

    Raises:
        MissingDataError: None comes in that language.
    """
    file = _TEXTS / language / f"{kind.value}.txt"
    if language not in LETTER_LANGUAGES or not file.is_file():
        raise MissingDataError(
            Text(
                "Det finnes ingen brevtekst på det språket.",
                "There is no text of the letter in that language.",
            ),
            where="language",
            remedy=Text(
                "Skriv en på siden Brev, eller bruk bokmål.",
                "Write one on the page Letters, or use Norwegian Bokmål.",
            ),
        )
    subject, _, body = file.read_text("utf-8").partition("\n")
    return subject.strip(), body.strip()
