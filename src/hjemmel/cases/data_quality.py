"""Published figures that do not fit together: both readings, the one that is used, and why."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from importlib.resources.abc import Traversable

from hjemmel.cases import files
from hjemmel.cases.published import list_cases
from hjemmel.domain.figure import Source
from hjemmel.kernel.text import Text
from hjemmel.law.loader import unknown_id


class Severity(Enum):
    """Whether a result becomes another one with the other reading."""

    CHANGES_RESULT = "changes_result"
    WORTH_KNOWING = "worth_knowing"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        if self is Severity.CHANGES_RESULT:
            return Text("Endrer resultatet", "Changes the result")
        return Text("Verdt å vite", "Worth knowing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One of the readings.

    Args:
        text: What the document says.
        value: The number, if it says one.
        as_of: The day it is about, if it says so.
        source: Where it says so.
        is_used: Whether hjemmel computes with it.
    """

    text: Text
    value: Decimal | None
    as_of: date | None
    source: Source
    is_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataNote:
    """Readings that do not fit together.

    Args:
        id: Name.
        title: What it is about.
        cases: Ids of the published cases it concerns.
        severity: Whether it matters to a result.
        readings: Two or more.
        decision: Which reading is used, and why.
    """

    id: str
    title: Text
    cases: tuple[str, ...]
    severity: Severity
    readings: tuple[Reading, ...]
    decision: Text


@functools.cache
def all_notes() -> tuple[DataNote, ...]:
    """Return every note, in the order of the file."""
    return read_notes(files.data_folder() / "contradictions.toml")


def notes_for(case_id: str) -> tuple[DataNote, ...]:
    """Return the notes that concern a case, those that change a result first.

    A case without notes, for example a synthetic one, has none.
    """
    notes = [note for note in all_notes() if case_id in note.cases]
    return tuple(sorted(notes, key=lambda note: note.severity is Severity.WORTH_KNOWING))


def read_notes(file: Traversable) -> tuple[DataNote, ...]:
    """Read a file of notes.

    Raises:
        DataFileError: The file breaks the format.
        UnknownIdError: A note concerns a case that does not exist.
    """
    table = files.check(files.read(file), file.name, required={"contradictions"})
    notes = tuple(
        _read_note(row, f"{file.name} contradictions[{place}]")
        for place, row in enumerate(table["contradictions"])
    )
    ids = [note.id for note in notes]
    if len(ids) != len(set(ids)):
        raise files.refuse(file.name, "To har samme id.", "Two have the same id.")
    return notes


def _read_note(row: object, where: str) -> DataNote:
    table = files.check(
        row,
        where,
        required={
            "id",
            "title_nb",
            "title_en",
            "cases",
            "severity",
            "readings",
            "decision_nb",
            "decision_en",
        },
    )
    known = {case.id for case in list_cases()}
    for case_id in table["cases"]:
        if case_id not in known:
            raise unknown_id("case", case_id, known)
    try:
        severity = Severity(table["severity"])
    except ValueError:
        raise files.refuse(
            where,
            f"Ukjent alvor «{table['severity']}».",
            f"Unknown severity “{table['severity']}”.",
        ) from None
    readings = tuple(
        _read_reading(reading, f"{where}.readings[{place}]")
        for place, reading in enumerate(table["readings"])
    )
    if len(readings) < 2:
        raise files.refuse(where, "Trenger minst to lesninger.", "Needs at least two readings.")
    return DataNote(
        id=files.words(table, "id", where),
        title=files.both(table, "title", where),
        cases=tuple(table["cases"]),
        severity=severity,
        readings=readings,
        decision=files.both(table, "decision", where),
    )


def _read_reading(row: object, where: str) -> Reading:
    table = files.check(
        row,
        where,
        required={"text_nb", "text_en", "source"},
        optional={"value", "as_of", "is_used"},
    )
    return Reading(
        text=files.both(table, "text", where),
        value=Decimal(files.number(table, "value", where)) if "value" in table else None,
        as_of=files.day(table, "as_of", where) if "as_of" in table else None,
        source=files.source(table["source"], f"{where}.source"),
        is_used=bool(table.get("is_used", False)),
    )
