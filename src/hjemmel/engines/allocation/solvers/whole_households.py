"""Whole households on lists, by HiGHS.

The lists that the proof leaves open to a class are offered to it: those whose reduced cost is zero;
or all, where the proof's lists have no room for whole households. Households of one class and size are alike, so whole numbers of them are asked for; those living
alone come out whole by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from hjemmel.engines.allocation.inputs import Small, Whole


@dataclass(frozen=True, slots=True)
class Groups:
    """Households of one class and size, counted; arrays of shape (groups,).

    Args:
        kind: Their class.
        size: Persons in each.
        count: Households.
    """

    kind: Any
    size: Any
    count: Any


def whole_households(
    groups: Groups,
    cost: Whole,
    places: Small,
    step: Whole,
    start: Whole,
    potential: Whole,
    *,
    all_lists: bool,
    nodes: int,
    seconds: float,
) -> Small | None:
    """Return how many households of each group go to each list, or ``None`` when none was found.

    Args:
        groups: The households.
        cost: Points per person of a class on a list, shape (classes, lists).
        places: Places on each list, shape (lists,).
        step: Points of each place, dearer place after place.
        start: Where each list's places begin in ``step``.
        potential: The lists' potentials.
        all_lists: Whether to offer every list to every class.
        nodes: Nodes of the search before it stops, the same on every machine.
        seconds: When to give up, far beyond what the nodes take.
    """
    reduced = cost - potential[None, :]
    is_open = (reduced == reduced.min(axis=1, keepdims=True)) | all_lists
    group, to = np.nonzero(is_open[groups.kind])
    band_list, band_width, band_price = _bands(places, step, start)
    arcs, bands = group.size, band_list.size
    columns = np.arange(arcs + bands)
    each = csr_matrix(
        (np.ones(arcs), (group, columns[:arcs])), shape=(groups.size.size, arcs + bands)
    )
    balance = csr_matrix(
        (
            np.concatenate([groups.size[group].astype(float), -np.ones(bands)]),
            (np.concatenate([to, band_list]), columns),
        ),
        shape=(places.size, arcs + bands),
    )
    answer = milp(
        np.concatenate([cost[groups.kind[group], to] * groups.size[group], band_price]),
        constraints=[
            LinearConstraint(each, groups.count, groups.count),
            LinearConstraint(balance, 0, 0),
        ],
        integrality=np.concatenate([groups.size[group] > 1, np.zeros(bands, bool)]).astype(int),
        bounds=Bounds(0, np.concatenate([groups.count[group], band_width])),
        options={"node_limit": nodes, "time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None
    counts = np.zeros((groups.size.size, places.size), np.int32)
    counts[group, to] = np.rint(answer.x[:arcs]).astype(np.int32)
    kept = np.array_equal(counts.sum(axis=1), groups.count) and bool(
        ((counts * groups.size[:, None]).sum(axis=0) <= places).all()
    )
    return counts if kept else None


def _bands(places: Small, step: Whole, start: Whole) -> tuple[Whole, Whole, Whole]:
    """Return runs of places of one price: their list, how many they are, and the price."""
    lists: list[int] = []
    widths: list[int] = []
    prices: list[int] = []
    for one, (first, count) in enumerate(zip(start.tolist(), places.tolist(), strict=True)):
        price, width = np.unique(step[first : first + count], return_counts=True)
        lists += [one] * price.size
        widths += width.tolist()
        prices += price.tolist()
    return np.array(lists, np.int64), np.array(widths, np.int64), np.array(prices, np.int64)
