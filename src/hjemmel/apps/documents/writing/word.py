"""A document as a Word file: real headings and tables, texts for what is shown as pictures, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, time

import docx
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from hjemmel.apps.documents import words
from hjemmel.apps.documents.writing import word_parts as parts
from hjemmel.apps.documents.writing.shape import HEADINGS_BEFORE_CONTENTS
from hjemmel.apps.documents.writing.word_table import add_table
from hjemmel.apps.drawing import as_png, size_of
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
    Words,
)
from hjemmel.domain.document_plain import digest_of
from hjemmel.domain.document_table import Table
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import words_in

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_POINTS_PER_MM = 72 / 25.4
_DEEPEST_IN_CONTENTS, _INDENT_MM = 2, 6


def as_docx(document: Document, pictures: Mapping[str, str]) -> bytes:
    """Return a document as a Word file that Word and LibreOffice open."""
    file = docx.Document()
    parts.set_up(file, parts.LOCALES[document.language])
    _set_properties(file, document)
    _add_footer(file, document)
    _add_front(file, document)
    _add_contents(file, document)
    counted = _Counted(file, document, pictures)
    for block in document.blocks:
        counted.add(block)
    _add_about(file, document)
    return _packed(file)


def _set_properties(file: WordDocument, document: Document) -> None:
    properties = file.core_properties
    day = datetime.combine(document.made_on, time())
    properties.title = document.title
    properties.subject = document.subtitle
    properties.author = properties.last_modified_by = document.municipality
    properties.language = parts.LOCALES[document.language]
    properties.comments = f"{words.DATA_HASH.to(document.language)}: {digest_of(document)}"
    properties.created = properties.modified = day
    properties.revision = 1


def _add_front(file: WordDocument, document: Document) -> None:
    language, numbers = document.language, words_in(document.language)
    file.add_paragraph(document.municipality, style=parts.OWNER)
    title = file.add_paragraph(style="Title")
    parts.speak(title.add_run(document.title), document.title_language)
    if document.subtitle:
        subtitle = file.add_paragraph(style="Subtitle")
        parts.speak(subtitle.add_run(document.subtitle), document.subtitle_language)
    facts = (
        (words.STATUS, document.status),
        (words.AS_OF, format_date(document.as_of, numbers)),
        (words.MADE_ON, format_date(document.made_on, numbers)),
    )
    line = file.add_paragraph(style=parts.FACTS)
    for number, (name, value) in enumerate(facts):
        line.add_run(f"{'    ' if number else ''}{name.to(language)}: ")
        line.add_run(value).bold = True


def _add_contents(file: WordDocument, document: Document) -> None:
    """Add the headings as links to where they stand, in a document with many."""
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    if len(headings) <= HEADINGS_BEFORE_CONTENTS:
        return
    named = file.add_paragraph(style=parts.CONTENTS)
    named.add_run(words.CONTENTS.to(document.language)).bold = True
    for number, heading in enumerate(headings, start=1):
        if heading.level <= _DEEPEST_IN_CONTENTS:
            line = file.add_paragraph(style=parts.CONTENTS)
            line.paragraph_format.left_indent = Mm(_INDENT_MM * (heading.level - 1))
            parts.add_jump(line, heading.text, number, heading.language)


def _add_footer(file: WordDocument, document: Document) -> None:
    language = document.language
    day = format_date(document.as_of, words_in(language))
    line = file.sections[0].footer.paragraphs[0]
    line.add_run(
        f"{document.municipality} · {words.AS_OF.to(language)} {day} · "
        f"{words.DATA_HASH.to(language)} {digest_of(document)[:16]}\t{words.PAGE.to(language)} "
    )
    parts.add_field(line, "PAGE")
    line.add_run(f" {words.OF_PAGES.to(language)} ")
    parts.add_field(line, "NUMPAGES")


def _add_about(file: WordDocument, document: Document) -> None:
    language = document.language
    head = file.add_paragraph(style=parts.ABOUT)
    head.paragraph_format.space_before = Pt(24)
    head.add_run(words.ABOUT.to(language)).bold = True
    for text in (
        words.FROZEN.to(language),
        f"{words.DATA_HASH.to(language)}: {digest_of(document)}",
        f"{words.MADE_WITH.to(language)} {document.version}",
    ):
        file.add_paragraph(text, style=parts.ABOUT)


class _Counted:
    """Adds the blocks one after the other, and counts tables and charts."""

    def __init__(self, file: WordDocument, document: Document, pictures: Mapping[str, str]) -> None:
        self._file = file
        self._language = document.language
        self._numbers = words_in(document.language)
        self._pictures = pictures
        self._tables = 0
        self._charts = 0
        self._headings = 0
        self._is_broken = False

    def add(self, block: Block) -> None:
        """Add one block; a page is broken before the heading that follows a break."""
        match block:
            case Heading(level, text, language):
                heading = self._file.add_heading(level=level)
                parts.speak(heading.add_run(text), language)
                self._headings += 1
                parts.mark(heading, self._headings)
                heading.paragraph_format.page_break_before = self._is_broken or None
            case Paragraph(said):
                _say(self._file.add_paragraph(), said)
            case Note(said):
                _say(self._file.add_paragraph(style=parts.NOTE), said)
            case PointList(points, is_numbered):
                self._add_points(points, is_numbered)
            case KeyFigures(figures):
                for one in figures:
                    self._add_figure(one)
            case Table():
                self._add_table(block)
            case Chart():
                self._add_chart(block)
            case PageBreak():
                pass
        self._is_broken = isinstance(block, PageBreak)

    def _add_points(self, points: tuple[Words, ...], is_numbered: bool) -> None:
        numbering = parts.new_numbering(self._file) if is_numbered else None
        for said in points:
            line = self._file.add_paragraph(style="List Number" if is_numbered else "List Bullet")
            if numbering is not None:
                parts.number_by(line, numbering)
            _say(line, said)

    def _add_figure(self, one: KeyFigure) -> None:
        line = self._file.add_paragraph(style=parts.FIGURE)
        line.add_run(f"{one.label}: ")
        line.add_run(one.value).bold = True
        if one.note:
            line.add_run(f" ({one.note})")

    def _add_table(self, table: Table) -> None:
        self._tables += 1
        caption = f"{words.TABLE.to(self._language)} {self._tables}: {table.caption}"
        self._file.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
        add_table(self._file, table, self._numbers)
        self._file.add_paragraph(style=parts.AFTER_TABLE)

    def _add_chart(self, chart: Chart) -> None:
        self._charts += 1
        svg = self._pictures[chart.title]
        width, _ = size_of(svg)
        line = self._file.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shown = line.add_run().add_picture(
            io.BytesIO(as_png(svg)), width=Mm(min(width / _POINTS_PER_MM, parts.TEXT_WIDTH_MM))
        )
        named = shown._inline.docPr
        named.set("descr", f"{chart.title}. {chart.description}")
        named.set("name", f"{words.FIGURE.to(self._language)} {self._charts}")
        caption = f"{words.FIGURE.to(self._language)} {self._charts}: {chart.title}"
        self._file.add_paragraph(caption, style="Caption")
        self._add_table(chart.table)


def _say(line: WordParagraph, said: Words) -> None:
    for one in said:
        if one.address:
            parts.add_link(line, one.text, one.address, one.language)
            continue
        run = line.add_run(one.text)
        run.bold = True if one.emphasis is Emphasis.STRONG else None
        run.italic = True if one.emphasis is Emphasis.STRESSED else None
        parts.speak(run, one.language)


def _packed(file: WordDocument) -> bytes:
    """Return the file with the days of its parts fixed, so that the same content is the same bytes."""
    written, packed = io.BytesIO(), io.BytesIO()
    file.save(written)
    with (
        zipfile.ZipFile(written) as parts_of_it,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in parts_of_it.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, parts_of_it.read(name))
    return packed.getvalue()
