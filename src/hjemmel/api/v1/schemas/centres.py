"""Shapes of centres and doctors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, PossibleDay, Words
from hjemmel.api.v1.schemas.lists import ListOut

CentreKey = Annotated[int, PathEx(description="The register's key of the centre.", ge=1, le=2**53)]
DoctorKey = Annotated[int, PathEx(description="The register's key of the doctor.", ge=1, le=2**53)]


class CentreEntryOut(Schema):
    """A centre and where it is."""

    key: int = Field(description="The register's key.")
    name: str = Field(description="Name.")
    organisation_number: str = Field(description="Nine digits; empty: not known.")
    district: str = Field(description="District, six digits.")
    address: str = Field(description="Street address.")
    postcode: str = Field(description="Four digits.")
    postal_place: str = Field(description="Postal place.")
    longitude: float | None = Field(description="Degrees east.")
    latitude: float | None = Field(description="Degrees north.")
    is_open: bool = Field(description="Whether it is open.")


class CentreOut(Schema):
    """A centre with its lists."""

    key: int = Field(description="The register's key.")
    name: str = Field(description="Name.")
    organisation_number: str = Field(description="Nine digits; empty: not known.")
    address: str = Field(description="Street address.")
    postcode: str = Field(description="Four digits.")
    postal_place: str = Field(description="Postal place.")
    district: str = Field(description="Name of the district.")
    ownership: str = Field(description="Who owns it.")
    premises: str = Field(description="Its premises.")
    premises_m2: int | None = Field(description="Size of the premises, m².")
    most_doctors: int | None = Field(description="Doctors that it has room for.")
    universal_design: str = Field(description="met, partly, not_met or empty.")
    wheelchair_access: bool | None = Field(description="Whether a wheelchair gets in.")
    longitude: float | None = Field(description="Degrees east.")
    latitude: float | None = Field(description="Degrees north.")
    leader: str = Field(description="Who leads it.")
    phone: str = Field(description="Telephone.")
    opened_on: date | None = Field(description="First day.")
    closed_on: date | None = Field(description="First day after it closed.")
    lists: list[ListOut] = Field(description="The lists at it on the day.")


class NewCentreBody(Body):
    """A new centre."""

    name: Words = Field(min_length=1, max_length=150, description="Name.")
    district: Words = Field(max_length=6, description="District, six digits.")


class CentreBody(Body):
    """What is corrected of a centre; what is left out stays as it was, null is not known."""

    name: Words = Field("", min_length=1, max_length=150, description="Name.")
    organisation_number: Words = Field("", max_length=9, description="Nine digits.")
    address: Words = Field("", max_length=200, description="Street address.")
    postcode: Words = Field("", max_length=4, description="Four digits.")
    postal_place: Words = Field("", max_length=60, description="Postal place.")
    phone: Words = Field("", max_length=20, description="Telephone.")
    leader: Words = Field("", max_length=150, description="Who leads it.")
    premises: Words = Field("", max_length=300, description="Its premises.")
    premises_m2: int | None = Field(None, ge=0, le=1_000_000, description="Their size, m².")
    most_doctors: int | None = Field(
        None, ge=0, le=1000, description="Doctors that it has room for."
    )
    universal_design: Literal["", "met", "partly", "not_met"] = Field(
        "", description="Whether everybody gets in."
    )
    wheelchair_access: bool | None = Field(None, description="Whether a wheelchair gets in.")
    opened_on: PossibleDay | None = Field(None, description="First day.")
    longitude: float | None = Field(None, ge=-180, le=180, description="Degrees east.")
    latitude: float | None = Field(None, ge=-90, le=90, description="Degrees north.")


class ClosingBody(Body):
    """When a centre closes."""

    closed_on: PossibleDay | None = Field(
        None, description="First day that it is not open; null: it does not close after all."
    )


class DoctorEntryOut(Schema):
    """A doctor; number and birth date only for those who may see them."""

    key: int = Field(description="The register's key.")
    name: str = Field(description="Name.")
    sex: str = Field(description="male, female or empty.")
    hpr_number: str | None = Field(description="HPR number.")
    born: date | None = Field(description="Birth date.")


class DoctorOut(DoctorEntryOut):
    """A doctor with her lists."""

    competence: str = Field(description="specialist, alis, approved_gp, neither or unknown.")
    specialist_since: date | None = Field(description="Since when she is a specialist.")
    languages: list[str] = Field(description="Languages.")
    training_stage: str = Field(description="How far she has come.")
    is_synthetic: bool = Field(description="Whether she is made up.")
    lists: list[ListOut] = Field(description="Lists that she holds, stands in on or shares.")


class DoctorBody(Body):
    """What is corrected of a doctor; what is left out stays as it was, null is not known."""

    name: Words = Field("", min_length=1, max_length=150, description="Name.")
    born: PossibleDay | None = Field(
        None, description="Birth date; needs see_doctor_details as well."
    )
    sex: Literal["", "male", "female"] = Field("", description="Sex.")
    competence: Literal["specialist", "alis", "approved_gp", "neither", "unknown"] = Field(
        "unknown", description="Competence."
    )
    specialist_since: PossibleDay | None = Field(
        None, description="Since when she is a specialist."
    )
    training_stage: Words = Field("", max_length=60, description="How far she has come.")
    languages: list[Annotated[Words, Field(max_length=50)]] = Field(
        default_factory=list, max_length=50, description="Languages."
    )
