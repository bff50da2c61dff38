"""A document as plain data and back, without loss; its data hash is the digest of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from hjemmel.domain.document import (
    Block,
    Chart,
    Document,
    Emphasis,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    PointList,
    Span,
    Words,
)
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Phrase, Table
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text, WrittenLanguage

FORM = 1
"""The version of this form; it goes up when what is kept changes shape."""

Plain = dict[str, Any]


def digest_of(document: Document) -> str:
    """Return the data hash of a document: SHA-256 of everything it says, as hexadecimal text."""
    return digest(to_plain(document))


def to_plain(document: Document) -> Plain:
    """Return a document as data for JSON."""
    return {
        "form": FORM,
        "kind": document.kind,
        "title": document.title,
        "subtitle": document.subtitle,
        "municipality": document.municipality,
        "language": document.language,
        "as_of": document.as_of.isoformat(),
        "made_on": document.made_on.isoformat(),
        "status": document.status,
        "version": document.version,
        "blocks": [block_to_plain(block) for block in document.blocks],
        **_language("title_language", document.title_language),
        **_language("subtitle_language", document.subtitle_language),
    }


def from_plain(given: Mapping[str, Any]) -> Document:
    """Return the document that ``to_plain`` was given.

    Raises:
        DataFileError: It is of another form.
    """
    if given.get("form") != FORM:
        raise DataFileError(
            Text(
                f"Dokumentet er lagret i form {given.get('form')}, ikke {FORM}.",
                f"The document is kept in form {given.get('form')}, not {FORM}.",
            ),
            where="form",
            remedy=Text(
                "Les det med versjonen av hjemmel som laget det.",
                "Read it with the version of hjemmel that made it.",
            ),
        )
    return Document(
        kind=given["kind"],
        title=given["title"],
        subtitle=given["subtitle"],
        municipality=given["municipality"],
        language=given["language"],
        as_of=date.fromisoformat(given["as_of"]),
        made_on=date.fromisoformat(given["made_on"]),
        status=given["status"],
        version=given["version"],
        blocks=tuple(_block(one) for one in given["blocks"]),
        title_language=given.get("title_language"),
        subtitle_language=given.get("subtitle_language"),
    )


def block_to_plain(block: Block) -> Plain:
    """Return one block as data for JSON, named by its ``is``."""
    match block:
        case Heading(level, text, language):
            return {
                "is": "heading",
                "level": level,
                "text": text,
                **_language("language", language),
            }
        case Paragraph(words):
            return {"is": "paragraph", "words": _spans(words)}
        case Note(words):
            return {"is": "note", "words": _spans(words)}
        case PointList(points, is_numbered):
            return {
                "is": "list",
                "points": [_spans(words) for words in points],
                "is_numbered": is_numbered,
            }
        case KeyFigures(figures):
            return {
                "is": "key_figures",
                "figures": [
                    {"label": one.label, "value": one.value, "note": one.note} for one in figures
                ],
            }
        case Table():
            return {"is": "table", **_table(block)}
        case Chart():
            return {
                "is": "chart",
                "title": block.title,
                "description": block.description,
                "vega_lite": block.vega_lite,
                "table": _table(block.table),
            }
        case PageBreak():
            return {"is": "page_break"}


def _language(name: str, language: WrittenLanguage | None) -> Plain:
    """Return a language under its name; nothing where it is the document's."""
    return {} if language is None else {name: language}


def _spans(words: Words) -> list[Plain]:
    return [
        {
            "text": one.text,
            "emphasis": one.emphasis.value,
            "address": one.address,
            **_language("language", one.language),
        }
        for one in words
    ]


def _table(table: Table) -> Plain:
    return {
        "caption": table.caption,
        "columns": [
            {
                "heading": one.heading,
                "kind": one.kind.value,
                "decimals": one.decimals,
                "is_summed": one.is_summed,
            }
            for one in table.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "total": [_cell(cell) for cell in table.total],
    }


def _cell(cell: Cell) -> object:
    match cell:
        case Money():
            return {"oere": cell.oere}
        case Decimal():
            return {"decimal": str(cell)}
        case date():
            return {"day": cell.isoformat()}
        case Phrase():
            return {"words": cell.text, "language": cell.language}
    return cell


def _block(given: Mapping[str, Any]) -> Block:
    match given["is"]:
        case "heading":
            return Heading(given["level"], given["text"], given.get("language"))
        case "paragraph":
            return Paragraph(_words(given["words"]))
        case "note":
            return Note(_words(given["words"]))
        case "list":
            return PointList(tuple(_words(one) for one in given["points"]), given["is_numbered"])
        case "key_figures":
            return KeyFigures(tuple(KeyFigure(**one) for one in given["figures"]))
        case "table":
            return _table_from(given)
        case "chart":
            return Chart(
                given["title"],
                given["description"],
                given["vega_lite"],
                _table_from(given["table"]),
            )
    return PageBreak()


def _words(given: Sequence[Mapping[str, Any]]) -> Words:
    return tuple(
        Span(one["text"], Emphasis(one["emphasis"]), one["address"], one.get("language"))
        for one in given
    )


def _table_from(given: Mapping[str, Any]) -> Table:
    return Table(
        given["caption"],
        tuple(
            Column(one["heading"], ColumnKind(one["kind"]), one["decimals"], one["is_summed"])
            for one in given["columns"]
        ),
        tuple(tuple(_cell_from(cell) for cell in row) for row in given["rows"]),
        tuple(_cell_from(cell) for cell in given["total"]),
    )


def _cell_from(given: object) -> Cell:
    if not isinstance(given, dict):
        return cast("Cell", given)
    if "words" in given:
        return Phrase(given["words"], given["language"])
    ((name, value),) = given.items()
    if name == "oere":
        return Money(value)
    return Decimal(value) if name == "decimal" else date.fromisoformat(value)
