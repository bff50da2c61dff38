"""Shapes of the need for GPs."""

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


class NeedQuery(Schema):
    """What may be asked; what is left out is the municipality's own assumption."""

    as_of: Day | None = Field(None, description="The day of the figures.")
    known_on: Day | None = Field(
        None, description="In the register: the day whose knowledge is used; now when not given."
    )
    population: int | None = Field(None, description="Residents in the target year.")
    target_year: int | None = Field(None, description="Target year.")
    guests: float | None = Field(None, description="Guest patients in minus out.")
    mean_list: float | None = Field(None, description="Planned list length, persons per GP.")
    reserve: float | None = Field(None, description="Free capacity, per cent.")
    reserve_of: Literal["need", "capacity"] | None = Field(
        None, description="Whether the reserve is a share of the need or of the capacity."
    )
    gps: int | None = Field(None, description="GPs today.")
    leavers: float | None = Field(None, description="GPs who leave a year.")
    years: int | None = Field(None, description="Years to recruit over.")
    horizon: int | None = Field(None, description="Years of the yearly path.")
    demand_index: float | None = Field(None, description="Need relative to the nation.")
    municipal_fte: float | None = Field(
        None, description="Municipal full-time equivalents worked by the GPs."
    )
    draws: int | None = Field(None, description="Random draws behind the bands.")
    seed: int | None = Field(None, description="Seed of the draws.")


class BandOut(Schema):
    """The values that enclose 80 % of the draws."""

    low: Number
    high: Number


class MethodOut(Schema):
    """The answer of one method."""

    method: Literal["list_length", "hours", "demand"] = Field(description="Which method.")
    title: str = Field(description="Its name.")
    status: Literal["computed", "unknown"] = Field(description="Whether it could be used.")
    need: Number | None = Field(description="GPs without reserve.")
    target: int | None = Field(description="GPs with the reserve, whole doctors.")
    band: BandOut | None = Field(description="80 % band of the target.")
    why: str = Field(description="Why it differs from the others, or what is missing.")
    remedy: str | None = Field(description="What to do when it could not be used.")


class HoursOut(Schema):
    """Details of the hours method."""

    list_hours_per_week: Number
    hours_per_gp_year: Number
    gps_for_lists: Number
    category_factor: Number
    individual_posts: Number
    gps_with_other_tasks: Number
    wisn_ratio: Number
    wisn_difference: Number


class DemandOut(Schema):
    """Details of the demand method."""

    consultations: Number
    per_person: Number
    national_per_person: Number
    index: Number


class WaitingReserveInputsOut(Schema):
    """What the count by waiting list and reserve starts from."""

    reserve_share: Number
    lists: Number
    mean_list: Number
    waiting: Number
    growth_low: Number | None
    growth_high: Number | None


class WaitingReserveOut(Schema):
    """The need counted by waiting list and reserve."""

    places: Number = Field(description="New list places, persons.")
    agreements_low: int = Field(description="New agreements, rounded down.")
    agreements_high: int = Field(description="New agreements, rounded up.")
    yearly_agreements_low: Number | None = Field(description="Agreements a year, lower growth.")
    yearly_agreements_high: Number | None = Field(description="Agreements a year, higher growth.")
    inputs: WaitingReserveInputsOut


class InfluenceOut(Schema):
    """What one assumption does alone."""

    factor: str = Field(description="Which assumption.")
    half_width: Number = Field(description="Share that it is moved by.")
    at_low: Number = Field(description="GPs with the assumption lowered.")
    at_high: Number = Field(description="GPs with the assumption raised.")


class YearOut(Schema):
    """One year of the path; GPs are not rounded."""

    year: int
    population: Number
    target: Number
    target_band: BandOut
    gps: Number
    recruits: Number
    leavers: Number


class DistrictPathOut(Schema):
    """The path of one district."""

    number: str
    name: str
    path: list[YearOut]


class AssumptionOut(Schema):
    """One assumption and where it comes from."""

    name: str = Field(description="Name of the query parameter.")
    field: str = Field(description="Name in the calculation.")
    label: str = Field(description="What it is.")
    value: Number | None = Field(description="Its value.")
    origin: Literal["given", "published", "law", "assumed"] = Field(
        description="Given by the asker, published by the municipality, from the law, or assumed."
    )
    as_of: date | None = Field(description="The day of a published value.")
    source: SourceOut | None = Field(description="Where a published value was read.")


class StepOut(Schema):
    """One line of the calculation."""

    label: str
    formula: str
    value: str
    unit: str


class NeedOut(PictureHead):
    """How many GPs are needed, and the way there."""

    target_year: int = Field(description="Year of the population that is planned for.")
    persons: Number = Field(description="Residents in the target year and net guests.")
    need: Number = Field(description="GPs without reserve, list-length method.")
    target: int = Field(description="GPs with the reserve chosen, whole doctors.")
    target_by_need: int = Field(description="With the reserve as a share of the need.")
    target_by_capacity_share: int = Field(
        description="With the reserve as a share of the capacity."
    )
    reserve_share: Number = Field(description="Free capacity wanted, 0–1.")
    reserve_of: Literal["need", "capacity"] = Field(description="Which definition leads.")
    free_share_of_capacity: Number = Field(description="Free share at target_by_need.")
    gps_today: int = Field(description="GPs on as_of.")
    leavers_per_year: Number = Field(description="GPs who leave a year.")
    years: int = Field(description="Years to recruit over.")
    recruits: int = Field(description="GPs to recruit over the years.")
    methods: list[MethodOut] = Field(description="The three methods side by side.")
    hours: HoursOut = Field(description="Details of the hours method.")
    demand: DemandOut | None = Field(description="Details of the demand method.")
    corrected_list_length: Number | None = Field(description="SSB's corrected list length.")
    waiting_reserve: WaitingReserveOut | None = Field(description="By waiting list and reserve.")
    influences: list[InfluenceOut] = Field(description="What each assumption does alone.")
    path: list[YearOut] = Field(description="The whole, year by year.")
    districts: list[DistrictPathOut] = Field(description="The districts, year by year.")
    assumptions: list[AssumptionOut] = Field(description="What it rests on.")
    steps: list[StepOut] = Field(description="How it was computed.")
    findings: list[FindingOut] = Field(description="Limits of law that were held.")
    checks: list[FindingOut] = Field(description="What must hold of a right result.")
    receipt: ReceiptOut = Field(description="What it was computed from.")
