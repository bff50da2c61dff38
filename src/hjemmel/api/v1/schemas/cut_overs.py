"""Shapes of the month's cut-over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, PossibleDay, Words

CutOverKey = Annotated[
    int, PathEx(description="The register's key of the cut-over.", ge=1, le=2**53)
]


class PreviewQuery(Schema):
    """Which month is asked for."""

    effective_on: PossibleDay = Field(description="A first of a month.")


class CutOverBody(Body):
    """A cut-over as it was previewed."""

    effective_on: PossibleDay = Field(
        description="A first of a month, no later than the coming one."
    )
    digest: Words = Field(
        min_length=64, max_length=64, description="Digest of the moves that were previewed."
    )


class DifferenceOut(Schema):
    """What a cut-over does to a list."""

    key: int = Field(description="Key of the list.")
    external_id: str = Field(description="The state register's number.")
    before: int = Field(description="Persons on it before.")
    leave: int = Field(description="Persons who leave it.")
    join: int = Field(description="Persons who join it.")
    after: int = Field(description="Persons on it after.")
    ceiling: int | None = Field(description="Persons it may hold; null: not known.")
    by_exception: int = Field(description="Of those who join, admitted above the ceiling.")
    is_breach: bool = Field(description="Whether it grows beyond its ceiling without a rule.")


class DifferencesOut(Schema):
    """What a cut-over would change."""

    effective_on: date = Field(description="The first of the month.")
    moves: int = Field(description="Moves in all.")
    by_cause: dict[str, int] = Field(description="Moves by cause.")
    members_before: int = Field(description="Persons on these lists before.")
    members_after: int = Field(description="Persons on these lists after.")
    digest: str = Field(description="SHA-256 of the moves; running it names this.")
    lists: list[DifferenceOut] = Field(description="What it does to each list.")


class CutOverOut(Schema):
    """A cut-over that was run."""

    key: int = Field(description="The register's key.")
    effective_on: date = Field(description="The first of the month.")
    state: Literal["done", "reversed"] = Field(description="Whether it stands.")
    digest: str = Field(description="SHA-256 of the moves.")
    differences: dict[str, Any] = Field(description="What it changed, in numbers.")
    run_by: str = Field(description="Who ran it.")
    run_at: datetime = Field(description="When.")
    reversed_by: str = Field(description="Who took it back.")
    reversed_at: datetime | None = Field(description="When.")


class CutOverDoneOut(Schema):
    """What running a cut-over led to."""

    cut_over: CutOverOut | None = Field(description="The cut-over; null: nothing was to be done.")
