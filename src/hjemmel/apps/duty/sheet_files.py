"""Rosters as files: Excel and CSV that people fill in are read, and workbooks are written.

Nothing is stored here, and no database is asked: the command line reads and writes with it too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from hjemmel.apps.exchange.reading import ROW, RawTable, read_tables
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.ledger import Ledger
from hjemmel.engines.rostering.sheets import Column, Layout, SheetRead, layout_of, read_sheet
from hjemmel.engines.rostering.tables import (
    Cell,
    Kind,
    Table,
    calendar_table,
    findings_table,
    how_table,
    ledger_table,
    list_table,
    matrix_table,
)
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Language, Text

_MOST_BYTES = 20_000_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDE, _NARROW, _DAY_WIDTH = 60, 12, 11
_NOT_EXCEL = Text(
    "Filen heter som en Excel-fil, men er ikke det.",
    "The file is named as an Excel file, but is not one.",
)
_PATTERNS: Mapping[Kind, str] = {
    "text": "@",
    "day": "dd.mm.yyyy",
    "whole": "#,##0",
    "number": "#,##0.00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterForFile:
    """A roster as it is written to a file.

    Args:
        inputs: Doctors, shifts and limits.
        assignments: Who is on which shift.
        ledger: What each doctor carries.
        findings: What it breaks, each with the reason that a leader set it aside with.
        facts: What is known of how it was made.
    """

    inputs: RosterInputs
    assignments: tuple[Assignment, ...]
    ledger: Ledger
    findings: tuple[tuple[Breach, str], ...]
    facts: tuple[tuple[Text, Cell], ...]


def read_roster_sheet(file: Path, inputs: RosterInputs, *, name: str = "") -> SheetRead:
    """Return what a file says of a roster: its matrix if it has one, else its list.

    Args:
        file: A CSV or Excel file.
        inputs: The roster's doctors and shifts.
        name: What people call the file; its own name where none is given.

    Raises:
        DataFileError: It is empty, too large, of another kind, or has no sheet that is a roster.
    """
    name = name or file.name
    if file.stat().st_size > _MOST_BYTES:
        raise _refuse(name, Text("Filen er for stor.", "The file is too large."))
    if _is_named_excel(name) and not _is_packed(file):
        raise _refuse(name, _NOT_EXCEL)
    try:
        tables = read_tables(file, _headings(inputs))
    except DataFileError as error:
        error.where = name  # what people call it, not what it was stored as
        raise
    layouts = {table.sheet: layout_of(table.headings) for table in tables}
    for wanted in (Layout.MATRIX, Layout.LIST):
        for table in tables:
            if layouts[table.sheet] is wanted:
                return read_sheet(inputs, table.headings, _rows(table))
    raise _refuse(
        name,
        Text(
            "Filen har ingen vaktplan: verken en matrise med leger og dager eller en liste med "
            "dag, vakt og lege.",
            "The file has no roster: neither a matrix of doctors and days nor a list with day, "
            "shift and doctor.",
        ),
    )


def _is_named_excel(name: str) -> bool:
    return Path(name).suffix.lower() in (".xlsx", ".xlsm")


def _is_packed(file: Path) -> bool:
    with file.open("rb") as opened:
        start = opened.read(2)
    return start in (b"PK", b"")


def _headings(inputs: RosterInputs) -> list[str]:
    """Return the headings that show which row has them: the columns, and the days as they are typed."""
    words = [heading for column in Column for heading in column.value]
    days = sorted({shift.day for shift in inputs.picture.shifts})
    for pattern in ("%Y-%m-%d", "%Y-%m-%d 00:00:00", "%d.%m.%Y"):
        words += [f"{day:{pattern}}" for day in days]
    return words


def _rows(table: RawTable) -> Iterable[tuple[int, Mapping[str, str]]]:
    for row in table.frame.iter_rows(named=True):
        number = int(row.pop(ROW))
        yield number, {heading: value or "" for heading, value in row.items()}


def _refuse(name: str, what: Text) -> DataFileError:
    return DataFileError(
        what,
        where=name,
        remedy=Text(
            "Ta ut planen med «hjemmel roster export» og fyll ut den.",
            "Take the roster out with “hjemmel roster export” and fill that in.",
        ),
    )


def workbook_of(roster: RosterForFile, language: Language) -> bytes:
    """Return a roster as a workbook: calendar, matrix, ledger, findings and how it is computed.

    The matrix can be changed and read in again. The same roster gives the same bytes.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties(
            {"created": datetime.combine(roster.inputs.picture.period.start, datetime.min.time())}
        )
        writer = _Writer(book, language)
        writer.sheet(calendar_table(roster.inputs, roster.assignments), keep=2)
        writer.sheet(matrix_table(roster.inputs, roster.assignments), keep=2)
        writer.sheet(ledger_table(roster.inputs, roster.ledger), keep=1)
        writer.sheet(findings_table(roster.findings), keep=0)
        writer.sheet(how_table(roster.inputs, roster.facts), keep=0)
    return made.getvalue()


