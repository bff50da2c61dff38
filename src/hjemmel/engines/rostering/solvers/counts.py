"""How many shifts of each kind a doctor takes, whenever they are: enough to show that spans contradict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.problem import Problem, SpanGroup
from hjemmel.engines.rostering.terms import Effort

_FAR = 2**40


def contradict(
    problem: Problem, spans: Sequence[tuple[SpanGroup, int]], effort: Effort, seconds: float
) -> bool:
    """Tell whether it is proven that no covered roster keeps every span within its limit.

    Only this is used: every shift is covered, by those to whom it is open.

    Args:
        problem: The problem.
        spans: Who is compared in what, and the largest span in thousandths.
        effort: The seed.
        seconds: How long to look.
    """
    if not spans:
        return False
    rows = sorted({group.row for group, _ in spans})
    amounts, is_open, fixed, taken = _kinds(problem, rows)
    model = cp_model.CpModel()
    doctors, kinds = is_open.shape
    count = [
        [
            model.new_int_var(int(fixed[doctor, kind]), int(taken[kind]), "")
            if is_open[doctor, kind]
            else int(fixed[doctor, kind])
            for kind in range(kinds)
        ]
        for doctor in range(doctors)
    ]
    for kind in range(kinds):
        model.add(sum(row[kind] for row in count) == int(taken[kind]))
    for group, most in spans:
        amount = amounts[rows.index(group.row)]
        base = problem.spans.base[group.row]
        low = model.new_int_var(-_FAR, _FAR, "")
        for doctor in group.doctors.tolist():
            took = sum(int(amount[kind]) * count[doctor][kind] for kind in np.flatnonzero(amount))
            model.add(int(base[doctor]) + took >= low)
            model.add(int(base[doctor]) + took <= low + most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is for whoever watches
    return bool(solver.solve(model) == cp_model.INFEASIBLE)


def _kinds(problem: Problem, rows: Sequence[int]) -> tuple[Whole, Flags, Whole, Whole]:
    """Put together shifts that count alike in some categories and are open to the same doctors.

    Returns:
        Amount of each kind, shape (rows, kinds); to whom it is open, and how many each takes in any case,
        shape (doctors, kinds); how many doctors it takes in all.
    """
    amount = problem.spans.amount[list(rows)]
    alike: dict[bytes, list[int]] = {}
    for column in np.flatnonzero(amount.any(axis=0)).tolist():
        key = amount[:, column].tobytes() + problem.allowed[:, column].tobytes()
        alike.setdefault(key, []).append(column)
    kinds = list(alike.values())
    first = [columns[0] for columns in kinds]
    fixed = np.stack([problem.fixed[:, columns].sum(axis=1) for columns in kinds], axis=1)
    taken = np.array([int(problem.need[columns].sum()) for columns in kinds], np.int64)
    return amount[:, first], problem.allowed[:, first], fixed.astype(np.int64), taken
