"""Shapes of lists, and of what is changed of a list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import (
    Body,
    DaysQuery,
    FindingOut,
    Key,
    Number,
    PossibleDay,
    Words,
)

ListKey = Annotated[int, PathEx(description="The register's key of the list.", ge=1, le=2**53)]
Form = Literal["self_employed", "salaried", "variant_8_2"]
Sort = Literal["centre", "doctor", "free", "length", "waiting", "ends"]


class ListsQuery(DaysQuery):
    """Which lists are asked for."""

    q: Words = Field(
        "", description="Part of a doctor's, a centre's or a list's name.", max_length=100
    )
    district: Words = Field("", description="District, six digits.", max_length=6)
    centre: Key | None = Field(None, description="Key of a centre.")
    free: bool | None = Field(None, description="Only with, or only without, a free place.")
    status: Literal["", "held", "served_by_locum", "without_doctor"] = Field(
        "", description="Who serves the list."
    )
    vacant: bool = Field(False, description="Only posts without a permanent holder.")
    form: Literal["", "self_employed", "salaried", "variant_8_2"] = Field(
        "", description="How the post is run."
    )
    ends_soon: bool = Field(False, description="Only agreements that end within twelve months.")
    near_end_age: bool = Field(
        False, description="Only holders at, or within two years of, the age limit."
    )
    sort: Sort = Field("centre", description="What they are sorted by.")


class ListOut(Schema):
    """A list on a day; null is not known, or none."""

    key: int = Field(description="The register's key.")
    external_id: str = Field(description="The state register's number.")
    kind: str = Field(description="ordinary, shared or part.")
    agreement: int = Field(description="Key of the agreement.")
    centre: int = Field(description="Key of the centre.")
    centre_name: str = Field(description="Name of the centre.")
    district: str = Field(description="District, six digits.")
    district_name: str = Field(description="Name of the district.")
    holder: int | None = Field(description="Key of the doctor who holds the agreement.")
    holder_name: str | None = Field(description="Name of the holder.")
    locum: int | None = Field(description="Key of the doctor who stands in.")
    locum_name: str | None = Field(description="Name of the locum.")
    doctor_name: str | None = Field(description="Who serves the list.")
    form: str = Field(description="self_employed, salaried or variant_8_2.")
    status: str = Field(description="held, served_by_locum or without_doctor.")
    held_since: date | None = Field(description="First day of the holder.")
    notice_received_on: date | None = Field(description="When notice reached the municipality.")
    ends_on: date | None = Field(description="First day after the agreement, where known.")
    end_age: int | None = Field(description="Agreed age at which it ends; null: the law's.")
    ceiling: int | None = Field(description="Persons that it may hold.")
    length: int | None = Field(description="Persons on it.")
    length_as_of: date = Field(description="The day that the length is about.")
    free: int | None = Field(description="Places left below the ceiling.")
    guests: int | None = Field(description="Persons on it who live elsewhere.")
    waiting: int = Field(description="Persons who wait for it.")


class ListsOut(Schema):
    """Lists on a day."""

    municipality: str = Field(description="Four digits.")
    as_of: date = Field(description="The day.")
    lists: list[ListOut] = Field(description="The lists that fit.")


class Times(Schema):
    """When something held, and when that was known."""

    valid_from: date = Field(description="First day.")
    valid_to: date | None = Field(description="First day after; null: no end known.")
    known_from: datetime = Field(description="When it was written.")
    known_to: datetime | None = Field(description="When something better was known.")


class CeilingOut(Times):
    """A ceiling with both its times."""

    ceiling: int = Field(description="Persons.")


class TermsOut(Times):
    """An agreement's terms with both their times."""

    holder: str = Field(description="Name of the holder; empty: none.")
    locum: str = Field(description="Name of who stands in; empty: nobody.")
    form: str = Field(description="self_employed, salaried or variant_8_2.")
    status: str = Field(description="held, served_by_locum or without_doctor.")
    centre: str = Field(description="Name of the centre.")
    opening_hours: Number | None = Field(description="Hours a week.")
    side_task_hours: Number | None = Field(description="Hours a week of municipal tasks.")
    end_age: int | None = Field(description="Agreed age at which it ends; null: the law's.")
    notice_received_on: date | None = Field(description="When notice reached the municipality.")
    ends_on: date | None = Field(description="First day after the agreement.")


class ShareOut(Times):
    """A doctor who shares the list or has a part of it, with both times."""

    doctor: int = Field(description="Key of the doctor.")
    name: str = Field(description="Name.")
    part: str = Field(description="responsible, shared or part.")
    holds: bool = Field(description="Whether it holds on the day.")


