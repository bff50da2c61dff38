"""What it costs to put somebody on a list, in points: nearness, language, and how loaded the list is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hjemmel.engines.allocation.distribution.inputs import DistributionInputs, Weights
from hjemmel.engines.allocation.inputs import Small, Whole

_BANDS = 10
NO_PLACE = 1 << 20
"""Points for a person who gets no list: more than any list costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Costs by class; households of one class cost the same everywhere.

    Args:
        class_of: The class of each household, shape (households,).
        cost: Points per person, shape (classes, lists + 1); the last column is no list.
        persons: Persons of each class, shape (classes,).
        places: Places on each list, and for all without one, shape (lists + 1,).
        step: Points of each place for the list's load; those of list ``l`` begin at ``start[l]``.
        start: Where each list's places begin in ``step``, shape (lists + 1,).
    """

    class_of: Small
    cost: Whole
    persons: Small
    places: Small
    step: Whole
    start: Whole


def costs_of(inputs: DistributionInputs, weights: Weights) -> Costs:
    """Return the costs of a distribution."""
    homes, lists = inputs.households, inputs.lists
    keys = np.stack([homes.area, homes.language], axis=1)
    unique, found = np.unique(keys, axis=0, return_inverse=True)
    class_of: Small = found.reshape(-1).astype(np.int32)
    area, language = unique[:, 0], unique[:, 1]
    cost = inputs.geography.points(weights.measure, weights.distance)[area]
    if lists.speaks.shape[1]:
        lacks = (language >= 0)[:, None] & ~lists.speaks[:, np.maximum(language, 0)].T
        cost = cost + lacks * weights.language
    total = int(homes.sizes.sum())
    persons = np.bincount(class_of, weights=homes.sizes, minlength=len(unique)).astype(np.int32)
    places = np.append(np.minimum(lists.places, total), total).astype(np.int32)
    start = np.concatenate([[0], np.cumsum(places[:-1], dtype=np.int64)])
    return Costs(
        class_of=class_of,
        cost=np.concatenate([cost, np.full((len(unique), 1), NO_PLACE)], axis=1).astype(np.int64),
        persons=persons,
        places=places,
        step=np.concatenate([_load_steps(inputs, weights, places), np.zeros(total, np.int64)]),
        start=start,
    )


def _load_steps(inputs: DistributionInputs, weights: Weights, places: Small) -> Whole:
    """Return the points of each place on each list: dearer as the list's load passes tenths of its ceiling.

    The load of the next place is that of those on the list and of as many newcomers of mean demand
    among those to be placed.
    """
    homes, lists = inputs.households, inputs.lists
    total = int(homes.sizes.sum())
    mean = float(homes.load.sum()) / total if total else 1.0
    steps = [
        np.maximum(
            0,
            np.floor(_BANDS * (load + mean * (np.arange(count) + 1)) / ceiling).astype(np.int64)
            - _BANDS // 2,
        )
        * weights.load
        for load, ceiling, count in zip(lists.load, lists.ceiling, places[:-1], strict=True)
    ]
    return np.concatenate(steps) if steps else np.empty(0, np.int64)


def points_of_flow(costs: Costs, flow: Small) -> int:
    """Return the points of numbers of persons of each class on each list."""
    return int((costs.cost * flow).sum()) + _points_of_places(costs, flow.sum(axis=0))


def points_of(costs: Costs, sizes: Small, given: Small) -> int:
    """Return the points of whole households on lists; ``-1`` is no list."""
    at = np.where(given < 0, costs.places.size - 1, given)
    counts = np.bincount(at, weights=sizes, minlength=costs.places.size).astype(np.int64)
    return int((costs.cost[costs.class_of, at] * sizes).sum()) + _points_of_places(costs, counts)


def _points_of_places(costs: Costs, counts: Whole) -> int:
    return sum(
        int(costs.step[start : start + count].sum())
        for start, count in zip(costs.start.tolist(), counts.tolist(), strict=True)
    )
