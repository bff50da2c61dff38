"""Duty rosters: how long until they are proven best, or lawful and even, beside pyworkforce.

The peer covers shifts with the fewest hours; it knows absences, one shift a day and one shift that may not
follow another (told of two, it forbids the first altogether), but neither fractions, weeks, weekends, wishes
nor fairness. Where it can state the problem it gets twice the time in which a roster is to be done, and we two
fifths of it; how unevenly it spreads is in its name. Last come the pages of a roster of a whole year.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

from pyworkforce.rostering.binary_programming import MinHoursRoster  # type: ignore[import-untyped]

from benchmarks import Row, duty_pages
from benchmarks.duty_instances import FIRST, SIZES, Size, made
from hjemmel.engines.rostering import Roster, RosterInputs, check
from hjemmel.engines.rostering import run as make
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.text import Text

NAME = "Duty rosters"
_PEER_CELLS = 30_000
_PART = 0.4  # of the time in which it is to be done


class _First:
    """Hears when the first complete roster is found: it is the second thing told."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._told = 0
        self.seconds = float("nan")

    def start(self, label: Text, total: int) -> None:
        """Note the time of the second label."""
        self._told += 1
        if self._told == 2:
            self.seconds = time.perf_counter() - self._began

    def advance(self, steps: int = 1) -> None:
        """Go on."""


def _measured(size: Size) -> Row:
    """Measure one size."""
    inputs = made(size)
    first = _First()
    began = time.perf_counter()
    roster = make(inputs, effort=Effort(seconds=_PART * size.seconds), progress=first)
    taken = time.perf_counter() - began
    breaches = len(check(inputs, roster.assignments))
    peer, peer_seconds = _peer(size, inputs)
    return Row(
        name=f"{size.name}: {_said(roster)}; breaches: {breaches}; the first after {first.seconds:.1f} s",
        value=taken,
        unit="s",
        peer=peer,
        peer_value=peer_seconds,
        ratio=None if peer_seconds is None else peer_seconds / taken,
    )


def run() -> list[Row]:
    """Measure every size; what is compiled at the first call is compiled before."""
    warm = Size(name="warm", doctors=12, days=42, seconds=2)
    make(made(warm), effort=Effort(seconds=warm.seconds))
    return [*(_measured(size) for size in SIZES), *duty_pages.rows()]


def _said(roster: Roster) -> str:
    counted = [span for span in roster.spans if span.category is not Category.HOURS]
    widest = max(counted, key=lambda span: span.value)
    words = {Status.OPTIMAL: "proven best", Status.FEASIBLE: f"gap {roster.gap:.0%}"}
    return (
        f"{words.get(roster.status, roster.status.value)}, {roster.points:.1f} points, widest span "
        f"{widest.value / UNIT:.2f} ({widest.category.value}, bound {widest.bound / UNIT:.2f})"
    )


def _peer(size: Size, inputs: RosterInputs) -> tuple[str, float | None]:
    kinds = {shift.kind: shift for shift in inputs.picture.shifts}
    if size.municipalities or len(kinds) * size.days * size.doctors > _PEER_CELLS:
        return "pyworkforce cannot state it, or not at this size", None
    required = {kind: [0] * size.days for kind in kinds}
    for shift in inputs.picture.shifts:
        required[shift.kind][_number(shift.day)] = shift.doctors
    banned = [
        {"resource": doctor.key, "shift": kind, "day": day}
        for doctor in inputs.picture.doctors
        for away in doctor.absences
        for day in range(
            max(0, _number(away.starts.date())), min(size.days, _number(away.ends.date()))
        )
        for kind in kinds
    ]
    nights = [kind for kind in kinds if kind.endswith("night")]
    days = [kind for kind in kinds if kind.endswith("weekend")][:1]
    solver = MinHoursRoster(
        num_days=size.days,
        resources=[doctor.key for doctor in inputs.picture.doctors],
        shifts=list(kinds),
        shifts_hours=[shift.minutes // 60 for shift in kinds.values()],
        min_working_hours=0,
        banned_shifts=banned,
        max_resting=size.days,
        required_resources=required,
        non_sequential_shifts=[
            {"origin": night, "destination": other} for night in nights for other in days
        ],
        max_search_time=2 * size.seconds,
    )
    began = time.perf_counter()
    solution = solver.solve()
    taken = time.perf_counter() - began
    given = Counter(one["resource"] for one in solution.get("resource_shifts", []))
    counts = [given[doctor.key] for doctor in inputs.picture.doctors]
    return (
        f"pyworkforce, {solution['status'].lower()}, {min(counts)}–{max(counts)} shifts per doctor",
        taken,
    )


def _number(day: date) -> int:
    return (day - FIRST).days
