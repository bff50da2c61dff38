"""What a doctor's shifts in another roster are to this one: before it they count for rest, else she is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hjemmel.domain.duty_doctor import Absence, DutyDoctor
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.inputs import RosterInputs

DAYS_BEFORE = timedelta(days=35)
"""How long before a roster a shift may start and still count in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What changes in another roster at the same time.

    Args:
        put: Shifts there with the key of the doctor who gets each.
        off: Shifts there with the key of the doctor who loses each.
        names: What people call the shifts, by key.
    """

    put: tuple[tuple[Shift, str], ...] = ()
    off: tuple[tuple[Shift, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def absence_for(starts: datetime, ends: datetime) -> Absence:
    """Return a shift in another roster as the time that it takes."""
    return Absence(starts, ends, "vakt i en annen plan")


def as_if(
    inputs: RosterInputs,
    doctor: DutyDoctor,
    *,
    put: Iterable[Shift] = (),
    off: Iterable[Shift] = (),
) -> tuple[DutyDoctor, list[Shift]]:
    """Return a doctor and her shifts before a roster, as if she had other shifts elsewhere.

    Args:
        inputs: What the roster is made from.
        doctor: The doctor in it.
        put: Shifts elsewhere that she gets.
        off: Shifts elsewhere that she loses; what she does not have stays away.
    """
    first = inputs.picture.period.start
    absences = list(doctor.absences)
    earlier = [shift for shift, who in inputs.picture.earlier if who == doctor.key]
    for shift in off:
        away = absence_for(shift.starts, shift.ends)
        same = next((one for one in earlier if _is_same(one, shift)), None)
        if shift.day < first and same is not None:
            earlier.remove(same)
        elif shift.day >= first and away in absences:
            absences.remove(away)
    for shift in put:
        if shift.day >= first:
            absences.append(absence_for(shift.starts, shift.ends))
        elif shift.day >= first - DAYS_BEFORE:
            earlier.append(shift)
    return replace(doctor, absences=tuple(absences)), earlier


def with_elsewhere(inputs: RosterInputs, change: Elsewhere) -> RosterInputs:
    """Return what a roster is made from, as if its doctors had other shifts in another roster."""
    picture = inputs.picture
    touched = {who for _, who in (*change.put, *change.off)}
    doctors: list[DutyDoctor] = []
    earlier = [(shift, who) for shift, who in picture.earlier if who not in touched]
    for doctor in picture.doctors:
        if doctor.key not in touched:
            doctors.append(doctor)
            continue
        seen, before = as_if(
            inputs,
            doctor,
            put=_of(change.put, doctor.key),
            off=_of(change.off, doctor.key),
        )
        doctors.append(seen)
        earlier += [(shift, doctor.key) for shift in before]
    return replace(
        inputs,
        picture=replace(picture, doctors=tuple(doctors), earlier=tuple(earlier)),
        names={**change.names, **inputs.names},
    )


def _of(shifts: Iterable[tuple[Shift, str]], doctor: str) -> list[Shift]:
    return [shift for shift, who in shifts if who == doctor]


def _is_same(one: Shift, other: Shift) -> bool:
    return (one.key, one.starts, one.ends) == (other.key, other.starts, other.ends)