def list_of(inputs: RosterInputs, assignments: Sequence[Assignment], language: Language) -> bytes:
    """Return a roster as CSV: a row for each doctor on a shift; it can be read in again."""
    table = list_table(inputs, assignments)
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";" if language == "nb" else ",", lineterminator="\r\n")
    writer.writerow([_said(heading, language) for heading, _ in table.columns])
    for row in table.rows:
        writer.writerow([_for_csv(cell, language) for cell in row])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _for_csv(cell: Cell, language: Language) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", "," if language == "nb" else ".")
    text = _said(cell, language)
    return f"'{text}" if text.startswith(_RISKY) else text


def _said(cell: Cell, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Text):
        return cell.in_language(language)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


class _Writer:
    """Writes tables as sheets with a few fixed formats."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book, self._language = book, language
        self._formats = {
            kind: book.add_format({"num_format": pattern}) for kind, pattern in _PATTERNS.items()
        }
        red = {"bg_color": "#F9D9DC"}
        head = {"bold": True, "bottom": 1, "text_wrap": True}
        self._head = book.add_format(head)
        self._heads = {
            is_red: book.add_format({**head, **(red if is_red else {}), "num_format": "dd.mm.yyyy"})
            for is_red in (False, True)
        }
        self._red_day = book.add_format({**red, "num_format": _PATTERNS["day"]})

    def sheet(self, table: Table, *, keep: int) -> None:
        """Add a sheet; ``keep`` columns to the left stay in sight."""
        sheet = self._book.add_worksheet(table.title.in_language(self._language)[:31])
        sheet.freeze_panes(1, keep)
        for place, (heading, kind) in enumerate(table.columns):
            if isinstance(heading, date):
                is_red = heading in table.marked or heading.weekday() == 6
                sheet.write_datetime(0, place, heading, self._heads[is_red])
            else:
                sheet.write_string(0, place, heading.in_language(self._language), self._head)
            sheet.set_column(place, place, self._width(table, place), self._formats[kind])
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                self._cell(sheet, line, place, cell, table)

    def _cell(self, sheet: Any, line: int, place: int, cell: Cell, table: Table) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, date):
            is_red = cell in table.marked or cell.weekday() == 6
            sheet.write_datetime(
                line, place, cell, self._red_day if is_red else self._formats["day"]
            )
        elif isinstance(cell, (int, float)):
            kind: Kind = "whole" if isinstance(cell, int) else "number"
            sheet.write_number(line, place, cell, self._formats[kind])
        else:
            sheet.write_string(line, place, _said(cell, self._language), self._formats["text"])

    def _width(self, table: Table, place: int) -> int:
        heading = table.columns[place][0]
        longest = max((len(_said(row[place], self._language)) for row in table.rows), default=0)
        least = _DAY_WIDTH if isinstance(heading, date) else _NARROW
        return min(_WIDE, max(least, longest + 1))
