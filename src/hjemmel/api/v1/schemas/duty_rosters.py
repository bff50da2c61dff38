"""Shapes of duty rosters: shifts with who is on them, changes, findings, cost and publication."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words

RosterKey = Annotated[int, PathEx(description="The register's key of the roster.", ge=1, le=2**53)]
ShiftKey = Annotated[Words, Field(min_length=1, max_length=60)]
Reason = Annotated[Words, Field(max_length=500)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
State = Literal["draft", "published", "closed"]
Level = Literal["law", "agreement", "local", "wish"]


class RosterOut(Schema):
    """A roster."""

    key: int = Field(description="The register's key.")
    district: int = Field(description="Key of the duty district.")
    district_name: str = Field(description="Its name.")
    name: str = Field(description="What people call the roster.")
    first: date = Field(description="The first day.")
    last: date = Field(description="The first day after.")
    wishes_until: date | None = Field(description="The last day for wishes.")
    state: State = Field(description="Whether it was sent out.")
    version: int = Field(description="Grows with each change; a change names it.")


class RosterBody(Body):
    """A roster to be made."""

    name: Words = Field(min_length=1, max_length=100, description="What people call it.")
    first: PossibleDay = Field(description="The first day.")
    last: PossibleDay = Field(description="The first day after.")
    wishes_until: PossibleDay | None = Field(None, description="The last day for wishes.")


class VersionBody(Body):
    """The version that was looked at."""

    version: Version = Field(description="If the roster has changed since, nothing happens.")


class DaysOfRosterQuery(Schema):
    """Which days of a roster are asked for."""

    first: PossibleDay | None = Field(None, description="The first day; its own when not given.")
    last: PossibleDay | None = Field(
        None, description="The first day after; its own when not given."
    )


class OnShiftOut(Schema):
    """A doctor on a shift."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    is_fixed: bool = Field(description="Whether a search leaves her.")
    origin: str = Field(
        description="planner, solver, import, swap, given, open_shift, replan or reserve."
    )


class ShiftOut(Schema):
    """A shift with who is on it; times in Norway."""

    key: str = Field(description="Its key in the roster.")
    code: str = Field(description="Code of its type.")
    name: str = Field(description="Name of its type.")
    station: str = Field(description="Its station.")
    day: date = Field(description="The day on which it starts.")
    starts: datetime = Field(description="When it starts.")
    ends: datetime = Field(description="When it ends.")
    needs: int = Field(description="How many doctors it needs.")
    lacks: int = Field(description="How many it lacks; below 0: it has too many.")
    role: str = Field(description="doctor or back_up.")
    pay_form: str = Field(description="How it is paid.")
    on: list[OnShiftOut] = Field(description="Who is on it.")


class ShiftBody(Body):
    """A change of who is on a shift."""

    version: Version = Field(description="The roster's version that the change was made on.")
    shift: ShiftKey = Field(description="Key of the shift in the roster.")
    put_on: list[Key] = Field([], max_length=50, description="Doctors in the district to put on.")
    take_off: list[Key] = Field([], max_length=50, description="Doctors to take off.")
    reason: Reason = Field(
        "",
        description="Why a rule of the law is set aside in a published roster; needs decide_duty.",
    )


class LockBody(Body):
    """Whether a search leaves a doctor on her shift."""

    version: Version = Field(description="The roster's version that was looked at.")
    shift: ShiftKey = Field(description="Key of the shift in the roster.")
    doctor: Key = Field(description="Her key in the district.")
    is_fixed: bool = Field(description="Whether a search leaves her.")


class VersionOut(Schema):
    """The roster's version after a change."""

    version: int = Field(description="The version to name in the next change.")


class DutyFindingOut(Schema):
    """Something that a roster breaks."""

    id: str = Field(description="What it is called; the same for the same breach next time.")
    constraint: str = Field(description="Key of the constraint.")
    level: Level = Field(description="Who set it; law keeps a roster from being published.")
    sentence: str = Field(description="What is broken.")
    doctor: int | None = Field(description="The doctor in the district; null: of none.")
    shifts: list[str] = Field(description="Keys of the shifts.")
    day: date | None = Field(description="The day it is about, where it is about more.")
    source: str = Field(description="Where the limit stands; empty where it is not known.")
    override: str = Field(description="Why a leader set it aside; empty: nobody did.")
    overridden_by: str = Field(description="Who did.")
    stops_publishing: bool = Field(description="Whether it keeps the roster from being sent out.")


