"""From persons to whole households.

Larger households go first, each to a list with room among those that the cheapest spread gave her
class; those living alone are then spread at the least cost over the places that are left. If that
has more points than the bound, a solver looks for whole households that have fewer. The best found is
kept, and its distance to the bound is shown.
"""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.distribution.costs import Costs, points_of
from hjemmel.engines.allocation.distribution.flow import cheapest
from hjemmel.engines.allocation.distribution.inputs import DistributionInputs
from hjemmel.engines.allocation.inputs import Small, Whole
from hjemmel.engines.allocation.solvers.whole_households import Groups, whole_households

_NODES = 20
_SECONDS = 30.0
_MOST_PAIRS = 10_000  # of households of a class and size, and lists, when all are tried


def keep_together(
    inputs: DistributionInputs, costs: Costs, flow: Small, potential: Whole, bound: int
) -> Small:
    """Return the list of each household; ``-1`` is none.

    Args:
        inputs: The distribution.
        costs: Its costs.
        flow: Persons of each class to each list, shape (classes, lists + 1).
        potential: The lists' potentials, shape (lists + 1,).
        bound: Points that no spread can be below.
    """
    sizes = inputs.households.sizes
    given = _use_room(inputs, costs, _larger_first(inputs, costs, flow, potential))
    points = points_of(costs, sizes, given)
    for all_lists in (False, True):
        if points == bound:
            break
        other = _by_solver(inputs, costs, potential, all_lists=all_lists)
        if other is not None:
            other = _use_room(inputs, costs, other)
            reached = points_of(costs, sizes, other)
            if reached < points:
                given, points = other, reached
    return np.where(given == len(inputs.lists), np.int32(-1), given).astype(np.int32)


def _larger_first(inputs: DistributionInputs, costs: Costs, flow: Small, potential: Whole) -> Small:
    homes = inputs.households
    larger = np.flatnonzero(homes.sizes > 1)
    given, split = _fill(inputs, costs.class_of, flow, larger)
    taken = np.bincount(
        given[given >= 0], weights=homes.sizes[given >= 0], minlength=costs.places.size
    ).astype(np.int64)
    for home in split:
        kind, size = int(costs.class_of[home]), int(homes.sizes[home])
        fits = np.flatnonzero(costs.places - taken >= size)
        dearer = costs.cost[kind, fits] - potential[fits]
        cheap = fits[dearer == dearer.min()]
        best = int(cheap[np.argmax((costs.places - taken)[cheap])])
        taken[best] += size
        given[home] = best
    alone = np.flatnonzero(homes.sizes == 1)
    spread, _ = cheapest(
        costs.cost,
        np.bincount(costs.class_of[alone], minlength=costs.persons.size).astype(np.int32),
        (costs.places - taken).astype(np.int32),
        costs.step,
        costs.start + taken,
    )
    by_one, _ = _fill(inputs, costs.class_of, spread, alone, given)
    given[alone] = by_one[alone]
    return given


def _use_room(inputs: DistributionInputs, costs: Costs, given: Small) -> Small:
    """Put households without a list where there is room for all of them, the largest first."""
    homes, none = inputs.households, len(inputs.lists)
    given = given.copy()
    taken = np.bincount(given, weights=homes.sizes, minlength=none + 1).astype(np.int64)
    outside = np.flatnonzero(given == none)
    order = np.lexsort((homes.keys[outside], -homes.sizes[outside]))
    for home in outside[order].tolist():
        fits = np.flatnonzero((costs.places - taken)[:none] >= homes.sizes[home])
        if fits.size:
            next_place = costs.step[costs.start[fits] + taken[fits]]
            best = int(fits[np.argmin(costs.cost[costs.class_of[home], fits] + next_place)])
            taken[best] += homes.sizes[home]
            given[home] = best
    return given


def _fill(
    inputs: DistributionInputs,
    kind_of: Small,
    persons: Small,
    chosen: Whole,
    placed: Small | None = None,
) -> tuple[Small, list[int]]:
    """Fill numbers of persons of each kind on each list with households, where the load is lowest.

    Returns:
        The list of each household chosen, and those that fit nowhere.
    """
    homes, lists = inputs.households, inputs.lists
    room = persons.astype(np.int64)
    load = np.append(lists.load, 0.0)
    if placed is not None:
        there = placed >= 0
        load += np.bincount(placed[there], weights=homes.load[there], minlength=load.size)
    ceiling = np.append(lists.ceiling, 1).astype(float)
    given = np.full(len(homes), -1, np.int32)
    split: list[int] = []
    order = np.lexsort((homes.keys[chosen], -homes.load[chosen], -homes.sizes[chosen]))
    for home in chosen[order].tolist():
        size, kind = int(homes.sizes[home]), int(kind_of[home])
        fits = np.flatnonzero(room[kind] >= size)
        if not fits.size:
            split.append(home)
            continue
        best = int(fits[np.argmin(load[fits] / ceiling[fits])])
        room[kind, best] -= size
        load[best] += homes.load[home]
        given[home] = best
    return given, split


def _by_solver(
    inputs: DistributionInputs, costs: Costs, potential: Whole, *, all_lists: bool
) -> Small | None:
    """Return the solver's lists for whole households, if it finds any and they are not too many."""
    sizes = inputs.households.sizes
    pairs = np.stack([costs.class_of, sizes], axis=1)
    unique, found, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    if all_lists and len(unique) * costs.places.size > _MOST_PAIRS:
        return None
    group_of: Small = found.reshape(-1).astype(np.int32)
    groups = Groups(kind=unique[:, 0], size=unique[:, 1], count=counts)
    whole = whole_households(
        groups,
        costs.cost,
        costs.places,
        costs.step,
        costs.start,
        potential,
        all_lists=all_lists,
        nodes=_NODES,
        seconds=_SECONDS,
    )
    if whole is None:
        return None
    everybody = np.arange(sizes.size)
    given, split = _fill(inputs, group_of, whole * groups.size[:, None], everybody)
    return None if split else given
