"""Shapes of who asks, and of the municipalities of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import Body, PossibleDay


class MeOut(Schema):
    """Who asks, and what it opens."""

    name: str = Field(description="User name.")
    roles: list[str] = Field(description="Roles, wherever they hold.")
    scopes: list[str] | None = Field(description="What the key is narrowed to; null: not narrowed.")


class MunicipalityOut(Schema):
    """A municipality that is run in hjemmel."""

    number: str = Field(description="Four digits.")
    name: str = Field(description="Name.")
    is_synthetic: bool = Field(description="Whether all its persons are made up.")
    data_as_of: date | None = Field(description="The day that the newest file loaded is about.")


class BorderOut(Schema):
    """A district with its border."""

    number: str = Field(description="Six digits.")
    name: str = Field(description="Name.")
    border: dict[str, Any] | None = Field(description="GeoJSON geometry; null: not loaded.")
    source: str = Field(description="Where the border is from.")


class SnapshotsOut(Schema):
    """The days of a municipality in the register."""

    first: date | None = Field(description="The first day with agreements.")
    snapshots: list[date] = Field(description="Months that were stored, newest first.")


class SnapshotBody(Body):
    """The month to store."""

    as_of: PossibleDay = Field(description="The first of the month.")


class SnapshotTakenOut(Schema):
    """What storing a month came to."""

    id: str = Field(description="Name, for example 4601-2024-01-01.")
    as_of: date = Field(description="The first of the month.")
    is_new: bool = Field(description="Whether it was stored now.")
    is_as_then: bool = Field(description="Whether the register still says the same.")
    digest: str = Field(description="SHA-256 of what is stored.")
