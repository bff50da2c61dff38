"""Duty rosters to measure on: made from a size and a seed, with absences, fractions, exemptions and wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np

from hjemmel.domain.duty_doctor import (
    Absence,
    DutyDoctor,
    Employment,
    Exemption,
    ExemptionGround,
)
from hjemmel.domain.duty_roster import DutyPicture, Wish, WishKind
from hjemmel.domain.shift import NORWAY, PayForm
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.legal_terms import red_days_between, terms_from
from hjemmel.engines.rostering.shift_types import ShiftType, shifts_from
from hjemmel.engines.rostering.terms import Level, Limit, Terms
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt, load_law

FIRST = date(2026, 1, 5)
_ALWAYS = (Period(date(2020, 1, 1)),)
_WORKDAYS = frozenset(range(5))
_WEEKEND = frozenset((5, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A roster to measure on.

    Args:
        name: What it is called.
        doctors: Number of doctors.
        days: Number of days.
        stations: Number of stations.
        municipalities: Numbers of the municipalities that the doctors come from; empty: one.
        seconds: Within how long it is to be done.
    """

    name: str
    doctors: int
    days: int
    stations: int = 1
    municipalities: tuple[str, ...] = ()
    seconds: float


SIZES = (
    Size(name="20 doctors × 84 days", doctors=20, days=84, seconds=5),
    Size(name="60 doctors × 28 days", doctors=60, days=28, stations=2, seconds=15),
    Size(name="40 doctors × 182 days", doctors=40, days=182, stations=2, seconds=60),
    Size(
        name="200 doctors × 182 days, 4 municipalities, 3 stations",
        doctors=200,
        days=182,
        stations=3,
        municipalities=("5001", "5028", "5031", "5027"),
        seconds=300,
    ),
)


def made(size: Size, seed: int = 1) -> RosterInputs:
    """Return the inputs of a roster of a size."""
    generator = np.random.default_rng(seed)
    period = Period(FIRST, FIRST + timedelta(days=size.days))
    law = LawAt(FIRST, book=load_law())
    red = red_days_between(FIRST, FIRST + timedelta(days=size.days), law)
    types = [kind for number in range(size.stations) for kind in _types(size, number)]
    doctors = tuple(_doctor(size, number, generator) for number in range(size.doctors))
    local = Terms(
        night_starts=time(0),
        night_ends=time(0),
        night_minutes=0,
        week=dict.fromkeys(Employment, Limit(value=48 * 60, level=Level.LOCAL)),
        nights_in_a_row=Limit(value=3, level=Level.LOCAL),
        weekends_in_a_row=Limit(value=2, level=Level.LOCAL),
    )
    picture = DutyPicture(
        period=period,
        doctors=doctors,
        shifts=shifts_from(types, period, red),
        wishes=tuple(_wishes(size, doctors, generator)),
    )
    return RosterInputs(picture=picture, terms=terms_from(law, local=local), red_days=red)


def _types(size: Size, number: int) -> list[ShiftType]:
    station = f"s{number + 1}"
    own = frozenset(size.municipalities[:1]) if size.municipalities else frozenset()
    doctors = 2 if size.doctors >= 100 else 1

    def made_type(key: str, starts: int, ends: int, **others: object) -> ShiftType:
        return ShiftType(
            key=f"{station}_{key}",
            name=Text(key, key),
            station=station,
            starts=time(starts),
            ends=time(ends),
            doctors=doctors,
            **others,  # type: ignore[arg-type]
        )

    kinds = [
        made_type("evening", 16, 23),
        made_type("weekend", 8, 16, weekdays=_WEEKEND, red_days=True),
    ]
    if number == 0:
        kinds.append(made_type("night", 23, 8, pay_form=PayForm.HOURLY))
    if size.municipalities and number == 0:
        kinds.append(
            made_type(
                "day",
                8,
                16,
                weekdays=_WORKDAYS,
                red_days=False,
                pay_form=PayForm.SALARY,
                municipalities=own,
            )
        )
    return kinds


def _doctor(size: Size, number: int, generator: np.random.Generator) -> DutyDoctor:
    key = f"d{number:03}"
    weeks = max(1, size.days // 60)
    absences = [_week_off(size, generator) for _ in range(weeks)]
    exemptions: tuple[Exemption, ...] = ()
    if number % 10 == 9:
        start = FIRST + timedelta(days=size.days // 2)
        exemptions = (Exemption(Period(start), ExemptionGround.PREGNANCY),)
    towns = size.municipalities
    town = "" if not towns else towns[0 if number % 2 == 0 else 1 + (number // 2) % 3]
    stations: frozenset[str] = frozenset()
    if size.stations > 2:
        first = number % size.stations
        stations = frozenset({f"s{first + 1}", f"s{(first + 1) % size.stations + 1}"})
    return DutyDoctor(
        key=key,
        fraction=Decimal("0.5") if number % 7 == 6 else Decimal(1),
        municipality=town,
        stations=stations,
        alone=_ALWAYS,
        exemptions=exemptions,
        absences=tuple(absences),
    )


def _week_off(size: Size, generator: np.random.Generator) -> Absence:
    first = FIRST + timedelta(days=int(generator.integers(0, max(1, size.days - 7))))
    starts, ends = (
        datetime.combine(day, time(0), tzinfo=NORWAY) for day in (first, first + timedelta(days=7))
    )
    return Absence(starts, ends)


def _wishes(
    size: Size, doctors: Sequence[DutyDoctor], generator: np.random.Generator
) -> list[Wish]:
    found = []
    for doctor in doctors:
        for _ in range(max(1, size.days // 28)):
            first = FIRST + timedelta(days=int(generator.integers(0, size.days - 2)))
            period = Period(first, first + timedelta(days=2))
            weight = int(generator.integers(1, 6))
            found.append(Wish(doctor=doctor.key, kind=WishKind.OFF, period=period, weight=weight))
    return found
