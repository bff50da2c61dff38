"""The parts of a district's file: doctors, shift types and limits, each read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from hjemmel.domain.duty_doctor import (
    Absence,
    DutyDoctor,
    Employment,
    Exemption,
    ExemptionGround,
    Skill,
)
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import NORWAY, PayForm, Role
from hjemmel.engines.rostering.shift_types import EVERY_DAY, Repeat, Season, ShiftType
from hjemmel.engines.rostering.terms import Level, Limit, Terms
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt
from hjemmel.law.loader import check_keys
from hjemmel.rules.competence_over_time import alone_periods, back_up_periods

Table = Mapping[str, Any]
_Kind = TypeVar("_Kind", bound=Enum)
_DAY = timedelta(days=1)
_ALWAYS = Period(date(1900, 1, 1))
_DOCTOR = {
    "count",
    "name",
    "fraction",
    "employment",
    "municipality",
    "skills",
    "qualifications",
    "roles",
    "stations",
    "first_day",
    "last_day",
    "exemptions",
    "absences",
}
_SHIFT_TYPE = {
    "weekdays",
    "red_days",
    "seasons",
    "repeats",
    "doctors",
    "role",
    "skills",
    "pay_form",
    "is_alone",
    "backs_up",
    "municipalities",
}
_WEEKLY = ("weekly_rest_hours", "week_hours", "mean_week_hours")
_REST = "rest_hours"
_HOUR = 60
_MOST = 10_000
_FULL = 2
_RUNS = ("nights_in_a_row", "weekends_in_a_row")


def refuse(where: str, nb: str, en: str) -> DataFileError:
    """Return the error that names file and key."""
    return DataFileError(
        Text(nb, en),
        where=where,
        remedy=Text("Rett filen og prøv igjen.", "Correct the file and try again."),
    )


def entry(table: Table, key: str, kind: type, where: str) -> Any:
    """Return a value of a kind; refuse it when it is missing or of another."""
    value = table.get(key)
    if not isinstance(value, kind) or isinstance(value, datetime):
        raise refuse(
            f"{where} {key}",
            f"Her skal det stå en verdi av slaget {kind.__name__}.",
            f"A value of the kind {kind.__name__} belongs here.",
        )
    return value


def whole(
    table: Table,
    key: str,
    where: str,
    *,
    default: int | None = None,
    least: int = 1,
    most: int = _MOST,
) -> int:
    """Return a whole number from ``least`` to ``most``; ``default`` where it is not there."""
    value = table.get(key, default)
    if type(value) is not int or not least <= value <= most:
        raise refuse(
            f"{where} {key}",
            f"Her skal det stå et helt tall fra {least} til {most}.",
            f"A whole number from {least} to {most} belongs here.",
        )
    return value


def words(table: Table, key: str, where: str) -> str:
    """Return a text; an empty one when it is not there."""
    text: str = entry(table, key, str, where) if key in table else ""
    return text


def texts(table: Table, key: str, where: str) -> list[str]:
    """Return a list of texts; an empty one when it is not there."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise refuse(
            f"{where} {key}",
            "Her skal det stå en liste med tekster.",
            "A list of texts belongs here.",
        )
    return value


def yes_or_no(table: Table, key: str, where: str) -> bool:
    """Return ``true`` or ``false``; ``false`` when it is not there."""
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise refuse(
            f"{where} {key}",
            "Her skal det stå true eller false.",
            "Either true or false belongs here.",
        )
    return value


