"""The data files of this room: strict keys, named documents, figures with day and source."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from hjemmel.domain.figure import Figure, Source, TrendPoint
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text
from hjemmel.law.loader import check_keys, read_toml

Table = Mapping[str, Any]

_LARGEST = 10**12

_REMEDY = Text(
    "Rett filen og kjør kommandoen på nytt.", "Correct the file and run the command again."
)


def data_folder() -> Traversable:
    """Return the folder with the files that hjemmel ships with."""
    return resources.files("hjemmel.cases") / "data"


def refuse(where: str, nb: str, en: str) -> DataFileError:
    """Return the error that names file and key."""
    return DataFileError(Text(nb, en), where=where, remedy=_REMEDY)


def read(file: Traversable) -> Table:
    """Parse a TOML file with decimal numbers."""
    try:
        return read_toml(file, file.name)
    except DataFileError as error:
        raise DataFileError(error.what, where=error.where, remedy=_REMEDY) from error


def check(
    table: object,
    where: str,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
) -> Table:
    """Return the table when its keys are those allowed; refuse unknown and missing ones."""
    if not isinstance(table, Mapping):
        raise refuse(where, "Her skal det stå en tabell.", "A table belongs here.")
    try:
        check_keys(table, where, required=set(required), optional=set(optional))
    except DataFileError as error:
        raise DataFileError(error.what, where=where, remedy=_REMEDY) from error
    return table


def number(table: Table, key: str, where: str) -> int | Decimal:
    """Return a number."""
    value: object = table[key]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refuse(f"{where}.{key}", f"{value!r} er ikke et tall.", f"{value!r} is not a number.")
    if not Decimal(value).is_finite() or abs(Decimal(value)) > _LARGEST:
        raise refuse(
            f"{where}.{key}",
            "Tallet er for stort til å være mulig.",
            "The number is too large to be possible.",
        )
    return value


def rows(table: Table, key: str, where: str) -> list[Any]:
    """Return the list under a key; an empty one when the key is not there."""
    value = table.get(key, [])
    if not isinstance(value, list):
        raise refuse(f"{where} {key}", "Her skal det stå en liste.", "A list belongs here.")
    return value


def section(table: Table, key: str, where: str) -> Table:
    """Return the table under a key; an empty one when the key is not there."""
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise refuse(f"{where} {key}", "Her skal det stå en tabell.", "A table belongs here.")
    return value


def integer(table: Table, key: str, where: str) -> int:
    """Return a whole number."""
    value = number(table, key, where)
    if not isinstance(value, int):
        raise refuse(
            f"{where}.{key}", f"{value} er ikke et heltall.", f"{value} is not a whole number."
        )
    return value


def optional_integer(table: Table, key: str, where: str) -> int | None:
    """Return a whole number, or ``None`` when the key is not there."""
    return integer(table, key, where) if key in table else None


def day(table: Table, key: str, where: str) -> date:
    """Return a day."""
    value = table[key]
    if type(value) is not date:
        raise refuse(f"{where}.{key}", f"{value!r} er ikke en dato.", f"{value!r} is not a date.")
    return value


def words(table: Table, key: str, where: str) -> str:
    """Return a text that is not empty."""
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise refuse(f"{where}.{key}", "Teksten mangler.", "The text is missing.")
    return value


def both(table: Table, key: str, where: str) -> Text:
    """Return the text under ``<key>_nb`` and ``<key>_en``."""
    return Text(words(table, f"{key}_nb", where), words(table, f"{key}_en", where))


def optional_note(table: Table, where: str) -> Text | None:
    """Return the note in both languages, or ``None``; half a note is refused."""
    if "note_nb" not in table and "note_en" not in table:
        return None
    if "note_nb" not in table or "note_en" not in table:
        raise refuse(
            where, "Merknaden mangler på ett språk.", "The note is missing in one language."
        )
    return both(table, "note", where)


@functools.cache
def documents() -> Mapping[str, Text]:
    """Return the names of the documents by id."""
    names = {}
    for key, row in read(data_folder() / "documents.toml").items():
        where = f"documents.toml [{key}]"
        names[key] = both(check(row, where, required={"name_nb", "name_en"}), "name", where)
    return names


def source(table: object, where: str) -> Source:
    """Return a source: ``{document = id, place = "…"}``, or one's own ``{title = "…", place = "…"}``.

    A document of ours is named by its id in ``documents.toml``; a planner's own data set names its
    source by a title, with ``title_en`` beside it where there is one.
    """
    row = check(table, where, required=(), optional={"document", "title", "title_en", "place"})
    place = words(row, "place", where) if "place" in row else ""
    if "title" in row and "document" not in row:
        title = words(row, "title", where)
        return Source(Text(title, row.get("title_en", title)), place)
    if "document" not in row:
        raise refuse(
            where,
            "Mangler nøkkel: title (egen kilde) eller document.",
            "Missing key: title (a source of one's own) or document.",
        )
    name = words(row, "document", where)
    if name not in documents():
        raise refuse(
            where,
            f"Ukjent dokument «{name}».",
            f"Unknown document “{name}”.",
        )
    return Source(documents()[name], place)


def figure(table: object, where: str) -> Figure:
    """Return a figure: ``value``, ``as_of``, ``source`` and perhaps a note."""
    row = check(
        table, where, required={"value", "as_of", "source"}, optional={"note_nb", "note_en"}
    )
    return Figure(
        value=number(row, "value", where),
        as_of=day(row, "as_of", where),
        source=source(row["source"], f"{where}.source"),
        note=optional_note(row, where),
    )


def trend_point(table: object, where: str) -> TrendPoint:
    """Return one point of a series, in the same form as a figure."""
    point = figure(table, where)
    return TrendPoint(point.as_of, Decimal(point.value), point.source, point.note)
