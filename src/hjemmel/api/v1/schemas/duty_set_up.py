"""Shapes of what sets a duty district up and changes it: stations, shift types, doctors, agreed limits."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema
from pydantic import WithJsonSchema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import PayForm, Role

StationKey = Annotated[
    int, PathEx(description="The register's key of the station.", ge=1, le=2**53)
]
ShiftTypeKey = Annotated[
    int, PathEx(description="The register's key of the shift type.", ge=1, le=2**53)
]
Name = Annotated[Words, Field(min_length=1, max_length=100)]
Code = Annotated[Words, Field(min_length=1, max_length=30, pattern="^[A-Za-z0-9_-]+$")]
Long = Annotated[Words, Field(max_length=200)]
Number = Annotated[Words, Field(min_length=4, max_length=4)]
Numbers = Annotated[list[Number], Field(max_length=400)]
Codes = Annotated[list[Code], Field(max_length=100)]
Skills = Annotated[list[Annotated[Words, Field(min_length=1, max_length=30)]], Field(max_length=20)]
Weekdays = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]
DayOfYear = Annotated[Words, Field(max_length=5)]
HowMany = Annotated[int, Field(ge=1, le=50)]
Kind = Literal["main", "branch", "satellite", "car"]
RoleName = Literal["doctor", "back_up"]
PayName = Literal["salary", "self_employed", "hourly", "standby"]
EmploymentName = Literal["self_employed", "employed", "locum"]
LimitName = Literal[
    "rest_hours",
    "weekly_rest_hours",
    "week_hours",
    "mean_week_hours",
    "nights_in_a_row",
    "weekends_in_a_row",
]
WeightName = Literal["span", "target", "wish", "change"]
Fraction = Annotated[
    Decimal,
    Field(gt=0, le=2),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 2}),
]
Email = Annotated[Words, Field(max_length=254)]
SeenVersion = Annotated[Words, Field(max_length=12)]
_MAY_BE_EMPTIED = {"on_red_days", "valid_from", "valid_to"}
_ENUMS: dict[str, type[Role] | type[PayForm] | type[Employment]] = {
    "role": Role,
    "pay_form": PayForm,
    "employment": Employment,
}


def _as_asked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with their codes as the service reads them."""
    found: dict[str, Any] = {
        name: _ENUMS[name](value) if name in _ENUMS else value for name, value in fields.items()
    }
    if "roles" in found:
        found["roles"] = [Role(one) for one in found["roles"]]
    return found


class _ChangeBody(Body):
    """A change: what is left out stays, and so does what is null, where nothing can be emptied."""

    version: SeenVersion | None = Field(
        None, description="What was seen; if it has changed since, nothing happens."
    )

    def changes(self) -> dict[str, Any]:
        """Return what is to become another, by name."""
        return _as_asked(
            {
                name: value
                for name, value in self.given().items()
                if name != "version" and (value is not None or name in _MAY_BE_EMPTIED)
            }
        )


class DutyDistrictBody(Body):
    """A duty district to be set up."""

    host: Number = Field(description="Number of the host municipality.")
    name: Name = Field(description="What people call it.")
    short_name: Code = Field(description="Its name in addresses, once in the municipality.")
    municipalities: Numbers = Field(
        [], description="Numbers of those that share the duty; the host is always among them."
    )


class DutyDistrictChangeBody(_ChangeBody):
    """What of a duty district becomes another."""

    name: Name | None = Field(None, description="What people call it.")
    municipalities: Numbers | None = Field(
        None, description="Numbers of all that share the duty; the host is always among them."
    )


class DutyPayBody(Body):
    """What the pay of a duty district is worked out from."""

    duty_class: Annotated[int, Field(ge=1, le=4)] = Field(description="The pay class.")
    population: Annotated[int, Field(ge=0, le=10**8)] = Field(
        description="Residents of the district."
    )


