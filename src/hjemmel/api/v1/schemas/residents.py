"""Shapes of residents: never a national id or a name in an address, always a purpose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, HeaderEx, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Day, DaysQuery, FindingOut, Key, PossibleDay, Words
from hjemmel.api.v1.schemas.lists import Times

ResidentKey = Annotated[
    int, PathEx(description="The register's key of the resident.", ge=1, le=2**53)
]
Purpose = Annotated[
    Literal["change", "queue", "question", "correction", "insight"],
    HeaderEx(alias="Purpose", description="What the look-up is for; it is logged."),
]
WaitingClassName = Literal["without_gp", "gp_elsewhere", "change_within"]


class ResidentSearchBody(Body):
    """Who is looked for: a national id, or a birth date and perhaps a name."""

    national_id: Words = Field("", max_length=20, description="Eleven digits.")
    name: Words = Field("", max_length=200, description="Part of the name.")
    born: Day | None = Field(None, description="Birth date.")


class ResidentRowOut(Schema):
    """A resident in short."""

    key: int = Field(description="The register's key.")
    name: str = Field(description="Name.")
    born: date = Field(description="Birth date.")
    sex: str = Field(description="male or female.")
    district: str = Field(description="Name of the district.")
    is_protected: bool = Field(description="Whether the address is protected.")
    is_synthetic: bool = Field(description="Whether she is made up.")


class MembershipOut(Times):
    """A time on a list, with both its times."""

    patient_list: int | None = Field(description="Key of the list; null: one elsewhere.")
    external_id: str = Field(description="The state register's number of the list.")
    elsewhere: str = Field(description="Where, when it is not in hjemmel.")


class QueueTimeOut(Schema):
    """A time in the queue."""

    wanted: str = Field(description="The list waited for; empty: any.")
    waiting_class: str = Field(description="without_gp, gp_elsewhere or change_within.")
    queued_on: date = Field(description="First day.")
    left_on: date | None = Field(description="The day she left it.")


class LookOut(Schema):
    """One time that somebody looked at a resident."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who.")
    resident: int = Field(description="Key of the resident.")
    municipality: str = Field(description="Four digits.")
    purpose: str = Field(description="What for.")
    what: str = Field(description="What was looked at: resident, national_id, search, export …")


class ResidentOut(Schema):
    """All that the register has about a resident."""

    row: ResidentRowOut = Field(description="The resident in short.")
    national_id: str = Field(
        description="Without its last five digits unless they were asked for; empty: not known."
    )
    municipality: str = Field(description="Name of the municipality of residence.")
    household: list[ResidentRowOut] = Field(description="Others of the household.")
    parents: list[ResidentRowOut] = Field(description="Parents.")
    children: list[ResidentRowOut] = Field(description="Children.")
    memberships: list[MembershipOut] = Field(description="Times on a list, newest first.")
    waiting: list[QueueTimeOut] = Field(description="Times in the queue, newest first.")
    basis: str = Field(description="What her right rests on.")
    right: FindingOut = Field(description="Whether she has a right to a GP.")
    reads: list[LookOut] = Field(description="Who has looked, this time included.")
    lived_here_from: date | None = Field(description="First day here.")
    lived_here_to: date | None = Field(description="First day elsewhere.")
    died_on: date | None = Field(description="Day of death.")


class PlaceBody(Body):
    """A place on a list."""

    patient_list: Key = Field(description="Key of the list.")
    valid_from: PossibleDay = Field(description="First day.")
    exception: Words = Field(
        "", max_length=40, description="The rule that admits to a full list; empty: none."
    )


class QueueBody(Body):
    """A place in the queue, from today."""

    wanted_list: Key | None = Field(None, description="Key of the list; null: any.")
    waiting_class: WaitingClassName = Field(description="Why she waits.")


class DeathBody(Body):
    """A death."""

    died_on: PossibleDay = Field(description="The day.")


class MoveOutBody(Body):
    """A move away from the municipality."""

    moved_on: PossibleDay = Field(description="First day that she does not live there.")


class MoveInBody(Body):
    """A move to a district: to the municipality, back, or within it."""

    district: Words = Field(max_length=6, description="District, six digits.")
    moved_on: PossibleDay = Field(description="First day there.")


class ResidentQuery(DaysQuery):
    """What of a resident is asked for."""

    whole_number: bool = Field(
        False, description="Whether the last digits of the national id are asked for; it is logged."
    )


class PersonOut(Schema):
    """Everything that is stored about a resident."""

    resident: dict[str, Any] = Field(description="The resident.")
    household: dict[str, Any] | None = Field(description="The household's address.")
    memberships: list[dict[str, Any]] = Field(description="Times on a list.")
    waiting: list[dict[str, Any]] = Field(description="Times in the queue.")
    read_by: list[dict[str, Any]] = Field(description="Who has looked, when and what for.")
    done: list[dict[str, Any]] = Field(description="What was done to her data, when and by whom.")
