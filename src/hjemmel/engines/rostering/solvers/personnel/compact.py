"""The whole problem, or a block of it, as one model for CP-SAT.

A block is some persons and days; all else stays as it is. Rules that touch no free day are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Roster, Worker
from hjemmel.engines.rostering.solvers.personnel.watch import Watch

Array = np.ndarray[Any, np.dtype[Any]]
_FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Block:
    """What CP-SAT answered.

    Args:
        roster: The best roster, shape (persons, days), or ``None``.
        bound: No roster of the block has less.
        is_impossible: Whether it is proven that there is no roster.
    """

    roster: Roster | None
    bound: float
    is_impossible: bool = False


class _StopsWhenAsked(cp_model.CpSolverSolutionCallback):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def on_solution_callback(self) -> None:
        if self._watch.is_over():
            self.stop_search()


class _Model:
    """The model of a block; a literal is a variable, or 0 or 1 where the choice is fixed."""

    def __init__(self, problem: PersonnelProblem, roster: Roster | None, free: Array) -> None:
        self.problem = problem
        self.free = free
        self.model = cp_model.CpModel()
        self.terms: list[Any] = []
        self.cells: dict[tuple[int, int, int], Any] = {}
        self.movable = np.flatnonzero(free.any(axis=1)).tolist()
        self.days = np.flatnonzero(free.any(axis=0)).tolist()
        self.fixed = np.zeros_like(problem.required)
        base = np.where(free, problem.wish_cost[:, :, 0], 0)
        self.constant = int(base.sum())
        if roster is not None:
            standing = np.where(free, 0, roster).astype(np.int8)
            self.fixed = problem.counts(standing)
            persons, days = np.nonzero(~free)
            self.constant += int(problem.wish_cost[persons, days, roster[persons, days]].sum())
        for person in self.movable:
            for day in range(problem.days):
                if free[person, day]:
                    self._free_day(person, day)
                    continue
                assert roster is not None
                for kind in range(len(problem.kinds)):
                    self.cells[person, day, kind] = int(roster[person, day] == kind + 1)
            self._person(person, problem.workers[person])
        self._cover()
        self.model.minimize(sum(self.terms))

    def _free_day(self, person: int, day: int) -> None:
        worker = self.problem.workers[person]
        base = int(self.problem.wish_cost[person, day, 0])
        literals = []
        for kind, most in enumerate(worker.most_of_kind):
            if most <= 0 or day in worker.days_off:
                self.cells[person, day, kind] = 0
                continue
            literal = self.model.new_bool_var("")
            self.cells[person, day, kind] = literal
            literals.append(literal)
            cost = int(self.problem.wish_cost[person, day, kind + 1]) - base
            if cost:
                self.terms.append(cost * literal)
        if len(literals) > 1:
            self.model.add_at_most_one(literals)

    def _person(self, person: int, worker: Worker) -> None:
        problem = self.problem
        days, kinds = problem.days, range(len(problem.kinds))
        cells = [[self.cells[person, day, kind] for kind in kinds] for day in range(days)]
        works = [sum(today) for today in cells]
        for day, (before, now) in enumerate(pairwise(cells)):
            if not self.free[person, day : day + 2].any():
                continue
            for kind in kinds:
                for other in problem.kinds[kind].not_next:
                    self._not_both(before[kind], now[other - 1])
        minutes = sum(
            problem.kinds[kind].minutes * cells[day][kind] for day in range(days) for kind in kinds
        )
        self._between(worker.least_minutes, minutes, worker.most_minutes)
        for kind in kinds:
            if worker.most_of_kind[kind] < days:
                total = sum(cells[day][kind] for day in range(days))
                self._between(0, total, worker.most_of_kind[kind])
        self._runs(worker, works)
        self._weekends(worker, works)

    def _between(self, least: int, total: Any, most: int) -> None:
        if not isinstance(total, int):
            self.model.add_linear_constraint(total, least, most)

    def _not_both(self, one: Any, other: Any) -> None:
        total = one + other
        if not isinstance(total, int):
            self.model.add(total <= 1)

    def _runs(self, worker: Worker, works: list[Any]) -> None:
        days = len(works)
        longest = worker.longest_run
        for day in range(days - longest):
            self._between(0, sum(works[day : day + longest + 1]), longest)
        for length in range(1, worker.shortest_run):
            for day in range(1, days - length):
                inside = sum(works[day : day + length])
                self._between(-2, inside - works[day - 1] - works[day + length], length - 1)
        for length in range(1, worker.shortest_rest):
            for day in range(1, days - length):
                inside = sum(works[day : day + length])
                around = works[day - 1] + works[day + length]
                self._between(-length, around - inside, 1)

    def _weekends(self, worker: Worker, works: list[Any]) -> None:
        weekends = []
        for day in range(len(works)):
            if self.problem.weekend_day(day) == 1:
                weekends.append([works[day], *works[day + 1 : day + 2]])
            elif self.problem.weekend_day(day) == 2 and day == 0:
                weekends.append([works[0]])
        if worker.most_weekends >= len(weekends):
            return
        worked: list[Any] = []
        for literals in weekends:
            if all(isinstance(literal, int) for literal in literals):
                worked.append(max(literals))
                continue
            weekend = self.model.new_bool_var("")
            for literal in literals:
                self.model.add(weekend >= literal)
            worked.append(weekend)
        self._between(0, sum(worked), worker.most_weekends)

    def _cover(self) -> None:
        problem = self.problem
        for day in self.days:
            people = [person for person in self.movable if self.free[person, day]]
            for kind in range(len(problem.kinds)):
                at_work = sum(self.cells[person, day, kind] for person in people)
                need = int(problem.required[day, kind] - self.fixed[day, kind])
                under, over = int(problem.under[day, kind]), int(problem.over[day, kind])
                few = self.model.new_int_var(0, max(need, 0), "")
                many = self.model.new_int_var(0, len(people) + max(-need, 0), "")
                self.model.add(at_work + few - many == need)
                self.terms += [under * few, over * many]
        gap = problem.required - self.fixed
        cover = np.maximum(gap, 0) * problem.under + np.maximum(-gap, 0) * problem.over
        cover[self.days] = 0
        self.constant += int(cover.sum())


def solve_block(
    problem: PersonnelProblem,
    roster: Roster | None,
    free: Array | None,
    *,
    seconds: float,
    workers: int,
    seed: int,
    watch: Watch | None = None,
) -> Block:
    """Solve the free days of some persons, or everything, with CP-SAT.

    Args:
        problem: The problem.
        roster: What stands where nothing is free; also where the search begins.
        free: Which days of which persons are free, shape (persons, days); ``None`` for all.
        seconds: The most time.
        workers: Workers of CP-SAT.
        seed: Its chance.
        watch: Asked at each solution.
    """
    if free is None:
        free = np.ones((len(problem.workers), problem.days), np.bool_)
    built = _Model(problem, roster, free)
    if roster is not None:
        for (person, day, kind), literal in built.cells.items():
            if not isinstance(literal, int):
                built.model.add_hint(literal, bool(roster[person, day] == kind + 1))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(built.model, _StopsWhenAsked(watch) if watch else None)
    bound = solver.best_objective_bound + built.constant
    if status not in _FOUND:
        return Block(None, bound, status == cp_model.INFEASIBLE)
    found = np.zeros(free.shape, np.int8) if roster is None else roster.copy()
    found[free] = 0
    for (person, day, kind), literal in built.cells.items():
        if not isinstance(literal, int) and solver.value(literal):
            found[person, day] = kind + 1
    return Block(found, bound)
