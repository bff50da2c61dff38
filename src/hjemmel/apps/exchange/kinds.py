"""What a kind of file must be able to do to be imported: recognise, read, load.

``catalogue.KINDS`` names all kinds. A kind knows its own format; runs, quarantine, progress,
permissions and audit are the same for all (``services``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Protocol

import polars as pl

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

QUARANTINE: Mapping[str, Any] = {
    "sheet": pl.String,
    "row": pl.UInt32,
    "field": pl.String,
    "reason": pl.String,
    "value": pl.String,
}
"""The columns of rows that did not fit; ``value`` is shortened and names no person."""


def no_quarantine() -> pl.DataFrame:
    """Return the empty table of rows that did not fit."""
    return pl.DataFrame(schema=dict(QUARANTINE))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on its way in, or a folder of files that belong together.

    Args:
        path: Where it lies.
        name: The name that it had.
        format: ``csv``, ``xlsx``, ``parquet``, ``json`` or ``folder``, by its first bytes; or what
            it is instead (``pdf``, ``zip``, ``image``, ``html``, ``word``, ``locked``, ``empty`` …).
    """

    path: Path
    name: str
    format: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of an import.

    Args:
        municipality: Key of the municipality.
        number: Its number today.
        as_of: The day that the file is about; ``None``: as the file says.
        complete: Whether the file has everybody: who is missing has left.
        columns: What was pointed out by hand: sheet → table and columns (see ``ColumnMapping``).
        today: The day of the import.
    """

    municipality: int
    number: str
    as_of: date | None = None
    complete: bool = False
    columns: Mapping[str, Any] = field(default_factory=dict)
    today: date = date.min


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column of a file: its header, and the field it was taken for (empty: none)."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table of a file: what it was taken for, and what was read of it.

    Args:
        sheet: Name of the sheet or file.
        table: Id of the table; empty: not read.
        title: The table's name for people.
        rows: Rows read.
        accepted: Rows that go on.
        columns: Its columns.
        missing: Names of fields that it must have and has not.
        doubled: Columns that were taken for the same field; the table cannot be loaded.
        choices: Fields that a column can be pointed out as, by id.
        sample: The first rows, masked, in the order of ``columns``.
    """

    sheet: str
    table: str
    title: Text
    rows: int
    accepted: int
    columns: tuple[ColumnFound, ...] = ()
    missing: tuple[Text, ...] = ()
    doubled: tuple[Text, ...] = ()
    choices: Mapping[str, Text] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read and tested, before anything is stored.

    Args:
        content: What ``load`` takes.
        as_of: The day it is about, if known.
        tables: What was recognised.
        quarantine: Rows that do not fit, with the columns of ``QUARANTINE``.
        warnings: What somebody should know before loading.
        blocked: Why it cannot be loaded as it is; ``None``: it can.
        expected: Per table what a load would do: rows added, already there, ended.
    """

    content: Any
    as_of: date | None
    tables: tuple[TableFound, ...]
    quarantine: pl.DataFrame = field(default_factory=no_quarantine)
    warnings: tuple[Text, ...] = ()
    blocked: Text | None = None
    expected: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(table.rows for table in self.tables)

    @property
    def accepted(self) -> int:
        """Rows that go on."""
        return sum(table.accepted for table in self.tables)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: ``tables`` (added, changed, ended, unchanged), counts before and after."""

    tables: Mapping[str, Mapping[str, int]]
    before: Mapping[str, int] = field(default_factory=dict)
    after: Mapping[str, int] = field(default_factory=dict)

    @property
    def changed_anything(self) -> bool:
        """Whether a row was added, changed or ended."""
        return any(n for t in self.tables.values() for key, n in t.items() if key != "unchanged")


class ImportKind(Protocol):
    """One kind of file."""

    id: ClassVar[str]
    title: ClassVar[Text]
    permission: ClassVar[Permission]

    def recognise(self, file: SourceFile) -> bool:
        """Tell, from a quick look, whether a file is of this kind."""

    def read(self, file: SourceFile, wish: Wish, progress: Progress) -> Draft:
        """Read and test a file; write nothing.

        Raises:
            DataFileError: The file is not what it should be; nothing of it can be used.
        """

    def load(self, draft: Draft, wish: Wish, by: Actor, progress: Progress) -> Loaded:
        """Write what was read, inside a transaction that the caller has opened; audit it."""
