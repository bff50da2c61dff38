"""A document as PDF that a screen reader can read (PDF/UA-1) and an archive can keep (PDF/A-2a)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from hjemmel.apps.documents import words
from hjemmel.apps.documents.writing.shape import HEADINGS_BEFORE_CONTENTS
from hjemmel.domain.document import (
    Block,
    Chart,
    Document,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    PointList,
    Words,
)
from hjemmel.domain.document_plain import digest_of
from hjemmel.domain.document_table import Table
from hjemmel.domain.document_text import SHORT_TABLE, languages_of, texts_of, widths_of
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, WrittenLanguage, words_in

_LAYOUT = Path(__file__).parent / "layout" / "document.typ"
_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
_HEADINGS_BEFORE_COVER = 14


def as_pdf(document: Document, pictures: Mapping[str, str]) -> bytes:
    """Return a document as PDF; what it says goes to the typesetter as data, and none of it is run."""
    return typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(_given(document, pictures), ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=datetime.combine(document.made_on, time(), UTC),
    )


def _given(document: Document, pictures: Mapping[str, str]) -> dict[str, Any]:
    language = document.language
    numbers = words_in(language)
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    return {
        "title": document.title,
        "title_language": document.title_language or language,
        "subtitle": document.subtitle,
        "subtitle_language": document.subtitle_language or language,
        "municipality": document.municipality,
        "language": language,
        "facts": [
            [words.STATUS.to(language), document.status],
            [words.AS_OF.to(language), format_date(document.as_of, numbers)],
            [words.MADE_ON.to(language), format_date(document.made_on, numbers)],
        ],
        "digest": digest_of(document),
        "version": document.version,
        "has_contents": headings > HEADINGS_BEFORE_CONTENTS,
        "has_cover": headings > _HEADINGS_BEFORE_COVER,
        "words": {
            "contents": words.CONTENTS.to(language),
            "as_of": f"{words.AS_OF.to(language)} {format_date(document.as_of, numbers)}",
            "hash": words.DATA_HASH.to(language),
            "page": words.PAGE.to(language),
            "of": words.OF_PAGES.to(language),
            "about": words.ABOUT.to(language),
            "frozen": words.FROZEN.to(language),
            "made_with": words.MADE_WITH.to(language),
        },
        "blocks": [_block(block, language, numbers, pictures) for block in document.blocks],
    }


def _block(
    block: Block, language: WrittenLanguage, numbers: Language, pictures: Mapping[str, str]
) -> dict[str, Any]:
    match block:
        case Heading(level, text, its_language):
            spoken = its_language or language
            return {"is": "heading", "level": level, "text": text, "language": spoken}
        case Paragraph(said):
            return {"is": "paragraph", "words": _spans(said, language)}
        case Note(said):
            return {"is": "note", "words": _spans(said, language)}
        case PointList(points, is_numbered):
            return {
                "is": "list",
                "points": [_spans(said, language) for said in points],
                "numbered": is_numbered,
            }
        case KeyFigures(figures):
            return {
                "is": "figures",
                "figures": [[one.label, one.value, one.note] for one in figures],
            }
        case Table():
            return {"is": "table", "table": _table(block, language, numbers)}
        case Chart():
            return {
                "is": "chart",
                "title": block.title,
                "supplement": words.FIGURE.to(language),
                "description": f"{block.title}. {block.description}",
                "svg": pictures[block.title],
                "table": _table(block.table, language, numbers),
            }
        case PageBreak():
            return {"is": "page_break"}


def _spans(said: Words, language: WrittenLanguage) -> list[list[str]]:
    return [[one.text, one.emphasis.value, one.address, one.language or language] for one in said]


def _table(table: Table, language: WrittenLanguage, numbers: Language) -> dict[str, Any]:
    texts = texts_of(table, numbers)
    return {
        "caption": table.caption,
        "supplement": words.TABLE.to(language),
        "is_short": len(texts) <= SHORT_TABLE,
        "headings": [column.heading for column in table.columns],
        "widths": list(widths_of(table, numbers)),
        "right": [column.kind.is_numeric for column in table.columns],
        "languages": [[one or language for one in row] for row in languages_of(table)],
        "rows": texts[: len(table.rows)],
        "total": texts[len(table.rows)] if table.total else [],
    }
