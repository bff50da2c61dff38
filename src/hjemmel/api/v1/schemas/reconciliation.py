"""Shapes of the reconciliation."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import Day


class ReconciliationQuery(Schema):
    """Which file the register is compared with."""

    file_day: Day | None = Field(None, description="The day of the file; without: the newest.")


class DisagreementOut(Schema):
    """One fact on which the two registers disagree about one list."""

    key: int | None = Field(description="The register's key of the list; null: unknown here.")
    agreement: str = Field(description="Number of the agreement.")
    patient_list: str = Field(description="Number of the list.")
    doctor: str = Field(description="Name of who serves it.")
    what: str = Field(
        description="holder, ceiling, length, form, status, shared, ends_on, unknown_here or "
        "unknown_there."
    )
    ours: str | int | bool | date | None = Field(description="What the register has.")
    theirs: str | int | bool | date | None = Field(description="What the file has.")
    since: date = Field(description="The first file of an unbroken row in which they disagreed.")
    why: str = Field(description="Code of what explains it.")
    reason: str = Field(description="What explains it, in words.")


class ReconciliationOut(Schema):
    """The register beside a file of the national register's contracts."""

    as_of: date | None = Field(None, description="The day of the file; null: none is loaded.")
    loaded_at: datetime | None = Field(None, description="When it was loaded.")
    days: list[date] = Field([], description="The days of all files, newest first.")
    contracts: int = Field(0, description="Contracts in the file.")
    lists: int = Field(0, description="Lists open in the register on that day.")
    disagreeing: int = Field(0, description="Lists with at least one disagreement.")
    rows: list[DisagreementOut] = Field([], description="Where they disagree.")
