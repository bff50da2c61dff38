"""Shifts of one doctor beside each other: overlap, rest, hours, nights and weekends in a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

import numpy as np

from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import Role, Shift
from hjemmel.engines.rostering.calendar import at, is_night, is_weekend, minutes_of
from hjemmel.engines.rostering.constraints.definition import MINUTE, SHIFT, LimitOf, constraint
from hjemmel.engines.rostering.constraints.forms import NONE, Cap, Free, Gap, Run
from hjemmel.engines.rostering.frame import Frame, Whole
from hjemmel.engines.rostering.terms import Level, Limit
from hjemmel.kernel.text import Text

_WEEK = 7
_AGREEMENT = Text("SFS 2305 pkt. 7.4", "SFS 2305 pt. 7.4")


def _first(name: str) -> LimitOf:
    def found(frame: Frame) -> Limit | None:
        limits: Mapping[Employment, Limit] = getattr(frame.inputs.terms, name)
        order = list(Level)
        return min(limits.values(), key=lambda limit: order.index(limit.level), default=None)

    return found


def _one(name: str) -> LimitOf:
    def found(frame: Frame) -> Limit | None:
        limit: Limit | None = getattr(frame.inputs.terms, name)
        return limit

    return found


def _each(frame: Frame, limits: Mapping[Employment, Limit]) -> Whole:
    values = [
        limits[doctor.employment].value if doctor.employment in limits else NONE
        for doctor in frame.doctors
    ]
    return np.array(values, np.int64)


@constraint(
    name=Text("Én vakt om gangen", "One shift at a time"),
    level=Level.LAW,
    unit=MINUTE,
    citation=Text("helsepersonelloven § 4", "health personnel act § 4"),
)
def one_at_a_time(frame: Frame) -> Gap:
    """A doctor is on one shift at a time."""
    return Gap(np.zeros(len(frame.doctors), np.int64))


@constraint(
    name=Text("Hvile mellom vakter", "Rest between shifts"),
    level=Level.AGREEMENT,
    unit=MINUTE,
    citation=_AGREEMENT,
    limit=_first("rest"),
)
def rest(frame: Frame) -> Gap | None:
    """A doctor is off long enough between two shifts."""
    limits = frame.inputs.terms.rest
    return Gap(_each(frame, limits)) if limits else None


@constraint(
    name=Text("Ukentlig fri", "Weekly rest"),
    level=Level.LAW,
    unit=MINUTE,
    citation=Text("arbeidsmiljøloven § 10-8", "working environment act § 10-8"),
    limit=_first("weekly_rest"),
)
def weekly_rest(frame: Frame) -> Free | None:
    """A doctor has one long stretch off in every week from Monday that lies within the period."""
    limits = frame.inputs.terms.weekly_rest
    period = frame.inputs.picture.period
    if not limits or period.end is None:
        return None
    first = period.start.toordinal() + (-period.start.weekday()) % _WEEK
    mondays = range(first, period.end.toordinal() - _WEEK + 1, _WEEK)
    starts = [_midnight(day) for day in mondays]
    ends = [_midnight(day + _WEEK) for day in mondays]
    return Free(_each(frame, limits), np.array(starts, np.int64), np.array(ends, np.int64))


def _midnight(day: int) -> int:
    return minutes_of(at(date.fromordinal(day), time(0)))


@constraint(
    name=Text("Timer i uka", "Hours a week"),
    level=Level.LAW,
    unit=MINUTE,
    citation=Text("arbeidsmiljøloven § 10-5", "working environment act § 10-5"),
    limit=_first("week"),
)
def week_hours(frame: Frame) -> Cap | None:
    """A doctor's hours in a week from Monday stay within the limit; a shift counts where it starts."""
    limits = frame.inputs.terms.week
    if not limits:
        return None
    bucket = (frame.days - frame.first_monday) // _WEEK
    before = np.zeros((len(frame.doctors), _buckets(bucket)), np.int64)
    for row in range(len(frame.doctors)):
        for shift in frame.earlier_of(row):
            before[row, (shift.day.toordinal() - frame.first_monday) // _WEEK] += shift.minutes
    return Cap(bucket, frame.minutes, _each(frame, limits), before)


@constraint(
    name=Text("Timer i uka i snitt", "Hours a week on average"),
    level=Level.LAW,
    unit=MINUTE,
    citation=Text("arbeidsmiljøloven § 10-5", "working environment act § 10-5"),
    limit=_first("mean_week"),
)
def mean_hours(frame: Frame) -> Cap | None:
    """A doctor's hours a week on average over the period stay within the limit."""
    limits = frame.inputs.terms.mean_week
    if not limits:
        return None
    days = len(frame.period_days())
    each = _each(frame, limits)
    most = np.where(each == NONE, NONE, each * days // _WEEK)
    bucket = np.zeros(len(frame.shifts), np.int64)
    before = np.zeros((len(frame.doctors), 1), np.int64)
    return Cap(bucket, frame.minutes, most.astype(np.int64), before)


@constraint(
    name=Text("Netter på rad", "Nights in a row"),
    level=Level.LOCAL,
    unit=SHIFT,
    citation=Text("helsepersonelloven § 4", "health personnel act § 4"),
    limit=_one("nights_in_a_row"),
)
def nights_in_a_row(frame: Frame) -> Run | None:
    """A doctor has no more night shifts on days in a row than the limit."""
    limit = frame.inputs.terms.nights_in_a_row
    if limit is None:
        return None
    bucket = np.where(frame.nights, frame.days - frame.first_monday, NONE)
    before = np.zeros((len(frame.doctors), _buckets(bucket)), np.bool_)
    for row in range(len(frame.doctors)):
        for shift in frame.earlier_of(row):
            if shift.role is Role.DOCTOR and is_night(shift, frame.inputs.terms):
                _mark(before, row, shift.day.toordinal() - frame.first_monday)
    return Run(bucket, limit.value, before)


@constraint(
    name=Text("Helger på rad", "Weekends in a row"),
    level=Level.LOCAL,
    unit=SHIFT,
    citation=Text("distriktets vaktordning", "the district's duty arrangement"),
    limit=_one("weekends_in_a_row"),
)
def weekends_in_a_row(frame: Frame) -> Run | None:
    """A doctor has duty in no more weekends in a row than the limit."""
    limit = frame.inputs.terms.weekends_in_a_row
    if limit is None:
        return None
    in_weekend = np.array([is_weekend(shift.day) for shift in frame.shifts], np.bool_)
    bucket = np.where(in_weekend, (frame.days - frame.first_monday) // _WEEK, NONE)
    before = np.zeros((len(frame.doctors), _buckets(bucket)), np.bool_)
    for row in range(len(frame.doctors)):
        for shift in frame.earlier_of(row):
            if is_weekend(shift.day):
                _mark(before, row, _week(frame, shift))
    return Run(bucket, limit.value, before)


def _week(frame: Frame, shift: Shift) -> int:
    return (shift.day.toordinal() - frame.first_monday) // _WEEK


def _buckets(bucket: Whole) -> int:
    return int(bucket.max(initial=0)) + 1


def _mark(before: Whole | np.ndarray, row: int, bucket: int) -> None:
    if bucket < before.shape[1]:
        before[row, bucket] = True
