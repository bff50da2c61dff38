"""Doctors and shifts as arrays, in a fixed order: what the constraints are stated on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.shift import Role, Shift
from hjemmel.engines.rostering.calendar import (
    counts,
    days_from,
    easter_days,
    is_night,
    minutes_of,
)
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import SHARED

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Frame:
    """The inputs with their doctors by key and their shifts by start.

    Args:
        inputs: What the roster is made from.
        doctors: The doctors; their places are the rows of every array.
        shifts: The shifts by start; their places are the columns.
    """

    inputs: RosterInputs
    doctors: tuple[DutyDoctor, ...]
    shifts: tuple[Shift, ...]

    @classmethod
    def of(cls, inputs: RosterInputs) -> Frame:
        """Put the inputs in order."""
        picture = inputs.picture
        return cls(
            inputs,
            tuple(sorted(picture.doctors, key=lambda doctor: doctor.key)),
            tuple(sorted(picture.shifts, key=lambda s: (s.starts.timestamp(), s.key))),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Number of doctors and of shifts."""
        return len(self.doctors), len(self.shifts)

    @cached_property
    def doctor_places(self) -> dict[str, int]:
        """Row of each doctor by key."""
        return {doctor.key: place for place, doctor in enumerate(self.doctors)}

    @cached_property
    def shift_places(self) -> dict[str, int]:
        """Column of each shift by key."""
        return {shift.key: place for place, shift in enumerate(self.shifts)}

    @cached_property
    def starts(self) -> Whole:
        """Minutes since 1970 at which each shift starts."""
        return np.array([minutes_of(shift.starts) for shift in self.shifts], np.int64)

    @cached_property
    def ends(self) -> Whole:
        """Minutes since 1970 at which each shift ends."""
        return np.array([minutes_of(shift.ends) for shift in self.shifts], np.int64)

    @cached_property
    def minutes(self) -> Whole:
        """How long each shift lasts."""
        return self.ends - self.starts

    @cached_property
    def need(self) -> Whole:
        """How many doctors each shift needs."""
        return np.array([shift.doctors for shift in self.shifts], np.int64)

    @cached_property
    def days(self) -> Whole:
        """The day of each shift, as a proleptic ordinal."""
        return np.array([shift.day.toordinal() for shift in self.shifts], np.int64)

    @cached_property
    def nights(self) -> Flags:
        """Whether each shift is a night shift that a doctor works."""
        terms = self.inputs.terms
        return np.array(
            [s.role is Role.DOCTOR and is_night(s, terms) for s in self.shifts], np.bool_
        )

    @cached_property
    def first_monday(self) -> int:
        """The Monday from which weeks are counted: before the period and what was earlier."""
        days = [self.inputs.picture.period.start]
        days += [shift.day for shift, _ in self.inputs.picture.earlier]
        days += [self.shifts[0].day] if self.shifts else []
        first = min(days)
        return first.toordinal() - first.weekday()

    @cached_property
    def exempt(self) -> Flags:
        """Whether each doctor is exempt on the day of each shift, shape (doctors, shifts)."""
        out = np.zeros(self.shape, np.bool_)
        for row, doctor in enumerate(self.doctors):
            for exemption in doctor.exemptions:
                inside = self._inside(exemption.period.start, exemption.period.end)
                out[row] |= inside & (self.nights | (not exemption.only_nights))
        return out

    @cached_property
    def member(self) -> Flags:
        """Whether each doctor takes part on the day of each shift, shape (doctors, shifts)."""
        out = np.ones(self.shape, np.bool_)
        for row, doctor in enumerate(self.doctors):
            if doctor.member is not None:
                out[row] = self._inside(doctor.member.start, doctor.member.end)
        return out

    def _inside(self, start: date, end: date | None) -> Flags:
        after = self.days >= start.toordinal()
        return after if end is None else after & (self.days < end.toordinal())

    def inside(self, start: date, end: date | None) -> Flags:
        """Tell which shifts start on the days from ``start`` up to, not including, ``end``."""
        return self._inside(start, end)

    @cached_property
    def columns_by(self) -> dict[str, dict[str, list[int]]]:
        """Columns of shifts by station, role, skill and municipality."""
        found: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in ("station", "role", "skill", "municipality")
        }
        for column, shift in enumerate(self.shifts):
            found["station"][shift.station].append(column)
            found["role"][shift.role.value].append(column)
            for skill in shift.skills:
                found["skill"][skill].append(column)
            for number in shift.municipalities:
                found["municipality"][number].append(column)
        return found

    @cached_property
    def amounts(self) -> Whole:
        """What a doctor takes by each shift, thousandths, shape (categories, shifts)."""
        inputs = self.inputs
        easter = easter_days(inputs.red_days)
        rows = {category: row for row, category in enumerate(SHARED)}
        out = np.zeros((len(SHARED), len(self.shifts)), np.int64)
        for column, shift in enumerate(self.shifts):
            taken = counts(shift, inputs.terms, inputs.red_days, easter)
            for category, amount in taken.items():
                out[rows[category], column] = amount
        return out

    def period_days(self) -> list[date]:
        """Return the days of the period."""
        period = self.inputs.picture.period
        assert period.end is not None
        return list(days_from(period.start, period.end - _DAY))

    def earlier_of(self, row: int) -> list[Shift]:
        """Return the shifts that a doctor had just before the period."""
        key = self.doctors[row].key
        return [shift for shift, who in self.inputs.picture.earlier if who == key]