def tables(table: Table, key: str, where: str) -> list[Table]:
    """Return the list of tables under a key; an empty one when it is not there."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise refuse(f"{where} {key}", "Her skal det stå tabeller.", "Tables belong here.")
    return value


def choice(table: Table, key: str, kind: type[_Kind], where: str) -> _Kind:
    """Return the member of an enumeration that is named."""
    try:
        return kind(table[key])
    except (KeyError, ValueError):
        names = ", ".join(str(one.value) for one in kind)
        raise refuse(f"{where} {key}", f"Velg blant {names}.", f"Choose among {names}.") from None


def inclusive(table: Table, where: str) -> Period:
    """Return the period from ``first_day`` to ``last_day``, both inside."""
    first: date = entry(table, "first_day", date, where)
    last: date = entry(table, "last_day", date, where)
    return Period(first, last + _DAY)


def days(table: Table, where: str) -> tuple[tuple[str, ...], ...]:
    """Return the days of a cycle."""
    value = entry(table, "days", list, where)
    if not all(isinstance(day, list) for day in value):
        raise refuse(f"{where} days", "Hver dag skal være en liste.", "Each day must be a list.")
    return tuple(tuple(str(kind) for kind in day) for day in value)


def read_shift_type(table: Table, where: str) -> ShiftType:
    """Read a shift type."""
    where = f"{where} shift_types {table.get('key', '')}".rstrip()
    check_keys(
        table,
        where,
        required={"key", "name_nb", "name_en", "station", "starts", "ends"},
        optional=_SHIFT_TYPE,
    )
    return ShiftType(
        key=entry(table, "key", str, where),
        name=Text(entry(table, "name_nb", str, where), entry(table, "name_en", str, where)),
        station=entry(table, "station", str, where),
        starts=entry(table, "starts", time, where),
        ends=entry(table, "ends", time, where),
        weekdays=_weekdays(table, where),
        red_days=yes_or_no(table, "red_days", where) if "red_days" in table else None,
        seasons=tuple(_season(one, where) for one in _list(table, "seasons", where)),
        repeats=_repeat(table.get("repeats"), where),
        doctors=whole(table, "doctors", where, default=1),
        role=choice({"role": "doctor", **table}, "role", Role, where),
        skills=frozenset(texts(table, "skills", where)),
        pay_form=choice({"pay_form": "self_employed", **table}, "pay_form", PayForm, where),
        is_alone=yes_or_no(table, "is_alone", where),
        backs_up=frozenset(texts(table, "backs_up", where)),
        municipalities=frozenset(texts(table, "municipalities", where)),
    )


def _repeat(value: object, where: str) -> Repeat | None:
    if value is None:
        return None
    where = f"{where} repeats"
    if not isinstance(value, Mapping):
        raise refuse(where, "Her skal det stå en tabell.", "A table belongs here.")
    check_keys(value, where, required={"anchor", "every", "first", "last"}, optional=set())
    anchor: date = entry(value, "anchor", date, where)
    every, first, last = (
        whole(value, key, where, least=least)
        for key, least in (("every", 1), ("first", 0), ("last", 0))
    )
    return Repeat(anchor, every, first, last)


def _list(table: Table, key: str, where: str) -> list[object]:
    found: list[object] = entry(table, key, list, where) if key in table else []
    return found


def _weekdays(table: Table, where: str) -> frozenset[int]:
    if "weekdays" not in table:
        return EVERY_DAY
    days = _list(table, "weekdays", where)
    if not all(type(day) is int for day in days):
        raise refuse(
            f"{where} weekdays",
            "Ukedager er tall fra 0 (mandag) til 6.",
            "Weekdays are numbers from 0 (Monday) to 6.",
        )
    return frozenset(day for day in days if isinstance(day, int))


def _season(value: object, where: str) -> Season:
    if isinstance(value, list) and len(value) == 2:
        parts = [str(one).split("-") for one in value]
        if all(len(part) == 2 and all(x.isdigit() for x in part) for part in parts):
            first, last = ((int(month), int(day)) for month, day in parts)
            return Season(first, last)
    raise refuse(
        f"{where} seasons",
        'En sesong skrives ["12-01", "02-28"].',
        'A season is written ["12-01", "02-28"].',
    )


def read_doctors(
    table: Table, period: Period, law: LawAt, where: str
) -> Iterator[tuple[DutyDoctor, str]]:
    """Yield the doctors of a table with their names; with ``count`` several alike."""
    where = f"{where} doctors {table.get('key', '')}".rstrip()
    check_keys(table, where, required={"key"}, optional=_DOCTOR)
    key = entry(table, "key", str, where)
    numbers = [""]
    if "count" in table:
        numbers = [f"{number:02}" for number in range(1, whole(table, "count", where) + 1)]
    for number in numbers:
        name = " ".join(part for part in (str(table.get("name", key)), number) if part)
        yield _doctor(table, f"{key}{number}", period, law, where), name


def _doctor(table: Table, key: str, period: Period, law: LawAt, where: str) -> DutyDoctor:
    held = tuple(Skill(one, _ALWAYS) for one in texts(table, "qualifications", where))
    known = {one.value for one in Qualification}
    if not {skill.key for skill in held} <= known:
        names = ", ".join(sorted(known))
        raise refuse(f"{where} qualifications", f"Velg blant {names}.", f"Choose among {names}.")
    back_up = back_up_periods(held, period, law)
    roles = {Role.DOCTOR, *([Role.BACK_UP] if back_up == (period,) else [])}
    if "roles" in table:
        wanted = texts(table, "roles", where)
        roles &= {choice({"roles": one}, "roles", Role, where) for one in wanted}
    return DutyDoctor(
        key=key,
        fraction=_fraction(table, where),
        employment=choice(
            {"employment": "self_employed", **table}, "employment", Employment, where
        ),
        municipality=str(table.get("municipality", "")),
        skills=held + tuple(Skill(one, _ALWAYS) for one in texts(table, "skills", where)),
        roles=frozenset(roles),
        stations=frozenset(texts(table, "stations", where)),
        member=_member(table, where),
        alone=alone_periods(held, period, law),
        exemptions=tuple(_exemption(one, where) for one in tables(table, "exemptions", where)),
        absences=tuple(_absence(one, where) for one in tables(table, "absences", where)),
    )


def _fraction(table: Table, where: str) -> Decimal:
    value = table.get("fraction", 1)
    if type(value) in (int, Decimal) and Decimal(value).is_finite() and value <= _FULL:
        return Decimal(value)
    raise refuse(
        f"{where} fraction",
        f"Her skal det stå et tall over 0, høyst {_FULL}.",
        f"A number above 0, at most {_FULL}, belongs here.",
    )


def _member(table: Table, where: str) -> Period | None:
    if "first_day" not in table:
        return None
    if "last_day" in table:
        return inclusive(table, where)
    return Period(entry(table, "first_day", date, where))


def _exemption(table: Table, where: str) -> Exemption:
    check_keys(
        table,
        f"{where} exemptions",
        required={"first_day", "last_day", "ground"},
        optional={"only_nights"},
    )
    return Exemption(
        inclusive(table, where),
        choice(table, "ground", ExemptionGround, where),
        yes_or_no(table, "only_nights", where),
    )


def _absence(table: Table, where: str) -> Absence:
    check_keys(table, f"{where} absences", required={"first_day", "last_day"}, optional={"cause"})
    period = inclusive(table, where)
    assert period.end is not None
    starts, ends = (
        datetime.combine(day, time(0), tzinfo=NORWAY) for day in (period.start, period.end)
    )
    return Absence(starts, ends, str(table.get("cause", "")))


def read_limits(table: Table, law: LawAt, where: str) -> Terms:
    """Read the district's own limits; what law and agreement set is put beside them later.

    A limit by the week holds for the employments that ``for`` names, or for all. Rest is stated only
    where another than the agreement's holds, with its source.
    """
    where = f"{where} limits"
    check_keys(table, where, required=set(), optional={*_WEEKLY, *_RUNS, _REST})
    rest = table.get(_REST)
    if rest is not None and not (isinstance(rest, Mapping) and rest.get("source")):
        raise refuse(
            f"{where} {_REST}",
            "En annen hvile enn avtalens må ha en kilde.",
            "A rest other than the agreement's needs a source.",
        )
    weekly = {key: _by_employment(table.get(key), where, key) for key in _WEEKLY}
    runs = {key: _limit(table[key], f"{where} {key}", 1) if key in table else None for key in _RUNS}
    return Terms(
        night_starts=time(0),
        night_ends=time(0),
        night_minutes=0,
        rest=_by_employment(rest, where, _REST),
        weekly_rest=weekly["weekly_rest_hours"],
        week=weekly["week_hours"],
        mean_week=weekly["mean_week_hours"],
        nights_in_a_row=runs["nights_in_a_row"],
        weekends_in_a_row=runs["weekends_in_a_row"],
    )


def _by_employment(value: object, where: str, key: str) -> dict[Employment, Limit]:
    if value is None:
        return {}
    where = f"{where} {key}"
    limit = _limit(value, where, _HOUR)
    names = texts(value, "for", where) if isinstance(value, Mapping) else []
    found = [choice({"for": one}, "for", Employment, where) for one in names]
    return dict.fromkeys(found or list(Employment), limit)


def _limit(value: object, where: str, unit: int) -> Limit:
    """Read ``{ value = 2, level = "local", source = "…" }``, or the number alone."""
    if not isinstance(value, Mapping):
        return Limit(value=_number(value, where, unit), level=Level.LOCAL)
    check_keys(value, where, required={"value"}, optional={"level", "source", "for"})
    source = str(value.get("source", ""))
    return Limit(
        value=_number(value["value"], where, unit),
        level=choice({"level": "local", **value}, "level", Level, where),
        source=Text(source, source),
    )


def _number(value: object, where: str, unit: int) -> int:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if number.is_finite() and 0 <= number <= _MOST:
            return int(number * unit)
    raise refuse(
        where,
        f"Her skal det stå en grense: et tall fra 0 til {_MOST}.",
        f"A limit belongs here: a number from 0 to {_MOST}.",
    )
