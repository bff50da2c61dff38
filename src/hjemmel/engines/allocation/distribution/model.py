"""The proposal: the cheapest spread of persons, kept to whole households, with its proof."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from hjemmel import __version__
from hjemmel.engines.allocation.distribution.costs import costs_of, points_of, points_of_flow
from hjemmel.engines.allocation.distribution.flow import cheapest
from hjemmel.engines.allocation.distribution.households import keep_together
from hjemmel.engines.allocation.distribution.inputs import DistributionInputs, Numbers, Weights
from hjemmel.engines.allocation.distribution.results import DistributionResult, Evenness
from hjemmel.engines.allocation.inputs import Small
from hjemmel.law import LawAt, Receipt


def distribute(inputs: DistributionInputs, law: LawAt) -> DistributionResult:
    """Propose a list for each household.

    Nobody is put above a ceiling, households are kept whole, and the points (distance, language and
    load) are as few as possible; ``bound`` proves how few they can be.

    Args:
        inputs: Households, lists and distances.
        law: The law on the day, with the municipality's weights.
    """
    weights = Weights.of(law)
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
    near = inputs.distance[homes.area[placed], at] == 0
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
        receipt=replace(
            receipt,
            solver_status=status,
            solver_gap=(points - bound) / points if points else 0.0,
        ),
    )


def input_digest(inputs: DistributionInputs) -> str:
    """Return the SHA-256 of all columns as hexadecimal text."""
    made = hashlib.sha256()
    columns = [
        getattr(part, name) for part in (inputs.households, inputs.lists) for name in part.__slots__
    ]
    for column in (*columns, inputs.distance):
        little = np.ascontiguousarray(column)
        little = little.astype(little.dtype.newbyteorder("<"), copy=False)
        made.update(f"{little.dtype.str}:{little.shape};".encode())
        made.update(little.tobytes())
    return made.hexdigest()


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
