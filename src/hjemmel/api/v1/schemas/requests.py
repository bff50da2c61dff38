"""Shapes of wishes for a GP, of who stands where in the queue, and of decided moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Day, DayQuery, FindingOut, Key, PageQuery, Words
from hjemmel.api.v1.schemas.findings import ToldFindingOut

RequestKey = Annotated[
    int, PathEx(description="The register's key of the request.", ge=1, le=2**53)
]
State = Literal[
    "granted", "refused", "queued", "list_full", "needs_judgement", "withdrawn", "carried_out"
]
Cause = Literal["own_wish", "moved", "gp_left", "list_reduced", "struck_off"]
AskedBy = Literal["self", "parent", "child_welfare"]
CareOf = Literal["parents", "taken", "short"]
MoveState = Literal["planned", "done", "reversed", "cancelled"]
Version = Annotated[int, Field(ge=1, le=1_000_000)]


class RequestsQuery(PageQuery):
    """Which requests are asked for."""

    state: State | None = Field(None, description="Only those in this state.")
    resident: Key | None = Field(None, description="Only those of this resident, by key.")


class RequestOut(Schema):
    """A request for a GP, and what became of it."""

    key: int = Field(description="The register's key.")
    version: int = Field(description="Rises with every decision; a decision names it.")
    resident: int = Field(description="Key of the resident.")
    wanted_list: int | None = Field(description="Key of the list; null: any.")
    external_id: str = Field(description="The state register's number of the list; empty: any.")
    cause: str = Field(description="Why another GP is wanted.")
    asked_by: AskedBy = Field(description="On whose behalf it was asked.")
    asked_on: date = Field(description="The day it was asked for.")
    effective_on: date = Field(description="The first of a month from which it holds.")
    state: State = Field(description="What became of it.")
    reason: str = Field(description="Code of the finding that settled it.")
    exception: str = Field(description="Rule that admits to a full list; empty: none.")
    counts: bool = Field(description="Whether it is one of the calendar year's changes.")
    note: str = Field(description="What the case worker wrote.")
    findings: list[ToldFindingOut] = Field(description="What each rule said, in the order asked.")
    made_by: str = Field(description="Who noted it.")
    made_at: datetime = Field(description="When.")
    decided_by: str = Field(description="Who decided; empty: the rules did.")
    decided_at: datetime | None = Field(description="When.")


class RequestsOut(Schema):
    """Requests, newest first."""

    total: int = Field(description="How many fit.")
    by_state: dict[State, int] = Field(
        description="How many there are in each state, whatever is asked for."
    )
    leaves_out: bool = Field(
        description="Whether persons with a protected address are left out of rows and counts."
    )
    rows: list[RequestOut] = Field(description="Those asked for.")


class RequestBody(Body):
    """A request for a GP."""

    key: Words = Field(
        min_length=1,
        max_length=64,
        description="A key of your own making: the same key again is the same request.",
    )
    resident: Key = Field(description="Key of the resident.")
    wanted_list: Key | None = Field(
        description="Key of the list, one of the municipality's; null: any, by a place in the queue."
    )
    asked_on: Day | None = Field(
        None, description="The day it was asked for, in this month; null: today."
    )
    cause: Cause = Field("own_wish", description="Why another GP is wanted.")
    asked_by: AskedBy = Field("self", description="On whose behalf.")
    care: CareOf = Field(
        "parents", description="Who has the care of a child, when the child welfare services ask."
    )
    parent_consents: bool = Field(
        False, description="Whether a parent agrees with a child who asks."
    )
    moved_out: Day | None = Field(
        None, description="The day she moved out, when she claims her old place back."
    )
    queue_if_full: bool = Field(
        False, description="Whether she wants a place in the queue when the list is full."
    )


class DecisionBody(Body):
    """A decision on a request that the rules left to a person."""

    version: Version = Field(description="The version that was looked at.")
    grant: bool = Field(description="Whether it is granted.")
    reason: Words = Field(
        max_length=500, description="Why, in a sentence that the resident may read."
    )


class WithdrawalBody(Body):
    """A request that is taken back."""

    version: Version = Field(description="The version that was looked at.")


class QueueQuery(PageQuery, DayQuery):
    """Whose place in the queue is asked for."""

    wanted_list: Key | None = Field(None, description="Only those who wait for this list, by key.")
    resident: Key | None = Field(None, description="Only this resident, by key.")


class QueuePlaceOut(Schema):
    """Where somebody stands, and why."""

    number: int = Field(description="One more than those who go before her.")
    equal: int = Field(description="How many others have waited as long; a draw decides.")
    resident: int = Field(description="Key of the resident.")
    without_gp: bool = Field(description="Whether she has no GP.")
    since: date = Field(description="The day she has waited from.")
    wanted_list: int | None = Field(description="Key of the list waited for; null: any.")
    external_id: str = Field(description="The state register's number of that list.")
    number_for_list: int = Field(description="Her number among those who wait for the same list.")
    why: list[str] = Field(description="Why she stands there, sentence by sentence.")


class QueueOut(Schema):
    """Those who want a place, in the order they are served."""

    as_of: date = Field(description="The day.")
    total: int = Field(description="How many want a place, whoever they are.")
    rules: list[FindingOut] = Field(description="What the rules say of the order.")
    leaves_out: bool = Field(
        description="Whether persons with a protected address are left out of the rows."
    )
    rows: list[QueuePlaceOut] = Field(description="Those asked for.")


class MovesQuery(PageQuery):
    """Which moves are asked for."""

    state: MoveState = Field("planned", description="Moves in this state.")
    effective_on: Day | None = Field(None, description="Only those that take effect on this day.")


class MoveOut(Schema):
    """A decided move between lists."""

    key: int = Field(description="The register's key.")
    resident: int = Field(description="Key of the resident.")
    from_list: int | None = Field(description="Key of the list that is left; null: none.")
    to_list: int | None = Field(description="Key of the list that is joined; null: none.")
    effective_on: date = Field(description="First day.")
    cause: str = Field(description="What led to it.")
    reason: str = Field(description="The rule or cause behind it.")
    above_ceiling: bool = Field(description="Whether a rule admits above the ceiling.")
    source: str = Field(description="What decided it, for example request 7.")
    state: MoveState = Field(description="How far it has come.")


class MovesOut(Schema):
    """Moves by day."""

    total: int = Field(description="How many fit.")
    leaves_out: bool = Field(
        description="Whether persons with a protected address are left out of rows and counts."
    )
    rows: list[MoveOut] = Field(description="Those asked for.")
