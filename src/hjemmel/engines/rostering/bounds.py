"""How small a span can be: a bound that holds for every roster, by pouring water.

Only this is used: every shift is covered, amounts come in whole steps, and nobody takes more than
everything that is open to her. Raising the lowest balance step by step until all is taken makes the
smallest balance as large and the largest as small as they can be, both at once.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from hjemmel.engines.rostering.frame import Whole
from hjemmel.engines.rostering.problem import Problem, SpanGroup


@dataclass(frozen=True, slots=True)
class Least:
    """The least span of a group, and between which balances it lies, thousandths."""

    span: int
    lowest: int
    highest: int


def pour(base: Whole, floor: Whole, room: Whole, total: int, step: int) -> Least:
    """Return the least span when ``total`` is handed out in whole steps.

    Args:
        base: Balance of each doctor before anything is handed out.
        floor: What each takes in any case, whole steps.
        room: What each may take at most, whole steps.
        total: What is handed out, whole steps in all.
        step: The step.
    """
    level = (base + floor).tolist()
    left = ((room - floor) // step).tolist()
    heap = [(value, place) for place, value in enumerate(level) if left[place] > 0]
    heapq.heapify(heap)
    for _ in range((total - int(floor.sum())) // step):
        if not heap:
            break
        value, place = heap[0]
        level[place] = value + step
        left[place] -= 1
        if left[place] > 0:
            heapq.heapreplace(heap, (value + step, place))
        else:
            heapq.heappop(heap)
    return Least(max(level) - min(level), min(level), max(level))


def least_span(problem: Problem, group: SpanGroup) -> Least:
    """Return the least span that any covered roster has in a group."""
    amount = problem.spans.amount[group.row]
    base = problem.spans.base[group.row, group.doctors]
    allowed = problem.allowed[group.doctors]
    fixed = problem.fixed[group.doctors]
    column = problem.allowed[group.doctors].any(axis=0) & (amount > 0)
    if not column.any():
        return Least(int(np.ptp(base)), int(base.min()), int(base.max()))
    outside = problem.allowed.sum(axis=0) - allowed.sum(axis=0)
    taken_here = np.maximum(problem.need - outside, 0)
    step = int(np.gcd.reduce(amount[column]))
    total = int((amount * taken_here)[column].sum())
    return pour(base, fixed @ amount, allowed @ amount, total, step)


def least_price(problem: Problem, least: list[Least]) -> int:
    """Return a price that no covered roster is below, thousandths of points."""
    spans = sum(
        problem.span_price(group, one.span)
        for group, one in zip(problem.groups, least, strict=True)
    )
    return spans + _least_cost(problem)


def _least_cost(problem: Problem) -> int:
    """Return the least price of wishes and published shifts, each shift taken by itself."""
    if not problem.cost.any():
        return problem.constant
    dear = np.iinfo(np.int64).max
    costs = np.sort(np.where(problem.allowed, problem.cost, dear), axis=0)
    places = np.arange(costs.shape[0])[:, None] < problem.need[None, :]
    taken = np.where(places & (costs < dear), costs, 0)
    return problem.constant + int(taken.sum())
