"""Shapes of imports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Day

RunKey = Annotated[int, PathEx(description="The register's key of the run.", ge=1, le=2**53)]


class UploadForm(Schema):
    """What is said of a file that is sent."""

    as_of: Day = Field(description="The day that the file is about.")
    complete: bool = Field(
        True, description="Whether the file has everybody: what is not in it has ended."
    )


class HowFarOut(Schema):
    """How far a load has come."""

    label: str = Field(description="What it does.")
    done: int = Field(description="Steps done.")
    total: int = Field(description="All steps; 0: not known.")


class RunOut(Schema):
    """A run of an import: what a file holds, and how loading it went."""

    key: int = Field(description="The register's key.")
    kind: str = Field(description="register, events, contracts, or a kind of statistics.")
    file: str = Field(description="Name of the file.")
    as_of: date | None = Field(description="The day that it is about.")
    status: str = Field(
        description="previewed, running, loaded, unchanged, failed, cancelled or broken_off."
    )
    complete: bool = Field(description="Whether it has everybody.")
    may_load: bool = Field(description="Whether it can be loaded now.")
    quarantined: int | None = Field(description="Rows that did not fit.")
    counts: dict[str, Any] = Field(description="Rows read, accepted, added, changed and ended.")
    problem: dict[str, Any] | None = Field(description="Why it failed.")
    how_far: HowFarOut | None = Field(description="While it is loaded.")
    asked_by: str = Field(description="Who sent it.")
    asked_at: datetime = Field(description="When it was sent.")
    finished_at: datetime | None = Field(description="When it was done.")


class QuarantinedOut(Schema):
    """A row that did not fit."""

    sheet: str = Field(description="Sheet of the file.")
    row: int = Field(description="Row in it.")
    field: str = Field(description="Field.")
    reason: str = Field(description="Why.")
    value: str = Field(description="What stood there; masked where it is about a person.")
