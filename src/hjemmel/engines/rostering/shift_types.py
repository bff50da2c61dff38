"""Shifts made from shift types: on which days of the week, on holidays, in which season.

A type says its times by the clock on the wall. Shifts are right over midnight, and on the nights when
the clock changes an hour more or less passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from hjemmel.domain.shift import PayForm, Role, Shift
from hjemmel.engines.rostering.calendar import at, days_from
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Season:
    """Days of every year from ``first`` to ``last``, both inside, as (month, day); over New Year too.

    >>> Season((12, 1), (2, 28)).contains(date(2027, 1, 15))
    True
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in the season."""
        place = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last


@dataclass(frozen=True, slots=True)
class Repeat:
    """Days of a cycle: those from ``first`` to ``last``, counted from 0, of every ``every`` days.

    Args:
        anchor: A day with number 0.
        every: Length of the cycle, days.
        first: The first day on which shifts start.
        last: The last day on which they do.

    >>> Repeat(date(2026, 1, 2), every=28, first=0, last=9).contains(date(2026, 1, 12))
    False
    """

    anchor: date
    every: int
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last < self.every:
            raise InputError(
                Text(
                    f"Dag {self.first} til {self.last} ligger ikke i en syklus på {self.every} dager.",
                    f"Days {self.first} to {self.last} are not in a cycle of {self.every} days.",
                ),
                where="repeat",
                remedy=Text("Tell dagene fra 0.", "Count the days from 0."),
            )

    def contains(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.first <= (day - self.anchor).days % self.every <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftType:
    """A kind of shift that comes again.

    Args:
        key: What it is called.
        name: The name shown to people.
        station: Key of the station.
        starts: When it starts, by the clock on the wall.
        ends: When it ends; not after ``starts``: on the next day.
        weekdays: Days of the week on which it starts; 0 is Monday.
        red_days: Whether it is held on public holidays: ``True``: on all of them, whatever day of the
            week; ``False``: on none; ``None``: as on any other day of the week.
        seasons: When in the year; empty: all year.
        repeats: On which days of a cycle; ``None``: on all.
        period: From and to which day; ``None``: always.
        doctors: How many doctors it needs.
        role: What the doctors are on it.
        skills: Skills that each doctor must have.
        pay_form: How it is paid.
        is_alone: Whether the doctor has no other health personnel with her.
        backs_up: Types that a back-up doctor stands behind, wherever they overlap.
        municipalities: Municipalities whose doctors take it; empty: all.

    Raises:
        InputError: It is held on no day of the week and on no holiday.
    """

    key: str
    name: Text
    station: str
    starts: time
    ends: time
    weekdays: frozenset[int] = EVERY_DAY
    red_days: bool | None = None
    seasons: tuple[Season, ...] = ()
    repeats: Repeat | None = None
    period: Period | None = None
    doctors: int = 1
    role: Role = Role.DOCTOR
    skills: frozenset[str] = frozenset()
    pay_form: PayForm = PayForm.SELF_EMPLOYED
    is_alone: bool = False
    backs_up: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (self.weekdays or self.red_days) or not self.weekdays <= EVERY_DAY:
            raise InputError(
                Text(
                    "Vakttypen har ingen gyldige ukedager.",
                    "The shift type has no valid days of the week.",
                ),
                where=f"shift type {self.key}",
                remedy=Text("Gi ukedager fra 0 (mandag) til 6.", "Give days from 0 (Monday) to 6."),
            )

    def is_held(self, day: date, red_days: frozenset[date]) -> bool:
        """Tell whether a shift of this type starts on a day."""
        if self.period is not None and not self.period.contains(day):
            return False
        if self.repeats is not None and not self.repeats.contains(day):
            return False
        if self.seasons and not any(season.contains(day) for season in self.seasons):
            return False
        if day in red_days and self.red_days is not None:
            return self.red_days
        return day.weekday() in self.weekdays

    def on(self, day: date) -> Shift:
        """Return the shift of this type that starts on a day."""
        last = day if self.ends > self.starts else day + _DAY
        return Shift(
            key=f"{self.key}:{day.isoformat()}",
            station=self.station,
            kind=self.key,
            starts=at(day, self.starts),
            ends=at(last, self.ends),
            doctors=self.doctors,
            role=self.role,
            skills=self.skills,
            pay_form=self.pay_form,
            is_alone=self.is_alone,
            municipalities=self.municipalities,
        )


def shifts_from(
    types: Iterable[ShiftType], period: Period, red_days: frozenset[date]
) -> tuple[Shift, ...]:
    """Return the shifts of a period, by start.

    Args:
        types: The shift types.
        period: The days on which shifts start; it has an end.
        red_days: Public holidays.

    Raises:
        InputError: The period has no end, or no type is held in it.
    """
    if period.end is None:
        raise InputError(
            Text("Perioden har ingen slutt.", "The period has no end."),
            where="period",
            remedy=Text("Gi den siste dagen.", "Give the last day."),
        )
    days = list(days_from(period.start, period.end - _DAY))
    types = tuple(types)
    made = [(kind, kind.on(day)) for day in days for kind in types if kind.is_held(day, red_days)]
    if not made:
        raise InputError(
            Text("Ingen vakttype går i perioden.", "No shift type is held in the period."),
            where="period",
            remedy=Text("Rett perioden eller vakttypene.", "Correct the period or the types."),
        )
    linked = [_with_backed_up(kind, shift, [s for _, s in made]) for kind, shift in made]
    return tuple(sorted(linked, key=lambda shift: (shift.starts.timestamp(), shift.key)))


def _with_backed_up(kind: ShiftType, shift: Shift, others: list[Shift]) -> Shift:
    if not kind.backs_up:
        return shift
    starts, ends = shift.starts.timestamp(), shift.ends.timestamp()
    behind = frozenset(
        other.key
        for other in others
        if other.kind in kind.backs_up
        and other.starts.timestamp() < ends
        and other.ends.timestamp() > starts
    )
    return replace(shift, backs_up=behind)
