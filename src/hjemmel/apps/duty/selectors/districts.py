"""Duty districts with their stations, shift types and doctors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import own_doctors, require_seeing, seen_district, unknown
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import PayForm, Role


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
        doctors: How many doctors take duty.
        is_synthetic: Whether all its doctors are made up.
        settings: What the district has agreed beside the law, by the name of the term.
    """

    key: int
    name: str
    short_name: str
    host: str
    host_name: str
    municipalities: tuple[str, ...]
    doctors: int
    is_synthetic: bool
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station."""

    key: int
    code: str
    name: str
    kind: str
    address: str
    opening_hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTypeView:
    """A shift type, by the clock on the wall; ``weekdays`` are 0 (Monday) to 6."""

    key: int
    code: str
    name: str
    station: str
    starts: time
    ends: time
    weekdays: tuple[int, ...]
    on_red_days: bool | None
    doctors: int
    role: Role
    pay_form: PayForm


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDoctorView:
    """A doctor in a district; ``member_to`` is the first day that she is not in it."""

    key: int
    doctor: int
    name: str
    municipality: str
    fraction: Decimal
    employment: Employment
    member_from: date
    member_to: date | None
    email: str


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
        )
        for one in row.stations.all()
    )


def shift_types_of(district: int, *, by: Actor) -> tuple[ShiftTypeView, ...]:
    """Return a district's shift types; raises as ``get_district``."""
    row = seen_district(district, by)
    return tuple(
        ShiftTypeView(
            key=one.pk,
            code=one.code,
            name=one.name,
            station=one.station.name,
            starts=one.starts,
            ends=one.ends,
            weekdays=tuple(one.weekdays),
            on_red_days=one.on_red_days,
            doctors=one.doctors,
            role=Role(one.role),
            pay_form=PayForm(one.pay_form),
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
        )
        for one in rows
    )


def _with_all(rows: QuerySet[DutyDistrict]) -> QuerySet[DutyDistrict]:
    return rows.select_related("host").prefetch_related("municipalities", "doctors")


def _view(row: DutyDistrict) -> DistrictView:
    return DistrictView(
        key=row.pk,
        name=row.name,
        short_name=row.short_name,
        host=row.host.number,
        host_name=row.host.name,
        municipalities=tuple(sorted(one.name for one in row.municipalities.all())),
        doctors=sum(one.member_to is None for one in row.doctors.all()),
        is_synthetic=row.is_synthetic,
        settings=dict(row.settings),
    )
