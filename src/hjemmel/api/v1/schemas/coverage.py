"""Shapes of the coverage."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import (
    Day,
    FindingOut,
    Number,
    PictureHead,
    ReceiptOut,
    SourceOut,
)


class CoverageQuery(Schema):
    """What may be asked."""

    as_of: Day | None = Field(None, description="The day of the figures.")
    known_on: Day | None = Field(
        None, description="In the register: the day whose knowledge is used; now when not given."
    )


class CoverageRow(Schema):
    """One district, or the whole; null is unknown, never 0."""

    number: str = Field(description="District number, or the municipality's.")
    name: str = Field(description="Name.")
    practices: int | None = Field(description="Medical centres.")
    gps: int | None = Field(description="Doctors with a GP agreement.")
    population: int | None = Field(description="Residents.")
    gps_per_1000: Number | None = Field(description="GPs per 1 000 residents, three decimals.")
    needed: Number | None = Field(description="GPs that the norm asks for.")
    gap: Number | None = Field(description="GPs minus needed; negative is a deficit.")
    list_places: int | None = Field(description="Sum of the list ceilings, persons.")
    free_places: int | None = Field(description="Free list places.")
    free_share: Number | None = Field(description="Free places as a share of the list places.")
    lists: int | None = Field(description="Lists.")
    lists_with_10_free: int | None = Field(description="Lists with at least 10 free places.")
    lists_with_over_20_free: int | None = Field(description="Lists with more than 20 free places.")
    lists_without_doctor: int | None = Field(description="Lists without a permanent doctor.")
    vacant_posts: int | None = Field(description="Posts without a permanent holder.")
    guests_in: int | None = Field(description="Listed here, living elsewhere.")
    guests_out: int | None = Field(description="Living here, listed elsewhere.")


class PromiseOut(Schema):
    """One promise and whether it is kept."""

    id: str = Field(description="Name of the promise.")
    title: str = Field(description="The promise as people know it.")
    value: Number | None = Field(description="The figure; null when unknown.")
    is_share: bool = Field(description="Whether the figure is a share.")
    unit: str = Field(description="Words after the figure.")
    detail: str = Field(description="Counts behind the figure, or why it is unknown.")
    status: Literal["kept", "broken", "unknown", "measure", "no_goal"] = Field(
        description="The judgement."
    )
    status_name: str = Field(description="The judgement in words.")
    as_of: date = Field(description="The day of the figure.")
    source: SourceOut | None = Field(description="Where the figure was read.")
    finding: FindingOut | None = Field(description="The rule's finding; null when unknown.")


class AttentionOut(Schema):
    """One thing that needs attention."""

    id: str = Field(description="Name of it.")
    count: int | None = Field(description="How many; null when that cannot be told.")
    text: str = Field(description="What it is; reads on from the count.")
    page: Literal["lists", "districts", "need", "quality", "figures", "nowhere"] = Field(
        description="The page that has the rows behind it."
    )
    choice: dict[str, str] = Field(description="What to choose on that page.")
    remedy: str | None = Field(description="What to do when it cannot be told.")


class CoverageOut(PictureHead):
    """Where the GP scheme stands."""

    norm_per_1000: Number = Field(
        description="GPs per 1 000 residents that the gap is held against."
    )
    districts: list[CoverageRow] = Field(description="One row per district.")
    total: CoverageRow = Field(description="The whole municipality.")
    promises: list[PromiseOut] = Field(description="What was promised.")
    answer: str = Field(description="Where the scheme stands, in words.")
    attention: list[AttentionOut] = Field(description="What needs attention.")
    receipt: ReceiptOut = Field(description="What it was computed from.")
