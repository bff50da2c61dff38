"""Shapes of searches for a roster."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body
from hjemmel.api.v1.schemas.duty_rosters import PairOut

SearchKey = Annotated[int, PathEx(description="The register's key of the search.", ge=1, le=2**53)]


class SearchBody(Body):
    """How a search is to be made."""

    seconds: int = Field(60, ge=1, le=3600, description="How long to look at most.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of every draw.")


class ReplanSearchBody(Body):
    """How a search for the fewest changes is to be made."""

    seconds: int = Field(10, ge=1, le=3600, description="How long to look at most.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of every draw.")


class SpanOut(Schema):
    """The largest balance less the smallest of those who are compared."""

    category: str = Field(description="What is compared.")
    value: float = Field(description="The span, in shifts or hours.")
    bound: float = Field(description="A span that no roster is below.")
    target: float = Field(description="The span aimed at.")
    prevented_by: list[str] = Field(description="What keeps it from its target, if known.")


class ConflictOut(Schema):
    """Why no roster keeps every demand."""

    sentences: list[str] = Field(description="Demands that cannot all be kept.")
    is_smallest: bool = Field(description="Whether none of them can be left out.")
    relaxations: list[str] = Field(description="The cheapest that can be given up instead.")


class OutcomeOut(Schema):
    """How a search ended."""

    status: Literal["optimal", "feasible", "infeasible", "stopped"] = Field(
        description="How good the roster is known to be."
    )
    status_name: str = Field(description="The same in words.")
    points: float = Field(description="Its price; the best costs least.")
    bound: float = Field(description="A price that no roster is below.")
    gap: float = Field(description="How far it may be from the best, as a share.")
    seconds: float = Field(description="How long the search took.")
    spans: list[SpanOut] = Field(description="How evenly the burden is spread.")
    conflict: ConflictOut | None = Field(description="Why there is none; null where there is.")
    receipt: dict[str, Any] = Field(description="What is needed to get it again.")


class LeastOut(Schema):
    """The fewest changes that were found of a roster that is out."""

    fewest: int | None = Field(description="Doctors that have to come off a shift in any case.")
    is_least: bool = Field(description="Whether it is proven that fewer changes will not do.")
    problem: str | None = Field(description="Why no roster was found; null where one was.")
    put: list[PairOut] = Field(description="Who is put on which shift.")
    off: list[PairOut] = Field(description="Who is taken off which shift.")


class SearchOut(Schema):
    """A search for a roster."""

    key: int = Field(description="The register's key.")
    roster: int = Field(description="Key of the roster.")
    of_version: int = Field(description="The roster's version that it was asked for.")
    state: Literal["queued", "running", "done", "cancelled", "failed"] = Field(
        description="How far it has come."
    )
    seconds: int = Field(description="How long it may look.")
    label: str | None = Field(description="What goes on; null before it has said so.")
    points: float | None = Field(description="What the best so far costs; null: none yet.")
    bound: float | None = Field(description="What none is below; null: not known yet.")
    outcome: OutcomeOut | None = Field(description="How it ended; null before.")
    least: LeastOut | None = Field(
        description="What it found, if it was for the fewest changes; null otherwise, and before."
    )
    problem: dict[str, Any] | None = Field(description="What went wrong, if it failed.")
    places: int = Field(description="How many places it filled.")
    asked_by: str = Field(description="Who asked for it.")
    asked_at: datetime = Field(description="When.")
    started_at: datetime | None = Field(description="When it began.")
    finished_at: datetime | None = Field(description="When it ended.")
    is_replan: bool = Field(description="Whether it is for the fewest changes of what is out.")
    is_taken: bool = Field(description="Whether it was taken into the roster.")
    can_be_taken: bool = Field(description="Whether it can be now.")
