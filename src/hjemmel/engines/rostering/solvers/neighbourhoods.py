"""Large neighbourhoods: a part of the roster is solved anew by CP-SAT while the rest is held.

For horizons and districts where the whole is too large. A part is either the days around a place where
something is wrong, for all doctors, or the doctors who carry most and least, over a longer time, or all
shifts of a category that is spread too unevenly, with all that those who carry too much or too little have.
"""

from __future__ import annotations

import time

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.bounds import Least, least_price
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.solvers.annealing import Annealing
from hjemmel.engines.rostering.solvers.cp_model import Part
from hjemmel.engines.rostering.solvers.cp_sat import STEPS_PER_SECOND, parameters
from hjemmel.engines.rostering.solvers.port import Answer, Watch
from hjemmel.engines.rostering.terms import Effort

_CELLS = 4_000
_SECONDS = 4.0
_DOCTORS = 8
_PATIENCE = 25
_OTHERS = 6
_TRIES = 3


class Neighbourhoods:
    """Parts of a roster, one after the other.

    Args:
        least: The least span of each group.
        only_uneven: Whether only categories beyond their target are looked at, a few times each.
    """

    def __init__(self, least: list[Least], *, only_uneven: bool = False) -> None:
        self._least = least
        self._only_uneven = only_uneven

    def solve(self, problem: Problem, effort: Effort, watch: Watch, start: Flags | None) -> Answer:
        """Improve ``start`` part by part until nothing is left to gain or the effort is spent."""
        began = time.perf_counter()
        generator = np.random.default_rng(effort.seed)
        on = Annealing(problem, self._least, seed=effort.seed).on if start is None else start
        price = problem.whole_price(on)
        bound = least_price(problem, self._least)
        rounds = max(1, int(effort.seconds / _SECONDS)) if effort.repeatable else 1_000_000
        out_of_seconds, idle = False, 0
        for number in range(rounds):
            left = effort.seconds - (time.perf_counter() - began)
            out_of_seconds = left <= 0
            uneven = _uneven(problem, on)
            patience = _TRIES * len(uneven) if self._only_uneven else _PATIENCE
            if price <= bound or out_of_seconds or idle >= patience or not watch.go_on():
                break
            idle += 1
            if uneven and (self._only_uneven or number % 4 == 3):
                free = _category(problem, on, uneven, generator)
            else:
                free = self._choose(problem, on, generator, number)
            found = self._improve(problem, on, free, effort, min(left, 2 * _SECONDS))
            if found is not None and problem.whole_price(found) <= price:
                is_better = problem.whole_price(found) < price
                on, price = found, problem.whole_price(found)
                idle = 0 if is_better else idle
                if is_better and problem.is_complete(on):
                    watch.found(on, price)
        return Answer(on, bound=bound, is_out_of_seconds=out_of_seconds)

    def _improve(
        self, problem: Problem, on: Flags, free: Flags, effort: Effort, seconds: float
    ) -> Flags | None:
        part = Part(problem, free, on, soft=not problem.is_complete(on)).build(self._least)
        part.hint(on)
        solver = cp_model.CpSolver()
        parameters(solver, effort, seconds)
        if effort.repeatable:
            solver.parameters.max_deterministic_time = _SECONDS * STEPS_PER_SECOND
        status = solver.solve(part.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return part.read(solver)

    def _choose(
        self, problem: Problem, on: Flags, generator: np.random.Generator, number: int
    ) -> Flags:
        holes = np.flatnonzero(problem.lacking(on) > 0)
        if holes.size and number % 2 == 0:
            return self._days(problem, int(generator.choice(holes)))
        if number % 3 == 2:
            return self._days(problem, int(generator.integers(len(problem.frame.shifts))))
        return self._doctors(problem, on, generator)

    def _days(self, problem: Problem, shift: int) -> Flags:
        """Free the days around a shift for all doctors."""
        free = np.zeros(problem.frame.shape, np.bool_)
        order = np.argsort(np.abs(problem.frame.days - problem.frame.days[shift]), kind="stable")
        cells = np.cumsum(problem.allowed[:, order].sum(axis=0))
        free[:, order[: max(1, int(np.searchsorted(cells, _CELLS)))]] = True
        return free

    def _doctors(self, problem: Problem, on: Flags, generator: np.random.Generator) -> Flags:
        """Free doctors with the largest and smallest balances, over as long a time as will do."""
        free = np.zeros(problem.frame.shape, np.bool_)
        closing = problem.balances(on)
        worst = [
            (
                problem.span_price(group, int(np.ptp(closing[group.row, group.doctors])))
                - problem.span_price(group, least.span),
                place,
            )
            for place, (group, least) in enumerate(zip(problem.groups, self._least, strict=True))
        ]
        wrong = [place for points, place in worst if points > 0]
        chosen: set[int] = set()
        if wrong:
            group = problem.groups[wrong[int(generator.integers(len(wrong)))]]
            order = group.doctors[np.argsort(closing[group.row, group.doctors], kind="stable")]
            chosen.update(order[:3].tolist() + order[-3:].tolist())
        others = generator.permutation(problem.frame.shape[0])
        chosen.update(others[:_DOCTORS].tolist())
        rows = np.array(sorted(chosen))
        width = max(1, _CELLS // rows.size)
        shifts = problem.frame.shape[1]
        first = int(generator.integers(max(1, shifts - width + 1)))
        free[rows, first : first + width] = True
        return free


def _uneven(problem: Problem, on: Flags) -> list[int]:
    """Return the places of the groups whose span is beyond its target."""
    values = problem.span_values(on)
    return [
        place
        for place, (group, value) in enumerate(zip(problem.groups, values, strict=True))
        if value > problem.rates(group)[2]
    ]


def _category(
    problem: Problem, on: Flags, uneven: list[int], generator: np.random.Generator
) -> Flags:
    """Free the shifts of a category for all, and all shifts of those who carry too much or too little.

    One side is enough, whichever has fewer; some others are freed to give them something in return.
    """
    group = problem.groups[uneven[int(generator.integers(len(uneven)))]]
    columns = np.flatnonzero(problem.spans.amount[group.row] > 0)
    cells = np.cumsum(problem.allowed[:, columns].sum(axis=0))
    free = np.zeros(problem.frame.shape, np.bool_)
    free[:, columns[: max(1, int(np.searchsorted(cells, _CELLS)))]] = True
    closing = problem.balances(on)[group.row, group.doctors]
    target = problem.rates(group)[2]
    above = closing > closing.min() + target
    below = closing < closing.max() - target
    few = group.doctors[above if above.sum() <= below.sum() else below]
    free[few] = True
    free[generator.permutation(group.doctors)[: few.size + _OTHERS]] = True
    return free
