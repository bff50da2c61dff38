"""The least change of a roster that is out: who has to leave a shift, and a roster that holds again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY
from hjemmel.engines.rostering import Roster, RosterInputs
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.replan import Replanned, replan
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastChange:
    """What a search for the fewest changes found.

    Args:
        roster: The roster as the engine has it; ``None``: nobody may take one of the shifts.
        after: Who is on which shift then; as it was where no roster was found.
        fewest: Doctors that have to come off a shift in any case.
        is_least: Whether it is proven that fewer changes will not do.
        problem: Why no roster was found; ``None`` where one was.
    """

    roster: Roster | None
    after: frozenset[Assignment]
    fewest: int
    is_least: bool
    problem: Text | None


def least_change(
    inputs: RosterInputs,
    on: frozenset[Assignment],
    *,
    now: datetime,
    effort: Effort,
    progress: Progress | None = None,
) -> LeastChange:
    """Look for a roster that differs as little as can be from one that is out.

    Args:
        inputs: What the roster is made from, as it is now.
        on: Who is on which shift now.
        now: When; shifts that have started stay as they are.
        effort: How long to look, with which seed.
        progress: Where to tell how far it has come.
    """
    gone = must_leave(inputs, on)
    later = shifts_after(inputs, now)
    found, problem = _searched(
        _with_started_fixed(inputs, on, gone, later), on, now, effort, progress
    )
    after = on
    if found is not None and problem is None:
        wanted = frozenset(found.roster.assignments)
        after = frozenset(
            one for one in on | wanted if one in (wanted if one.shift in later else on)
        )
    return LeastChange(
        roster=None if found is None else found.roster,
        after=after,
        fewest=sum(one.shift in later for one in gone),
        is_least=found is not None and problem is None and found.is_least,
        problem=problem,
    )


def must_leave(inputs: RosterInputs, on: frozenset[Assignment]) -> frozenset[Assignment]:
    """Return who may not be on her shift, each taken by itself."""
    problem = Problem.of(inputs)
    frame = problem.frame
    return frozenset(
        one
        for one in on
        if not problem.allowed[frame.doctor_places[one.doctor], frame.shift_places[one.shift]]
    )


def shifts_after(inputs: RosterInputs, now: datetime) -> frozenset[str]:
    """Return the shifts that have not started."""
    return frozenset(shift.key for shift in inputs.picture.shifts if shift.starts > now)


def lacking(inputs: RosterInputs, on: frozenset[Assignment]) -> frozenset[str]:
    """Return the shifts that lack a doctor."""
    staffed = Counter(one.shift for one in on)
    return frozenset(one.key for one in inputs.picture.shifts if staffed[one.key] < one.doctors)


def _searched(
    inputs: RosterInputs,
    on: frozenset[Assignment],
    now: datetime,
    effort: Effort,
    progress: Progress | None,
) -> tuple[Replanned | None, Text | None]:
    """Return what the engine found, and why it is no roster."""
    today = now.astimezone(NORWAY).date()
    try:
        found = replan(inputs, on, from_day=today, effort=effort, progress=progress)
    except InputError as error:
        return None, error.what
    conflict = found.roster.conflict
    if conflict is not None:
        said = conflict.sentences
        return found, Text(" ".join(one.nb for one in said), " ".join(one.en for one in said))
    if found.roster.status is Status.STOPPED and not found.roster.assignments:
        return found, Text("Søket rakk ikke å finne en plan.", "The search found none in time.")
    return found, None


def _with_started_fixed(
    inputs: RosterInputs,
    on: frozenset[Assignment],
    gone: frozenset[Assignment],
    later: frozenset[str],
) -> RosterInputs:
    """Return the inputs with everybody locked to the shifts that have started, where she may be."""
    fixed = (inputs.picture.fixed - gone) | {one for one in on - gone if one.shift not in later}
    return replace(inputs, picture=replace(inputs.picture, fixed=fixed))
