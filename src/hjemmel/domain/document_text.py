"""Cells of a document's tables as people read them, and how wide their columns are to be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.domain.document_table import Cell, Column, ColumnKind, Phrase, Table
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_number, format_percent
from hjemmel.kernel.text import Language, WrittenLanguage

NOTHING = "–"
_LINE = 98  # characters that a table of full width has room for on one line
_ON_ONE_LINE = 18  # so long a cell stays on one line
_LONGEST_WORD = 22  # a longer word may be broken
_WIDEST = 120  # a column that says more than this is not given more room
_BOLD = 1.2  # how much wider bold letters are, as in headings and sums
SHORT_TABLE = 12
"""A table of so many rows stays on one page."""
_AIR = 2.5  # characters of air beside what stands in a cell


def cell_text(column: Column, cell: Cell, language: Language) -> str:
    """Return a cell as text; nothing known is a dash.

    >>> cell_text(Column("Kostnad (kr)", ColumnKind.KRONER), Money(150000000), "nb")
    '1\\xa0500\\xa0000'
    """
    match cell:
        case None:
            return NOTHING
        case str():
            return cell
        case Phrase():
            return cell.text
        case Money():
            oere = cell.oere % 100
            return format_number(cell.in_kroner, language, decimals=2 if oere else column.decimals)
        case date():
            return format_date(cell, language)
        case int() | Decimal() if column.kind is ColumnKind.PERCENT:
            return format_percent(cell, language, decimals=column.decimals)
    return format_number(cell, language, decimals=column.decimals)


def texts_of(table: Table, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as text, the sums last where there are any.

    An unknown cell in the row of sums is empty: nothing is summed there.
    """
    rows = [
        tuple(cell_text(c, cell, language) for c, cell in zip(table.columns, row, strict=True))
        for row in table.rows
    ]
    if table.total:
        rows.append(
            tuple(
                "" if cell is None else cell_text(c, cell, language)
                for c, cell in zip(table.columns, table.total, strict=True)
            )
        )
    return tuple(rows)


def languages_of(table: Table) -> tuple[tuple[WrittenLanguage | None, ...], ...]:
    """Return the language of each cell that ``texts_of`` writes; ``None``: that of the document."""
    rows = (*table.rows, *((table.total,) if table.total else ()))
    return tuple(
        tuple(cell.language if isinstance(cell, Phrase) else None for cell in row) for row in rows
    )


def widths_of(table: Table, language: Language) -> tuple[float, ...]:
    """Return the share of the table's width that each column is given; their sum is 1.

    Numbers and days are given what they need to stay on one line; words share the rest by how much
    they say.
    """
    texts = texts_of(table, language)
    said = [[row[number] for row in texts] for number in range(len(table.columns))]
    least = [_least(column, cells) for column, cells in zip(table.columns, said, strict=True)]
    more = [max(0, _wish(cells) - given) for cells, given in zip(said, least, strict=True)]
    room, wished = max(0, _LINE - sum(least)), sum(more)
    if wished:
        given = [one + room * wish / wished for one, wish in zip(least, more, strict=True)]
    else:
        given = [least[0] + room, *least[1:]]
    total = sum(given)
    return tuple(round(one / total, 4) for one in given)


def _least(column: Column, said: list[str]) -> float:
    """Return how many characters a column needs, with the air beside them."""
    words: list[float] = [len(word) for text in said for word in text.split(" ")]
    words += [len(word) * _BOLD for word in (*column.heading.split(" "), *said[-1].split(" "))]
    longest_word = min(max(words), _LONGEST_WORD)
    longest = max(map(len, said))
    short = longest if longest <= _ON_ONE_LINE else 0
    return max(longest_word, short) + _AIR


def _wish(said: list[str]) -> float:
    """Return how many characters a column would use: the middle of its longest and its mean cell."""
    longest, mean = max(map(len, said)), sum(map(len, said)) / len(said)
    return 0 if longest <= _ON_ONE_LINE else min((longest + mean) / 2, _WIDEST) + _AIR
