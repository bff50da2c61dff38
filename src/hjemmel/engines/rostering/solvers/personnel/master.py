"""The master: which mix of known rosters covers the need at least penalty, and what cover is worth.

A linear program, solved by GLOP from its last basis. One row per person (she has one roster) and one
per day and kind with a requirement; its dual is the price that the next rosters are made at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Real, Roster

Array = np.ndarray[Any, np.dtype[Any]]
_OPTIMAL = pywraplp.Solver.OPTIMAL


@dataclass(frozen=True, slots=True)
class Prices:
    """What the master answers.

    Args:
        objective: Penalty of the mix.
        cover: Price of cover, shape (days, kinds).
        person: Price of each person.
        share: How much of each column is used.
    """

    objective: float
    cover: Real
    person: Real
    share: Real


class Master:
    """The linear program over columns; a column is a roster of one person.

    Args:
        problem: The problem.
        persons: Whose rosters are chosen here; the others are fixed.
        required: What these persons have to cover, shape (days, kinds); may be negative.
    """

    def __init__(self, problem: PersonnelProblem, persons: list[int], required: Array) -> None:
        self.problem = problem
        self.persons = persons
        self.rosters: list[Roster] = []
        self.owner: list[int] = []
        self._known: set[tuple[int, bytes]] = set()
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._goal = self._solver.Objective()
        self._goal.SetMinimization()
        self._one = {person: self._solver.Constraint(1, 1) for person in persons}
        self._cover = self._cover_rows(required)
        self._columns: list[Any] = []
        dear = 10.0 * problem.days * problem.dearest
        self._escape = [self._variable(dear, self._one[person]) for person in persons]

    def _variable(self, cost: float, row: Any, step: float = 1.0) -> Any:
        variable = self._solver.NumVar(0, self._solver.infinity(), "")
        self._goal.SetCoefficient(variable, cost)
        row.SetCoefficient(variable, step)
        return variable

    def _cover_rows(self, required: Array) -> list[list[Any]]:
        rows = []
        for day in range(required.shape[0]):
            today = []
            for kind in range(required.shape[1]):
                need = float(required[day, kind])
                row = self._solver.Constraint(need, need)
                self._variable(float(self.problem.under[day, kind]), row)
                self._variable(float(self.problem.over[day, kind]), row, -1.0)
                today.append(row)
            rows.append(today)
        return rows

    def add(self, person: int, roster: Roster) -> bool:
        """Add a column; return whether it is new."""
        key = (person, roster.tobytes())
        if key in self._known:
            return False
        self._known.add(key)
        days = np.arange(roster.size)
        cost = float(self.problem.wish_cost[person, days, roster].sum())
        variable = self._variable(cost, self._one[person])
        for day, choice in enumerate(roster.tolist()):
            if choice:
                self._cover[day][choice - 1].SetCoefficient(variable, 1.0)
        self._columns.append(variable)
        self.rosters.append(roster)
        self.owner.append(person)
        return True

    def allow(self, allowed: Array) -> None:
        """Let only some columns be used; ``allowed`` is a mask over all."""
        for variable, open_ in zip(self._columns, allowed.tolist(), strict=True):
            variable.SetUb(self._solver.infinity() if open_ else 0.0)

    def solve(self) -> Prices | None:
        """Solve it, from the last basis; ``None`` when the solver gives up."""
        if self._solver.Solve() != _OPTIMAL:
            return None
        cover = np.array([[row.dual_value() for row in today] for today in self._cover])
        person = np.zeros(len(self.problem.workers))
        for number, row in self._one.items():
            person[number] = row.dual_value()
        share = np.array([variable.solution_value() for variable in self._columns])
        return Prices(float(self._goal.Value()), cover, person, share)
