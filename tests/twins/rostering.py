"""Every roster of a small problem, tried one by one, and its price in plain sums: the slow, obvious twin."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.duty_roster import Assignment, WishKind
from hjemmel.domain.shift import Role, Shift
from hjemmel.engines.rostering import RosterInputs, check
from hjemmel.engines.rostering.check import check_doctor
from hjemmel.engines.rostering.ledger import SHARED, Category

UNIT = 1000


def every_roster(inputs: RosterInputs) -> Iterator[tuple[Assignment, ...]]:
    """Yield each way to give every shift its doctors."""
    keys = [doctor.key for doctor in inputs.picture.doctors]
    ways = [
        [
            tuple(Assignment(shift.key, key) for key in some)
            for some in combinations(keys, shift.doctors)
        ]
        for shift in inputs.picture.shifts
    ]
    for way in product(*ways):
        yield tuple(pair for pairs in way for pair in pairs)


def best(inputs: RosterInputs) -> int | None:
    """Return the price of the best roster that breaks nothing; ``None``: every one breaks something."""
    lawful = [roster for roster in every_roster(inputs) if not check(inputs, roster)]
    return min((price(inputs, roster) for roster in lawful), default=None)


def counted(inputs: RosterInputs, shift: Shift) -> dict[Category, int]:
    """What a shift counts as; only what small problems hold."""
    is_work = shift.role is Role.DOCTOR
    return {
        Category.SHIFTS: UNIT,
        Category.HOURS: round(Fraction(shift.minutes * UNIT, 60)),
        Category.NIGHTS: UNIT * (is_work and _is_night(inputs, shift)),
        Category.WEEKENDS: UNIT * (shift.day.isoweekday() > 5),
        Category.BACK_UP: UNIT * (not is_work),
        Category.ALONE: UNIT * (is_work and shift.is_alone),
    }


def _is_night(inputs: RosterInputs, shift: Shift) -> bool:
    """Count the minutes at night one by one."""
    terms = inputs.terms
    starts = shift.starts
    first = starts.hour * 60 + starts.minute
    night = 0
    for minute in range(first, first + shift.minutes):
        clock = minute % (24 * 60)
        late = terms.night_starts.hour * 60
        night += clock >= late or clock < terms.night_ends.hour * 60
    return night >= terms.night_minutes


def part(inputs: RosterInputs, doctor: DutyDoctor, shift: Shift) -> Fraction:
    """A doctor's part in a shift, before it is divided by everybody's."""
    is_exempt = any(
        one.period.contains(shift.day) and (not one.only_nights or _is_night(inputs, shift))
        for one in doctor.exemptions
    )
    closed = (
        is_exempt
        or (doctor.stations and shift.station not in doctor.stations)
        or (inputs.terms.alone is not None and not doctor.alone)
    )
    return Fraction(0) if closed else Fraction(doctor.fraction)


def spans(
    inputs: RosterInputs, roster: tuple[Assignment, ...]
) -> list[tuple[Category, set[str], int]]:
    """The span of each group of doctors who are compared, with its category and who they are."""
    doctors = {doctor.key: doctor for doctor in inputs.picture.doctors}
    found = []
    for category in SHARED:
        balance = dict.fromkeys(doctors, 0)
        share = dict.fromkeys(doctors, Fraction(0))
        linked: list[set[str]] = []
        for shift in inputs.picture.shifts:
            amount = counted(inputs, shift).get(category, 0)
            if not amount:
                continue
            parts = {key: part(inputs, doctor, shift) for key, doctor in doctors.items()}
            total = sum(parts.values())
            for key in doctors:
                if total:
                    share[key] += shift.doctors * amount * parts[key] / total
                balance[key] += amount * (Assignment(shift.key, key) in roster)
            linked.append({key for key, one in parts.items() if one})
        for group in _together(linked):
            values = [balance[key] - round(share[key]) for key in group]
            if len(group) > 1:
                found.append((category, group, max(values) - min(values)))
    return found


def _together(linked: list[set[str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for one in (set(link) for link in linked if link):
        apart = [group for group in groups if not group & one]
        for group in groups:
            if group & one:
                one |= group
        groups = [*apart, one]
    return groups


def _longest(inputs: RosterInputs, group: set[str]) -> int:
    """The hours of the longest shift that somebody in a group could have if she had no other."""
    hours = [
        counted(inputs, shift)[Category.HOURS]
        for shift in inputs.picture.shifts
        for doctor in inputs.picture.doctors
        if doctor.key in group and not check_doctor(inputs, doctor, [shift])
    ]
    return max(hours, default=UNIT)


def price(inputs: RosterInputs, roster: tuple[Assignment, ...]) -> int:
    """The price of a roster, thousandths of points."""
    prices = inputs.prices
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    total = 0
    for category, group, span in spans(inputs, roster):
        step = _longest(inputs, group) if category is Category.HOURS else UNIT
        beyond = max(0, span - prices.target * step)
        total += -(-prices.span * UNIT // step) * beyond
        total += prices.small_span * span * (category is not Category.HOURS)
    for wish in inputs.picture.wishes:
        mine = [
            shifts[pair.shift]
            for pair in roster
            if pair.doctor == wish.doctor and wish.period.contains(shifts[pair.shift].day)
        ]
        missed = len(mine) if wish.kind is WishKind.OFF else not mine
        total += missed * wish.weight * prices.wish * UNIT
    return total