class ReportOut(Schema):
    """What the state's register reported of a list."""

    as_of: date = Field(description="The day.")
    length: int = Field(description="Persons on it.")
    ceiling: int | None = Field(description="Its ceiling.")


class MemberGroupOut(Schema):
    """Members of an age band; null is fewer than five, for those who may not see residents."""

    band: str = Field(description="Ages, years.")
    male: int | None = Field(description="Men.")
    female: int | None = Field(description="Women.")


class AdvertisementOut(Schema):
    """A time that a post was advertised."""

    published_on: date = Field(description="The day.")
    deadline: date = Field(description="Last day to apply.")


class VacancyOut(Schema):
    """A time without a permanent holder."""

    since: date = Field(description="First day.")
    filled_on: date | None = Field(description="First day with a holder; null: still vacant.")
    advertisements: list[AdvertisementOut] = Field(description="When it was advertised.")


class ListDetailsOut(Schema):
    """A list with its history and what the rules say."""

    row: ListOut = Field(description="The list on the day.")
    ceilings: list[CeilingOut] = Field(description="Its ceilings, newest first.")
    terms: list[TermsOut] = Field(description="Its agreement's terms, newest first.")
    shares: list[ShareOut] = Field(description="Doctors who share it, or have a part of it.")
    reports: list[ReportOut] = Field(description="What the state reported, oldest first.")
    members: list[MemberGroupOut] = Field(description="Members by age and sex.")
    vacancies: list[VacancyOut] = Field(description="Vacancies and their advertisements.")
    findings: list[FindingOut] = Field(
        description="What the rules say; those that lack a figure are left out."
    )


class CeilingBody(Body):
    """A new ceiling."""

    ceiling: int = Field(ge=0, le=100_000, description="Persons.")
    valid_from: PossibleDay = Field(description="First day.")
    agreed_with_municipality: bool = Field(
        False, description="Whether the municipality has agreed to a low one."
    )


class CeilingChangedOut(Schema):
    """What the rules say of a new ceiling."""

    findings: list[FindingOut] = Field(description="The rules that were asked.")


class NoticeBody(Body):
    """A notice that reached the municipality."""

    received_on: PossibleDay = Field(description="The day it reached the municipality.")
    ends_on: PossibleDay | None = Field(
        None, description="First day after the agreement; null: the earliest that the law allows."
    )


class NoticeOut(Schema):
    """When the agreement ends."""

    ends_on: date = Field(description="First day after the agreement.")


class AppointmentBody(Body):
    """A doctor who gets a post, or stands in on it."""

    hpr_number: Words = Field(max_length=20, description="Her HPR number.")
    name: Words = Field("", max_length=200, description="Her name; needed when she is new here.")
    as_locum: bool = Field(False, description="She stands in; the holder keeps the post.")
    valid_from: PossibleDay = Field(description="First day.")


class VacancyBody(Body):
    """A post that nobody has from a day on."""

    valid_from: PossibleDay = Field(description="First day.")


class AdvertisementBody(Body):
    """An advertisement of a vacant post."""

    published_on: PossibleDay = Field(description="The day.")
    deadline: PossibleDay = Field(description="Last day to apply.")


class TermsBody(Body):
    """What is agreed of a post from a day on; what is left out stays as it was."""

    valid_from: PossibleDay = Field(description="First day.")
    form: Form = Field("self_employed", description="How the post is run.")
    opening_hours: Words = Field(
        "", max_length=10, description="Hours a week, for example 37.5; empty: not known."
    )
    side_task_hours: Words = Field(
        "", max_length=10, description="Hours a week of municipal tasks; empty: not known."
    )
    side_tasks: Words = Field("", max_length=1000, description="Which tasks.")
    end_age: Words = Field(
        "", max_length=3, description="Agreed age at which it ends, years; 0: the law's."
    )


class KindBody(Body):
    """Another kind of list."""

    kind: Literal["ordinary", "shared", "part"] = Field(description="The kind.")


class ShareBody(Body):
    """A doctor who shares a list, or has a part of it."""

    hpr_number: Words = Field(max_length=20, description="Her HPR number.")
    name: Words = Field("", max_length=200, description="Her name; needed when she is new here.")
    part: Literal["responsible", "shared", "part"] = Field(description="What she has of it.")
    valid_from: PossibleDay = Field(description="First day.")


class UnshareBody(Body):
    """A doctor who no longer shares a list."""

    doctor: Key = Field(description="Key of the doctor.")
    valid_from: PossibleDay = Field(description="First day without her.")


class PostBody(Body):
    """A new post, without a doctor yet."""

    centre: Key = Field(description="Key of the centre.")
    form: Form = Field(description="How it is run.")
    ceiling: int = Field(ge=0, le=100_000, description="The ceiling of its list, persons.")
    valid_from: PossibleDay = Field(description="First day.")
