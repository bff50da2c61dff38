"""Excel files with number formats; the same content gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from hjemmel.kernel.text import Language, Text
from hjemmel.law import Receipt
from hjemmel.web.page_tables import Percent, Value

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (fixed, so that the same calculation gives the same bytes)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
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
                ("number", "General"),
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

    def grid(self, title: str, rows: Sequence[Sequence[Value]], heads: int) -> None:
        """Add a sheet of cells that each say what they are; the first ``heads`` rows are headings."""
        sheet = self._book.add_worksheet(_NOT_IN_A_NAME.sub(" ", title).strip("' ")[:31] or None)
        sheet.freeze_panes(heads, 0)
        for line, row in enumerate(rows):
            for index, value in enumerate(row):
                if isinstance(value, Percent):
                    shown = self._decimals(value.share * 100, "%")
                    sheet.write_number(line, index, float(value.share), shown)
                elif isinstance(value, Decimal):
                    sheet.write_number(line, index, float(value), self._decimals(value))
                elif isinstance(value, date):
                    sheet.write_datetime(line, index, value, self._formats["day"])
                elif value:
                    plain = self._formats["text"]
                    sheet.write_string(line, index, value, self._head if line < heads else plain)
        for index in range(max(map(len, rows), default=0)):
            longest = max(len(str(row[index])) for row in rows if index < len(row))
            sheet.set_column(index, index, min(max(12, longest), 60))

    def _decimals(self, value: Decimal, unit: str = "") -> Any:
        """Return the format with as many decimals as a number is written with."""
        decimals = max(0, -int(value.as_tuple().exponent))
        pattern = ("0" if unit else "#,##0") + (f".{'0' * decimals}" if decimals else "") + unit
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]

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
