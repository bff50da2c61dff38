"""A table of a finished page, read back from its HTML: cells as text, numbers and days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser

from hjemmel.kernel.numbers import (
    MINUS,
    format_date,
    format_number,
    format_percent,
    read_number,
    round_half_up,
)
from hjemmel.kernel.text import Language

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_NOT_TEXT = frozenset({"button", "option", "script", "select", "style", "svg", "template"})
_BLOCKS = frozenset({"br", "dd", "div", "dt", "li", "p", "ul"})
_SPACE = re.compile(r"\s+")
_DAY_NB = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}")
_DAY_EN = re.compile(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}")
_SPAN_MOST = 200


@dataclass(frozen=True, slots=True)
class Percent:
    """A share that the page writes as per cent, with the decimals shown."""

    share: Decimal


Value = str | Decimal | Percent | date


@dataclass(slots=True)
class PageTable:
    """A table as the page shows it.

    Args:
        title: The words that name it on the page; empty when nothing does.
        heads: How many of the first rows are headings.
        rows: Cells as text, each row as long as the longest.
        is_head: Whether each cell is a heading, of a column or a row.
    """

    title: str = ""
    heads: int = 0
    rows: list[list[str]] = field(default_factory=list)
    is_head: list[list[bool]] = field(default_factory=list)

    def values(self, language: Language) -> list[list[Value]]:
        """Return the cells as what they stand for; headings stay text, but for days."""
        return [
            [
                value_of(text, language, name_only=is_head) if line >= self.heads else text
                for text, is_head in zip(row, marks, strict=True)
            ]
            for line, (row, marks) in enumerate(zip(self.rows, self.is_head, strict=True))
        ]


def table_in(page: str, table_id: str) -> PageTable | None:
    """Return the table of a page with an id; ``None`` when there is none."""
    reader = _Reader(table_id)
    reader.feed(page)
    reader.close()
    return reader.finished()


def value_of(text: str, language: Language, *, name_only: bool = False) -> Value:
    """Return what a cell stands for: a number or a day only if the page writes it exactly so.

    A number of a list, a district or a year is no amount, and stays text: the pages write amounts
    with thousands apart, and such numbers without.

    Args:
        text: The cell.
        language: Language of the page.
        name_only: It names the row; numbers in it are not amounts.
    """
    day = _day(text, language)
    if day is not None:
        return day
    if name_only:
        return text
    bare = text.removesuffix("%").rstrip()
    try:
        number = read_number(bare.removeprefix("+"), language)
    except ValueError:
        return text
    decimals = len(bare.partition("," if language == "nb" else ".")[2])
    amount = round_half_up(number, decimals)
    plain = text.replace("\u00a0", " ")
    if bare != text:
        share = amount / 100
        same = format_percent(share, language, decimals=decimals).replace("\u00a0", " ") == plain
        return Percent(share) if same else text
    written = {
        format_number(amount, language, decimals=decimals, signed=signed).replace("\u00a0", " ")
        for signed in (False, True)
    }
    return amount if plain.replace("-", MINUS) in written else text


def _day(text: str, language: Language) -> date | None:
    pattern, form = (_DAY_NB, "%d.%m.%Y") if language == "nb" else (_DAY_EN, "%d %B %Y")
    if not pattern.fullmatch(text):
        return None
    try:
        day = datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return None
    return day if format_date(day, language) == text else None


class _Reader(HTMLParser):
    """Reads one table, and the words that name it."""

    def __init__(self, table_id: str) -> None:
        super().__init__()
        self._wanted = table_id
        self._open: list[tuple[str, str, str]] = []  # tag, id, label
        self._named: dict[str, list[str]] = {}
        self._label = ""
        self._table: PageTable | None = None
        self._inside = False
        self._skipped = 0
        self._cell: list[str] | None = None
        self._spans: dict[int, int] = {}  # column to rows that a cell above still covers
        self._across = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._space(tag)
            return
        label = given.get("aria-labelledby", "") or given.get("aria-label", "")
        self._open.append((tag, given.get("id", ""), label))
        if tag in _NOT_TEXT or given.get("aria-hidden") == "true" or "hidden" in given:
            self._skipped = self._skipped or len(self._open)
        self._space(tag)
        if tag == "table" and given.get("id") == self._wanted and self._table is None:
            self._table, self._inside = PageTable(), True
            self._label = next((label for _, _, label in reversed(self._open) if label), "")
        elif self._inside and tag == "tr" and self._table is not None:
            self._begin_row(self._table)
        elif self._inside and tag in ("th", "td"):
            self._begin_cell(given, is_head=tag == "th")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in _VOID:
            return
        if self._skipped == len(self._open):
            self._skipped = 0
        self._open.pop()
        if not self._inside or self._table is None:
            return
        if tag in ("th", "td"):
            self._end_cell(self._table)
        elif tag == "thead":
            self._table.heads = len(self._table.rows)
        elif tag == "table":
            self._inside = False

    def handle_data(self, data: str) -> None:
        for _, name, _ in self._open:
            if name:
                self._named.setdefault(name, []).append(data)
        if self._cell is not None and not self._skipped:
            self._cell.append(data)

    def _space(self, tag: str) -> None:
        if tag in _BLOCKS and self._cell is not None:
            self._cell.append(" ")

    def _begin_row(self, table: PageTable) -> None:
        table.rows.append([])
        table.is_head.append([])

    def _begin_cell(self, given: Mapping[str, str], *, is_head: bool) -> None:
        assert self._table is not None
        row, marks = self._table.rows[-1], self._table.is_head[-1]
        while self._spans.get(len(row), 0):
            self._spans[len(row)] -= 1
            row.append("")
            marks.append(False)
        self._across, down = (_span(given.get(name)) for name in ("colspan", "rowspan"))
        for column in range(len(row), len(row) + self._across):
            self._spans[column] = down - 1
        marks.extend([is_head] * self._across)
        self._cell = []

    def _end_cell(self, table: PageTable) -> None:
        text = _words(self._cell or [])
        table.rows[-1].extend([text, *[""] * (self._across - 1)])
        self._cell = None

    def finished(self) -> PageTable | None:
        """Return the table, its rows equally long."""
        table = self._table
        if table is None:
            return None
        longest = max((len(row) for row in table.rows), default=0)
        for row, marks in zip(table.rows, table.is_head, strict=True):
            row.extend([""] * (longest - len(row)))
            marks.extend([False] * (longest - len(marks)))
        table.title = _words(self._named.get(self._label, [self._label]))
        return table


def _span(text: str | None) -> int:
    return min(int(text), _SPAN_MOST) if text and text.isdecimal() and text != "0" else 1


def _words(pieces: list[str]) -> str:
    return _SPACE.sub(" ", "".join(pieces)).strip()
