"""The tables of the law files as people read them: headings and codes in words, numbers as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import read_day
from hjemmel.law.parameters import Confidence
from hjemmel.web.words import age_words

COLUMNS: Mapping[str, Text] = {
    "number": Text("Nummer", "Number"),
    "name": Text("Navn", "Name"),
    "name_nb": Text("Navn", "Name"),
    "name_en": Text("Navn", "Name"),
    "municipality": Text("Kommune", "Municipality"),
    "centrality": Text("Sentralitetsklasse", "Centrality class"),
    "confidence": Text("Kontroll", "Review"),
    "month": Text("Måned", "Month"),
    "day": Text("Dag", "Day"),
    "from_easter": Text("Dager fra første påskedag", "Days from Easter Sunday"),
    "class": Text("Vaktklasse", "Pay class"),
    "group": Text("Innbyggergruppe", "Group by inhabitants"),
    "specialist": Text("Spesialist", "Specialist"),
    "weekday": Text("Hverdag", "Weekday"),
    "weekend": Text("Helg", "Weekend"),
    "holiday": Text("Høytid", "Public holiday"),
    "hours_per_week": Text("Timer per uke", "Hours a week"),
    "kroner_per_year": Text("Kroner per år", "NOK a year"),
    "valid_from": Text("Fra", "From"),
    "valid_until": Text("Til", "Until"),
    "source": Text("Kilde", "Source"),
    "age_band": Text("Alder, år", "Age, years"),
    "age_from": Text("Fra alder, år", "From age, years"),
    "age_to": Text("Til alder, år", "To age, years"),
    "share_per_year": Text("Andel per år", "Share a year"),
    "gp": Text("Hos fastlege, per år", "With the GP, a year"),
    "out_of_hours": Text("På legevakt, per år", "Out of hours, a year"),
    "sex": Text("Kjønn", "Sex"),
    "male": Text("Menn", "Men"),
    "female": Text("Kvinner", "Women"),
    "alternative": Text("Alternativ", "Alternative"),
    "year": Text("År", "Year"),
    "persons": Text("Personer", "Persons"),
}
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "sex": {
        "male": Text("menn", "men"),
        "female": Text("kvinner", "women"),
        "all": Text("alle", "all"),
    },
    "specialist": {"yes": Text("ja", "yes"), "no": Text("nei", "no")},
    "alternative": {
        "registered": Text("registrert", "registered"),
        "main": Text("hovedalternativet", "main"),
        "low": Text("lavt", "low"),
        "high": Text("høyt", "high"),
    },
    "confidence": {one.value: one.label for one in Confidence},
}
_CODES = frozenset({"number", "municipality", "year", "key"})
_DAYS = frozenset({"valid_from", "valid_until"})
_NOT_SHOWN = {
    "nb": frozenset({"key", "season", "name_en"}),
    "en": frozenset({"key", "season", "name_nb"}),
}


def shown_table(
    rows: Sequence[Mapping[str, str]], language: Language
) -> tuple[list[tuple[str, bool]], list[list[tuple[str, bool]]]]:
    """Return a table's heading and its cells, each with whether it is a number.

    Args:
        rows: The rows of the file, by the names of its columns.
        language: Language of the words; the file's own names are in both.
    """
    names = [name for name in (rows[0] if rows else ()) if name not in _NOT_SHOWN[language]]
    numeric = {
        name: all(_number(row[name]) is not None for row in rows if row[name]) for name in names
    }
    for name in (*_CODES, *_DAYS):
        numeric[name] = False
    head = [(_heading(name, language), numeric[name]) for name in names]
    return head, [
        [(_cell(name, row[name], language), numeric[name]) for name in names] for row in rows
    ]


def _heading(name: str, language: Language) -> str:
    plain = name.replace("_", " ")
    return COLUMNS.get(name, Text(plain, plain)).in_language(language)


def _cell(name: str, value: str, language: Language) -> str:
    if name in _WORDS and value in _WORDS[name]:
        return _WORDS[name][value].in_language(language)
    if name in _DAYS and value:
        return format_date(read_day(value), language)
    if name == "age_band":
        return age_words(value)
    number = None if name in _CODES else _number(value)
    if number is None:
        return value
    return format_number(number, language, decimals=max(0, -int(number.as_tuple().exponent)))


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None
