"""Tables in documents that leave out the columns that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

from hjemmel.domain.document_table import Cell, Column, Table, with_total


def table_of(
    caption: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], label: str = ""
) -> Table:
    """Return a table without the columns that no row says anything in.

    Args:
        caption: What it shows.
        columns: All its columns; the first is kept whatever it says.
        rows: At least one.
        label: The words before the sums; empty, or nothing to sum: no row of sums.
    """
    kept = [
        number
        for number in range(len(columns))
        if number == 0 or any(row[number] is not None for row in rows)
    ]
    chosen = tuple(columns[number] for number in kept)
    said = tuple(tuple(row[number] for number in kept) for row in rows)
    if label and any(column.is_summed for column in chosen):
        return with_total(caption, chosen, said, label)
    return Table(caption, chosen, said)
