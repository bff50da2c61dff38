"""Makes a roster: annealing from a start, then CP-SAT for the proof or for what is left."""

from __future__ import annotations

import time
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.bounds import least_price, least_span
from hjemmel.engines.rostering.conflicts import find_conflict
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import SHARED, UNIT, Balance, Ledger
from hjemmel.engines.rostering.prevention import prevented_by
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.refusals import refuse_impossible
from hjemmel.engines.rostering.results import (
    Conflict,
    EndedBy,
    Roster,
    RosterReceipt,
    Span,
    Status,
)
from hjemmel.engines.rostering.solvers.annealing import Annealing
from hjemmel.engines.rostering.solvers.cp_sat import CpSat, tighter
from hjemmel.engines.rostering.solvers.neighbourhoods import Neighbourhoods
from hjemmel.engines.rostering.solvers.port import Solver
from hjemmel.engines.rostering.terms import Effort
from hjemmel.engines.rostering.watching import Watching
from hjemmel.kernel.errors import CancelledError
from hjemmel.kernel.progress import NoProgress, Progress

_WHOLE_CELLS = 40_000
_ROUNDS = 16
_SMALL_CELLS = 12_000
_TIGHTEN_SECONDS = 4.0
_HEATS = (1.0, 3.0, 3.0, 0.3)
_PATIENCE = 6
_SHARE_OF_START = 0.35
_SHARE_OF_UNEVEN = 0.5
_LIBRARIES = ("hjemmel", "ortools", "numba")


def run(
    inputs: RosterInputs,
    *,
    effort: Effort | None = None,
    progress: Progress | None = None,
    start: frozenset[Assignment] = frozenset(),
) -> Roster:
    """Make the best roster that the effort gives.

    Args:
        inputs: What it is made from.
        effort: How long to look, seed and workers.
        progress: Where to tell how far it has come; whoever cancels keeps the best so far.
        start: A roster to begin with; it may lack doctors, and break nothing.

    Returns:
        The roster. Where there is none, its status says so and its conflict says why.

    Raises:
        InputError: The inputs are wrong in themselves.
    """
    effort = effort or Effort()
    search = _Search(inputs, effort, progress or NoProgress(), start)
    try:
        search.look()
    except CancelledError:
        search.watch.is_cancelled = True
    return search.roster()


