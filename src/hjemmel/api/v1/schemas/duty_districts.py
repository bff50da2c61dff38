"""Shapes of duty districts, and of what their doctors carry across rosters."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import PossibleDay

DistrictKey = Annotated[
    int, PathEx(description="The register's key of the duty district.", ge=1, le=2**53)
]


class DutyDistrictOut(Schema):
    """A duty district."""

    key: int = Field(description="The register's key.")
    name: str = Field(description="Its name.")
    short_name: str = Field(description="Its name in addresses.")
    host: str = Field(description="Number of the host municipality.")
    host_name: str = Field(description="Its name.")
    municipalities: list[str] = Field(description="Municipalities that share the duty.")
    municipality_numbers: list[str] = Field(description="Their numbers.")
    doctors: int = Field(description="How many doctors take duty.")
    is_synthetic: bool = Field(description="Whether all its doctors are made up.")
    version: str = Field(description="Becomes another with each change; a change may name it.")


class StationOut(Schema):
    """Where duty is done."""

    key: int = Field(description="The register's key.")
    code: str = Field(description="Its name in files.")
    name: str = Field(description="Its name.")
    kind: str = Field(description="main, branch, satellite or car.")
    address: str = Field(description="Where it is.")
    opening_hours: str = Field(description="When it is open.")
    version: str = Field(description="Becomes another with each change; a change may name it.")


class ShiftTypeOut(Schema):
    """A shift that comes again, by the clock on the wall."""

    key: int = Field(description="The register's key.")
    code: str = Field(description="Its name in files and in the keys of its shifts.")
    name: str = Field(description="Its name.")
    station: str = Field(description="Name of its station.")
    station_code: str = Field(description="Its code.")
    starts: time = Field(description="When it starts.")
    ends: time = Field(description="When it ends; no later than it starts: the next day.")
    weekdays: list[int] = Field(description="Days of the week, 0 is Monday.")
    on_red_days: bool | None = Field(
        description="On every public holiday, on none, or (null) as on any day."
    )
    season_first: str = Field(description="First day of its season, MM-DD; empty: all year.")
    season_last: str = Field(description="Last day of its season, MM-DD.")
    valid_from: date | None = Field(description="The first day; null: always.")
    valid_to: date | None = Field(description="The first day without it; null: no end.")
    doctors: int = Field(description="How many doctors it needs.")
    role: str = Field(description="doctor or back_up.")
    skills: list[str] = Field(description="Kinds of competence that each doctor must have.")
    pay_form: str = Field(description="How it is paid: salary, self_employed, hourly or standby.")
    is_alone: bool = Field(description="Whether the doctor has no other health personnel.")
    backs_up: list[str] = Field(description="Codes of the types that it stands behind.")
    municipalities: list[str] = Field(
        description="Numbers of those whose doctors take it; empty: all."
    )
    version: str = Field(description="Becomes another with each change; a change may name it.")


class DutyDoctorOut(Schema):
    """A doctor who takes duty in a district."""

    key: int = Field(description="Her key in the district.")
    doctor: int = Field(description="Key of the doctor in the register.")
    name: str = Field(description="Her name.")
    municipality: str = Field(description="Her municipality.")
    fraction: Decimal = Field(description="Her share of a full load.")
    employment: str = Field(description="employed, self_employed or locum.")
    roles: list[str] = Field(description="What she may be on shifts: doctor, back_up.")
    stations: list[str] = Field(description="Codes of the stations she serves; empty: all.")
    member_from: date = Field(description="The first day.")
    member_to: date | None = Field(description="The first day after; null: no end is known.")
    version: str = Field(
        description="Becomes another with each change, but of her e-mail address; a change may name it."
    )


class DutyDistrictWholeOut(DutyDistrictOut):
    """A duty district with its stations, shift types and doctors."""

    stations: list[StationOut] = Field(description="Where duty is done.")
    shift_types: list[ShiftTypeOut] = Field(description="Shifts that come again.")
    members: list[DutyDoctorOut] = Field(description="The doctors.")


class LedgerQuery(Schema):
    """Which rosters a ledger is of."""

    first: PossibleDay | None = Field(
        None, description="Rosters that end before it are in the opening balance."
    )
    last: PossibleDay | None = Field(
        None, description="Rosters that begin on or after it are left out."
    )


class PeriodQuery(Schema):
    """A period."""

    first: PossibleDay = Field(description="The first day.")
    last: PossibleDay = Field(description="The first day after.")


class LedgerLineOut(Schema):
    """What a doctor carries of one kind, in shifts or hours; above 0: more than her share."""

    category: str = Field(description="What is counted.")
    category_name: str = Field(description="The same in words.")
    opening: float = Field(description="The balance that she came with.")
    amount: float = Field(description="What she took.")
    share: float = Field(description="Her fair share.")
    closing: float = Field(description="Opening and amount less share.")
    counts: bool = Field(description="Whether she is compared with others in it.")


class LedgerDoctorOut(Schema):
    """A doctor's lines of the ledger."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    fraction: Decimal = Field(description="Her share of a full load.")
    lines: list[LedgerLineOut] = Field(description="A line for each kind.")


class LedgerOut(Schema):
    """A ledger of one roster or more."""

    first: date | None = Field(description="The first day; null: there is no roster.")
    last: date | None = Field(description="The first day after.")
    rosters: list[str] = Field(description="Names of the rosters.")
    spread: dict[str, float] = Field(
        description="The largest closing balance less the smallest, by kind."
    )
    doctors: list[LedgerDoctorOut] = Field(description="The doctors by name.")


class DutyHoursOut(Schema):
    """A doctor's time on duty in a period: minutes that pass, also when the clock changes."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    shifts: int = Field(description="How many shifts.")
    minutes: int = Field(description="Minutes in all.")
    by_pay_form: dict[str, int] = Field(description="Minutes by how they are paid.")
    nights: int = Field(description="How many of the shifts are at night.")
    weekends: int = Field(description="How many are on weekends.")


class HandoverOut(Schema):
    """How many shifts a doctor gave away and took over by her own choice."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    given_away: int = Field(description="Shifts that she gave away.")
    taken_over: int = Field(description="Shifts that she took over.")
