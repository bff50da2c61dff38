"""Shapes of free places, open to all."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema


class FreePlacesQuery(Schema):
    """Where the lists are seen from."""

    from_district: str | None = Field(
        None,
        max_length=6,
        description="Number of a district: lists come with the distance from its middle, nearest first.",
    )
    within_km: float | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="Only lists known to be so near, in kilometres; with from_district.",
    )


class FreeListOut(Schema):
    """A list's free places."""

    external_id: str = Field(description="The state register's number.")
    centre: str = Field(description="Name of the centre.")
    district: str = Field(description="Number of the centre's district; empty: not known.")
    languages: list[str] = Field(description="Languages that the doctor speaks.")
    ceiling: int = Field(description="Persons it may hold.")
    free: int | None = Field(
        description="Places left, less those that are promised; null: from one to four."
    )
    is_open: bool = Field(description="Whether it is open to those who have a GP.")
    waiting: int | None = Field(
        description="Persons who wait for it; null: from one to four, or left out to hide another."
    )
    distance_km: float | None = Field(
        description="Kilometres in a straight line from the middle of from_district; null: not known."
    )
    to_district: bool = Field(
        description="Whether the centre's own point is unknown, so that it is to its district's middle."
    )


class FreeDistrictOut(Schema):
    """A district's free places."""

    number: str = Field(description="Six digits; empty: not known.")
    name: str = Field(description="Name.")
    lists: int = Field(description="Lists with a doctor and a ceiling.")
    free: int = Field(description="Free places; where not exact, the lowest that it may be.")
    is_exact: bool = Field(description="Whether the count of every list in it is shown.")


class FreePlacesOut(Schema):
    """A municipality's free places."""

    municipality: str = Field(description="Four digits.")
    name: str = Field(description="Name.")
    is_synthetic: bool = Field(description="Whether all its persons are made up.")
    as_of: date = Field(description="The day they are of.")
    effective_on: date = Field(description="The day somebody who asks now gets a place.")
    free: int = Field(description="Free places in all; where not exact, the lowest it may be.")
    is_exact: bool = Field(description="Whether the count of every list in it is shown.")
    districts: list[FreeDistrictOut] = Field(description="Sums by district.")
    lists: list[FreeListOut] = Field(description="Each list.")
