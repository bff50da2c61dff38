"""Every table on screen as Excel and CSV."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from hjemmel.kernel.text import Language, Text
from hjemmel.web.excel import Column, Workbook, excel_response
from hjemmel.web.page_tables import PageTable, Percent

FORMATS = ("xlsx", "csv")
TABLE_KEY = "tabell"
FORMAT_KEY = "som"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_file(
    kind: str,
    name: str,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    language: Language,
    notes: Sequence[Text] = (),
) -> HttpResponse:
    """Answer with a table as a file.

    Args:
        kind: ``xlsx``, or ``csv`` (semicolons and decimal comma in Norwegian, as Excel reads it).
        name: Name of the file without its ending.
        title: Title of the sheet.
        columns: Heading and kind of each column.
        rows: The values.
        language: Language of headings and numbers.
        notes: Lines below the table, in Excel.
    """
    if kind == "csv":
        return _csv(name, columns, rows, language)
    book = Workbook(language)
    book.sheet(title, columns, [[_plain(v) for v in row] for row in rows], notes)
    return excel_response(book.close(), f"{name}.xlsx")


@dataclass(frozen=True, slots=True)
class FileInPage:
    """A file that lies in the page itself, for answers that have no address to be asked for again.

    Args:
        words: What the link says.
        address: The file as a ``data:`` address.
        name: The name it is saved under.
    """

    words: str
    address: str
    name: str


def files_in_page(
    name: str,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    language: Language,
) -> tuple[FileInPage, ...]:
    """Return a table as Excel and CSV that lie in the page.

    The answer to a form has no address: what was typed must not stand in one, or was a file. Such a
    table is short, and what its files hold is what the page shows.

    Args:
        name: Name of the files without their ending.
        title: Title of the sheet.
        columns: Heading and kind of each column.
        rows: The values.
        language: Language of headings and numbers.
    """
    found = []
    for kind in FORMATS:
        sent = as_file(kind, name, title, columns, rows, language)
        content = base64.b64encode(sent.content).decode("ascii")
        media = sent["Content-Type"].replace(" ", "")
        words = "Excel" if kind == "xlsx" else kind.upper()
        found.append(FileInPage(words, f"data:{media};base64,{content}", f"{name}.{kind}"))
    return tuple(found)


def page_table_file(kind: str, name: str, table: PageTable, language: Language) -> HttpResponse:
    """Answer with a table of a page as a file: the same cells, numbers as numbers, days as days.

    Args:
        kind: ``xlsx`` or ``csv``.
        name: Name of the file without its ending.
        table: The table.
        language: Language of the page.
    """
    values = table.values(language)
    if kind == "csv":
        return _csv_response(name, [[_cell(v, language) for v in row] for row in values], language)
    book = Workbook(language)
    book.grid(table.title or name, values, table.heads)
    return excel_response(book.close(), f"{name}.xlsx")


def _plain(value: Any) -> Any:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _csv(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], language: Language
) -> HttpResponse:
    lines = [[words.in_language(language) for words, _ in columns]]
    lines += [[_cell(value, language) for value in row] for row in rows]
    return _csv_response(name, lines, language)


def _csv_response(name: str, lines: Sequence[Sequence[str]], language: Language) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text, delimiter=";" if language == "nb" else ",").writerows(lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: Any, language: Language) -> str:
    """Write a value; text that a spreadsheet would take for a formula is disarmed."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, date):
        day: date = _plain(value)
        return day.isoformat()
    if isinstance(value, Percent):
        value = value.share
    if isinstance(value, float | Decimal):
        return str(value).replace(".", "," if language == "nb" else ".")
    shown = str(value)
    return f"'{shown}" if isinstance(value, str) and shown.startswith(_RISKY) else shown
