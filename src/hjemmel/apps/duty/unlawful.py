"""Published shifts that a doctor may not take as things are now: nobody is left on one in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from hjemmel.apps.duty.findings import DutyFinding, told
from hjemmel.apps.duty.judging import overrides_of, part_of
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift
from hjemmel.domain.duty_doctor import Exemption
from hjemmel.domain.shift import NORWAY
from hjemmel.engines.rostering.check import check_doctor

BY_HERSELF = frozenset({"role", "skills", "alone", "exemption", "absence", "membership"})
"""Constraints that are about whether she may take the shift, whatever others she has."""


@dataclass(frozen=True, slots=True)
class BrokenShift:
    """A published shift that a doctor is on and may not take.

    Args:
        shift: The shift with its roster, type and station.
        findings: Why she may not.
    """

    shift: DutyShift
    findings: tuple[DutyFinding, ...]


def broken_shifts(
    doctor: DutyDoctor, now: datetime, *, exemption: Exemption | None = None
) -> tuple[BrokenShift, ...]:
    """Return a doctor's published shifts to come that she may not take, by start.

    What a leader set aside with a reason is not among them.

    Args:
        doctor: The doctor in her district.
        now: Shifts that have started are left as they are.
        exemption: As if she had this exemption too.
    """
    found: list[BrokenShift] = []
    rosters = DutyRoster.objects.select_related("district__host").filter(
        district=doctor.district_id, state="published", last__gte=now.astimezone(NORWAY).date()
    )
    for roster in rosters.order_by("first"):
        found += _in_roster(roster, doctor, now, exemption)
    return tuple(found)


def everywhere(doctor: int, now: datetime) -> tuple[BrokenShift, ...]:
    """Return the same for a doctor of the register, in all districts where she takes duty."""
    rows = DutyDoctor.objects.filter(doctor=doctor).order_by("pk")
    return tuple(one for row in rows for one in broken_shifts(row, now))


def _in_roster(
    roster: DutyRoster, doctor: DutyDoctor, now: datetime, exemption: Exemption | None
) -> list[BrokenShift]:
    on = assignments_of(roster)
    key = key_of(doctor.pk)
    mine = frozenset(one for one in on if one.doctor == key)
    if not mine:
        return []
    inputs = inputs_of(roster, part=part_of(roster, on, on - mine))
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    picture = next(one for one in inputs.picture.doctors if one.key == key)
    if exemption is not None:
        picture = replace(picture, exemptions=(*picture.exemptions, exemption))
    staffed = Counter(one.shift for one in on)
    breaches = check_doctor(inputs, picture, [shifts[one.shift] for one in mine], staffed)
    by_shift: dict[str, list[DutyFinding]] = defaultdict(list)
    for one in told(breaches, overrides_of(roster)):
        if one.constraint in BY_HERSELF and not one.override:
            by_shift[one.shifts[0]].append(one)
    rows = roster.shifts.filter(key__in=by_shift, starts__gt=now).select_related(
        "roster", "shift_type", "station"
    )
    return [BrokenShift(row, tuple(by_shift[row.key])) for row in rows.order_by("starts")]