class _Search:
    def __init__(
        self,
        inputs: RosterInputs,
        effort: Effort,
        progress: Progress,
        start: frozenset[Assignment],
    ) -> None:
        self.inputs, self.effort = inputs, effort
        self.problem = Problem.of(inputs)
        refuse_impossible(self.problem)
        self.least = [least_span(self.problem, group) for group in self.problem.groups]
        self.watch = Watching(progress, bound=least_price(self.problem, self.least))
        self.on: Flags | None = None
        self.conflict: Conflict | None = None
        self.is_out_of_seconds = False
        self.annealing = Annealing(
            self.problem, self.least, seed=effort.seed, on=self._begun(start)
        )
        self.began = time.perf_counter()

    def _begun(self, start: frozenset[Assignment]) -> Flags | None:
        """Return the roster to begin with; what is fixed is on, and only that where it is at odds."""
        if not start:
            return None
        frame = self.problem.frame
        on = self.problem.fixed.copy()
        for one in start:
            row, column = frame.doctor_places[one.doctor], frame.shift_places[one.shift]
            if on[:, column].sum() < self.problem.need[column]:
                on[row, column] = self.problem.allowed[row, column]
        return on

    @property
    def left(self) -> float:
        return self.effort.seconds - (time.perf_counter() - self.began)

    @property
    def is_done(self) -> bool:
        """Whether the best is proven."""
        return self.watch.price is not None and self.watch.price <= self.watch.bound

    def goes_on(self) -> bool:
        """Tell whether there is more to look for, and nobody has cancelled."""
        return not self.is_done and self.watch.go_on()

    def look(self) -> None:
        """Start by annealing; prove or improve by CP-SAT; say why there is none."""
        self._start()
        if self.goes_on():
            self._tighten()
        if not self.goes_on():
            return
        is_whole = int(self.problem.allowed.sum()) <= _WHOLE_CELLS
        if is_whole and self._is_uneven():
            self._ask(Neighbourhoods(self.least, only_uneven=True), share=_SHARE_OF_UNEVEN)
        if not self.goes_on():
            return
        if is_whole:
            self._ask(CpSat(self.least))
        else:
            self._ask(Neighbourhoods(self.least))
        if self.watch.on is None and self.watch.go_on():
            self.conflict, self.on = find_conflict(self.problem, self.effort, self.left, self.on)

    def _start(self) -> None:
        annealing = self.annealing
        self._keep(annealing.on)
        idle = 0
        for number in range(_ROUNDS):
            if idle >= _PATIENCE or not self.goes_on():
                break
            if self.left < (1 - _SHARE_OF_START) * self.effort.seconds:
                self.is_out_of_seconds = True
                break
            annealing.round(_HEATS[number % len(_HEATS)])
            idle = 0 if self._keep(annealing.on) else idle + 1

    def _tighten(self) -> None:
        """Raise the bounds of those spans that are larger than theirs, the smallest categories first."""
        problem = self.problem
        if self.watch.on is None:
            return
        values = problem.span_values(self.watch.on)
        cells = [
            int(problem.allowed[:, problem.spans.amount[group.row] > 0].sum())
            for group in problem.groups
        ]
        for place in sorted(range(len(cells)), key=lambda place: (cells[place], place)):
            group, least = problem.groups[place], self.least[place]
            is_settled = problem.span_price(group, values[place]) <= problem.span_price(
                group, least.span
            )
            if is_settled or cells[place] > _SMALL_CELLS or not self.watch.go_on():
                continue
            seconds = min(_TIGHTEN_SECONDS, self.left / 4)
            self.least[place] = tighter(problem, group, least, self.effort, seconds)
        self.watch.proven(least_price(problem, self.least))

    def _keep(self, on: Flags) -> bool:
        """Keep a roster if it is the best so far."""
        is_better = self.on is None or (
            self.problem.whole_price(on) < self.problem.whole_price(self.on)
        )
        if is_better:
            self.on = on
            if self.problem.is_complete(on):
                self.watch.found(on, self.problem.price(on))
        return is_better

    def _is_uneven(self) -> bool:
        """Whether there is a roster, and one of its spans is beyond its target though it need not be."""
        on = self.watch.on
        return on is not None and any(
            value > target >= least.span
            for value, target, least in zip(
                self.problem.span_values(on),
                [self.problem.rates(group)[2] for group in self.problem.groups],
                self.least,
                strict=True,
            )
        )

    def _ask(self, solver: Solver, share: float = 1.0) -> None:
        effort = replace(self.effort, seconds=max(0.1, share * self.left))
        answer = solver.solve(self.problem, effort, self.watch, self.on)
        self.is_out_of_seconds |= answer.is_out_of_seconds
        if answer.bound is not None:
            self.watch.proven(answer.bound)
        if answer.on is not None:
            self._keep(answer.on)

    def roster(self) -> Roster:
        """Return what was found."""
        problem = self.problem
        on = self.watch.on if self.watch.on is not None else self.on
        if on is None:
            on = np.zeros(problem.frame.shape, np.bool_)
        price = self.watch.price if self.watch.price is not None else problem.whole_price(on)
        return Roster(
            inputs=self.inputs,
            assignments=assignments_of(problem, on),
            status=self._status(),
            points=price / UNIT,
            bound=min(self.watch.bound, price) / UNIT,
            ledger=ledger_of(problem, on),
            spans=self._spans(on),
            conflict=self.conflict,
            receipt=self._receipt(),
            seconds=time.perf_counter() - self.began,
        )

    def _status(self) -> Status:
        if self.watch.is_cancelled:
            return Status.STOPPED
        if self.watch.on is None:
            return Status.INFEASIBLE if self.conflict is not None else Status.STOPPED
        return Status.OPTIMAL if self.is_done else Status.FEASIBLE

    def _receipt(self) -> RosterReceipt:
        ended = EndedBy.SECONDS if self.is_out_of_seconds else EndedBy.STEPS
        if self.watch.is_cancelled:
            ended = EndedBy.CANCEL
        elif (self.is_done or self.conflict is not None) and not self.is_out_of_seconds:
            ended = EndedBy.PROOF
        by_steps = ended in (EndedBy.PROOF, EndedBy.STEPS)
        return RosterReceipt(
            inputs_digest=self.inputs.digest(),
            seed=self.effort.seed,
            workers=self.effort.workers,
            versions=tuple((name, version(name)) for name in _LIBRARIES),
            ended_by=ended,
            is_repeatable=self.effort.repeatable and by_steps,
        )

    def _spans(self, on: Flags) -> tuple[Span, ...]:
        problem = self.problem
        values = problem.span_values(on)
        return tuple(
            Span(
                category=group.category,
                doctors=tuple(problem.frame.doctors[row].key for row in group.doctors.tolist()),
                value=value,
                bound=min(least.span, value),
                target=problem.rates(group)[2],
                prevented_by=()
                if self.watch.is_cancelled
                else prevented_by(problem, group, least, value, self.effort),
            )
            for group, least, value in zip(problem.groups, self.least, values, strict=True)
        )


def assignments_of(problem: Problem, on: Flags) -> tuple[Assignment, ...]:
    """Return who is on which shift, by shift and doctor."""
    frame = problem.frame
    pairs = zip(*np.nonzero(on), strict=True)
    return tuple(
        sorted(Assignment(frame.shifts[int(s)].key, frame.doctors[int(d)].key) for d, s in pairs)
    )


def ledger_of(problem: Problem, on: Flags) -> Ledger:
    """Return the ledger after a roster."""
    spans = problem.spans
    amount = spans.amount @ on.T.astype(np.int64)
    return Ledger(
        tuple(
            Balance(
                doctor=doctor.key,
                category=category,
                opening=int(spans.base[row, place] + spans.share[row, place]),
                amount=int(amount[row, place]),
                share=int(spans.share[row, place]),
                counts=bool(spans.group[row, place] >= 0),
            )
            for place, doctor in enumerate(problem.frame.doctors)
            for row, category in enumerate(SHARED)
        )
    )
