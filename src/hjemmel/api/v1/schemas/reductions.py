"""Shapes of reductions: the request, the announced digest, the draw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words
from hjemmel.api.v1.schemas.findings import ToldFindingOut

ReductionKey = Annotated[
    int, PathEx(description="The register's key of the reduction.", ge=1, le=2**53)
]


class ReductionBody(Body):
    """A list that is to be made shorter."""

    patient_list: Key = Field(description="Key of the list, one of the municipality's.")
    ceiling: int = Field(ge=0, le=10_000, description="Persons it is to hold.")
    requested_on: PossibleDay = Field(description="The day the request reached the municipality.")
    effective_on: PossibleDay = Field(description="A first of a month.")
    asked_by_municipality: bool = Field(
        False, description="Whether the municipality asked, not the GP."
    )
    gp_consents: bool = Field(True, description="Whether the GP agrees.")
    shorter_notice_agreed: bool = Field(
        False, description="Whether a shorter notice than the law's was agreed."
    )


class AnnouncementBody(Body):
    """The day that those in the draw are on the list."""

    as_of: PossibleDay | None = Field(None, description="The day; null: today.")


class DrawBody(Body):
    """The seed of the draw."""

    seed: Words = Field(
        min_length=1,
        max_length=100,
        description="A number nobody could know when the digest was announced.",
    )


class ReductionRowOut(Schema):
    """A reduction in short."""

    key: int = Field(description="The register's key.")
    patient_list: int = Field(description="Key of the list.")
    external_id: str = Field(description="The state register's number of the list.")
    requested_on: date = Field(description="The day it was asked for.")
    effective_on: date = Field(description="The day it takes effect.")
    ceiling: int = Field(description="Persons the list is to hold.")
    state: Literal["requested", "announced", "drawn", "withdrawn"] = Field(
        description="How far it has come."
    )
    made_by: str = Field(description="Who noted it.")
    made_at: datetime = Field(description="When.")


class ReductionOut(Schema):
    """A reduction with what the rules said and how far the draw has come."""

    row: ReductionRowOut = Field(description="The reduction in short.")
    asked_by_municipality: bool = Field(description="Whether the municipality asked.")
    findings: list[ToldFindingOut] = Field(description="What the rules said.")
    length: int = Field(description="Persons on the list now.")
    digest: str = Field(description="SHA-256 of the units; empty: not announced.")
    drawn_as_of: date | None = Field(description="The day those in the draw were on the list.")
    seed: str = Field(description="The seed; empty: not drawn.")
    surplus: int | None = Field(description="Persons who had to leave.")
    leave: int = Field(description="Persons drawn.")
    left_out: int = Field(
        description="Persons left out: they had died or left the list by the draw."
    )
    without_offer: int = Field(
        description="Of those drawn, persons who are not on their way to another list."
    )
    drawn_by: str = Field(description="Who drew.")
    drawn_at: datetime | None = Field(description="When.")


class PublishedTicketOut(Schema):
    """A unit in a draw."""

    number: int = Field(description="Its place in the order of the draw.")
    unit: int = Field(description="Its name: the lowest key among its members.")
    members: list[int] = Field(description="Keys of the members.")
    ticket: str = Field(description="SHA-256 of seed, digest and unit.")
    is_drawn: bool = Field(description="Whether it leaves the list.")
    left_out: list[int] = Field(
        description="Keys of those of its members who had died or left the list by the draw."
    )


Tickets = list[PublishedTicketOut]


class PublishedDrawOut(Schema):
    """A draw as it is published; `hjemmel lists verify-draw` makes it again."""

    municipality: str = Field(description="Four digits.")
    list: str = Field(description="The state register's number of the list.")
    as_of: str = Field(description="The day those in the draw were on the list.")
    surplus: int = Field(description="Persons who had to leave.")
    seed: str = Field(description="The seed.")
    digest: str = Field(description="SHA-256 of the units, announced before the seed.")
    tickets: Tickets = Field(description="All units in the order of the draw.")
