"""Shapes of the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Day, FindingOut

MunicipalityNumber = Annotated[
    str, PathEx(description="The municipality's number, four digits, for example 4601.")
]
ListKey = Annotated[int, PathEx(description="The register's key of the list.", ge=1, le=2**53)]


class DaysQuery(Schema):
    """The two days of a question to the register."""

    as_of: Day | None = Field(None, description="The day asked about; today when not given.")
    known_on: Day | None = Field(
        None, description="The day whose knowledge is used; now when not given."
    )


class ListsQuery(DaysQuery):
    """Which lists are asked for."""

    q: str = Field(
        "", description="Part of a doctor's, a centre's or a list's name.", max_length=100
    )
    district: str = Field("", description="District, six digits.", max_length=6)
    free: bool | None = Field(None, description="Only with, or only without, a free place.")
    status: Literal["", "held", "served_by_locum", "without_doctor"] = Field(
        "", description="Who serves the list."
    )
    ends_soon: bool = Field(False, description="Only agreements that end within twelve months.")


class MunicipalityOut(Schema):
    """A municipality that is run in hjemmel."""

    number: str = Field(description="Four digits.")
    name: str = Field(description="Name.")
    is_synthetic: bool = Field(description="Whether all its persons are made up.")
    data_as_of: date | None = Field(description="The day that the newest file loaded is about.")


class MeOut(Schema):
    """Who asks, and what it opens."""

    name: str = Field(description="User name.")
    roles: list[str] = Field(description="Roles, wherever they hold.")
    scopes: list[str] | None = Field(description="What the key is narrowed to; null: not narrowed.")


class ListOut(Schema):
    """A list on a day; null is not known, or none."""

    key: int = Field(description="The register's key.")
    external_id: str = Field(description="The state register's number.")
    kind: str = Field(description="ordinary, shared or part.")
    centre: int = Field(description="Key of the centre.")
    centre_name: str = Field(description="Name of the centre.")
    district: str = Field(description="District, six digits.")
    district_name: str = Field(description="Name of the district.")
    doctor_name: str | None = Field(description="Who serves the list.")
    form: str = Field(description="self_employed, salaried or variant_8_2.")
    status: str = Field(description="held, served_by_locum or without_doctor.")
    ceiling: int | None = Field(description="Persons that it may hold.")
    length: int | None = Field(description="Persons on it.")
    free: int | None = Field(description="Places left below the ceiling.")
    guests: int | None = Field(description="Persons on it who live elsewhere.")
    waiting: int = Field(description="Persons who wait for it.")
    ends_on: date | None = Field(description="First day after the agreement, where known.")


class ListsOut(Schema):
    """Lists on a day."""

    municipality: str = Field(description="Four digits.")
    as_of: date = Field(description="The day.")
    lists: list[ListOut] = Field(description="The lists that fit.")


class CeilingOut(Schema):
    """A ceiling with both its times."""

    ceiling: int = Field(description="Persons.")
    valid_from: date = Field(description="First day.")
    valid_to: date | None = Field(description="First day after; null: no end known.")
    known_from: datetime = Field(description="When it was written.")
    known_to: datetime | None = Field(description="When something better was known.")


class ListDetailsOut(Schema):
    """A list with its ceilings and what the rules say."""

    row: ListOut = Field(description="The list on the day.")
    ceilings: list[CeilingOut] = Field(description="Its ceilings, newest first.")
    findings: list[FindingOut] = Field(
        description="What the rules say; those that lack a figure are left out."
    )
