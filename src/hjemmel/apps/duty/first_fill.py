"""A roster to begin with, made at once: the shifts in turn, each to who has carried least."""

from __future__ import annotations

from datetime import date

import numpy as np

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.problem import Problem

_MINUTES_IN_WEEK = 7 * 24 * 60


def fill(inputs: RosterInputs, *, before: date | None = None) -> frozenset[Assignment]:
    """Return a roster in which nobody is on a shift that is not open to her, or has too little rest.

    No search: of those who can take a shift, she takes it who has carried least of its kind and of
    hours for her share, and has rested longest. A shift that nobody can take stays open.

    Args:
        inputs: What the roster is made from.
        before: Only shifts that start before this day; ``None``: all.
    """
    problem = Problem.of(inputs)
    frame = problem.frame
    starts, ends = np.asarray(frame.starts), np.asarray(frame.ends)
    gap = np.maximum(problem.gap, 0)
    free_from = np.full(len(frame.doctors), np.iinfo(np.int64).min // 2)
    share = np.array([float(doctor.fraction) for doctor in frame.doctors])
    minutes = np.zeros(len(frame.doctors))
    kinds: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    found: set[Assignment] = set()
    for column in np.argsort(starts, kind="stable").tolist():
        shift = frame.shifts[column]
        if before is not None and shift.day >= before:
            continue
        taken = kinds.setdefault(shift.kind, np.zeros(len(frame.doctors)))
        open_to = problem.allowed[:, column] & (free_from <= starts[column])
        rested = np.minimum(starts[column] - free_from, _MINUTES_IN_WEEK)
        carried = (taken + 0.3 * minutes / max(1, shift.minutes)) / share
        order = np.lexsort((-rested, np.where(open_to, carried, np.inf)))
        for row in order[: shift.doctors].tolist():
            if not open_to[row]:
                break
            found.add(Assignment(shift.key, frame.doctors[row].key))
            free_from[row] = ends[column] + gap[row]
            taken[row] += 1
            minutes[row] += shift.minutes
    return frozenset(found)
