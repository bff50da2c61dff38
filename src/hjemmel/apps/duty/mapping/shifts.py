"""Shift types and shifts, from rows to pictures and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from hjemmel.apps.duty.models import DutyDistrict, DutyRoster, DutyShift, Station
from hjemmel.apps.duty.models import ShiftType as ShiftTypeRow
from hjemmel.domain.shift import NORWAY, PayForm, Role, Shift
from hjemmel.engines.rostering.calendar import counts, easter_days
from hjemmel.engines.rostering.shift_types import Season, ShiftType
from hjemmel.engines.rostering.terms import Terms
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.rules.competence import may_be_back_up

BACK_UP_COMPETENCE = may_be_back_up.__name__
"""The skill that a back-up shift asks for: she has it while the rule lets her be the back-up doctor."""
_FIRST_DAY = date(1900, 1, 1)
_FIELDS = ("key", "starts", "ends", "doctors", "role", "pay_form", "is_alone")
_LISTS = ("skills", "backs_up", "municipalities")
_AS_TEXT = {f"{name}_text": Cast(name, TextField()) for name in _LISTS}


def shift_type_of(row: ShiftTypeRow, station: str) -> ShiftType:
    """Return a shift type as the engine reads it; ``station`` is the code of its station."""
    seasons: tuple[Season, ...] = ()
    if row.season_first and row.season_last:
        seasons = (Season(_day_of_year(row.season_first), _day_of_year(row.season_last)),)
    period = None
    if row.valid_from is not None or row.valid_to is not None:
        period = Period(row.valid_from or _FIRST_DAY, row.valid_to)
    return ShiftType(
        key=row.code,
        name=Text(row.name, row.name),
        station=station,
        starts=row.starts,
        ends=row.ends,
        weekdays=frozenset(row.weekdays),
        red_days=row.on_red_days,
        seasons=seasons,
        period=period,
        doctors=row.doctors,
        role=Role(row.role),
        skills=frozenset(row.skills),
        pay_form=PayForm(row.pay_form),
        is_alone=row.is_alone,
        backs_up=frozenset(row.backs_up),
        municipalities=frozenset(row.municipalities),
    )


def _day_of_year(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def shift_rows(
    shifts: Iterable[Shift],
    roster: DutyRoster,
    district: DutyDistrict,
    terms: Terms,
    red_days: frozenset[date],
) -> list[DutyShift]:
    """Return the rows of a roster's shifts, with what each counts as in the ledger; not saved."""
    types = {row.code: row for row in district.shift_types.all()}
    easter = easter_days(red_days)
    return [
        DutyShift(
            roster=roster,
            shift_type=types[shift.kind],
            station_id=types[shift.kind].station_id,
            key=shift.key,
            day=shift.day,
            starts=shift.starts,
            ends=shift.ends,
            doctors=shift.doctors,
            role=shift.role.value,
            skills=sorted(shift.skills),
            pay_form=shift.pay_form.value,
            is_alone=shift.is_alone,
            backs_up=sorted(shift.backs_up),
            municipalities=sorted(shift.municipalities),
            counts={
                category.value: amount
                for category, amount in counts(shift, terms, red_days, easter).items()
            },
        )
        for shift in shifts
    ]


def called(name: str, day: date) -> str:
    """Return what people call a shift: the name of its type and its day."""
    return f"{name} {format_date(day)}"


def shift_of(row: DutyShift, kind: str, station: str) -> Shift:
    """Return a shift as the engine reads it.

    Args:
        row: The row.
        kind: Code of its type.
        station: Code of its station.
    """
    fields = tuple(getattr(row, name) for name in _FIELDS)
    return _made(fields, [getattr(row, name) for name in _LISTS], kind, station)


def shifts_of(roster: DutyRoster, keys: Collection[str] | None = None) -> list[tuple[Shift, str]]:
    """Return a roster's shifts by start as the engine reads them, with what people call each.

    Args:
        roster: The roster.
        keys: Only these, and the back-up shifts; ``None``: all.
    """
    types = {
        row.pk: (row.code, row.name)
        for row in ShiftTypeRow.objects.filter(district=roster.district)
    }
    stations = dict(Station.objects.filter(district=roster.district).values_list("pk", "code"))
    rows = roster.shifts.annotate(**_AS_TEXT).order_by("starts", "key")
    if keys is not None:
        rows = rows.filter(Q(key__in=keys) | Q(role=Role.BACK_UP.value))
    found = []
    names = (*_FIELDS, *_AS_TEXT, "shift_type_id", "station_id")
    for key, starts, ends, *more, kind, station in rows.values_list(*names):
        code, name = types[kind]
        # In UTC: two times of another zone can be equal and an hour apart.
        times = starts.astimezone(UTC), ends.astimezone(UTC)
        found.append((_read(key, *times, *more, code, stations[station]), name))
    if keys is None:
        return found
    there = {shift.key for shift, _ in found}
    return [(replace(shift, backs_up=shift.backs_up & there), name) for shift, name in found]


@lru_cache(maxsize=2**13)
def _read(*fields: Any) -> Shift:
    """Return a shift from the values of ``_FIELDS``, lists as JSON, type and station: once for the same."""
    *plain, skills, backs_up, places, kind, station = fields
    lists = [json.loads(one) for one in (skills, backs_up, places)]
    return _made(tuple(plain), lists, kind, station)


def _made(fields: tuple[Any, ...], lists: list[list[str]], kind: str, station: str) -> Shift:
    """Return a shift from the values of ``_FIELDS`` and ``_LISTS``."""
    key, starts, ends, doctors, role, pay_form, is_alone = fields
    skills, backs_up, places = lists
    if role == Role.BACK_UP.value:
        skills = [*skills, BACK_UP_COMPETENCE]
    return Shift(
        key=key,
        station=station,
        kind=kind,
        starts=starts.astimezone(NORWAY),
        ends=ends.astimezone(NORWAY),
        doctors=doctors,
        role=Role(role),
        skills=frozenset(skills),
        pay_form=PayForm(pay_form),
        is_alone=is_alone,
        backs_up=frozenset(backs_up),
        municipalities=frozenset(places),
    )
