"""A problem, or a part of one, as a CP-SAT model.

A part leaves some doctors on some shifts free and holds all others as they are. Coverage may be soft:
a shift may then lack doctors, at a price. With ``switches``, every demand can be turned off by itself,
which is how conflicts are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.bounds import Least
from hjemmel.engines.rostering.constraints.forms import Cap, Free, Run
from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.problem import Problem, SpanGroup

Cell = tuple[int, int]


@dataclass
class Part:
    """The model of a problem or a part of it.

    Args:
        problem: The problem.
        free: Doctors on shifts that are decided.
        on: All others, as they are.
        soft: Whether shifts may lack doctors.
    """

    problem: Problem
    free: Flags
    on: Flags
    soft: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    x: dict[Cell, cp_model.IntVar] = field(default_factory=dict)
    holes: dict[int, cp_model.IntVar] = field(default_factory=dict)
    price: list[tuple[int, cp_model.IntVar]] = field(default_factory=list)
    fixed_price: int = 0

    def build(self, least: list[Least] | None) -> Part:
        """State everything; with ``least`` the spans too, each at least its least."""
        self._rules()
        if not self.soft:
            self._lacking()
        self._costs()
        for place, group in enumerate(self.problem.groups):
            if least is not None:
                self._span(group, least[place])
        self.model.minimize(sum(points * var for points, var in self.price) + self.fixed_price)
        return self

    def build_span(self, group: SpanGroup, least: Least) -> Part:
        """State the rules on what is free, and one span as all that matters, in thousandths."""
        self._rules()
        self.model.minimize(self._span(group, least))
        return self

    def _rules(self) -> None:
        self.free = self.free & self.problem.allowed
        for doctor, shift in zip(*np.nonzero(self.free), strict=True):
            self.x[int(doctor), int(shift)] = self.model.new_bool_var("")
        self._cover()
        for doctor in range(self.problem.frame.shape[0]):
            if self.free[doctor].any():
                self._doctor(doctor)

    def value(self, doctor: int, shift: int) -> cp_model.IntVar | int:
        """Return the variable of a doctor on a shift, or what it is held at."""
        return self.x.get((doctor, shift), int(self.on[doctor, shift]))

    def hint(self, on: Flags) -> None:
        """Tell the solver of a roster to start from."""
        for (doctor, shift), var in self.x.items():
            self.model.add_hint(var, int(on[doctor, shift]))

    def read(self, value: object) -> Flags:
        """Return the roster of a solution."""
        on = self.on & ~self.free
        ask = getattr(value, "boolean_value", None) or getattr(value, "BooleanValue")  # noqa: B009
        for (doctor, shift), var in self.x.items():
            on[doctor, shift] = ask(var)
        return on

    def _held(self) -> Flags:
        return self.on & ~self.free

    def _cover(self) -> None:
        held = self._held().sum(axis=0)
        for shift in np.flatnonzero(self.free.any(axis=0)).tolist():
            doctors = np.flatnonzero(self.free[:, shift]).tolist()
            need = int(self.problem.need[shift] - held[shift])
            taken = sum(self.x[doctor, shift] for doctor in doctors)
            if self.soft:
                hole = self.model.new_int_var(0, need, "")
                self.holes[shift] = hole
                self.price.append((self.problem.frame.inputs.prices.uncovered * UNIT, hole))
                self.model.add(taken + hole == need)
            else:
                self.model.add(taken == need)
        for doctor, shift in zip(*np.nonzero(self.problem.fixed & self.free), strict=True):
            self.model.add(self.x[int(doctor), int(shift)] == 1)

    def _lacking(self) -> None:
        held = self._held().sum(axis=0)
        untouched = ~self.free.any(axis=0)
        is_fixed_in_vain = bool((self.problem.fixed & ~self.free & ~self.on).any())
        if is_fixed_in_vain or bool((untouched & (held < self.problem.need)).any()):
            self.model.add_bool_or([])

    def _doctor(self, doctor: int) -> None:
        problem = self.problem
        mine = np.flatnonzero(self.free[doctor] | self.on[doctor])
        if problem.gap[doctor] >= 0:
            for clique in cliques(problem, mine, int(problem.gap[doctor])):
                self.model.add_at_most_one([self.value(doctor, shift) for shift in clique])
        self._over_time(doctor, mine)

    def _over_time(self, doctor: int, mine: Whole) -> None:
        for stated, cap in self.problem.keyed(Cap):
            self._cap(stated.key, cap, doctor, mine)
        for stated, run in self.problem.keyed(Run):
            self._run(stated.key, run, doctor, mine)
        for stated, free in self.problem.keyed(Free):
            self._free(stated.key, free, doctor, mine)

    def _keep(self, rule: cp_model.Constraint, key: str, doctor: int) -> None:
        """Let a rule hold; a model with switches lets it hold while its switch is on."""

    def _cap(self, key: str, cap: Cap, doctor: int, mine: Whole) -> None:
        most = int(cap.most[doctor])
        if most < 0:
            return
        for bucket in np.unique(cap.bucket[mine]).tolist():
            inside = mine[cap.bucket[mine] == bucket] if bucket >= 0 else mine[:0]
            room = most - int(cap.before[doctor, bucket]) if bucket >= 0 else 0
            if int(cap.amount[inside].sum()) > room:
                total = sum(int(cap.amount[s]) * self.value(doctor, s) for s in inside.tolist())
                self._keep(self.model.add(total <= max(room, 0)), key, doctor)

    def _run(self, key: str, run: Run, doctor: int, mine: Whole) -> None:
        works: dict[int, cp_model.IntVar | int] = {
            int(bucket): 1 for bucket in np.flatnonzero(run.before[doctor])
        }
        for bucket in np.unique(run.bucket[mine]).tolist():
            if bucket < 0 or bucket in works:
                continue
            values = [self.value(doctor, s) for s in mine[run.bucket[mine] == bucket].tolist()]
            if any(isinstance(value, int) and value == 1 for value in values):
                works[bucket] = 1
            elif len(values) == 1:
                works[bucket] = values[0]
            else:
                works[bucket] = self.model.new_bool_var("")
                self.model.add_max_equality(works[bucket], values)
        for first in works:
            window = [works.get(first + step) for step in range(run.most + 1)]
            if all(one is not None for one in window):
                total = sum(one for one in window if one is not None)
                self._keep(self.model.add(total <= run.most), key, doctor)

    def _free(self, key: str, free: Free, doctor: int, mine: Whole) -> None:
        minutes = int(free.minutes[doctor])
        if minutes < 0:
            return
        frame = self.problem.frame
        for opens, closes in zip(free.starts.tolist(), free.ends.tolist(), strict=True):
            near = mine[(frame.starts[mine] < closes) & (frame.ends[mine] > opens)]
            begins = [opens, *frame.ends[near].tolist()]
            stretches = []
            for start in sorted({b for b in begins if b + minutes <= closes}):
                within = near[(frame.starts[near] < start + minutes) & (frame.ends[near] > start)]
                stretch = self.model.new_bool_var("")
                for shift in within.tolist():
                    self.model.add(self.value(doctor, shift) + stretch <= 1)
                stretches.append(stretch)
            self._keep(self.model.add_bool_or(stretches), key, doctor)

    def _costs(self) -> None:
        cost = self.problem.cost
        self.fixed_price = self.problem.constant + int(cost[self._held()].sum())
        for doctor, shift in zip(*np.nonzero(self.free & (cost != 0)), strict=True):
            self.price.append((int(cost[doctor, shift]), self.x[int(doctor), int(shift)]))
        for one in self.problem.wanted:
            missed = self.model.new_bool_var("")
            values = [self.value(one.doctor, shift) for shift in one.columns.tolist()]
            self.model.add(sum(values) + missed >= 1)
            self.price.append((one.points, missed))

    def _span(self, group: SpanGroup, least: Least) -> cp_model.LinearExpr:
        """State the price of a span, and return the span in thousandths."""
        problem, row = self.problem, group.row
        amount = problem.spans.amount[row]
        base = problem.spans.base[row, group.doctors] + self._held()[group.doctors] @ amount
        offset = base - int(base.min())
        unit = int(np.gcd.reduce([*amount[amount > 0].tolist(), *offset.tolist(), 0])) or 1
        top = int((offset + self.free[group.doctors] @ amount).max(initial=0)) // unit
        low, high = (self.model.new_int_var(0, top, "") for _ in range(2))
        for place, doctor in enumerate(group.doctors.tolist()):
            shifts = np.flatnonzero(self.free[doctor] & (amount > 0)).tolist()
            closing = int(offset[place]) // unit + sum(
                int(amount[s]) // unit * self.x[doctor, s] for s in shifts
            )
            self.model.add(closing >= low)
            self.model.add(closing <= high)
        dear, cheap, target = problem.rates(group)
        floor = 0 if self.soft else -(-least.span // unit)
        span = self.model.new_int_var(min(floor, top), top, "")
        self.model.add(span == high - low)
        if cheap:
            self.price.append((cheap * unit, span))
        beyond = self.model.new_int_var(0, top * unit, "")
        self.model.add(beyond >= unit * span - target)
        self.price.append((dear, beyond))
        return unit * span


def cliques(problem: Problem, mine: Whole, gap: int) -> Iterator[list[int]]:
    """Yield the largest sets of a doctor's shifts of which she may have one only."""
    frame = problem.frame
    starts, until = frame.starts.tolist(), (frame.ends + gap).tolist()
    active: list[int] = []
    has_grown = False
    for shift in mine.tolist():
        left = [other for other in active if until[other] > starts[shift]]
        if len(left) < len(active) and has_grown and len(active) > 1:
            yield active
            has_grown = False
        active = [*left, shift]
        has_grown = True
    if len(active) > 1:
        yield active
