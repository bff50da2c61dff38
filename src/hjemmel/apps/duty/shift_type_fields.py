"""What a shift type is set up with: read from its row, judged, and written back."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from hjemmel.apps.duty.mapping.shifts import shift_type_of
from hjemmel.apps.duty.models import DutyDistrict, ShiftType
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_MOST_DOCTORS = 50
_LONGEST_SKILL, _MOST_SKILLS = 30, 20
_DAY_OF_YEAR = re.compile(r"[0-9]{2}-[0-9]{2}")


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


def fields_of(row: ShiftType) -> NewShiftType:
    """Return what a shift type is set up with now; its station is read with it."""
    return NewShiftType(
        code=row.code,
        name=row.name,
        station=row.station.code,
        starts=row.starts,
        ends=row.ends,
        weekdays=tuple(row.weekdays),
        on_red_days=row.on_red_days,
        season_first=row.season_first,
        season_last=row.season_last,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        doctors=row.doctors,
        role=Role(row.role),
        skills=tuple(row.skills),
        pay_form=PayForm(row.pay_form),
        is_alone=row.is_alone,
        backs_up=tuple(row.backs_up),
        municipalities=tuple(row.municipalities),
    )


def put_on(row: ShiftType, fields: NewShiftType) -> None:
    """Write what a shift type is set up with on its row, which has its station; not saved.

    Raises:
        InputError: The engine cannot read it: it is held on no day of the week.
    """
    row.name = fields.name.strip()
    row.starts, row.ends = fields.starts, fields.ends
    row.weekdays = sorted(set(fields.weekdays))
    row.on_red_days = fields.on_red_days
    row.season_first, row.season_last = fields.season_first, fields.season_last
    row.valid_from, row.valid_to = fields.valid_from, fields.valid_to
    row.doctors, row.role = fields.doctors, fields.role.value
    row.skills = sorted({skill.strip() for skill in fields.skills})
    row.pay_form, row.is_alone = fields.pay_form.value, fields.is_alone
    row.backs_up = sorted(set(fields.backs_up))
    row.municipalities = sorted(set(fields.municipalities))
    shift_type_of(row, row.station.code)


def require_possible(fields: NewShiftType, district: DutyDistrict, codes: Collection[str]) -> None:
    """Raise ``InputError`` when a shift type cannot be held as it is set up.

    Args:
        fields: What it is set up with.
        district: Its district.
        codes: Codes of the other types of the district.
    """
    strangers = set(fields.backs_up) - set(codes)
    if strangers or not 1 <= fields.doctors <= _MOST_DOCTORS:
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
    for name, clock in (("starts", fields.starts), ("ends", fields.ends)):
        _require_clock(name, clock)
    _require_season(fields)
    _require_validity(fields)
    _require_skills(fields)
    known = set(district.municipalities.values_list("number", flat=True))
    if set(fields.municipalities) - known:
        raise InputError(
            Text(
                "Vakttypen er for leger i en kommune som ikke er med i distriktet.",
                "The shift type is for doctors of a municipality that is not in the district.",
            ),
            where="municipalities",
            remedy=Text(
                "Ta kommunen med i distriktet først.",
                "Take the municipality into the district first.",
            ),
        )


def _require_clock(where: str, clock: time) -> None:
    if clock.tzinfo is not None or clock.second or clock.microsecond:
        raise InputError(
            Text(
                "Klokkeslettet skal være norsk tid i hele minutter.",
                "The time must be Norwegian time in whole minutes.",
            ),
            where=where,
            remedy=Text("Skriv det som 16:00.", "Write it as 16:00."),
        )


def _require_season(fields: NewShiftType) -> None:
    given = [day for day in (fields.season_first, fields.season_last) if day]
    if not given:
        return
    if len(given) != 2 or not all(map(_is_day_of_year, given)):
        raise InputError(
            Text("Sesongen har ikke gyldige dager.", "The season has no valid days."),
            where="season_first",
            remedy=Text("Skriv begge som MM-DD: 12-01.", "Write both as MM-DD: 12-01."),
        )


def _is_day_of_year(text: str) -> bool:
    if not _DAY_OF_YEAR.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _require_validity(fields: NewShiftType) -> None:
    first, last = fields.valid_from, fields.valid_to
    if first is not None and last is not None and last <= first:
        raise InputError(
            Text("Vakttypen slutter før den begynner.", "The shift type ends before it begins."),
            where="valid_to",
            remedy=Text("Rett en av dagene.", "Correct one of the days."),
        )


def _require_skills(fields: NewShiftType) -> None:
    wrong = [one for one in fields.skills if not 0 < len(one.strip()) <= _LONGEST_SKILL]
    if wrong or len(fields.skills) > _MOST_SKILLS:
        raise InputError(
            Text(
                "Kompetansen som kreves, er tom eller for lang, eller det er for mange krav.",
                "The competence that is asked for is empty or too long, or there are too many.",
            ),
            where="skills",
            remedy=Text(
                f"Bruk høyst {_LONGEST_SKILL} tegn i hvert krav, og høyst {_MOST_SKILLS} krav.",
                f"Use at most {_LONGEST_SKILL} characters for each, and at most {_MOST_SKILLS}.",
            ),
        )