class ShiftChangedOut(VersionOut):
    """What a change did."""

    findings: list[DutyFindingOut] = Field(description="What it broke that was not broken before.")


class FormCostOut(Schema):
    """What is paid in one form."""

    form: str = Field(description="salary, self_employed or hourly.")
    minutes: int = Field(description="Minutes on duty.")
    oere: int | None = Field(
        description="Øre, fees not counted; null: part of a salary, or not known."
    )
    is_salary: bool = Field(description="Whether it is part of a salary.")
    unpriced: int = Field(description="How many shifts have no price.")


class DoctorCostOut(Schema):
    """What a doctor is paid."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    oere: int | None = Field(description="Øre; null while something is missing.")


class RosterCostOut(Schema):
    """What a roster costs by the rates of its days."""

    oere: int | None = Field(description="Øre in all; null while something is missing.")
    forms: list[FormCostOut] = Field(description="By how it is paid.")
    doctors: list[DoctorCostOut] = Field(description="By doctor.")
    missing: list[str] = Field(description="What is missing for a price, and what to do.")


class PairOut(Schema):
    """A doctor on a shift."""

    shift: str = Field(description="Key of the shift.")
    doctor: int = Field(description="The doctor's key in the district.")


class PublicationPreviewOut(Schema):
    """What would be sent out now."""

    version: int = Field(description="The version that it is of.")
    number: int = Field(description="Which number it would get.")
    added: list[PairOut] = Field(description="Who is new on which shift since last.")
    removed: list[PairOut] = Field(description="Who is no longer on which shift.")
    findings: list[DutyFindingOut] = Field(description="What the roster breaks.")


class PublicationBody(Body):
    """A roster to be sent out."""

    version: Version = Field(description="The version that was looked at.")
    overrides: dict[Annotated[Words, Field(max_length=300)], Reason] = Field(
        {}, description="Reasons by id of finding: rules of the law set aside; needs decide_duty."
    )
    tell: bool = Field(True, description="Whether doctors whose shifts changed get an e-mail.")


class DutyPublishedOut(Schema):
    """What was sent out."""

    number: int = Field(description="Its number in the roster, from 1.")
    version: int = Field(description="The roster's version.")
    digest: str = Field(description="SHA-256 of who is on which shift.")
    added: list[PairOut] = Field(description="Who is new on which shift since last.")
    removed: list[PairOut] = Field(description="Who is no longer on which shift since last.")
    told: int = Field(description="How many doctors are told by e-mail.")
    findings: list[DutyFindingOut] = Field(description="What it breaks, and who set it aside.")


class WhyQuery(Schema):
    """Which shift is asked about."""

    shift: ShiftKey = Field(description="Key of the shift in the roster.")
    doctor: Key | None = Field(None, description="Only this doctor; everybody when not given.")


class CandidateOut(Schema):
    """Somebody else who might have had a shift."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    points: float = Field(description="What the roster's price changes by; above 0: worse.")
    breaks: list[str] = Field(description="What it would break.")


class WhyOut(Schema):
    """Why a doctor has a shift."""

    shift: str = Field(description="Key of the shift.")
    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    sentences: list[str] = Field(description="The answer, sentence by sentence.")
    others: list[CandidateOut] = Field(
        description="Everybody else, the best first; none for whoever does not plan."
    )


class BadRowOut(Schema):
    """A row or a cell of a sheet that was put aside."""

    row: int = Field(description="Its number in the sheet.")
    column: str = Field(description="Heading of the column.")
    value: str = Field(description="What stands there.")
    reason: str = Field(description="Why it was put aside.")


class SheetForm(Body):
    """How a sheet is taken in."""

    preview: bool = Field(True, description="Whether nothing is written.")
    version: Version | None = Field(
        None, description="The version that was looked at; whichever it is when not given."
    )
    reason: Reason = Field(
        "",
        description="Why a rule of the law is set aside in a published roster; needs decide_duty.",
    )


class SheetOut(VersionOut):
    """What a sheet does to a roster."""

    layout: Literal["list", "matrix"] = Field(description="How the sheet is laid out.")
    rows: int = Field(description="How many rows were read.")
    put: list[PairOut] = Field(description="Who is put on which shift.")
    off: list[PairOut] = Field(description="Who is taken off which shift.")
    put_aside: list[BadRowOut] = Field(description="Rows and cells that do not fit.")
    findings: list[DutyFindingOut] = Field(description="Everything that the roster breaks with it.")
    is_written: bool = Field(description="Whether the roster was changed.")
