"""Shapes of cases, their figures and what is known about the figures' quality."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import DaysQuery, Number, SourceOut


class CaseQuery(DaysQuery):
    """Which day is asked for; a published picture has the days it was published for."""


class CaseSummaryOut(Schema):
    """One picture of a municipality on a day."""

    id: str = Field(description="Id, for example bergen-2023.")
    municipality: str | None = Field(description="Four digits; null for a region or the nation.")
    name: str = Field(description="Name of the place.")
    as_of: date = Field(description="The day that the picture is about.")
    kind: Literal["published", "synthetic", "register"] = Field(description="Kind of figures.")
    kind_name: str = Field(description="The kind in words.")


class FigureOut(Schema):
    """One figure with its day and its source."""

    name: str
    value: Number
    as_of: date
    source: SourceOut
    note: str | None


class DistrictOut(Schema):
    """The counts of one district; null is unknown."""

    number: str
    name: str
    gps: int
    population: int
    practices: int | None
    lists: int | None
    list_places: int | None
    listed: int | None
    free_places: int | None
    lists_with_10_free: int | None
    lists_with_over_20_free: int | None
    lists_without_doctor: int | None
    vacant_posts: int | None
    guests_in: int | None
    guests_out: int | None


class WaitingOut(Schema):
    """How many wait in one class; null is unknown."""

    waiting_class: Literal["without_gp", "gp_elsewhere", "change_within"]
    name: str
    persons: int | None


class TrendPointOut(Schema):
    """One point of a series."""

    as_of: date
    value: Number
    source: SourceOut


class TrendOut(Schema):
    """A published series."""

    name: str
    points: list[TrendPointOut]


class CaseOut(CaseSummaryOut):
    """Everything that is known about a municipality on a day."""

    seed: int | None = Field(description="Seed of a synthetic picture.")
    source: SourceOut = Field(description="Main source.")
    figures: list[FigureOut] = Field(description="Figures for the whole.")
    districts: list[DistrictOut] = Field(description="The districts.")
    waiting: list[WaitingOut] = Field(description="The waiting list by class.")
    trends: list[TrendOut] = Field(description="Published series.")


class VerificationOut(Schema):
    """One published figure, worked out again."""

    figure: str = Field(description="Group of figures.")
    name: str = Field(description="Name, unique among all.")
    label: str = Field(description="What the figure is.")
    printed: Number | list[Number] = Field(description="The value in the document.")
    derived: bool = Field(description="Whether the document does not print the value itself.")
    computed: Number | list[Number] = Field(description="The value worked out.")
    agrees: bool = Field(description="Whether the two are equal.")
    matches_record: bool = Field(description="Whether the outcome is the one on record.")
    note: str = Field(description="Why they differ, or what to know.")
    source: SourceOut = Field(description="Where it is printed.")
