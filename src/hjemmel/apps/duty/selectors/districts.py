"""Duty districts with their stations, shift types and doctors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import own_doctors, require_seeing, seen_district, unknown
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, ShiftType
from hjemmel.apps.duty.seen_versions import version_of
from hjemmel.apps.duty.shift_type_fields import NewShiftType, fields_of
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import PayForm, Role

_TYPE_FIELDS = tuple(one.name for one in fields(NewShiftType) if one.name != "station")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictView:
    """A duty district.

    Args:
        key: Its key.
        name: Its name.
        short_name: Its name in addresses.
        host: Number of the host municipality.
        host_name: Its name.
        municipalities: Names of the municipalities that share the duty.
        municipality_numbers: Their numbers, in the same order.
        doctors: How many doctors take duty.
        is_synthetic: Whether all its doctors are made up.
        settings: What the district has agreed beside the law, by the name of the term.
        version: Becomes another with each change of it; a change names it.
    """

    key: int
    name: str
    short_name: str
    host: str
    host_name: str
    municipalities: tuple[str, ...]
    municipality_numbers: tuple[str, ...]
    doctors: int
    is_synthetic: bool
    settings: Mapping[str, Any] = field(default_factory=dict)
    version: str

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Number and name of each municipality that shares the duty, by name."""
        return tuple(zip(self.municipality_numbers, self.municipalities, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station; ``version`` becomes another with each change of it."""

    key: int
    code: str
    name: str
    kind: str
    address: str
    opening_hours: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTypeView:
    """A shift type, by the clock on the wall; most fields are those of ``NewShiftType``.

    Args:
        key: Its key.
        station: Name of its station.
        station_code: Its code.
        version: Becomes another with each change of it; a change names it.
    """

    key: int
    station: str
    version: str
    code: str
    name: str
    station_code: str
    starts: time
    ends: time
    weekdays: tuple[int, ...]
    on_red_days: bool | None
    season_first: str
    season_last: str
    valid_from: date | None
    valid_to: date | None
    doctors: int
    role: Role
    skills: tuple[str, ...]
    pay_form: PayForm
    is_alone: bool
    backs_up: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDoctorView:
    """A doctor in a district; ``member_to`` is the first day that she is not in it.

    ``stations`` are codes, empty: all. ``version`` becomes another with each change, but of her address.
    """

    key: int
    doctor: int
    name: str
    municipality: str
    fraction: Decimal
    employment: Employment
    member_from: date
    member_to: date | None
    email: str
    roles: tuple[Role, ...]
    stations: tuple[str, ...]
    version: str


def list_districts(*, by: Actor) -> tuple[DistrictView, ...]:
    """Return the districts whose rosters ``by`` may see, or where she takes duty."""
    rows = DutyDistrict.objects.all()
    keys = by.municipalities(Permission.SEE_ROSTERS)
    if keys is not None:
        rows = rows.filter(Q(host__in=keys) | Q(doctors__doctor__in=own_doctors(by))).distinct()
    return tuple(_view(row) for row in _with_all(rows))


def get_district(key: int, *, by: Actor) -> DistrictView:
    """Return a district.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = next(iter(_with_all(DutyDistrict.objects.filter(pk=key))), None)
    if row is None:
        raise unknown("district")
    require_seeing(row, by)
    return _view(row)


def stations_of(district: int, *, by: Actor) -> tuple[StationView, ...]:
    """Return a district's stations; raises as ``get_district``."""
    row = seen_district(district, by)
    return tuple(
        StationView(
            key=one.pk,
            code=one.code,
            name=one.name,
            kind=one.kind,
            address=one.address,
            opening_hours=one.opening_hours,
            version=version_of(one),
        )
        for one in row.stations.all()
    )


def shift_types_of(district: int, *, by: Actor) -> tuple[ShiftTypeView, ...]:
    """Return a district's shift types; raises as ``get_district``."""
    row = seen_district(district, by)
    return tuple(
        ShiftTypeView(
            key=one.pk,
            station=one.station.name,
            station_code=one.station.code,
            version=version_of(one),
            **_set_up(one),
        )
        for one in row.shift_types.select_related("station")
    )


def duty_doctors_of(
    district: int, *, by: Actor, on: date | None = None
) -> tuple[DutyDoctorView, ...]:
    """Return a district's doctors, those who are members on a day; raises as ``get_district``.

    Addresses of e-mail are for planners, and one's own.
    """
    row = seen_district(district, by)
    rows = DutyDoctor.objects.filter(district=row).select_related("doctor", "municipality")
    if on is not None:
        rows = rows.filter(Q(member_to__isnull=True) | Q(member_to__gt=on), member_from__lte=on)
    plans = by.may(Permission.PLAN_ROSTERS, municipality=row.host_id)
    herself = own_doctors(by)
    return tuple(
        DutyDoctorView(
            key=one.pk,
            doctor=one.doctor_id,
            name=one.doctor.name,
            municipality=one.municipality.name,
            fraction=one.fraction,
            employment=Employment(one.employment),
            member_from=one.member_from,
            member_to=one.member_to,
            email=one.email if plans or one.doctor_id in herself else "",
            roles=tuple(map(Role, one.roles)) or (Role.DOCTOR,),
            stations=tuple(one.stations),
            version=version_of(one),
        )
        for one in rows
    )


def _set_up(row: ShiftType) -> dict[str, Any]:
    """Return what a shift type is set up with, by name, but for its station."""
    found = fields_of(row)
    return {name: getattr(found, name) for name in _TYPE_FIELDS}


def _with_all(rows: QuerySet[DutyDistrict]) -> QuerySet[DutyDistrict]:
    return rows.select_related("host").prefetch_related("municipalities", "doctors")


def _view(row: DutyDistrict) -> DistrictView:
    places = sorted((one.name, one.number) for one in row.municipalities.all())
    return DistrictView(
        key=row.pk,
        name=row.name,
        short_name=row.short_name,
        host=row.host.number,
        host_name=row.host.name,
        municipalities=tuple(name for name, _ in places),
        municipality_numbers=tuple(number for _, number in places),
        doctors=sum(one.member_to is None for one in row.doctors.all()),
        is_synthetic=row.is_synthetic,
        settings=dict(row.settings),
        version=version_of(row),
    )
