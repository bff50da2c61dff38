"""Excel files of the coverage and the need, with number formats and sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import CoverageResult, NeedResult, explain
from hjemmel.kernel.text import Language, Text
from hjemmel.law import Receipt

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (fixed, so that the same calculation gives the same bytes)
Column = tuple[Text, str]


def excel_response(data: bytes, name: str) -> HttpResponse:
    """Answer with an Excel file to save."""
    response = HttpResponse(data, content_type=_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Workbook:
    """A workbook in memory with a few fixed formats; the same content gives the same bytes."""

    def __init__(self, language: Language) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._book.set_properties({"created": _MADE})
        self._language = language
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._formats = {
            kind: self._book.add_format({"num_format": pattern})
            for kind, pattern in (
                ("text", "@"),
                ("whole", "#,##0"),
                ("one", "#,##0.0"),
                ("two", "0.00"),
                ("percent", "0.00%"),
                ("day", "dd.mm.yyyy"),
                ("year", "0"),
            )
        }

    def sheet(
        self,
        title: Text,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]],
        notes: Sequence[Text] = (),
    ) -> None:
        """Add a sheet with a header row, rows and notes below."""
        sheet = self._book.add_worksheet(title.in_language(self._language)[:31])
        sheet.freeze_panes(1, 0)
        for index, (words, kind) in enumerate(columns):
            sheet.write_string(0, index, words.in_language(self._language), self._head)
            sheet.set_column(index, index, 34 if kind == "text" else 14, self._formats[kind])
        for line, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                kind = columns[index][1] if index < len(columns) else "text"
                self._cell(sheet, line, index, value, kind)
        for offset, note in enumerate(notes):
            sheet.write_string(len(rows) + 2 + offset, 0, note.in_language(self._language))

    def _cell(self, sheet: Any, line: int, index: int, value: Any, kind: str) -> None:
        if value is None:
            return
        if isinstance(value, Text):
            value = value.in_language(self._language)
        if isinstance(value, date):
            sheet.write_datetime(line, index, value, self._formats["day"])
        elif isinstance(value, str):
            sheet.write_string(line, index, value)
        else:
            sheet.write_number(line, index, float(value), self._formats[kind])

    def receipt(self, receipt: Receipt) -> None:
        """Add the receipt's sheet."""
        rows: list[Sequence[Any]] = [
            (Text("Kvittering", "Receipt"), receipt.id),
            (Text("Per", "As of"), receipt.as_of.isoformat()),
            (Text("Programversjon", "Code version"), receipt.code_version),
            (Text("Inndata (SHA-256)", "Inputs (SHA-256)"), receipt.inputs_digest),
            (Text("Frø", "Seed"), "" if receipt.seed is None else str(receipt.seed)),
        ]
        rows += [
            (r.parameter, str(r.value), r.source.text(self._language), r.confidence.label)
            for r in receipt.readings
        ]
        columns: list[Column] = [
            (Text("Felt eller parameter", "Field or parameter"), "text"),
            (Text("Verdi", "Value"), "text"),
            (Text("Kilde", "Source"), "text"),
            (Text("Kontroll", "Review"), "text"),
        ]
        self.sheet(Text("Kvittering", "Receipt"), columns, rows)

    def close(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._buffer.getvalue()


def _source(picture: MunicipalityOnDay, language: Language) -> Text:
    source = picture.district_source or picture.source
    words = picture.kind.label
    return Text(f"{words.nb}: {source.text('nb')}", f"{words.en}: {source.text('en')}")


def coverage_workbook(
    picture: MunicipalityOnDay, result: CoverageResult, language: Language
) -> bytes:
    """Return the district table as an Excel file."""
    book = Workbook(language)
    columns: list[Column] = [
        (Text("Bydel", "District"), "text"),
        (Text("Praksiser", "Practices"), "whole"),
        (Text("Fastleger", "GPs"), "whole"),
        (Text("Innbyggere", "Residents"), "whole"),
        (Text("Per 1 000", "Per 1,000"), "two"),
        (Text("Avvik fra målet, leger", "Gap to the measure, GPs"), "one"),
        (Text("Listeplasser", "List places"), "whole"),
        (Text("Ledige plasser", "Free places"), "whole"),
        (Text("Ledig andel", "Free share"), "percent"),
        (Text("Lister med 10 ledige", "Lists with 10 free"), "whole"),
        (Text("Lister med over 20 ledige", "Lists with over 20 free"), "whole"),
        (Text("Lister uten lege", "Lists without doctor"), "whole"),
        (Text("Gjester inn", "Guests in"), "whole"),
        (Text("Gjester ut", "Guests out"), "whole"),
    ]
    rows = [
        (
            row.name,
            row.practices,
            row.gps,
            row.population,
            row.gps_per_1000,
            row.gap,
            row.list_places,
            row.free_places,
            row.free_share,
            row.lists_with_10_free,
            row.lists_with_over_20_free,
            row.lists_without_doctor,
            row.guests_in,
            row.guests_out,
        )
        for row in (*result.districts, result.total)
    ]
    book.sheet(Text("Bydeler", "Districts"), columns, rows, [_source(picture, language)])
    book.receipt(result.receipt)
    return book.close()


def need_workbook(picture: MunicipalityOnDay, result: NeedResult, language: Language) -> bytes:
    """Return the need with formula, methods, path and receipt as an Excel file."""
    book = Workbook(language)
    book.sheet(
        Text("Beregning", "Calculation"),
        [
            (Text("Ledd", "Step"), "text"),
            (Text("Formel", "Formula"), "text"),
            (Text("Svar", "Answer"), "text"),
            (Text("Enhet", "Unit"), "text"),
        ],
        [(step.label, step.formula, step.value, step.unit) for step in explain(result)],
        [_source(picture, language)],
    )
    book.sheet(
        Text("Metoder", "Methods"),
        [
            (Text("Metode", "Method"), "text"),
            (Text("Behov", "Need"), "one"),
            (Text("Med reserve", "With reserve"), "whole"),
            (Text("80 % fra", "80% from"), "one"),
            (Text("80 % til", "80% to"), "one"),
            (Text("Hvorfor", "Why"), "text"),
        ],
        [
            (m.title, m.need, m.target, m.band and m.band.low, m.band and m.band.high, m.why)
            for m in result.methods
        ],
    )
    places = [("", result.path), *((d.name, d.years) for d in result.district_paths)]
    book.sheet(
        Text("Vei", "Path"),
        [
            (Text("Bydel (tom: hele)", "District (empty: whole)"), "text"),
            (Text("År", "Year"), "year"),
            (Text("Innbyggere", "Residents"), "whole"),
            (Text("Behov med reserve", "Need with reserve"), "one"),
            (Text("80 % fra", "80% from"), "one"),
            (Text("80 % til", "80% to"), "one"),
            (Text("Fastleger", "GPs"), "one"),
            (Text("Rekrutteres", "Recruits"), "one"),
            (Text("Avgang", "Leavers"), "one"),
        ],
        [
            (
                name,
                y.year,
                y.population,
                y.target,
                y.target_band.low,
                y.target_band.high,
                y.gps,
                y.recruits,
                y.leavers,
            )
            for name, years in places
            for y in years
        ],
    )
    book.receipt(result.receipt)
    return book.close()
