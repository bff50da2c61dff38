"""The whole problem with a switch on every demand: which of them contradict, and what to give up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.constraints.eligibility import back_up_shifts, may_be_alone
from hjemmel.engines.rostering.constraints.forms import Gap
from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.problem import Problem, SpanGroup
from hjemmel.engines.rostering.solvers.cp_model import Part, cliques
from hjemmel.engines.rostering.terms import Effort, Level

NONE = -1


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One thing demanded: of a doctor, of a shift, or of both."""

    key: str
    doctor: int = NONE
    shift: int = NONE


Fold = Callable[[Demand], Demand]


@dataclass
class Switches(Part):
    """The model with switches.

    Args:
        columns: The shifts that are looked at, shape (shifts,).
        fold: Which demands share a switch.
    """

    columns: Flags = field(default_factory=lambda: np.empty(0, np.bool_))
    fold: Fold = lambda demand: demand
    switch: dict[Demand, cp_model.IntVar] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem, columns: Flags, fold: Fold = lambda demand: demand) -> Switches:
        """State a problem with a switch on every demand."""
        free = np.zeros(problem.frame.shape, np.bool_)
        free[:, columns] = True
        made = cls(problem, free, np.zeros_like(free), columns=columns, fold=fold)
        for doctor, shift in zip(*np.nonzero(free), strict=True):
            made.x[int(doctor), int(shift)] = made.model.new_bool_var("")
        made._cover()
        for doctor in range(problem.frame.shape[0]):
            made._doctor(doctor)
        made._link()
        return made

    def _keep(self, rule: cp_model.Constraint, key: str, doctor: int) -> None:
        rule.only_enforce_if(self._of(Demand(key, doctor)))

    def _of(self, demand: Demand) -> cp_model.IntVar:
        folded = self.fold(demand)
        if folded not in self.switch:
            self.switch[folded] = self.model.new_bool_var("")
        return self.switch[folded]

    def _cover(self) -> None:
        for shift in np.flatnonzero(self.columns).tolist():
            taken = sum(self.x[doctor, shift] for doctor in range(self.free.shape[0]))
            need = int(self.problem.need[shift])
            self.model.add(taken <= need)
            on = self._of(Demand("coverage", shift=shift))
            self.model.add(taken >= need).only_enforce_if(on)
        for doctor, shift in zip(*np.nonzero(self.problem.fixed & self.free), strict=True):
            on = self._of(Demand("fixed", int(doctor), int(shift)))
            self.model.add(self.x[int(doctor), int(shift)] == 1).only_enforce_if(on)

    def _doctor(self, doctor: int) -> None:
        mine = np.flatnonzero(self.free[doctor])
        self._closed(doctor, mine)
        for stated, gap in self.problem.keyed(Gap):
            if gap.minutes[doctor] >= 0:
                for clique in cliques(self.problem, mine, int(gap.minutes[doctor])):
                    total = sum(self.x[doctor, shift] for shift in clique)
                    self._keep(self.model.add(total <= 1), stated.key, doctor)
        self._over_time(doctor, mine)

    def _closed(self, doctor: int, mine: Whole) -> None:
        for key, mask in self.problem.masks.items():
            for shift in mine[mask[doctor, mine]].tolist():
                rule = self.model.add(self.x[doctor, shift] == 0)
                rule.only_enforce_if(self._of(Demand(key, doctor, shift)))

    def _link(self) -> None:
        """Ask for the back-up doctor where a shift would do without."""
        if self.problem.frame.inputs.terms.alone is None:
            return
        by_herself = may_be_alone(self.problem.frame)
        for shift in np.flatnonzero(self.columns).tolist():
            for back in back_up_shifts(self.problem.frame, shift):
                if not self.columns[back]:
                    continue
                behind = sum(self.x[doctor, back] for doctor in range(self.free.shape[0]))
                for doctor in np.flatnonzero(~by_herself[:, shift]).tolist():
                    self.model.add(self.x[doctor, shift] <= behind)

    def hold_span(self, group: SpanGroup, most: int) -> None:
        """Demand that a span is at most ``most`` thousandths."""
        amount = self.problem.spans.amount[group.row]
        base = self.problem.spans.base[group.row, group.doctors]
        low = self.model.new_int_var(-(2**40), 2**40, "")
        for place, doctor in enumerate(group.doctors.tolist()):
            shifts = np.flatnonzero(self.free[doctor] & (amount > 0)).tolist()
            closing = int(base[place]) + sum(int(amount[s]) * self.x[doctor, s] for s in shifts)
            self.model.add(closing >= low)
            self.model.add(closing <= low + most)

    def core(self, demands: list[Demand], effort: Effort, seconds: float) -> list[Demand] | None:
        """Return demands among those that contradict; ``None``: they do not, or it is not known."""
        self.model.clear_assumptions()
        self.model.add_assumptions([self.switch[demand] for demand in demands])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = effort.seed
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        solver.parameters.catch_sigint_signal = False  # Ctrl-C is for whoever watches
        if solver.solve(self.model) != cp_model.INFEASIBLE:
            return None
        indices = set(solver.sufficient_assumptions_for_infeasibility())
        return [demand for demand in demands if self.switch[demand].index in indices]

    def smallest(self, effort: Effort, seconds: float) -> tuple[list[Demand], bool]:
        """Return demands that contradict, and whether none of them can be left out."""
        began = time.perf_counter()
        core = self.core(sorted(self.switch), effort, seconds)
        if core is None:
            return [], False
        kept: list[Demand] = []
        left = list(core)
        while left:
            tried = left.pop()
            spent = time.perf_counter() - began
            if spent > seconds:
                return [*kept, tried, *left], False
            smaller = self.core([*kept, *left], effort, seconds - spent)
            if smaller is None:
                kept.append(tried)
            else:
                left = [demand for demand in left if demand in smaller]
        return sorted(kept), True

    def cheapest(self, effort: Effort, seconds: float) -> tuple[Flags, list[Demand]] | None:
        """Return a roster that gives up as little as can be, and what; laws are kept."""
        self.model.clear_assumptions()
        prices = self.problem.frame.inputs.prices
        terms = []
        for demand, on in sorted(self.switch.items()):
            if demand.key == "coverage":
                terms.append(prices.uncovered * UNIT * (1 - on))
            elif self.problem.levels.get(demand.key, Level.LAW) is Level.LAW:
                self.model.add(on == 1)
            else:
                terms.append(prices.local * UNIT * (1 - on))
        self.model.minimize(sum(terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = effort.seed
        solver.parameters.interleave_search = effort.repeatable and effort.workers > 1
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        solver.parameters.catch_sigint_signal = False  # Ctrl-C is for whoever watches
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        given_up = [demand for demand, on in self.switch.items() if not solver.value(on)]
        return self.read(solver), sorted(given_up)
