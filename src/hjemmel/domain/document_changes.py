"""What differs between two documents of the same kind: rows, figures and words that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from hjemmel.domain.document import (
    Block,
    Document,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    PointList,
    Words,
)
from hjemmel.domain.document_table import Table
from hjemmel.domain.document_text import cell_text
from hjemmel.kernel.text import Language, words_in


class DifferenceKind(Enum):
    """What happened to a part from the one document to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Args:
        kind: Whether it came, went or changed.
        where: The table with its row and column, the key figure, or the heading it stands under.
        before: What the older said, as text; empty when it came.
        after: What the newer says, as text; empty when it went.
    """

    kind: DifferenceKind
    where: str
    before: str
    after: str


def differences(older: Document, newer: Document) -> tuple[Difference, ...]:
    """Return what differs in what two documents say, in the order of the newer.

    Rows are known by their first cell, tables by their caption, key figures by their label.
    """
    language = words_in(newer.language)
    found = [*_figures(older, newer)]
    before, after = _tables(older), _tables(newer)
    for caption in dict.fromkeys((*after, *before)):
        found += _of_tables(caption, before.get(caption), after.get(caption), language)
    return (*found, *_running(older, newer))


def _figures(older: Document, newer: Document) -> Iterable[Difference]:
    before, after = _key_figures(older), _key_figures(newer)
    for label in dict.fromkeys((*after, *before)):
        yield from _difference(label, before.get(label, ""), after.get(label, ""))


def _key_figures(document: Document) -> dict[str, str]:
    return {
        one.label: one.value
        for block in document.blocks
        if isinstance(block, KeyFigures)
        for one in block.figures
    }


def _tables(document: Document) -> dict[str, Table]:
    return {table.caption: table for table in document.tables}


def _of_tables(
    caption: str, before: Table | None, after: Table | None, language: Language
) -> Iterable[Difference]:
    if before is None or after is None:
        kind = DifferenceKind.ADDED if before is None else DifferenceKind.REMOVED
        rows = str(len((before or after).rows))  # type: ignore[union-attr]
        yield Difference(kind, caption, *(("", rows) if before is None else (rows, "")))
        return
    old, new = _rows(before, language), _rows(after, language)
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        where = f"{caption}: {name}"
        if was is None or now is None:
            said = " · ".join(text for text in (now or was or {}).values() if text)
            kind = DifferenceKind.ADDED if was is None else DifferenceKind.REMOVED
            yield Difference(kind, where, *(("", said) if was is None else (said, "")))
            continue
        for heading in dict.fromkeys((*now, *was)):
            yield from _difference(
                f"{where}, {heading}", was.get(heading, ""), now.get(heading, "")
            )


def _rows(table: Table, language: Language) -> Mapping[str, Mapping[str, str]]:
    rows = (*table.rows, *((table.total,) if table.total else ()))
    named: dict[str, Mapping[str, str]] = {}
    for row in rows:
        name = cell_text(table.columns[0], row[0], language)
        while name in named:
            name += " *"
        named[name] = {
            column.heading: cell_text(column, cell, language)
            for column, cell in zip(table.columns[1:], row[1:], strict=True)
        }
    return named


def _difference(where: str, before: str, after: str) -> Iterable[Difference]:
    if before == after:
        return
    kind = DifferenceKind.CHANGED
    if not before or not after:
        kind = DifferenceKind.ADDED if not before else DifferenceKind.REMOVED
    yield Difference(kind, where, before, after)


def _running(older: Document, newer: Document) -> Iterable[Difference]:
    """Compare paragraphs, lists and notes, each under its heading, in their order."""
    before, after = _said(older), _said(newer)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = max(b - a, d - c)
        for step in range(pairs):
            was = before[a + step] if a + step < b else None
            now = after[c + step] if c + step < d else None
            where = (now or was or ("", ""))[0]
            yield from _difference(where, was[1] if was else "", now[1] if now else "")


def _said(document: Document) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    under = document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            under = block.text
        said += [(under, text) for text in _texts(block)]
    return said


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph(words) | Note(words):
            return [_plain(words)]
        case PointList(points):
            return [_plain(words) for words in points]
    return []


def _plain(words: Words) -> str:
    return "".join(one.text for one in words)
