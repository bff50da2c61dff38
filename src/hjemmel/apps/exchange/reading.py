"""Files as tables of text: CSV in the usual encodings, Excel with several sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from hjemmel.apps.exchange.fields import all_tables, plain_heading
from hjemmel.apps.exchange.synthetic_files import find_manifest, read_synthetic
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

ROW = "__row"
_SEPARATORS = (";", "\t", ",", "|")
_LOOK_AT_ROWS = 20
_SIGNATURES: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", Text("et PDF-dokument", "a PDF document")),
    (b"\x89PNG", Text("et bilde", "an image")),
    (b"\xff\xd8\xff", Text("et bilde", "an image")),
    (b"GIF8", Text("et bilde", "an image")),
    (
        b"\xd0\xcf\x11\xe0",
        Text(
            "en gammel eller passordbeskyttet Office-fil",
            "an old or password-protected Office file",
        ),
    ),
    (b"<!doc", Text("en nettside", "a web page")),
    (b"<html", Text("en nettside", "a web page")),
    (b"<?xml", Text("en XML-fil", "an XML file")),
    (b"SQLite format 3", Text("en database", "a database")),
)
_WHAT_WE_READ = Text(
    "Gi en CSV-fil eller en Excel-fil (.xlsx).", "Give a CSV file or an Excel file (.xlsx)."
)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of text.

    Args:
        sheet: Name of the sheet; empty for CSV.
        frame: All columns as text, and ``__row``, the row's number in the file from 1.
        is_synthetic: Whether the generator wrote it, and nobody in it is real.
    """

    sheet: str
    frame: pl.DataFrame
    is_synthetic: bool = False

    @property
    def headings(self) -> list[str]:
        """The file's headings."""
        return [name for name in self.frame.columns if name != ROW]


def read_tables(file: Path, pointed_out: Collection[str] = ()) -> tuple[RawTable, ...]:
    """Read all tables of a file; a sheet without headings that we know has no columns.

    Args:
        file: A CSV or Excel file, or an archive of a synthetic municipality.
        pointed_out: Headings that somebody pointed out; they too show which row has the headings.

    Raises:
        DataFileError: It is empty, of another kind, or has no heading that we know.
    """
    with file.open("rb") as opened:
        start = opened.read(4096)
    if not start.strip():
        raise _refuse(file, Text("Filen er tom.", "The file is empty."))
    for signature, kind in _SIGNATURES:
        if start[: len(signature)].lower() == signature.lower():
            raise _refuse(file, Text(f"Filen er {kind.nb}.", f"The file is {kind.en}."))
    known = _known_headings() | {plain_heading(heading) for heading in pointed_out}
    found = tuple(_packed(file, known) if start.startswith(b"PK") else _csv(file, known))
    if not any(table.headings for table in found):
        raise _refuse(
            file,
            Text(
                "Ingen rad i filen ser ut som overskrifter vi kjenner.",
                "No row of the file looks like headings that we know.",
            ),
        )
    return found


def _refuse(file: Path, what: Text) -> DataFileError:
    return DataFileError(what, where=file.name, remedy=_WHAT_WE_READ)


def _packed(file: Path, known: Collection[str]) -> Iterator[RawTable]:
    """Read what comes as a zip archive: Excel, or the files of a synthetic municipality."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            manifest = find_manifest(archive)
            if manifest is not None:
                for name, frame in read_synthetic(archive, manifest, file.name).items():
                    yield RawTable(name, frame.with_row_index(ROW, offset=2), is_synthetic=True)
                return
    except zipfile.BadZipFile:
        raise _refuse(file, Text("Filen er skadet.", "The file is damaged.")) from None
    if not any(name.startswith("xl/") for name in names):
        kind = "et Word-dokument" if any(n.startswith("word/") for n in names) else "et zip-arkiv"
        kind_en = "a Word document" if "Word" in kind else "a zip archive"
        raise _refuse(file, Text(f"Filen er {kind}.", f"The file is {kind_en}."))
    yield from _excel(file, known)


def _excel(file: Path, known: Collection[str]) -> Iterator[RawTable]:
    try:
        book = fastexcel.read_excel(file)
        for name in book.sheet_names:
            sheet = book.load_sheet(
                name, header_row=None, dtypes="string", skip_whitespace_tail_rows=True
            )
            rows = sheet.to_polars()
            if rows.height:
                table = _with_header(rows.with_row_index(ROW, offset=1), name, known)
                yield table or RawTable(name, pl.DataFrame(schema={ROW: pl.UInt32}))
    except fastexcel.FastExcelError as error:
        raise _refuse(
            file,
            Text(
                f"Excel-filen kan ikke leses: {error}.", f"The Excel file cannot be read: {error}."
            ),
        ) from error


def _csv(file: Path, known: Collection[str]) -> Iterator[RawTable]:
    data = file.read_bytes()
    if b"\x00" in data:
        raise _refuse(file, Text("Filen er ikke tekst.", "The file is not text."))
    if data[:1] in b"{[":
        raise _refuse(file, Text("Filen er JSON.", "The file is JSON."))
    text = _decoded(data)
    first = text[:20_000].splitlines()[:_LOOK_AT_ROWS]
    separator = max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in first))
    width = max((line.count(separator) for line in first), default=0) + 1
    names = [f"column_{i}" for i in range(1, width + 1)]
    try:  # a heading of our own, since a title above the file's may have fewer columns
        rows = pl.read_csv(
            io.BytesIO(f"{separator.join(names)}\n{text}".encode()),
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as error:
        raise _refuse(
            file,
            Text(f"CSV-filen kan ikke leses: {error}.", f"The CSV file cannot be read: {error}."),
        ) from error
    table = _with_header(rows.with_row_index(ROW, offset=1), "", known)
    if table is not None:
        yield table


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes everything")


def _known_headings() -> set[str]:
    return {
        plain_heading(h)
        for table in all_tables().values()
        for f in table.fields
        for h in (*f.headings, f.name)
    }


def _with_header(rows: pl.DataFrame, sheet: str, known: Collection[str]) -> RawTable | None:
    """Find the row of headings, perhaps below titles, and name the columns by it."""
    columns = [name for name in rows.columns if name != ROW]
    best, most = None, 1
    for index, row in enumerate(rows.head(_LOOK_AT_ROWS).select(columns).rows()):
        hits = sum(value is not None and plain_heading(value) in known for value in row)
        if hits > most:
            best, most = index, hits
    if best is None:
        return None
    named: dict[str, str] = {}
    seen: set[str] = set()
    for column, value in zip(columns, rows.select(columns).row(best), strict=True):
        heading = " ".join((value or "").split())
        if heading and heading not in seen:
            named[column] = heading
            seen.add(heading)
    body = rows.slice(best + 1).select(ROW, *named).rename(named)
    empty = pl.all_horizontal(
        pl.col(h).is_null() | (pl.col(h).str.strip_chars() == "") for h in seen
    )
    return RawTable(sheet, body.filter(~empty))
