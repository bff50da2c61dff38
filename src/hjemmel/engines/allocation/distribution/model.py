"""The proposal: the cheapest spread of persons, kept to whole households, with its proof."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from hjemmel import __version__
from hjemmel.engines.allocation.distribution.costs import costs_of, points_of, points_of_flow
from hjemmel.engines.allocation.distribution.flow import cheapest
from hjemmel.engines.allocation.distribution.geography import MeanDistance
from hjemmel.engines.allocation.distribution.households import keep_together
from hjemmel.engines.allocation.distribution.inputs import DistributionInputs, Numbers, Weights
from hjemmel.engines.allocation.distribution.results import DistributionResult, Evenness
from hjemmel.engines.allocation.inputs import Small, Whole
from hjemmel.law import LawAt, Receipt


def distribute(inputs: DistributionInputs, law: LawAt) -> DistributionResult:
    """Propose a list for each household.

    Nobody is put above a ceiling, households are kept whole, and the points (nearness, language and
    load) are as few as possible; ``bound`` proves how few they can be.

    Args:
        inputs: Households, lists, and how near they are.
        law: The law on the day, with the municipality's weights.
    """
    weights = Weights.of(law, inputs.measure)
    costs = costs_of(inputs, weights)
    flow, potential = cheapest(costs.cost, costs.persons, costs.places, costs.step, costs.start)
    bound = points_of_flow(costs, flow)
    given = keep_together(inputs, costs, flow, potential, bound)
    homes, lists = inputs.households, inputs.lists
    placed = np.flatnonzero(given >= 0)
    at = given[placed]
    sizes = homes.sizes[placed]
    needs = homes.language >= 0
    spoken = (
        needs[placed] & lists.speaks[at, np.maximum(homes.language[placed], 0)]
        if (lists.speaks.shape[1])
        else np.zeros(placed.size, bool)
    )
    area, geography = homes.area[placed], inputs.geography
    near = geography.own_district[area, at]
    given_by_area = _by_area(inputs, area, at, sizes)
    points = points_of(costs, homes.sizes, given)
    status = "optimal" if points == bound else "feasible"
    receipt = Receipt.issue(
        {"distribution": input_digest(inputs), "weights": weights}, law, code_version=__version__
    )
    added = np.bincount(at, weights=homes.load[placed], minlength=len(lists))
    return DistributionResult(
        inputs=inputs,
        weights=weights,
        given=given,
        points=points,
        bound=bound,
        near=int(sizes[near].sum()),
        understood=int(sizes[spoken].sum()),
        need_language=int(homes.sizes[needs].sum()),
        without=int(homes.sizes.sum() - sizes.sum()),
        before=_evenness(lists.load, lists.ceiling),
        after=_evenness(lists.load + added, lists.ceiling),
        distance_given=MeanDistance.of(geography, given_by_area),
        distance_before=MeanDistance.of(geography, geography.members.astype(np.int64)),
        distance_after=MeanDistance.of(geography, geography.members + given_by_area),
        receipt=replace(
            receipt,
            solver_status=status,
            solver_gap=(points - bound) / points if points else 0.0,
        ),
    )


def input_digest(inputs: DistributionInputs) -> str:
    """Return the SHA-256 of all columns as hexadecimal text."""
    made = hashlib.sha256()
    parts = (inputs.households, inputs.lists, inputs.geography)
    for column in (getattr(part, name) for part in parts for name in part.__slots__):
        little = np.ascontiguousarray(column)
        little = little.astype(little.dtype.newbyteorder("<"), copy=False)
        made.update(f"{little.dtype.str}:{little.shape};".encode())
        made.update(little.tobytes())
    return made.hexdigest()


def _by_area(inputs: DistributionInputs, area: Small, at: Small, sizes: Small) -> Whole:
    """Return persons placed from each area on each list, shape (areas, lists)."""
    counts: Whole = np.zeros(inputs.geography.metres.shape, np.int64)
    np.add.at(counts, (area, at), sizes)
    return counts


def _evenness(load: Numbers, ceiling: Small) -> Evenness:
    if not load.size:
        return Evenness(mean=0.0, deviation=0.0, lowest=0.0, highest=0.0)
    per_place = load / ceiling
    return Evenness(
        mean=float(per_place.mean()),
        deviation=float(per_place.std()),
        lowest=float(per_place.min()),
        highest=float(per_place.max()),
    )
