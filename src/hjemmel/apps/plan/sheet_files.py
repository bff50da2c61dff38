"""Plans as files: sheets that people fill in are read, and workbooks are written. Nothing is stored here."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from hjemmel.apps.exchange.reading import ROW, RawTable, read_tables
from hjemmel.apps.plan.sheet_columns import (
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Cells,
    column_of,
    headings,
)
from hjemmel.domain.indicator_light import light_of
from hjemmel.domain.measure import Measure
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Language, Text

_MOST_BYTES = 20_000_000
_WIDE, _NARROW = 60, 10
_LEFT_OUT = ("owner_email",)
"""Not taken out; read in again, the measures keep theirs."""
Cell = str | int | Decimal | date | None


def read_rows(
    file: Path, columns: Mapping[str, Text], *, needed: str, name: str
) -> list[tuple[int, Cells]]:
    """Return the rows of the first sheet that has a needed column, each with its number in the file.

    Args:
        file: A CSV or Excel file.
        columns: The columns, by field.
        needed: The field whose column the sheet must have.
        name: What people call the file.

    Raises:
        DataFileError: It is empty, too large, of another kind, or has no such column.
    """
    if file.stat().st_size > _MOST_BYTES:
        raise _refuse(name, Text("Filen er for stor.", "The file is too large."))
    try:
        tables = read_tables(file, headings(columns))
    except DataFileError as error:
        error.where = name  # what people call it, not what it was stored as
        raise
    for table in tables:
        found = {heading: column_of(heading, columns) for heading in table.headings}
        if needed in found.values():
            return list(_rows(table, found))
    said = columns[needed]
    raise _refuse(
        name,
        Text(f"Filen har ingen kolonne «{said.nb}».", f"The file has no column “{said.en}”."),
    )


def read_measures(file: Path, name: str) -> list[tuple[int, Cells]]:
    """Return the rows of measures in a file; raises as ``read_rows``."""
    return read_rows(file, MEASURE_COLUMNS, needed="title", name=name)


def read_values(file: Path, name: str) -> list[tuple[int, Cells]]:
    """Return the rows of indicators' values in a file; raises as ``read_rows``."""
    return read_rows(file, VALUE_COLUMNS, needed="value", name=name)


