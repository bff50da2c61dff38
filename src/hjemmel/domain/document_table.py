"""A table in a document: columns with a kind and a unit, rows of typed cells, and a sum that is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text, WrittenLanguage


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a cell that are in another language than the document."""

    text: str
    language: WrittenLanguage


Cell = str | Phrase | int | Decimal | Money | date | None
"""What may stand in a cell; ``None`` is nothing known. Words may stand for a number that is not there."""


class ColumnKind(Enum):
    """What a column holds; numbers, kroner and percentages stand to the right."""

    TEXT = "text"
    NUMBER = "number"
    KRONER = "kroner"
    PERCENT = "percent"
    DATE = "date"

    @property
    def is_numeric(self) -> bool:
        """Whether the column is read from the right."""
        return self in (ColumnKind.NUMBER, ColumnKind.KRONER, ColumnKind.PERCENT)


_HELD: dict[ColumnKind, tuple[type, ...]] = {
    ColumnKind.TEXT: (str, Phrase),
    ColumnKind.NUMBER: (str, int, Decimal),
    ColumnKind.KRONER: (str, Money),
    ColumnKind.PERCENT: (str, int, Decimal),
    ColumnKind.DATE: (str, date),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        heading: What stands above it, with the unit where there is one.
        kind: What it holds.
        decimals: Decimals of its numbers; a share (0.05) in a column of percentages is 5 %.
        is_summed: Whether the last row holds its sum.
    """

    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    decimals: int = 0
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption.

    Args:
        caption: What it shows.
        columns: At least one; the first names the row.
        rows: At least one, each as long as ``columns``.
        total: The row of sums: words in the first cell, the sum in each summed column, ``None`` else.

    Raises:
        InputError: A row has another length, a cell does not go with its column, or a sum is not the
            sum of its rows.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns or not self.rows:
            raise _wrong(
                self,
                Text("Tabellen har ingen rader.", "The table has no rows."),
                Text("Si det heller med ord.", "Rather say it in words."),
            )
        for row in (*self.rows, *((self.total,) if self.total else ())):
            self._require_row(row)
        if self.total:
            self._require_sums()

    def _require_row(self, row: tuple[Cell, ...]) -> None:
        if len(row) != len(self.columns):
            raise _wrong(
                self,
                Text(
                    f"En rad har {len(row)} celler, tabellen {len(self.columns)} kolonner.",
                    f"A row has {len(row)} cells, the table {len(self.columns)} columns.",
                ),
                Text("Rett raden.", "Correct the row."),
            )
        for column, cell in zip(self.columns, row, strict=True):
            if cell is not None and (
                isinstance(cell, bool) or not isinstance(cell, _HELD[column.kind])
            ):
                raise _wrong(
                    self,
                    Text(
                        f"{cell!r} hører ikke hjemme i kolonnen «{column.heading}».",
                        f"{cell!r} does not belong in the column “{column.heading}”.",
                    ),
                    Text("Rett cellen.", "Correct the cell."),
                )

    def _require_sums(self) -> None:
        for number, column in enumerate(self.columns):
            if not column.is_summed:
                continue
            sum_of_rows = sum_of(self.rows, number)
            if self.total[number] != sum_of_rows:
                raise _wrong(
                    self,
                    Text(
                        f"Summen av «{column.heading}» er {_plain(sum_of_rows)}, men det står "
                        f"{_plain(self.total[number])}.",
                        f"The sum of “{column.heading}” is {_plain(sum_of_rows)}, but it says "
                        f"{_plain(self.total[number])}.",
                    ),
                    Text(
                        "Summen skal være summen av radene.", "The sum is to be that of the rows."
                    ),
                )


def with_total(
    caption: str, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], label: str
) -> Table:
    """Return a table whose last row holds the sums of its summed columns.

    >>> columns = (Column("Tiltak"), Column("kr", ColumnKind.KRONER, is_summed=True))
    >>> with_total("Kostnad", columns, (("A", Money(100)), ("B", Money(250))), "Sum").total
    ('Sum', Money(oere=350))
    """
    total: list[Cell] = [label]
    for number, column in enumerate(columns[1:], start=1):
        total.append(sum_of(rows, number) if column.is_summed else None)
    return Table(caption, columns, rows, tuple(total))


def sum_of(rows: tuple[tuple[Cell, ...], ...], number: int) -> Cell:
    """Return the sum of one column; words and unknown cells count for nothing.

    ``None`` when no row has a number there.
    """
    money = [cell for row in rows if isinstance(cell := row[number], Money)]
    if money:
        return Money(sum(one.oere for one in money))
    numbers = [cell for row in rows if isinstance(cell := row[number], int | Decimal)]
    if not numbers:
        return None
    whole = [one for one in numbers if isinstance(one, int)]
    return sum(whole) if len(whole) == len(numbers) else sum(map(Decimal, numbers), Decimal())


def _plain(cell: Cell) -> str:
    return str(cell.in_kroner if isinstance(cell, Money) else cell)


def _wrong(table: Table, what: Text, remedy: Text) -> InputError:
    return InputError(what, where=table.caption, remedy=remedy)
