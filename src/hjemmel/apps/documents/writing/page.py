"""A document as accessible HTML: a part of a page on the site, or a file that stands alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path

from hjemmel.apps.documents import words
from hjemmel.apps.drawing import in_page
from hjemmel.domain.document import (
    Block,
    Chart,
    Document,
    Emphasis,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    PointList,
    Words,
)
from hjemmel.domain.document_plain import digest_of
from hjemmel.domain.document_table import Column, Table
from hjemmel.domain.document_text import languages_of, texts_of
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, WrittenLanguage, words_in

_HERE = Path(__file__).parent
_STYLES = (
    _HERE / "layout" / "page.css",
    _HERE.parent / "static" / "documents" / "document.css",
)
_TAGS = {Emphasis.STRONG: "strong", Emphasis.STRESSED: "em"}


def as_html(document: Document, pictures: Mapping[str, str]) -> str:
    """Return a document as one HTML file that needs nothing else."""
    return (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="author" content="{escape(document.municipality)}">\n'
        f'<meta name="data-hash" content="{digest_of(document)}">\n'
        f"<title{_lang(document.title_language)}>{escape(document.title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f"<main>\n{as_part(document, pictures)}</main>\n</body>\n</html>\n"
    )


def as_part(
    document: Document,
    pictures: Mapping[str, str],
    *,
    top: int = 1,
    below: Callable[[str], str] | None = None,
) -> str:
    """Return a document as a part of a page: no style, no script, every word escaped.

    Args:
        document: What it says.
        pictures: Its charts as SVG, by title.
        top: The level of its title among the headings of the page.
        below: What stands below a table, as HTML, by the table's id; ``None``: nothing, and no id.
    """
    language, numbers = document.language, words_in(document.language)
    facts = (
        (words.STATUS, document.status),
        (words.AS_OF, format_date(document.as_of, numbers)),
        (words.MADE_ON, format_date(document.made_on, numbers)),
    )
    subtitle = (
        f'<p class="doc-subtitle"{_lang(document.subtitle_language)}>'
        f"{escape(document.subtitle)}</p>\n"
        if document.subtitle
        else ""
    )
    head = (
        f'<article class="doc" lang="{language}">\n<header>\n'
        f'<p class="doc-owner">{escape(document.municipality)}</p>\n'
        f"<h{top}{_lang(document.title_language)}>{escape(document.title)}</h{top}>\n{subtitle}"
        '<dl class="doc-facts">'
        + "".join(f"<div><dt>{n.to(language)}</dt><dd>{escape(v)}</dd></div>" for n, v in facts)
        + "</dl>\n</header>\n"
    )
    counted = _Counted(language, numbers, pictures, top, below)
    body = "".join(counted.block(block) for block in document.blocks)
    foot = (
        f'<footer class="doc-about">\n<p><strong>{words.ABOUT.to(language)}</strong></p>\n'
        f"<p>{words.FROZEN.to(language)}</p>\n"
        f"<p>{words.DATA_HASH.to(language)}: <code>{digest_of(document)}</code></p>\n"
        f"<p>{words.MADE_WITH.to(language)} {escape(document.version)}</p>\n</footer>\n</article>\n"
    )
    return head + body + foot


class _Counted:
    """Writes the blocks one after the other, and counts tables and charts."""

    def __init__(
        self,
        language: WrittenLanguage,
        numbers: Language,
        pictures: Mapping[str, str],
        top: int,
        below: Callable[[str], str] | None,
    ) -> None:
        self._language = language
        self._numbers = numbers
        self._pictures = pictures
        self._top = top
        self._below = below
        self._tables = 0
        self._charts = 0

    def block(self, block: Block) -> str:
        """Return one block as HTML."""
        match block:
            case Heading(level, text, language):
                tag = f"h{level + self._top}"
                return f"<{tag}{_lang(language)}>{escape(text)}</{tag}>\n"
            case Paragraph(said):
                return f"<p>{_spans(said)}</p>\n"
            case Note(said):
                return f'<p class="doc-note">{_spans(said)}</p>\n'
            case PointList(points, is_numbered):
                tag = "ol" if is_numbered else "ul"
                items = "".join(f"<li>{_spans(said)}</li>" for said in points)
                return f"<{tag}>{items}</{tag}>\n"
            case KeyFigures(figures):
                shown = "".join(
                    f"<div><dt>{escape(one.label)}</dt><dd><strong>{escape(one.value)}</strong>"
                    + (f" <span>{escape(one.note)}</span>" if one.note else "")
                    + "</dd></div>"
                    for one in figures
                )
                return f'<dl class="doc-figures">{shown}</dl>\n'
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case PageBreak():
                return '<div class="doc-break"></div>\n'

    def _chart(self, chart: Chart) -> str:
        self._charts += 1
        svg = in_page(self._pictures[chart.title], title=chart.title, description=chart.description)
        caption = f"{words.FIGURE.to(self._language)} {self._charts}: {escape(chart.title)}"
        figure = f'<figure class="doc-chart">{svg}<figcaption>{caption}</figcaption></figure>\n'
        return figure + self._table(chart.table)

    def _table(self, table: Table) -> str:
        self._tables += 1
        name = f"doc-table-{self._tables}"
        known = f' id="t-{name}"' if self._below else ""
        below = self._below(f"t-{name}") if self._below else ""
        caption = f"{words.TABLE.to(self._language)} {self._tables}: {escape(table.caption)}"
        texts, languages = texts_of(table, self._numbers), languages_of(table)
        head = "".join(
            f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>'
            for column in table.columns
        )
        shown = [_row(table, *row) for row in zip(texts, languages, strict=True)]
        rows = "".join(shown[: len(table.rows)])
        foot = f"<tfoot>{shown[-1]}</tfoot>" if table.total else ""
        return (
            f'<div class="doc-scroll" tabindex="0" role="region" aria-labelledby="{name}">'
            f'<table{known}><caption id="{name}">{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody>{foot}</table></div>\n{below}"
        )


def _row(table: Table, row: tuple[str, ...], languages: tuple[WrittenLanguage | None, ...]) -> str:
    kinds = [
        f"{_class(one)}{_lang(two)}" for one, two in zip(table.columns, languages, strict=True)
    ]
    first = f'<th scope="row"{kinds[0]}>{escape(row[0])}</th>'
    rest = "".join(
        f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds[1:], row[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"


def _class(column: Column) -> str:
    return ' class="num"' if column.kind.is_numeric else ""


def _lang(language: WrittenLanguage | None) -> str:
    return f' lang="{language}"' if language else ""


def _spans(said: Words) -> str:
    shown = []
    for one in said:
        text = escape(one.text)
        tag = _TAGS.get(one.emphasis)
        text = f"<{tag}>{text}</{tag}>" if tag else text
        text = f'<a href="{escape(one.address)}">{text}</a>' if one.address else text
        shown.append(f"<span{_lang(one.language)}>{text}</span>" if one.language else text)
    return "".join(shown)


@cache
def _style() -> str:
    return "".join(file.read_text("utf-8") for file in _STYLES)
