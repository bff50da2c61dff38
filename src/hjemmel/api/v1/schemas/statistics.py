"""Shapes of indicators and published statistics."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import Number, Words


class PublishedOut(Schema):
    """A published figure."""

    table: str = Field(description="Number of the table.")
    content: str = Field(description="Code of the series.")
    year: int = Field(description="Year.")
    value: Number | None = Field(description="Figure; null: see status.")
    status: str = Field(description="Why there is no figure.")
    retrieved_on: date = Field(description="When it was fetched.")


class IndicatorOut(Schema):
    """A published indicator, computed from the register, beside what was published."""

    id: str = Field(description="Name.")
    publisher: str = Field(description="ssb or directorate.")
    title: str = Field(description="What it is.")
    value: Number | None = Field(description="From the register; null: a figure is missing.")
    unit: str = Field(description="Unit.")
    formula: str = Field(description="How it is computed.")
    inputs: dict[str, Number | None] = Field(description="What went in.")
    missing: list[str] = Field(description="Inputs that are not known.")
    source: str = Field(description="Who defined it, and where.")
    note: str | None = Field(description="What to know.")
    published: PublishedOut | None = Field(description="The newest published figure.")
    difference: Number | None = Field(description="From the register less published.")


class IndicatorsOut(Schema):
    """All indicators on a day."""

    municipality: str = Field(description="Four digits.")
    name: str = Field(description="Name.")
    is_synthetic: bool = Field(description="Whether all persons are made up.")
    as_of: date = Field(description="The day.")
    indicators: list[IndicatorOut] = Field(description="The indicators.")


class HoldingOut(Schema):
    """A statistic that is in the register."""

    kind: str = Field(description="population, districts, projection, lists, codes or borders.")
    table: str = Field(description="Number of the table.")
    regions: int = Field(description="Regions.")
    first_year: int | None = Field(description="First year.")
    last_year: int | None = Field(description="Last year.")
    vintage: int | None = Field(description="Vintage of a projection.")
    rows: int = Field(description="Rows.")
    retrieved_on: date | None = Field(description="When the newest was fetched.")
    source: str = Field(description="Where borders are from.")


class SeriesQuery(Schema):
    """Which published series are asked for."""

    content: Words = Field("", max_length=60, description="Code of a series; empty: all.")


class SeriesOut(PublishedOut):
    """A published figure of a region."""

    region: str = Field(description="The region that it is about.")


class PopulationQuery(Schema):
    """Which population is asked for."""

    year: int = Field(ge=1900, le=2200, description="1 January of this year.")
    district: Words | None = Field(
        None, min_length=2, max_length=2, description="The district's two last digits."
    )


class ForecastQuery(PopulationQuery):
    """Which forecast is asked for."""

    vintage: int | None = Field(
        None, ge=1900, le=2200, description="Vintage; the newest when not given."
    )
    alternative: Words = Field("MMMM", max_length=10, description="Alternative.")


class AgeOut(Schema):
    """Residents of an age."""

    age: int = Field(description="Years; 105 is 105 and older.")
    male: int = Field(description="Men.")
    female: int = Field(description="Women.")


class PopulationOut(Schema):
    """Residents on 1 January by age and sex."""

    region: str = Field(description="Municipality or district.")
    year: int = Field(description="Year.")
    total: int = Field(description="All residents.")
    table: str = Field(description="The table that they are from.")
    retrieved_on: date = Field(description="When they were fetched.")
    ages: list[AgeOut] = Field(description="By age.")
