"""What a roster breaks as it stands, and what a change of it would break that it did not break before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from hjemmel.apps.duty.findings import DutyFinding, newly_broken, told
from hjemmel.apps.duty.mapping.inputs import Part, assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyRoster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import Role
from hjemmel.engines.rostering import RosterInputs, check
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.check import check_coverage, check_doctor
from hjemmel.engines.rostering.elsewhere import Elsewhere, with_elsewhere

Around = tuple[list[Breach], list[Breach]]
"""What is broken before and after a change, of what it touches."""


def overrides_of(roster: DutyRoster) -> dict[str, tuple[str, str]]:
    """Return what leaders set aside in a roster: reason and leader by the name of the breach."""
    rows = roster.overrides.values_list("breach", "reason", "decided_by")
    return {breach: (reason, leader) for breach, reason, leader in rows}


def findings_of(
    roster: DutyRoster,
    inputs: RosterInputs | None = None,
    assignments: Iterable[Assignment] | None = None,
) -> tuple[DutyFinding, ...]:
    """Return everything that a roster breaks now, the law's first, with what leaders set aside."""
    inputs = inputs_of(roster) if inputs is None else inputs
    assignments = assignments_of(roster) if assignments is None else assignments
    return told(check(inputs, assignments), overrides_of(roster))


def part_of(
    roster: DutyRoster, before: frozenset[Assignment], after: frozenset[Assignment]
) -> Part:
    """Return what of a roster is needed to judge a change: those it touches, with their shifts."""
    changed = before ^ after
    shifts = {one.shift for one in changed}
    backed = {
        key
        for keys in roster.shifts.filter(key__in=shifts, role=Role.BACK_UP.value).values_list(
            "backs_up", flat=True
        )
        for key in keys
    }
    doctors = {one.doctor for one in changed}
    doctors |= {one.doctor for one in before | after if one.shift in backed}
    shifts |= {one.shift for one in before | after if one.doctor in doctors}
    return Part(frozenset(doctors), frozenset(shifts))


def new_breaches(
    inputs: RosterInputs, before: frozenset[Assignment], after: frozenset[Assignment]
) -> list[Breach]:
    """Return what a change breaks that was not broken before, or less; only what it touches is seen."""
    return newly_broken(*breaches_around(inputs, before, after))


def breaches_around(
    inputs: RosterInputs,
    before: frozenset[Assignment],
    after: frozenset[Assignment],
    *,
    elsewhere: Elsewhere | None = None,
) -> Around:
    """Return what is broken before and after a change, of what it touches.

    Args:
        inputs: What the roster is made from, as far as the change touches it.
        before: Who is on which shift.
        after: Who would be.
        elsewhere: What changes in another roster at the same time.
    """
    changed = before ^ after
    shifts = {one.shift for one in changed}
    doctors = {one.doctor for one in changed} | _behind(inputs, shifts, before | after)
    then = inputs if elsewhere is None else with_elsewhere(inputs, elsewhere)
    return _touched(inputs, before, doctors, shifts), _touched(then, after, doctors, shifts)


def _behind(inputs: RosterInputs, shifts: set[str], assignments: frozenset[Assignment]) -> set[str]:
    """Return the doctors on shifts that a changed back-up shift stands behind."""
    backed = {
        key
        for shift in inputs.picture.shifts
        if shift.key in shifts and shift.role is Role.BACK_UP
        for key in shift.backs_up
    }
    return {one.doctor for one in assignments if one.shift in backed}


def _touched(
    inputs: RosterInputs, assignments: frozenset[Assignment], doctors: set[str], shifts: set[str]
) -> list[Breach]:
    known = {shift.key: shift for shift in inputs.picture.shifts}
    pictures = {doctor.key: doctor for doctor in inputs.picture.doctors}
    staffed = Counter(one.shift for one in assignments)
    mine = defaultdict(list)
    for one in assignments:
        if one.doctor in doctors:
            mine[one.doctor].append(known[one.shift])
    found = [
        breach
        for doctor in sorted(doctors & pictures.keys())
        for breach in check_doctor(inputs, pictures[doctor], mine[doctor], staffed)
    ]
    return found + check_coverage(inputs, assignments, shifts)