class AgreedLimitBody(Body):
    """A limit that a district has agreed."""

    name: LimitName = Field(description="Which.")
    value: Annotated[int, Field(ge=0, le=10_000)] | None = Field(
        description="Hours, or how many in a row; null: law's and agreement's own."
    )
    source: Long = Field("", description="Where it is agreed; needed for rest_hours.")
    employments: Annotated[list[EmploymentName], Field(max_length=3)] = Field(
        [], description="Whom it holds for; empty: all."
    )


class AgreedLimitsBody(Body):
    """Limits that a district has agreed; those that are not named stay."""

    limits: Annotated[list[AgreedLimitBody], Field(max_length=6)] = Field(
        description="The limits, each once."
    )
    version: SeenVersion | None = Field(
        None, description="The district's version; if it has changed since, nothing happens."
    )


class SearchWeightBody(Body):
    """How much a search weighs something."""

    name: WeightName = Field(description="What is weighed.")
    points: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        description="Points, or for target shifts; null: the usual."
    )


class SearchWeightsBody(Body):
    """What searches weigh; what is not named stays."""

    weights: Annotated[list[SearchWeightBody], Field(max_length=4)] = Field(
        description="What is weighed, each once."
    )
    version: SeenVersion | None = Field(
        None, description="The district's version; if it has changed since, nothing happens."
    )


class SearchWeightOut(Schema):
    """Something that searches weigh."""

    name: str = Field(description="Which.")
    label: str = Field(description="In words.")
    points: int | None = Field(description="The district's own; null: the usual.")
    usual: int = Field(description="The usual.")


class OwnLimitOut(Schema):
    """A limit of law or agreement itself."""

    employments: list[str] = Field(description="Whom it holds for.")
    hours: float = Field(description="Hours.")
    source: str = Field(description="Where it stands.")


class AgreedLimitOut(Schema):
    """A limit that a district may agree, and what holds without."""

    name: str = Field(description="Which.")
    label: str = Field(description="In words.")
    value: int | None = Field(description="What is agreed; null: nothing.")
    source: str = Field(description="Where it is agreed.")
    employments: list[str] = Field(description="Whom it holds for; empty: all.")
    own: list[OwnLimitOut] = Field(description="What law and agreement say themselves.")


class StationBody(Body):
    """A station to be added."""

    code: Code = Field(description="Its name in files; stays as it is.")
    name: Name = Field(description="What people call it.")
    kind: Kind = Field("main", description="What it is.")
    address: Long = Field("", description="Where it is.")
    opening_hours: Long = Field("", description="When it is open.")


class StationChangeBody(_ChangeBody):
    """What of a station becomes another."""

    name: Name | None = Field(None, description="What people call it.")
    kind: Kind | None = Field(None, description="What it is.")
    address: Long | None = Field(None, description="Where it is.")
    opening_hours: Long | None = Field(None, description="When it is open.")


class ShiftTypeBody(Body):
    """A shift type to be added, by the clock on the wall."""

    code: Code = Field(description="Its name in files and in keys of shifts; stays as it is.")
    name: Name = Field(description="What people call it.")
    station: Code = Field(description="Code of its station.")
    starts: time = Field(description="When it starts, whole minutes without a zone.")
    ends: time = Field(description="When it ends; no later than it starts: the next day.")
    weekdays: Weekdays = Field([0, 1, 2, 3, 4, 5, 6], description="Days of the week, 0 is Monday.")
    on_red_days: bool | None = Field(
        None, description="On every public holiday, on none, or (null) as on any day."
    )
    season_first: DayOfYear = Field("", description="First day of its season, MM-DD.")
    season_last: DayOfYear = Field("", description="Last day of its season, MM-DD.")
    valid_from: PossibleDay | None = Field(None, description="The first day; null: always.")
    valid_to: PossibleDay | None = Field(None, description="The first day without it.")
    doctors: HowMany = Field(1, description="How many doctors it needs.")
    role: RoleName = Field("doctor", description="What the doctors are on it.")
    skills: Skills = Field([], description="Kinds of competence that each must have.")
    pay_form: PayName = Field("self_employed", description="How it is paid.")
    is_alone: bool = Field(False, description="Whether there is no other health personnel.")
    backs_up: Codes = Field([], description="Codes of the types that it stands behind.")
    municipalities: Numbers = Field([], description="Whose doctors take it; empty: all.")

    def fields(self) -> dict[str, Any]:
        """Return what it is set up with, as the service reads it."""
        return _as_asked(self.dict())


