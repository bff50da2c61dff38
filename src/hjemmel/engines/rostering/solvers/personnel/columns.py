"""The best choice among known rosters, one per person: set partitioning with soft cover, by CP-SAT."""

from __future__ import annotations

from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.solvers.personnel.dive import dive
from hjemmel.engines.rostering.solvers.personnel.generation import Generation, Node
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Roster
from hjemmel.engines.rostering.solvers.personnel.watch import Watch

Array = np.ndarray[Any, np.dtype[Any]]
_ROUNDS = 25
_FROM_PERSONS = 4
_CHOICE_SECONDS = 2.5


def choose(
    problem: PersonnelProblem,
    required: Array,
    rosters: list[Roster],
    owner: list[int],
    now: Roster,
    *,
    seconds: float,
    workers: int,
    seed: int,
) -> dict[int, Roster] | None:
    """Return the best choice of one roster per person among those given, or ``None``.

    Args:
        problem: The problem.
        required: What they cover together, shape (days, kinds).
        rosters: Rosters to choose from.
        owner: Whose each is.
        now: Everybody's roster now; where the search begins.
        seconds: The most time.
        workers: Workers of CP-SAT.
        seed: Its chance.
    """
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in rosters]
    days = np.arange(problem.days)
    terms: list[Any] = []
    of_person: dict[int, list[Any]] = {}
    at_work: dict[tuple[int, int], list[Any]] = {}
    for literal, roster, person in zip(literals, rosters, owner, strict=True):
        terms.append(int(problem.wish_cost[person, days, roster].sum()) * literal)
        of_person.setdefault(person, []).append(literal)
        model.add_hint(literal, bool((roster == now[person]).all()))
        for day in np.flatnonzero(roster).tolist():
            at_work.setdefault((day, int(roster[day]) - 1), []).append(literal)
    for mine in of_person.values():
        model.add_exactly_one(mine)
    for day in range(problem.days):
        for kind in range(len(problem.kinds)):
            need = int(required[day, kind])
            few = model.new_int_var(0, max(need, 0), "")
            many = model.new_int_var(0, len(of_person) + max(-need, 0), "")
            model.add(sum(at_work.get((day, kind), [])) + few - many == need)
            terms += [int(problem.under[day, kind]) * few, int(problem.over[day, kind]) * many]
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.1)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {
        person: roster
        for literal, roster, person in zip(literals, rosters, owner, strict=True)
        if solver.value(literal)
    }


def replan_persons(
    pricer: Pricer,
    roster: Roster,
    persons: list[int],
    known: dict[int, list[Roster]],
    watch: Watch,
    *,
    workers: int,
    seed: int,
) -> tuple[Roster, bool]:
    """Make the rosters of some persons anew; return everybody's, and whether it is proven best.

    Args:
        pricer: Prices persons.
        roster: Everybody's roster.
        persons: Whose to make anew.
        known: Rosters that may fit; new ones are added.
        watch: When to stop.
        workers: Workers of CP-SAT.
        seed: Its chance.
    """
    problem = pricer.problem
    others = np.setdiff1d(np.arange(len(problem.workers)), persons)
    required = problem.required - problem.counts(roster[others])
    generation = Generation(pricer, persons, required, watch)
    for person in persons:
        generation.add(person, roster[person])
        for one in known.get(person, []):
            generation.add(person, one)
    days = np.arange(problem.days)
    fixed = int(problem.wish_cost[others[:, None], days[None], roster[others]].sum())
    room = problem.objective(roster) - fixed
    node = generation.converge(rounds=_ROUNDS, gap=0.5)
    if node is None or node.bound > room - 1:
        return roster, node is not None
    best = _dived(generation, roster, seed) if len(persons) >= _FROM_PERSONS else roster
    if problem.objective(best) - fixed < room:
        room = problem.objective(best) - fixed
    else:
        best = roster
    keep = np.flatnonzero(_reduced(generation, node) <= room - node.prices.objective)
    chosen = choose(
        problem,
        required,
        [generation.master.rosters[column] for column in keep],
        [generation.master.owner[column] for column in keep],
        best,
        seconds=min(_CHOICE_SECONDS, watch.left),
        workers=workers,
        seed=seed,
    )
    made = _with(best, chosen or {})
    return (made if problem.objective(made) < problem.objective(best) else best), False


def _dived(generation: Generation, roster: Roster, seed: int) -> Roster:
    """Return everybody's roster with those of the group as a dive leaves them."""
    found = dive(generation, np.random.default_rng(seed), rounds=_ROUNDS, agreed=0.95)
    return _with(roster, found or {})


def _with(roster: Roster, changes: dict[int, Roster]) -> Roster:
    changed = roster.copy()
    for person, one in changes.items():
        changed[person] = one
    return changed


def _reduced(generation: Generation, node: Node) -> Array:
    """Return the reduced cost of every column."""
    problem = generation.problem
    rosters = np.stack(generation.master.rosters)
    owner = np.array(generation.master.owner)
    days = np.arange(problem.days)
    worth = np.concatenate([np.zeros((problem.days, 1)), node.prices.cover], axis=1)
    cost = problem.wish_cost[owner[:, None], days[None], rosters] - worth[days[None], rosters]
    reduced: Array = cost.sum(axis=1) - node.prices.person[owner]
    return reduced
