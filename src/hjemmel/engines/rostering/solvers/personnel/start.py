"""A first lawful roster: persons one after the other, each the cheapest way with those before her."""

from __future__ import annotations

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.compact import solve_block
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Roster
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_TRIES = 8
_SECONDS_EACH = 60.0


def first_roster(pricer: Pricer, *, seed: int) -> Roster:
    """Return a lawful roster of shape (persons, days).

    Raises:
        InputError: Somebody's own limits leave no roster at all, or none was found for her.
    """
    problem = pricer.problem
    roster = np.zeros((len(problem.workers), problem.days), np.int8)
    gap = problem.required.copy()
    order = np.random.default_rng(seed).permutation(len(problem.workers))
    for person in order.tolist():
        cost = problem.wish_cost[person].astype(np.float64)
        cost[:, 1:] += np.where(gap > 0, -problem.under, problem.over)
        found = pricer.one(person, cost, tries=_TRIES)
        roster[person] = found.roster if found.is_found else _alone(problem, person, seed)
        gap -= problem.counts(roster[person : person + 1])
    return roster


def _alone(problem: PersonnelProblem, person: int, seed: int) -> Roster:
    """Return any roster of one person, by CP-SAT."""
    nobody = np.zeros_like(problem.required)
    alone = PersonnelProblem(
        problem.kinds,
        (problem.workers[person],),
        problem.wish_cost[person : person + 1],
        nobody,
        nobody,
        nobody,
        problem.first_weekday,
    )
    answer = solve_block(alone, None, None, seconds=_SECONDS_EACH, workers=1, seed=seed)
    if answer.roster is not None:
        found: Roster = answer.roster[0]
        return found
    if answer.is_impossible:
        what = Text(
            "Grensene til én person lar seg ikke oppfylle samtidig.",
            "The limits of one person cannot be kept together.",
        )
    else:
        what = Text(
            "Ingen lovlig turnus ble funnet i tide for én person.",
            "No lawful roster was found in time for one person.",
        )
    raise InputError(
        what,
        where=problem.workers[person].name,
        remedy=Text(
            "Se på minste og største tid, rekker, fridager og helger.",
            "Look at least and most time, runs, days off and weekends.",
        ),
    )
