"""Somebody falls ill: a roster that is out changes as little as can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.candidates import Candidate, CostOf, Standing
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.model import run
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Roster
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.progress import Progress

_FAR_ABOVE_SPANS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A shift on which somebody else is than was published.

    Args:
        shift: Key of the shift.
        gone: Keys of those who were on it and are not.
        new: Keys of those who are on it and were not.
    """

    shift: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """A roster made from one that is out.

    Args:
        roster: The new roster.
        changes: Where it differs, by start.
        fewest: Doctors that had to come off a shift in any case.
        candidates: For each shift that somebody had to leave: who may take it, the best first.
    """

    roster: Roster
    changes: tuple[Change, ...]
    fewest: int
    candidates: tuple[tuple[str, tuple[Candidate, ...]], ...]

    @property
    def is_least(self) -> bool:
        """Whether it is proven that fewer changes will not do."""
        return sum(len(change.gone) for change in self.changes) <= self.fewest


def replan(
    inputs: RosterInputs,
    published: Iterable[Assignment],
    *,
    from_day: date,
    effort: Effort | None = None,
    progress: Progress | None = None,
    cost: CostOf | None = None,
) -> Replanned:
    """Make a roster that differs as little as can be from one that is out.

    Args:
        inputs: Doctors, shifts and limits as they are now: with the new absence.
        published: Who was on which shift.
        from_day: Shifts that start before it stay as they are, where nothing forbids it.
        effort: How long to look; ten seconds where nothing is said.
        progress: Where to tell how far it has come.
        cost: What a shift costs with a doctor, øre.

    Raises:
        InputError: The inputs are wrong in themselves, as when nobody may take a shift.
    """
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    doctors = {doctor.key for doctor in inputs.picture.doctors}
    out = frozenset(one for one in published if one.shift in shifts and one.doctor in doctors)
    problem = Problem.of(inputs)
    frame = problem.frame
    may_stay = {
        one
        for one in out
        if problem.allowed[frame.doctor_places[one.doctor], frame.shift_places[one.shift]]
    }
    past = {one for one in may_stay if shifts[one.shift].day < from_day}
    prices = inputs.prices
    dear = max(prices.change, _FAR_ABOVE_SPANS * prices.span)
    now = replace(
        inputs,
        picture=replace(inputs.picture, fixed=inputs.picture.fixed | past),
        published=out,
        prices=replace(prices, change=dear),
    )
    roster = run(
        now, effort=effort or Effort(seconds=10.0), progress=progress, start=frozenset(may_stay)
    )
    standing = Standing(now, may_stay)
    vacant = sorted(
        {one.shift for one in out - may_stay}, key=lambda key: shifts[key].starts.timestamp()
    )
    return Replanned(
        roster=roster,
        changes=changes_between(inputs, out, roster.assignments),
        fewest=len(out) - len(may_stay),
        candidates=tuple((key, standing.candidates(key, cost=cost)) for key in vacant),
    )


def changes_between(
    inputs: RosterInputs, before: Iterable[Assignment], after: Iterable[Assignment]
) -> tuple[Change, ...]:
    """Return where two rosters differ, by start of the shift."""
    old, new = frozenset(before), frozenset(after)
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    touched = {one.shift for one in old ^ new if one.shift in shifts}
    return tuple(
        Change(
            shift=key,
            gone=tuple(sorted(one.doctor for one in old - new if one.shift == key)),
            new=tuple(sorted(one.doctor for one in new - old if one.shift == key)),
        )
        for key in sorted(touched, key=lambda key: (shifts[key].starts.timestamp(), key))
    )
