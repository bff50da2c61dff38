"""Shapes of what does not fit together in the figures of a case or of the register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Number, SourceOut, Words

ShortcomingName = Annotated[
    Words, PathEx(description="Name of a shortcoming, as the data quality has it.")
]
Severity = Literal["changes_result", "worth_knowing"]


class ReadingOut(Schema):
    """One reading of a figure."""

    text: str
    value: Number | None
    as_of: date | None
    source: SourceOut
    is_used: bool


class NoteOut(Schema):
    """Readings that do not fit together."""

    id: str = Field(description="Name.")
    title: str = Field(description="What it is about.")
    cases: list[str] = Field(description="Cases that it concerns.")
    severity: Severity = Field(description="Whether it matters.")
    severity_name: str = Field(description="The severity in words.")
    readings: list[ReadingOut] = Field(description="Two or more readings.")
    decision: str = Field(description="Which is used, and why.")


class ShortcomingOut(Schema):
    """Something missing or contradictory in the register."""

    id: str = Field(description="Name.")
    title: str = Field(description="What it is.")
    consequence: str = Field(description="What it does to the figures.")
    remedy: str = Field(description="What to do.")
    severity: Severity = Field(description="Whether a figure becomes another one.")
    count: int = Field(description="How many.")


class RowBehindOut(Schema):
    """One row behind a shortcoming."""

    kind: str = Field(description="list, doctor, centre, run, residents or agreement.")
    key: int = Field(description="The register's key.")
    name: str = Field(description="What people call it.")
    place: str = Field(description="Where it is.")
    detail: str = Field(description="What is wrong with it.")


class ShortcomingRowsOut(ShortcomingOut):
    """A shortcoming with the rows behind it; persons are counted, never listed."""

    rows: list[RowBehindOut] = Field(description="The rows.")


class DataQualityOut(Schema):
    """What does not fit together in the figures of a case, or of the register."""

    case: str
    as_of: date
    source: SourceOut
    notes: list[NoteOut] = Field(description="Of published figures; none for the register.")
    shortcomings: list[ShortcomingOut] = Field(description="Of the register; none for a case.")