class ShiftTypeChangeBody(_ChangeBody):
    """What of a shift type becomes another, in rosters made from now on."""

    name: Name | None = Field(None, description="What people call it.")
    station: Code | None = Field(None, description="Code of its station.")
    starts: time | None = Field(None, description="When it starts, whole minutes without a zone.")
    ends: time | None = Field(None, description="When it ends.")
    weekdays: Weekdays | None = Field(None, description="Days of the week, 0 is Monday.")
    on_red_days: bool | None = Field(
        None, description="On every public holiday, on none, or (null) as on any day."
    )
    season_first: DayOfYear | None = Field(None, description="First day, MM-DD; empty: all year.")
    season_last: DayOfYear | None = Field(None, description="Last day, MM-DD; empty: all year.")
    valid_from: PossibleDay | None = Field(None, description="The first day; null: always.")
    valid_to: PossibleDay | None = Field(
        None, description="The first day without it; null: no end."
    )
    doctors: HowMany | None = Field(None, description="How many doctors it needs.")
    role: RoleName | None = Field(None, description="What the doctors are on it.")
    skills: Skills | None = Field(None, description="Kinds of competence that each must have.")
    pay_form: PayName | None = Field(None, description="How it is paid.")
    is_alone: bool | None = Field(None, description="Whether there is no other health personnel.")
    backs_up: Codes | None = Field(None, description="Codes of the types that it stands behind.")
    municipalities: Numbers | None = Field(None, description="Whose doctors take it; empty: all.")


class ShiftTypeEndBody(Body):
    """When a shift type ends."""

    valid_to: PossibleDay | None = Field(description="The first day without it; null: no end.")
    version: SeenVersion | None = Field(
        None, description="What was seen; if it has changed since, nothing happens."
    )


class DutyMemberBody(Body):
    """A doctor to be taken into a duty district."""

    doctor: Key = Field(description="Key of the doctor in the register.")
    municipality: Number = Field(description="Number of the municipality that she works for.")
    member_from: PossibleDay = Field(description="The first day.")
    fraction: Fraction = Field(Decimal(1), description="Her share of a full load.")
    employment: EmploymentName = Field("self_employed", description="How she works there.")
    roles: Annotated[list[RoleName], Field(min_length=1, max_length=2)] = Field(
        ["doctor"], description="What she may be on shifts."
    )
    stations: Codes = Field([], description="Codes of the stations she serves; empty: all.")
    email: Email = Field("", description="Where she is told of changes.")

    def fields(self) -> dict[str, Any]:
        """Return what she is taken in with, as the service reads it."""
        return _as_asked(self.dict(exclude={"municipality"}))


class DutyMemberChangeBody(_ChangeBody):
    """What of a doctor in a duty district becomes another."""

    fraction: Fraction | None = Field(None, description="Her share of a full load.")
    employment: EmploymentName | None = Field(None, description="How she works there.")
    roles: Annotated[list[RoleName], Field(min_length=1, max_length=2)] | None = Field(
        None, description="What she may be on shifts."
    )
    stations: Codes | None = Field(
        None, description="Codes of the stations she serves; empty: all."
    )
    email: Email | None = Field(None, description="Where she is told of changes; empty: nowhere.")


class DutyMemberEndBody(Body):
    """When a doctor leaves a duty district."""

    member_to: PossibleDay | None = Field(
        description="The first day without duty; null: no end is known."
    )
    version: SeenVersion | None = Field(
        None, description="What was seen; if it has changed since, nothing happens."
    )