def workbook_of(plan: Plan, day: date, language: Language = "nb") -> bytes:
    """Return a plan as a workbook: measures, sums, budget, indicators and their values.

    Measures and values can be changed and read in again. The same plan on the same day gives the same
    bytes.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(plan.period.start, time())})
        writer = _Writer(book, language)
        status = Text("Status", "Status")
        columns = [text for field, text in MEASURE_COLUMNS.items() if field not in _LEFT_OUT]
        columns.append(status)
        writer.sheet(
            Text("Tiltak", "Measures"),
            columns,
            [
                [*_measure(one, language), one.status_on(day).label.in_language(language)]
                for one in plan.measures
            ],
        )
        writer.sheet(Text("Summer", "Sums"), *_sums(plan, day, language))
        writer.sheet(Text("Budsjett", "Budget"), *_budget(plan, language))
        writer.sheet(Text("Indikatorer", "Indicators"), *_indicators(plan, day, language))
        writer.sheet(
            Text("Verdier", "Values"), list(VALUE_COLUMNS.values()), _values(plan, language)
        )
    return made.getvalue()


def _rows(table: RawTable, found: Mapping[str, str | None]) -> Iterator[tuple[int, Cells]]:
    for row in table.frame.iter_rows(named=True):
        number = int(row[ROW])
        cells = {
            name: str(row[heading] or "") for heading, name in found.items() if name is not None
        }
        if any(cell.strip() for cell in cells.values()):
            yield number, cells


def _measure(measure: Measure, language: Language) -> list[Cell]:
    note = measure.note or Text("", "")
    cost = measure.cost
    return [
        measure.number,
        measure.label,
        measure.title.nb,
        _english(measure.title),
        measure.text,
        measure.focus_area,
        measure.owner,
        measure.deadline,
        cost.kind.label.in_language(language),
        None if cost.amount is None else cost.amount.in_kroner,
        ", ".join(str(year) for year in cost.years),
        measure.payer.label.in_language(language),
        measure.priority.label.in_language(language),
        measure.indicator,
        measure.place,
        note.nb,
        _english(note),
    ]


def _english(text: Text) -> str:
    """Return the English text where there is one of its own."""
    return "" if text.en == text.nb else text.en


def _sums(plan: Plan, day: date, language: Language) -> tuple[list[Text], list[list[Cell]]]:
    sums = sums_of(plan, day)
    rows: list[list[Cell]] = []
    for area in sums.by_area:
        known = plan.area(area.code)
        name = known.title.in_language(language) if known else area.code
        rows.append([name, area.measures, area.costed, area.stated.in_kroner, area.whole.in_kroner])
    total = Text("Alle tiltak", "All measures").in_language(language)
    rows.append([total, sums.measures, sums.costed, sums.stated.in_kroner, sums.whole.in_kroner])
    return [
        Text("Satsingsområde", "Focus area"),
        Text("Tiltak", "Measures"),
        Text("Med beløp", "With an amount"),
        Text("Beløp (kr)", "Amounts (NOK)"),
        Text("Over alle år (kr)", "Over all years (NOK)"),
    ], rows


def _budget(plan: Plan, language: Language) -> tuple[list[Text], list[list[Cell]]]:
    rows: list[list[Cell]] = [
        [
            line.year,
            line.payer.label.in_language(language),
            line.measure,
            line.amount.in_kroner,
            line.reference,
            line.note,
        ]
        for line in plan.budget
    ]
    return [
        Text("År", "Year"),
        Text("Betaler", "Payer"),
        Text("Tiltak nr.", "Measure no."),
        Text("Beløp (kr)", "Amount (NOK)"),
        Text("Henvisning", "Reference"),
        Text("Merknad", "Note"),
    ], rows


def _indicators(plan: Plan, day: date, language: Language) -> tuple[list[Text], list[list[Cell]]]:
    rows: list[list[Cell]] = []
    for one in plan.indicators:
        latest, reading = one.latest(day), light_of(one, day)
        rows.append(
            [
                one.definition.id,
                one.definition.title.in_language(language),
                None if latest is None else latest.value,
                None if latest is None else latest.as_of,
                reading.light.label.in_language(language),
                reading.text.in_language(language),
                one.definition.target.words.in_language(language),
                one.definition.formula.in_language(language),
                one.definition.source.in_language(language),
            ]
        )
    return [
        Text("Indikator", "Indicator"),
        Text("Navn", "Name"),
        Text("Siste verdi", "Latest value"),
        Text("Dag", "Day"),
        Text("Lys", "Light"),
        Text("Hvorfor", "Why"),
        Text("Mål", "Target"),
        Text("Formel", "Formula"),
        Text("Kilde", "Source"),
    ], rows


def _values(plan: Plan, language: Language) -> list[list[Cell]]:
    return [
        [
            one.definition.id,
            value.as_of,
            value.value,
            value.district,
            value.source.in_language(language),
            "" if value.note is None else value.note.in_language(language),
        ]
        for one in plan.indicators
        for value in (*one.values, *one.in_districts)
    ]


def _refuse(name: str, what: Text) -> DataFileError:
    return DataFileError(
        what,
        where=name,
        remedy=Text(
            "Ta ut planen som Excel og fyll ut den.", "Take the plan out as Excel and fill that in."
        ),
    )


class _Writer:
    """Writes rows as sheets with a few fixed formats."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book, self._language = book, language
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "dd.mm.yyyy"})
        self._number = book.add_format({"num_format": "#,##0.######"})

    def sheet(self, title: Text, columns: Sequence[Text], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a sheet with its headings in sight."""
        sheet = self._book.add_worksheet(title.in_language(self._language)[:31])
        sheet.freeze_panes(1, 1)
        for place, heading in enumerate(columns):
            said = heading.in_language(self._language)
            sheet.write_string(0, place, said, self._head)
            longest = max((len(str(row[place] or "")) for row in rows), default=0)
            sheet.set_column(place, place, min(_WIDE, max(_NARROW, len(said), longest) + 1))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._cell(sheet, line, place, cell)

    def _cell(self, sheet: Any, line: int, place: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, date):
            sheet.write_datetime(line, place, cell, self._day)
        elif isinstance(cell, (int, Decimal)):
            sheet.write_number(line, place, cell, self._number)
        else:
            sheet.write_string(line, place, cell, self._text)
