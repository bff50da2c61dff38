"""CP-SAT: finds a roster, improves it and proves how good it is, or that there is none."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.bounds import Least
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.problem import Problem, SpanGroup
from hjemmel.engines.rostering.solvers.cp_model import Part
from hjemmel.engines.rostering.solvers.port import Answer, Watch
from hjemmel.engines.rostering.terms import Effort

_POLL = 0.1
# Units of CP-SAT's own measure of work that pass in a second, on the safe side.
STEPS_PER_SECOND = 0.5


class _Listener(cp_model.CpSolverSolutionCallback):
    """Keeps the newest roster for whoever polls."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.newest: Flags | None = None

    def on_solution_callback(self) -> None:
        """Keep a solution."""
        if not self._part.holes or not self._part.soft:
            self.newest = self._part.read(self)


@dataclass
class Bound:
    """The best bound that the solver told so far."""

    value: float = field(default=float("-inf"))

    def tell(self, value: float) -> None:
        """Keep a bound."""
        self.value = max(self.value, value)


def parameters(solver: cp_model.CpSolver, effort: Effort, seconds: float) -> None:
    """Set how long a solver works and how."""
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_time_in_seconds = max(0.05, seconds)
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is for whoever watches
    if effort.repeatable:
        solver.parameters.interleave_search = effort.workers > 1
        solver.parameters.max_deterministic_time = max(0.05, seconds * STEPS_PER_SECOND)


def run_solver(
    solver: cp_model.CpSolver, part: Part, watch: Watch | None, listener: _Listener | None = None
) -> int:
    """Solve a model; whoever watches may stop it."""
    if watch is None:
        return int(solver.solve(part.model))
    bound, status = Bound(), [int(cp_model.UNKNOWN)]
    solver.best_bound_callback = bound.tell

    def work() -> None:
        status[0] = int(solver.solve(part.model, listener))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    told: Flags | None = None
    while thread.is_alive():
        thread.join(_POLL)
        newest = listener.newest if listener is not None else None
        if newest is not None and newest is not told:
            told = newest
            watch.found(newest, part.problem.price(newest))
        if np.isfinite(bound.value):
            watch.proven(round(bound.value))
        if not watch.go_on():
            solver.stop_search()
    return status[0]


def tighter(
    problem: Problem, group: SpanGroup, least: Least, effort: Effort, seconds: float
) -> Least:
    """Return a higher bound on a span: the shifts of its category alone, with every rule on them.

    Args:
        problem: The problem.
        group: Who is compared in what.
        least: The bound known so far.
        effort: Seed and workers.
        seconds: How long to look.
    """
    free = np.zeros(problem.frame.shape, np.bool_)
    free[:, problem.spans.amount[group.row] > 0] = True
    part = Part(problem, free, np.zeros_like(free)).build_span(group, least)
    solver = cp_model.CpSolver()
    parameters(solver, effort, seconds)
    status = solver.solve(part.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return least
    span = max(least.span, round(solver.best_objective_bound))
    wider = span - least.span
    return Least(span, least.lowest - wider, least.highest + wider)


class CpSat:
    """The whole problem by CP-SAT.

    Args:
        least: The least span of each group.
    """

    def __init__(self, least: list[Least]) -> None:
        self._least = least

    def solve(self, problem: Problem, effort: Effort, watch: Watch, start: Flags | None) -> Answer:
        """Search for the best roster, from ``start`` if there is one."""
        began = time.perf_counter()
        everything = np.ones(problem.frame.shape, np.bool_)
        nothing = np.zeros(problem.frame.shape, np.bool_)
        part = Part(problem, everything, nothing).build(self._least)
        if start is not None:
            part.hint(start)
        solver = cp_model.CpSolver()
        seconds = effort.seconds - (time.perf_counter() - began)
        parameters(solver, effort, seconds)
        status = run_solver(solver, part, watch, _Listener(part))
        if status == cp_model.INFEASIBLE:
            return Answer(None, is_infeasible=True)
        out_of_seconds = time.perf_counter() - began >= effort.seconds - _POLL
        is_proven = status == cp_model.OPTIMAL
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(None, is_out_of_seconds=out_of_seconds)
        return Answer(
            part.read(solver),
            bound=round(solver.best_objective_bound),
            is_out_of_seconds=out_of_seconds and not is_proven,
        )
