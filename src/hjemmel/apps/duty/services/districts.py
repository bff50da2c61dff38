"""Sets up duty: districts, stations, shift types and the doctors who take part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for, unknown
from hjemmel.apps.duty.district_words import (
    possible_fraction,
    require_email,
    require_kind,
    require_named,
    require_room,
    require_stations,
)
from hjemmel.apps.duty.mapping.inputs import terms_of
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, ShiftType, Station
from hjemmel.apps.duty.recording import record_of_district
from hjemmel.apps.duty.shift_type_fields import NewShiftType, put_on, require_possible
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import Role
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on


@transaction.atomic
def set_up_district(
    *,
    host: int,
    name: str,
    short_name: str,
    municipalities: Collection[int],
    by: Actor,
    settings: Mapping[str, Any] | None = None,
) -> int:
    """Set up a duty district; return its key.

    Args:
        host: Key of the host municipality.
        name: What people call it.
        short_name: Its name in addresses: letters, digits and hyphens.
        municipalities: Keys of those that share the duty; the host is always among them.
        by: Who sets it up; needs ``PLAN_ROSTERS`` in the host municipality.
        settings: What the district has agreed beside the law: ``limits``, ``prices``, ``cycles``,
            ``duty_class``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        ConflictError: The host has a district of that name.
        DataFileError: A limit is not as it should be.
    """
    by.require(Permission.PLAN_ROSTERS, municipality=host)
    place = Municipality.objects.select_for_update(no_key=True).filter(pk=host).first()
    if place is None:
        raise unknown("municipality")
    require_named(name, short_name)
    if DutyDistrict.objects.filter(host=place, short_name=short_name).exists():
        raise _there_is_one("short_name")
    members = list(Municipality.objects.filter(pk__in={host, *municipalities}))
    if len(members) != len({host, *municipalities}):
        raise unknown("municipality")
    row = DutyDistrict.objects.create(
        host=place,
        name=name.strip(),
        short_name=short_name,
        settings=dict(settings or {}),
        is_synthetic=place.is_synthetic,
    )
    row.municipalities.set(members)
    require_limits(row)
    record_of_district(
        by, "duty.set_up_district", row, municipalities=[one.number for one in members]
    )
    return row.pk


@transaction.atomic
def change_settings(*, district: int, settings: Mapping[str, Any], by: Actor) -> None:
    """Change what a district has agreed beside the law; raises as ``set_up_district``."""
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    row.settings = {**row.settings, **settings}
    require_limits(row)
    row.save(update_fields=["settings"])
    record_of_district(by, "duty.change_settings", row, changed=sorted(settings))


@transaction.atomic
def add_station(
    *,
    district: int,
    code: str,
    name: str,
    by: Actor,
    kind: str = "main",
    address: str = "",
    opening_hours: str = "",
) -> int:
    """Add a station to a district; return its key.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
        InputError: A name or text is empty or too long, or the kind is not known.
        ConflictError: The district has a station of that code.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_named(name, code)
    require_kind(kind)
    require_room(address, opening_hours)
    if row.stations.filter(code=code).exists():
        raise _there_is_one("code")
    station = Station.objects.create(
        district=row,
        code=code,
        name=name.strip(),
        kind=kind,
        address=address,
        opening_hours=opening_hours,
    )
    record_of_district(by, "duty.add_station", row, station=code)
    return station.pk


@transaction.atomic
def add_shift_type(*, district: int, shift_type: NewShiftType, by: Actor) -> int:
    """Add a shift type to a district; return its key.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district, or no such station in it.
        InputError: A name is too long, or the type is held on no day, needs nobody, or backs up what is
            not there.
        ConflictError: The district has a type of that code.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_named(shift_type.name, shift_type.code)
    station = row.stations.filter(code=shift_type.station).first()
    if station is None:
        raise unknown("station")
    codes = set(row.shift_types.values_list("code", flat=True))
    if shift_type.code in codes:
        raise _there_is_one("code")
    require_possible(shift_type, row, codes)
    made = ShiftType(district=row, station=station, code=shift_type.code)
    put_on(made, shift_type)
    made.save()
    record_of_district(by, "duty.add_shift_type", row, shift_type=made.code)
    return made.pk


@transaction.atomic
def add_doctor(
    *,
    district: int,
    doctor: int,
    municipality: int,
    member_from: date,
    by: Actor,
    fraction: Decimal = Decimal(1),
    employment: Employment = Employment.SELF_EMPLOYED,
    roles: Collection[Role] = (Role.DOCTOR,),
    stations: Collection[str] = (),
    email: str = "",
) -> int:
    """Let a doctor of the register take duty in a district; return her key there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district, doctor, municipality in it, or station.
        InputError: Her share is not above 0, or is above 2, or her e-mail address is not valid.
        ConflictError: She takes duty there already.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    if not Doctor.objects.filter(pk=doctor).exists():
        raise unknown("doctor")
    if not row.municipalities.filter(pk=municipality).exists():
        raise unknown("municipality")
    require_stations(row, stations)
    require_email(email)
    if row.doctors.filter(doctor=doctor, member_to__isnull=True).exists():
        raise _there_is_one("doctor")
    made = DutyDoctor.objects.create(
        district=row,
        doctor_id=doctor,
        municipality_id=municipality,
        fraction=possible_fraction(fraction),
        employment=employment.value,
        roles=sorted(role.value for role in roles),
        stations=sorted(stations),
        member_from=member_from,
        email=email,
    )
    record_of_district(by, "duty.add_doctor", row, duty_doctor=made.pk, doctor=doctor)
    return made.pk


def require_limits(row: DutyDistrict) -> None:
    """Raise what is wrong with the district's own limits before anybody needs them."""
    terms_of(row, law_on(date(2026, 1, 1), row.host.number).fresh())


def _there_is_one(where: str) -> ConflictError:
    return ConflictError(
        Text("Det finnes en fra før.", "There is one already."),
        where=where,
        remedy=Text("Bruk den, eller velg et annet navn.", "Use it, or choose another name."),
    )
