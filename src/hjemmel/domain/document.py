"""A document as a frozen value: headings, paragraphs, tables, charts and key figures.

It knows no file format and no clock: what it says can be kept, compared and written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.domain.document_table import Table
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text, WrittenLanguage

DEEPEST_HEADING = 3


class Emphasis(Enum):
    """How strongly some words are said."""

    PLAIN = "plain"
    STRONG = "strong"
    STRESSED = "stressed"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a paragraph.

    Args:
        text: The words.
        emphasis: How strongly they are said.
        address: Where they lead (https, http or mailto), or nothing.
        language: Their language, where it is not the document's.
    """

    text: str
    emphasis: Emphasis = Emphasis.PLAIN
    address: str = ""
    language: WrittenLanguage | None = None

    def __post_init__(self) -> None:
        if self.address and not self.address.startswith(("https://", "http://", "mailto:")):
            raise InputError(
                Text(
                    f"«{self.address[:60]}» er ikke en nettadresse.",
                    f"“{self.address[:60]}” is no web address.",
                ),
                where="address",
                remedy=Text("Begynn den med https://.", "Begin it with https://."),
            )


Words = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document stands above level 1.

    Args:
        level: 1 to ``DEEPEST_HEADING``.
        text: Its words.
        language: Their language, where it is not the document's.
    """

    level: int
    text: str
    language: WrittenLanguage | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING or not self.text.strip():
            raise InputError(
                Text(
                    f"En overskrift har ord og nivå 1–{DEEPEST_HEADING}.",
                    f"A heading has words and level 1–{DEEPEST_HEADING}.",
                ),
                where="heading",
                remedy=Text("Rett overskriften.", "Correct the heading."),
            )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    words: Words


@dataclass(frozen=True, slots=True)
class PointList:
    """Points, one below the other."""

    points: tuple[Words, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Words set apart: what a reader should know about what stands above."""

    words: Words


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure that is read first, as text with its unit."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Key figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, and the same figures as a table.

    Args:
        title: What it shows.
        description: What a reader who does not see it must know.
        vega_lite: The chart as a Vega-Lite description, canonical JSON.
        table: The figures it shows.
    """

    title: str
    description: str
    vega_lite: str
    table: Table


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | PointList | Note | KeyFigures | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document with all its words and figures.

    Args:
        kind: What kind it is.
        title: Its title.
        subtitle: One line below it.
        municipality: Whose it is, with the kind of body («Trondheim kommune»).
        language: The language it is written in.
        as_of: The day its figures are about.
        made_on: The day it was made.
        status: Draft or adopted, as words in its language.
        version: The version of hjemmel that made it.
        blocks: What it says, in order.
        title_language: The language of its title, where it is not the document's.
        subtitle_language: The language of the line below it, where it is not the document's.

    Raises:
        InputError: It has no title, or a heading skips a level.
    """

    kind: str
    title: str
    subtitle: str
    municipality: str
    language: WrittenLanguage
    as_of: date
    made_on: date
    status: str
    version: str
    blocks: tuple[Block, ...]
    title_language: WrittenLanguage | None = None
    subtitle_language: WrittenLanguage | None = None

    def __post_init__(self) -> None:
        if not self.title.strip() or self.language not in WRITTEN_LANGUAGES:
            raise InputError(
                Text(
                    "Dokumentet mangler tittel eller språk.",
                    "The document lacks title or language.",
                ),
                where="title",
                remedy=Text("Skriv en tittel.", "Write a title."),
            )
        above = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if block.level > above + 1:
                    raise InputError(
                        Text(
                            f"Overskriften «{block.text}» hopper over et nivå.",
                            f"The heading “{block.text}” skips a level.",
                        ),
                        where="heading",
                        remedy=Text(
                            "Sett en overskrift på nivået over foran den.",
                            "Put a heading of the level above before it.",
                        ),
                    )
                above = block.level

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Its charts, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables, those of charts too, in order."""
        return tuple(
            block.table if isinstance(block, Chart) else block
            for block in self.blocks
            if isinstance(block, Chart | Table)
        )
