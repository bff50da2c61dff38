"""The peers: deferred acceptance as the textbook has it, and flows for solvers that people use.

The solvers get the same objective as hjemmel: as many placed as possible, then as good choices as
possible; and for a distribution the same points, person by person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Numbers = NDArray[Any]


def _deferred_acceptance(
    rank: NDArray[np.int32], choices: NDArray[np.int32], places: NDArray[np.int32]
) -> NDArray[np.int32]:
    applicants, most = choices.shape
    lists = places.shape[0]
    starts = np.zeros(lists + 1, np.int64)
    starts[1:] = np.cumsum(places)
    heap = np.empty(starts[lists], np.int32)  # per list, the worst rank on top
    count = np.zeros(lists, np.int64)
    asked = np.full(applicants, -1, np.int32)
    person_of = np.empty(applicants, np.int32)
    for person in range(applicants):
        person_of[rank[person]] = person
    for newcomer in range(applicants):
        person = newcomer
        while person >= 0:
            asked[person] += 1
            if asked[person] >= most or choices[person, asked[person]] < 0:
                asked[person] = most
                break
            one = choices[person, asked[person]]
            base = starts[one]
            mine = rank[person]
            if count[one] < places[one]:
                at = count[one]
                count[one] += 1
                while at > 0 and heap[base + (at - 1) // 2] < mine:
                    heap[base + at] = heap[base + (at - 1) // 2]
                    at = (at - 1) // 2
                heap[base + at] = mine
                break
            if places[one] == 0 or heap[base] < mine:
                continue
            person = person_of[heap[base]]
            at = 0
            while True:
                child = 2 * at + 1
                if child >= count[one]:
                    break
                if child + 1 < count[one] and heap[base + child + 1] > heap[base + child]:
                    child += 1
                if heap[base + child] <= mine:
                    break
                heap[base + at] = heap[base + child]
                at = child
            heap[base + at] = mine
    return np.where(asked < most, asked, np.int32(-1)).astype(np.int32)


deferred_acceptance = cast(
    "Callable[..., NDArray[np.int32]]", njit(cache=True)(_deferred_acceptance)
)
"""Return which of her choices each gets; ``-1`` is none. Whoever is turned away asks again at once."""


def flow_of_choices(
    choices: NDArray[np.int32], places: NDArray[np.int32]
) -> Callable[[], tuple[int, int]]:
    """Return work that gives the number placed and the sum of choices, by OR-Tools."""
    applicants = choices.shape[0]
    lists = places.size
    person, number = np.nonzero(choices >= 0)
    sink = applicants + lists
    tail = np.concatenate([person, applicants + np.arange(lists), np.arange(applicants)])
    head = np.concatenate(
        [applicants + choices[person, number], np.full(lists, sink), np.full(applicants, sink)]
    )
    capacity = np.concatenate([np.ones(person.size), places, np.ones(applicants)])
    nothing = 100  # dearer than the chains of worse choices here; less is faster for the solver
    cost = np.concatenate([number, np.zeros(lists), np.full(applicants, nothing)])
    supply = np.zeros(sink + 1, np.int64)
    supply[:applicants] = 1
    supply[sink] = -applicants

    def work() -> tuple[int, int]:
        flow = _solved(tail, head, capacity, cost, supply)[: person.size]
        return int(flow.sum()), int((flow * number).sum())

    return work


def flow_of_persons(
    cost: Numbers, kind: Numbers, places: Numbers, step: Numbers, start: Numbers
) -> Callable[[], int]:
    """Return work that gives the fewest points of persons on lists, by OR-Tools.

    Args:
        cost: Points of a kind of person on a list, shape (kinds, lists).
        kind: The kind of each person, shape (persons,).
        places: Places on each list.
        step: Points of each place; those of list ``l`` begin at ``start[l]``.
        start: Where each list's places begin.
    """
    persons, lists = kind.size, places.size
    sink = persons + lists
    band_list, width, price = bands(places, step, start)
    tail = np.concatenate([np.repeat(np.arange(persons), lists), persons + band_list])
    head = np.concatenate(
        [persons + np.tile(np.arange(lists), persons), np.full(band_list.size, sink)]
    )
    capacity = np.concatenate([np.ones(persons * lists), width])
    points = np.concatenate([cost[kind].reshape(-1), price])
    supply = np.zeros(sink + 1, np.int64)
    supply[:persons] = 1
    supply[sink] = -persons
    return lambda: int((_solved(tail, head, capacity, points, supply) * points).sum())


def _solved(
    tail: Numbers, head: Numbers, capacity: Numbers, cost: Numbers, supply: Numbers
) -> Numbers:
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32),
        head.astype(np.int32),
        capacity.astype(np.int64),
        cost.astype(np.int64),
    )
    solver.set_nodes_supplies(np.arange(supply.size, dtype=np.int32), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise AssertionError(f"OR-Tools ended with {status}")
    flow: Numbers = solver.flows(arcs)
    return flow


def classes_by_highs(
    cost: Numbers, persons: Numbers, places: Numbers, step: Numbers, start: Numbers
) -> Callable[[], int]:
    """Return work that gives the same points from persons counted by kind, by HiGHS through scipy."""
    kinds, lists = cost.shape
    band_list, width, price = bands(places, step, start)
    arcs, columns = kinds * lists, kinds * lists + band_list.size
    each = csr_matrix(
        (np.ones(arcs), (np.repeat(np.arange(kinds), lists), np.arange(arcs))),
        shape=(kinds, columns),
    )
    balance = csr_matrix(
        (
            np.concatenate([np.ones(arcs), -np.ones(band_list.size)]),
            (np.concatenate([np.tile(np.arange(lists), kinds), band_list]), np.arange(columns)),
        ),
        shape=(lists, columns),
    )
    bounds = Bounds(0, np.concatenate([np.repeat(persons, lists), width]))
    points = np.concatenate([cost.reshape(-1), price]).astype(float)

    def work() -> int:
        answer = milp(
            points,
            constraints=[LinearConstraint(each, persons, persons), LinearConstraint(balance, 0, 0)],
            bounds=bounds,
        )
        if answer.fun is None:
            raise AssertionError(f"HiGHS ended with {answer.status}")
        return round(answer.fun)

    return work


def bands(places: Numbers, step: Numbers, start: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return runs of places of one price: their list, how many they are, and the price."""
    lists, widths, prices = [], [], []
    for one, (first, count) in enumerate(zip(start.tolist(), places.tolist(), strict=True)):
        price, width = np.unique(step[first : first + count], return_counts=True)
        lists.append(np.full(price.size, one))
        widths.append(width)
        prices.append(price)
    return np.concatenate(lists), np.concatenate(widths), np.concatenate(prices)
