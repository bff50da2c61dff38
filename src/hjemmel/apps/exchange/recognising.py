"""Which table a sheet holds, and which column holds which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hjemmel.apps.exchange.fields import Field, Table, plain_heading, tables
from hjemmel.apps.exchange.reading import RawTable
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table of a file with the column of each field.

    Args:
        table: What it holds.
        raw: The table as text.
        columns: Heading by field.
        unused: Headings that no field takes.
    """

    table: Table
    raw: RawTable
    columns: Mapping[str, str]
    unused: tuple[str, ...]


def recognise(
    raw: Sequence[RawTable],
    chosen: Mapping[str, Mapping[str, str]] | None = None,
    among: Mapping[str, Table] | None = None,
) -> tuple[Recognised, ...]:
    """Return every table that the file's sheets hold: one sheet may hold several.

    A capitation report, say, has list, agreement, doctor and amounts in one row.

    Args:
        raw: The file's tables.
        chosen: Headings by field and table that somebody pointed out; they go before our own guess.
        among: The kinds of table that it may hold; ``None``: those of the register.

    Raises:
        InputError: Two headings of a sheet are the same field, or a chosen heading is not there.
    """
    found = []
    for sheet in raw:
        plain = {heading: plain_heading(heading) for heading in sheet.headings}
        for table in (tables() if among is None else among).values():
            columns, doubled = _columns(table, plain, (chosen or {}).get(table.name, {}))
            if all(name in columns for name in table.required):
                if doubled:
                    raise _several(doubled, sheet.sheet or table.name)
                used = set(columns.values())
                found.append(
                    Recognised(
                        table, sheet, columns, tuple(h for h in sheet.headings if h not in used)
                    )
                )
    return tuple(found)


def skipped(raw: Sequence[RawTable], found: Sequence[Recognised]) -> tuple[str, ...]:
    """Return the names of the sheets that none of the tables found is read from."""
    used = {one.raw.sheet for one in found}
    return tuple(table.sheet for table in raw if table.sheet and table.sheet not in used)


def _columns(
    table: Table, plain: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[dict[str, str], Mapping[Field, list[str]]]:
    """Return the heading of each field, and the fields that several headings may be."""
    columns: dict[str, str] = {}
    doubled: dict[Field, list[str]] = {}
    for field in table.fields:
        if field.name in chosen:
            heading = chosen[field.name]
            if heading in plain:
                columns[field.name] = heading
            continue
        spelled = {plain_heading(h) for h in (*field.headings, field.name)}
        matching = [heading for heading, text in plain.items() if text in spelled]
        if matching:
            columns[field.name] = matching[0]
        if len(matching) > 1:
            doubled[field] = matching
    return columns, doubled


def _several(doubled: Mapping[Field, list[str]], where: str) -> InputError:
    field, matching = next(iter(doubled.items()))
    named = ", ".join(matching)
    return InputError(
        Text(
            f"Flere kolonner kan være {field.headings[0]}: {named}.",
            f"Several columns may be {field.headings[0]}: {named}.",
        ),
        where=where,
        remedy=Text("Pek ut den rette.", "Point out the right one."),
        field=field.name,
        headings=matching,
    )
