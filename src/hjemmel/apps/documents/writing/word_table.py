"""A table of a document in a Word file: heading row repeated, numbers to the right, sums last."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement

from hjemmel.apps.documents.writing.word_parts import (
    CELL_ID,
    TEXT_WIDTH_MM,
    element,
    language_of,
)
from hjemmel.domain.document_table import Table
from hjemmel.domain.document_text import SHORT_TABLE, languages_of, texts_of, widths_of
from hjemmel.kernel.text import Language, WrittenLanguage

_THICK, _THIN, _SIDE = "8", "4", "70"
_DARK, _LINE = "0B3D66", "B5BEC8"
_TWENTIETHS_PER_MM = 1440 / 25.4


def add_table(file: WordDocument, table: Table, language: Language) -> None:
    """Add a table below what stands already.

    It is put together from its elements: the library would look through all rows for each cell.
    """
    texts = texts_of(table, language)
    widths = [
        round(TEXT_WIDTH_MM * share * _TWENTIETHS_PER_MM) for share in widths_of(table, language)
    ]
    right = [column.kind.is_numeric for column in table.columns]
    made = element("tbl")
    made.append(_look(table, sum(widths)))
    made.append(_with("tblGrid", *(element("gridCol", w=str(width)) for width in widths)))
    headings = tuple(column.heading for column in table.columns)
    unsaid = (None,) * len(headings)
    made.append(_row(headings, unsaid, widths, right, is_head=True, is_strong=True, stays=True))
    for number, (row, languages) in enumerate(zip(texts, languages_of(table), strict=True)):
        is_total = number == len(table.rows)
        stays = number + 1 < len(texts) and (
            len(texts) <= SHORT_TABLE or number + 1 == len(table.rows)
        )
        made.append(
            _row(row, languages, widths, right, is_head=False, is_strong=is_total, stays=stays)
        )
    file.element.body.insert_element_before(made, "w:sectPr")


def _look(table: Table, width: int) -> BaseOxmlElement:
    borders = _with(
        "tblBorders",
        _border("top", _THICK, _DARK),
        _border("bottom", _THICK, _DARK),
        _border("insideH", _THIN, _LINE),
    )
    margins = _with(
        "tblCellMar",
        *(
            element(side, w=wide, type="dxa")
            for side, wide in (("top", "40"), ("left", _SIDE), ("bottom", "40"), ("right", _SIDE))
        ),
    )
    look = element(
        "tblLook",
        val="04A0",
        firstRow="1",
        lastRow="1" if table.total else "0",
        firstColumn="1",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
    return _with(
        "tblPr",
        element("tblW", w=str(width), type="dxa"),
        element("tblInd", w=_SIDE, type="dxa"),
        borders,
        element("tblLayout", type="fixed"),
        margins,
        look,
        element("tblCaption", val=table.caption),
    )


def _row(
    texts: Sequence[str],
    languages: Sequence[WrittenLanguage | None],
    widths: Sequence[int],
    right: Sequence[bool],
    *,
    is_head: bool,
    is_strong: bool,
    stays: bool,
) -> BaseOxmlElement:
    """Return one row that no page breaks; a strong one is bold between strong lines.

    ``stays``: it stands on the same page as the next.
    """
    properties = _with("trPr", element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    row = _with("tr", properties)
    for text, language, width, is_right in zip(texts, languages, widths, right, strict=True):
        cell = _with("tcPr", element("tcW", w=str(width), type="dxa"))
        if is_strong:
            lines = (_border("top", _THICK, _DARK), _border("bottom", _THICK, _DARK))
            cell.append(_with("tcBorders", *lines))
        if is_head:
            cell.append(element("vAlign", val="bottom"))
        words = _paragraph(text, language, is_right=is_right, is_strong=is_strong, stays=stays)
        row.append(_with("tc", cell, words))
    return row


def _paragraph(
    text: str,
    language: WrittenLanguage | None,
    *,
    is_right: bool,
    is_strong: bool,
    stays: bool,
) -> BaseOxmlElement:
    properties = _with("pPr", element("pStyle", val=CELL_ID))
    if stays:
        properties.append(element("keepNext"))
    if is_right:
        properties.append(element("jc", val="right"))
    words = element("t")
    words.text = text
    run = element("r")
    looks = [element("b")] if is_strong else []
    if language is not None:
        looks.append(language_of(language))
    if looks:
        run.append(_with("rPr", *looks))
    run.append(words)
    return _with("p", properties, run)


def _border(side: str, size: str, colour: str) -> BaseOxmlElement:
    return element(side, val="single", sz=size, space="0", color=colour)


def _with(name: str, *children: BaseOxmlElement) -> BaseOxmlElement:
    made = element(name)
    made.extend(children)
    return made
