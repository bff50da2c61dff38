"""Judges a roster, ours or anybody's, on the pictures alone.

Nothing here is shared with what makes rosters: neither the constraints' forms nor the solvers. It reads
the doctors' and shifts' own times, one doctor after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY, Role, Shift
from hjemmel.engines.rostering.breach import Breach, sentence_of
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.terms import Level, Limit

_HOUR = 60


@dataclass(frozen=True, slots=True)
class _Mine:
    """A doctor with her shifts by start, those before the period first."""

    inputs: RosterInputs
    doctor: DutyDoctor
    earlier: list[Shift]
    shifts: list[Shift]


def check(inputs: RosterInputs, assignments: Iterable[Assignment]) -> tuple[Breach, ...]:
    """Return everything that a roster breaks; nothing when it keeps all.

    Wishes and spans are weighed and not kept, so they are not judged here.

    Args:
        inputs: Doctors, shifts and limits.
        assignments: Who is on which shift.
    """
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    doctors = {doctor.key: doctor for doctor in inputs.picture.doctors}
    pairs = sorted(assignments)
    found = list(_strangers(inputs, pairs, set(shifts), set(doctors)))
    known = sorted({one for one in pairs if one.shift in shifts and one.doctor in doctors})
    found += check_coverage(inputs, known)
    found += _fixed(inputs, set(known))
    by_doctor: dict[str, list[Shift]] = defaultdict(list)
    for one in known:
        by_doctor[one.doctor].append(shifts[one.shift])
    staffed = Counter(one.shift for one in known)
    for key in sorted(by_doctor):
        found += check_doctor(inputs, doctors[key], by_doctor[key], staffed)
    return tuple(found)


def check_coverage(
    inputs: RosterInputs, assignments: Iterable[Assignment], among: Collection[str] | None = None
) -> list[Breach]:
    """Return the shifts that have too few doctors, or too many.

    Args:
        inputs: The shifts.
        assignments: Who is on which shift, each once.
        among: Keys of the shifts that are looked at; ``None``: all.
    """
    on = Counter(pair.shift for pair in assignments)
    return [
        _breach("coverage", inputs, "", shift.key, number=on[shift.key], limit=shift.doctors)
        for shift in inputs.picture.shifts
        if on[shift.key] != shift.doctors and (among is None or shift.key in among)
    ]


def check_doctor(
    inputs: RosterInputs,
    doctor: DutyDoctor,
    shifts: Iterable[Shift],
    staffed: Counter[str] | None = None,
    earlier: Iterable[Shift] | None = None,
) -> list[Breach]:
    """Return what one doctor's shifts break.

    Args:
        inputs: Limits, and what was before.
        doctor: The doctor.
        shifts: All her shifts in the period.
        staffed: How many are on each shift by key; ``None``: every back-up shift has somebody.
        earlier: Her shifts before the period; ``None``: as the inputs have them.
    """
    if earlier is None:
        earlier = [shift for shift, who in inputs.picture.earlier if who == doctor.key]
    mine = _Mine(
        inputs,
        doctor,
        sorted(earlier, key=lambda shift: shift.starts.astimezone(UTC)),
        sorted(shifts, key=lambda shift: shift.starts.astimezone(UTC)),
    )
    return [
        *_open_to_her(mine),
        *_not_alone(mine, staffed),
        *_rest(mine),
        *_weekly_rest(mine),
        *_hours(mine),
        *_in_a_row(mine),
    ]


def _strangers(
    inputs: RosterInputs, pairs: list[Assignment], shifts: set[str], doctors: set[str]
) -> Iterator[Breach]:
    for pair, times in Counter(pairs).items():
        if pair.shift not in shifts:
            yield _breach("unknown_shift", inputs, pair.doctor, pair.shift)
        elif pair.doctor not in doctors:
            yield _breach("unknown_doctor", inputs, pair.doctor, pair.shift)
        elif times > 1:
            yield _breach("twice", inputs, pair.doctor, pair.shift, number=times)


def _fixed(inputs: RosterInputs, pairs: set[Assignment]) -> Iterator[Breach]:
    for pair in sorted(inputs.picture.fixed - pairs):
        yield _breach("fixed", inputs, pair.doctor, pair.shift, level=Level.LOCAL)


def _open_to_her(mine: _Mine) -> Iterator[Breach]:
    doctor = mine.doctor
    for shift in mine.shifts:
        day = shift.starts.astimezone(NORWAY).date()
        for key, level, is_broken in (
            ("role", Level.LAW, shift.role not in doctor.roles),
            ("skills", Level.LAW, any(not doctor.has(skill, day) for skill in shift.skills)),
            ("station", Level.LOCAL, _is_foreign(doctor.stations, shift.station)),
            ("municipality", Level.AGREEMENT, _is_elsewhere(doctor, shift)),
            ("membership", Level.AGREEMENT, _is_outside(doctor, day)),
            ("exemption", Level.LAW, _is_exempt(mine, shift, day)),
            ("absence", Level.LAW, _is_away(doctor, shift)),
            ("cycle", Level.LOCAL, _is_off_cycle(mine, shift)),
        ):
            if is_broken:
                yield _breach(key, mine.inputs, doctor.key, shift.key, level=level)


def _is_foreign(stations: frozenset[str], station: str) -> bool:
    return bool(stations) and station not in stations


def _is_elsewhere(doctor: DutyDoctor, shift: Shift) -> bool:
    if not doctor.municipality or not shift.municipalities:
        return False
    return doctor.municipality not in shift.municipalities


def _is_outside(doctor: DutyDoctor, day: date) -> bool:
    return doctor.member is not None and not doctor.member.contains(day)


def _is_exempt(mine: _Mine, shift: Shift, day: date) -> bool:
    return any(
        one.period.contains(day) and (not one.only_nights or _is_night(mine.inputs, shift))
        for one in mine.doctor.exemptions
    )


def _is_away(doctor: DutyDoctor, shift: Shift) -> bool:
    if not doctor.absences:
        return False
    starts, ends = shift.starts.astimezone(UTC), shift.ends.astimezone(UTC)
    return any(
        away.starts.astimezone(UTC) < ends and starts < away.ends.astimezone(UTC)
        for away in doctor.absences
    )


def _is_off_cycle(mine: _Mine, shift: Shift) -> bool:
    return any(not one.lets(mine.doctor.key, shift) for one in mine.inputs.cycles)


def _is_night(inputs: RosterInputs, shift: Shift) -> bool:
    if shift.role is Role.BACK_UP:
        return False
    terms = inputs.terms
    starts, ends = shift.starts.astimezone(UTC), shift.ends.astimezone(UTC)
    night = timedelta()
    day = shift.starts.astimezone(NORWAY).date() - timedelta(days=1)
    while _wall(day, time(0)) < ends:
        later = day + timedelta(days=1) if terms.night_ends <= terms.night_starts else day
        dusk, dawn = _wall(day, terms.night_starts), _wall(later, terms.night_ends)
        night += max(timedelta(), min(dawn, ends) - max(dusk, starts))
        day += timedelta(days=1)
    return night >= timedelta(minutes=terms.night_minutes)


def _wall(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=NORWAY).astimezone(UTC)


def _not_alone(mine: _Mine, staffed: Counter[str] | None) -> Iterator[Breach]:
    limit = mine.inputs.terms.alone
    if limit is None:
        return
    behind: dict[str, list[Shift]] | None = None
    for shift in mine.shifts:
        day = shift.starts.astimezone(NORWAY).date()
        if any(period.contains(day) for period in mine.doctor.alone):
            continue
        if behind is None:
            behind = _behind(mine.inputs, staffed)
        if shift.role is Role.BACK_UP or not _is_backed(shift, behind.get(shift.key, [])):
            yield _breach("alone", mine.inputs, mine.doctor.key, shift.key, level=limit.level)


def _behind(inputs: RosterInputs, staffed: Counter[str] | None) -> dict[str, list[Shift]]:
    """Return the back-up shifts behind each shift that somebody is on."""
    behind: dict[str, list[Shift]] = defaultdict(list)
    for other in inputs.picture.shifts:
        if other.role is Role.BACK_UP and (staffed is None or staffed[other.key] > 0):
            for key in other.backs_up:
                behind[key].append(other)
    return behind


def _is_backed(shift: Shift, behind: list[Shift]) -> bool:
    until = shift.starts.astimezone(UTC)
    for starts, ends in sorted(
        (other.starts.astimezone(UTC), other.ends.astimezone(UTC)) for other in behind
    ):
        if starts <= until:
            until = max(until, ends)
    return until >= shift.ends.astimezone(UTC)


def _rest(mine: _Mine) -> Iterator[Breach]:
    limit = mine.inputs.terms.rest.get(mine.doctor.employment)
    going_on: list[Shift] = []
    latest: Shift | None = None
    for shift in [*mine.earlier, *mine.shifts]:
        going_on = [one for one in going_on if _between(one, shift) < 0]
        for one in going_on:
            yield _breach("one_at_a_time", mine.inputs, mine.doctor.key, one.key, shift.key)
        if latest is not None and limit is not None and not going_on:
            minutes = _between(latest, shift)
            if minutes < limit.value:
                yield _limited("rest", mine, limit, minutes, latest.key, shift.key)
        if latest is None or latest.ends.astimezone(UTC) < shift.ends.astimezone(UTC):
            latest = shift
        going_on.append(shift)


def _between(first: Shift, second: Shift) -> int:
    return (second.starts.astimezone(UTC) - first.ends.astimezone(UTC)) // timedelta(minutes=1)


def _weekly_rest(mine: _Mine) -> Iterator[Breach]:
    limit = mine.inputs.terms.weekly_rest.get(mine.doctor.employment)
    period = mine.inputs.picture.period
    if limit is None or period.end is None:
        return
    monday = period.start + timedelta(days=-period.start.weekday() % 7)
    while monday + timedelta(days=7) <= period.end:
        opens, closes = _wall(monday, time(0)), _wall(monday + timedelta(days=7), time(0))
        free, longest = opens, timedelta()
        for shift in mine.shifts:
            starts, ends = shift.starts.astimezone(UTC), shift.ends.astimezone(UTC)
            if ends > opens and starts < closes:
                longest = max(longest, starts - free)
                free = max(free, ends)
        longest = max(longest, closes - free)
        if longest < timedelta(minutes=limit.value):
            minutes = longest // timedelta(minutes=1)
            yield _limited("weekly_rest", mine, limit, minutes, day=monday)
        monday += timedelta(days=7)


def _hours(mine: _Mine) -> Iterator[Breach]:
    weekly = mine.inputs.terms.week.get(mine.doctor.employment)
    if weekly is not None:
        minutes: Counter[date] = Counter()
        for shift in [*mine.earlier, *mine.shifts]:
            minutes[_monday(shift)] += shift.minutes
        touched = {_monday(shift) for shift in mine.shifts}
        for monday in sorted(touched):
            if minutes[monday] > weekly.value:
                yield _limited("week_hours", mine, weekly, minutes[monday], day=monday)
    mean = mine.inputs.terms.mean_week.get(mine.doctor.employment)
    period = mine.inputs.picture.period
    if mean is not None and period.end is not None:
        total = sum(shift.minutes for shift in mine.shifts)
        if total * 7 > mean.value * (period.end - period.start).days:
            number = total * 7 // (period.end - period.start).days
            yield _limited("mean_hours", mine, mean, number)


def _monday(shift: Shift) -> date:
    day = shift.starts.astimezone(NORWAY).date()
    return day - timedelta(days=day.weekday())


def _in_a_row(mine: _Mine) -> Iterator[Breach]:
    everything = [*mine.earlier, *mine.shifts]
    first = mine.inputs.picture.period.start
    nights = mine.inputs.terms.nights_in_a_row
    if nights is not None:
        days = {shift.day for shift in everything if _is_night(mine.inputs, shift)}
        for day, length in _streaks(days, 1):
            if length > nights.value and day >= first:
                yield _limited("nights_in_a_row", mine, nights, length, day=day)
    weekends = mine.inputs.terms.weekends_in_a_row
    if weekends is not None:
        mondays = {_monday(shift) for shift in everything if shift.day.weekday() in (5, 6)}
        for monday, length in _streaks(mondays, 7):
            if length > weekends.value and monday + timedelta(days=6) >= first:
                yield _limited("weekends_in_a_row", mine, weekends, length, day=monday)


def _streaks(days: set[date], step: int) -> Iterator[tuple[date, int]]:
    """Yield the last day of each streak and how long it is."""
    for day in sorted(days):
        if day + timedelta(days=step) not in days:
            length = 1
            while day - timedelta(days=step * length) in days:
                length += 1
            yield day, length


def _limited(
    key: str, mine: _Mine, limit: Limit, number: int, *shifts: str, day: date | None = None
) -> Breach:
    return Breach(
        constraint=key,
        level=limit.level,
        doctor=mine.doctor.key,
        shifts=shifts,
        day=day,
        number=number,
        limit=limit.value,
        sentence=sentence_of(
            key, mine.inputs, mine.doctor.key, shifts, number=number, limit=limit.value, day=day
        ),
        source=limit.source,
    )


def _breach(
    key: str,
    inputs: RosterInputs,
    doctor: str,
    *shifts: str,
    level: Level = Level.LAW,
    number: int = 0,
    limit: int = 0,
) -> Breach:
    return Breach(
        constraint=key,
        level=level,
        doctor=doctor,
        shifts=shifts,
        number=number,
        limit=limit,
        sentence=sentence_of(key, inputs, doctor, shifts, number=number, limit=limit, day=None),
    )
