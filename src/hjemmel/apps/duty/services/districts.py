"""Sets up duty: districts, stations, shift types and the doctors who take part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import district_for, unknown
from hjemmel.apps.duty.district_words import require_email, require_named, require_room
from hjemmel.apps.duty.mapping.inputs import terms_of
from hjemmel.apps.duty.mapping.shifts import shift_type_of
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, ShiftType, Station
from hjemmel.apps.duty.models.districts import STATION_KINDS
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

_MOST_DOCTORS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShiftType:
    """A shift type to set up; the fields are those of ``engines.rostering.shift_types.ShiftType``.

    Args:
        code: What it is called in keys.
        name: What people call it.
        station: Code of the station.
        starts: When it starts, by the clock on the wall.
        ends: When it ends; not after ``starts``: on the next day.
        weekdays: Days of the week on which it starts, 0 (Monday) to 6.
        on_red_days: On all public holidays, on none, or (``None``) as on any day.
        season_first: First day of its season, ``MM-DD``; empty: all year.
        season_last: Last day of its season, ``MM-DD``.
        valid_from: The first day.
        valid_to: The first day after.
        doctors: How many doctors it needs.
        role: What the doctors are on it.
        skills: Kinds of competence that each must have.
        pay_form: How it is paid.
        is_alone: Whether the doctor has no other health personnel with her.
        backs_up: Codes of types that a back-up doctor stands behind.
        municipalities: Numbers of those whose doctors take it; empty: all.
    """

    code: str
    name: str
    station: str
    starts: time
    ends: time
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    on_red_days: bool | None = None
    season_first: str = ""
    season_last: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    doctors: int = 1
    role: Role = Role.DOCTOR
    skills: tuple[str, ...] = ()
    pay_form: PayForm = PayForm.SELF_EMPLOYED
    is_alone: bool = False
    backs_up: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()


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
    _require_limits(row)
    _record(by, "duty.set_up_district", row, municipalities=[one.number for one in members])
    return row.pk


@transaction.atomic
def change_settings(*, district: int, settings: Mapping[str, Any], by: Actor) -> None:
    """Change what a district has agreed beside the law; raises as ``set_up_district``."""
    district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    rows = DutyDistrict.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("host").get(pk=district)
    row.settings = {**row.settings, **settings}
    _require_limits(row)
    row.save(update_fields=["settings"])
    _record(by, "duty.change_settings", row, changed=sorted(settings))


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
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    require_named(name, code)
    if kind not in STATION_KINDS:
        raise InputError(
            Text(f"Stasjonstypen {kind} er ukjent.", f"There is no kind of station {kind}."),
            where="kind",
            remedy=Text(
                f"Velg blant {', '.join(STATION_KINDS)}.",
                f"Choose among {', '.join(STATION_KINDS)}.",
            ),
        )
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
    _record(by, "duty.add_station", row, station=code)
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
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    require_named(shift_type.name, shift_type.code)
    station = row.stations.filter(code=shift_type.station).first()
    if station is None:
        raise unknown("station")
    codes = set(row.shift_types.values_list("code", flat=True))
    if shift_type.code in codes:
        raise _there_is_one("code")
    _require_type(shift_type, codes)
    made = ShiftType(
        district=row,
        station=station,
        code=shift_type.code,
        name=shift_type.name.strip(),
        starts=shift_type.starts,
        ends=shift_type.ends,
        weekdays=sorted(set(shift_type.weekdays)),
        on_red_days=shift_type.on_red_days,
        season_first=shift_type.season_first,
        season_last=shift_type.season_last,
        valid_from=shift_type.valid_from,
        valid_to=shift_type.valid_to,
        doctors=shift_type.doctors,
        role=shift_type.role.value,
        skills=sorted(shift_type.skills),
        pay_form=shift_type.pay_form.value,
        is_alone=shift_type.is_alone,
        backs_up=sorted(shift_type.backs_up),
        municipalities=sorted(shift_type.municipalities),
    )
    shift_type_of(made, station.code)  # refuses what the engine cannot read
    made.save()
    _record(by, "duty.add_shift_type", row, shift_type=made.code)
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
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    if not Doctor.objects.filter(pk=doctor).exists():
        raise unknown("doctor")
    if not row.municipalities.filter(pk=municipality).exists():
        raise unknown("municipality")
    if set(stations) - set(row.stations.values_list("code", flat=True)):
        raise unknown("station")
    if not fraction.is_finite() or not 0 < fraction <= 2:
        raise InputError(
            Text(f"Andelen av vaktene er {fraction}.", f"The share of duty is {fraction}."),
            where="fraction",
            remedy=Text("Gi mer enn 0 og høyst 2.", "Give more than 0 and at most 2."),
        )
    require_email(email)
    if row.doctors.filter(doctor=doctor, member_to__isnull=True).exists():
        raise _there_is_one("doctor")
    made = DutyDoctor.objects.create(
        district=row,
        doctor_id=doctor,
        municipality_id=municipality,
        fraction=fraction,
        employment=employment.value,
        roles=sorted(role.value for role in roles),
        stations=sorted(stations),
        member_from=member_from,
        email=email,
    )
    _record(by, "duty.add_doctor", row, duty_doctor=made.pk, doctor=doctor)
    return made.pk


@transaction.atomic
def end_membership(*, duty_doctor: int, member_to: date, by: Actor) -> None:
    """Let a doctor take no duty in a district from a day on.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: The day is not after the first.
    """
    row = DutyDoctor.objects.select_related("district__host").filter(pk=duty_doctor).first()
    if row is None:
        raise unknown("duty doctor")
    by.require(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    if member_to <= row.member_from:
        raise InputError(
            Text(
                "Legen kan ikke slutte før hun begynte.",
                "The doctor cannot end before she began.",
            ),
            where="member_to",
            remedy=Text("Gi en senere dag.", "Give a later day."),
        )
    row.member_to = member_to
    row.save(update_fields=["member_to"])
    _record(by, "duty.end_membership", row.district, duty_doctor=row.pk)


def _require_type(shift_type: NewShiftType, codes: set[str]) -> None:
    strangers = set(shift_type.backs_up) - codes
    if strangers or not 1 <= shift_type.doctors <= _MOST_DOCTORS:
        raise InputError(
            Text(
                "Vakttypen er bakvakt for en type som ikke finnes, eller trenger ingen lege eller for mange.",
                "The shift type backs up a type that does not exist, or needs no doctor or too many.",
            ),
            where="backs_up" if strangers else "doctors",
            remedy=Text(
                f"Legg inn den andre typen først, og gi 1–{_MOST_DOCTORS} leger.",
                f"Add the other type first, and give 1–{_MOST_DOCTORS} doctors.",
            ),
        )
    for day in (shift_type.season_first, shift_type.season_last):
        if day:
            _require_day_of_year(day)
    if bool(shift_type.season_first) != bool(shift_type.season_last):
        _require_day_of_year("")


def _require_day_of_year(text: str) -> None:
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise InputError(
            Text("Sesongen har ikke gyldige dager.", "The season has no valid days."),
            where="season_first",
            remedy=Text("Skriv begge som MM-DD: 12-01.", "Write both as MM-DD: 12-01."),
        ) from None


def _require_limits(row: DutyDistrict) -> None:
    """Raise what is wrong with the district's own limits before anybody needs them."""
    terms_of(row, law_on(date(2026, 1, 1), row.host.number).fresh())


def _there_is_one(where: str) -> ConflictError:
    return ConflictError(
        Text("Det finnes en fra før.", "There is one already."),
        where=where,
        remedy=Text("Bruk den, eller velg et annet navn.", "Use it, or choose another name."),
    )


def _record(by: Actor, action: str, district: DutyDistrict, **details: object) -> None:
    record(
        by=by.name,
        action=action,
        subject=f"duty district {district.pk}",
        municipality=district.host.number,
        details=details,
    )
