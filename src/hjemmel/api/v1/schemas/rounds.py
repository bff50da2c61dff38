"""Shapes of rounds of allocation and distributions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Day
from hjemmel.api.v1.schemas.findings import ToldFindingOut

RoundKey = Annotated[int, PathEx(description="The register's key of the round.", ge=1, le=2**53)]
Mode = Literal["stable", "most_placed"]
Kind = Literal["round", "distribution"]
FileKind = Literal["csv", "xlsx"]


class RoundBody(Body):
    """How a round is to be made."""

    as_of: Day | None = Field(None, description="The day of the round; null: today.")
    mode: Mode = Field("stable", description="Nobody passed over, or as many as possible placed.")
    seed: int = Field(
        ge=0,
        le=2**63 - 1,
        description="Published seed of the draw between those who have waited equally long.",
    )


class DistributionBody(Body):
    """How a distribution is to be made."""

    as_of: Day | None = Field(None, description="The day of the distribution; null: today.")


class RoundRowOut(Schema):
    """A round or a distribution in short."""

    key: int = Field(description="The register's key.")
    kind: Kind = Field(description="What it is.")
    mode: str = Field(description="stable, most_placed, or fewest_points of a distribution.")
    as_of: date = Field(description="The day it was made for.")
    effective_on: date = Field(description="The day its moves take effect.")
    state: Literal["proposed", "adopted", "discarded"] = Field(description="How far it has come.")
    persons: int = Field(description="Persons who take part.")
    given: int = Field(description="Persons who get a list.")
    made_by: str = Field(description="Who proposed it.")
    made_at: datetime = Field(description="When.")
    settled_by: str = Field(description="Who adopted or discarded it.")
    settled_at: datetime | None = Field(description="When.")


class ListShareOut(Schema):
    """What a round does to a list."""

    key: int = Field(description="Key of the list.")
    places: int = Field(description="Places before.")
    given: int = Field(description="Places that it gives.")


class RoundOut(Schema):
    """A round with what the engine told of it."""

    row: RoundRowOut = Field(description="The round in short.")
    seed: int | None = Field(description="Seed of the draw between equals.")
    digest: str = Field(description="SHA-256 of what it was computed from.")
    result: dict[str, Any] = Field(
        description="The engine's account: what this way gives, and what the other would."
    )
    nearness: str | None = Field(
        description="How nearness was measured in a distribution: kilometres or the district."
    )
    formula: list[str] = Field(
        description="How the points of a distribution are counted, sentence by sentence."
    )
    lists: list[ListShareOut] = Field(description="What it does to each list.")
    findings: list[ToldFindingOut] = Field(description="The rules of the order.")
    checks: list[ToldFindingOut] = Field(description="What the check of the result says.")
    receipt: dict[str, Any] = Field(description="What it was computed from.")


class RoundPlaceOut(Schema):
    """What somebody gets, and why."""

    number: int = Field(description="Her number in the order.")
    resident: int | None = Field(description="Key of the resident; null: not for you to see.")
    patient_list: int | None = Field(description="Key of the list she gets; null: none.")
    external_id: str = Field(description="The state register's number of that list.")
    by_choice: bool = Field(description="Whether she chose it.")
    why: list[str] = Field(description="Why, sentence by sentence.")


class HandOverQuery(Schema):
    """Which file is asked for."""

    kind: FileKind = Field("csv", description="csv or xlsx.")
