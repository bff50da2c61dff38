"""The second round: those whose choices are full, and whom any list in the municipality will do.

In serving order each gets a list in her own district if there is one with a place left, else one in
her municipality; of these the one with most places left, then the lowest key. A list that has not
opened to those who have a GP is only for those without. Nobody gets the list that she is on, or one
that she has been struck off.
"""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.compiled import compiled
from hjemmel.engines.allocation.inputs import Flags, RoundInputs, Small


def place_anywhere(inputs: RoundInputs, order: Small, got: Small) -> Small:
    """Return the list that each applicant without one of her choices gets; ``-1`` is none.

    Args:
        inputs: The round.
        order: Positions of the applicants, first served first.
        got: Which of her choices each applicant got, ``-1`` is none.

    Returns:
        Positions of lists, shape (applicants,); ``-1`` also for those who got a choice.
    """
    lists, applicants = inputs.lists, inputs.applicants
    placed = np.flatnonzero(got >= 0)
    taken = np.bincount(
        applicants.choices[placed, got[placed]] if placed.size else np.empty(0, np.int64),
        minlength=len(lists),
    )
    left = (lists.places - taken).astype(np.int32)
    by_municipality = np.lexsort((lists.keys, lists.municipality)).astype(np.int32)
    sorted_numbers = lists.municipality[by_municipality]
    first = np.searchsorted(sorted_numbers, applicants.municipality, "left").astype(np.int32)
    end = np.searchsorted(sorted_numbers, applicants.municipality, "right").astype(np.int32)
    asks = applicants.takes_any & (got < 0)
    waiting = order[asks[order]]
    return _serve(
        waiting,
        first,
        end,
        by_municipality,
        lists.district,
        applicants.district,
        lists.is_open,
        applicants.without_gp,
        applicants.never,
        left,
    )


@compiled
def _serve(
    waiting: Small,
    first: Small,
    end: Small,
    by_municipality: Small,
    district_of_list: Small,
    district: Small,
    is_open: Flags,
    without_gp: Flags,
    never: Small,
    left: Small,
) -> Small:
    found = np.full(district.shape[0], -1, np.int32)
    for turn in range(waiting.shape[0]):
        person = waiting[turn]
        best = -1
        best_here = False
        for at in range(first[person], end[person]):
            one = by_municipality[at]
            if left[one] <= 0 or not (is_open[one] or without_gp[person]):
                continue
            if _is_never(never, person, one):
                continue
            here = district[person] != 0 and district_of_list[one] == district[person]
            if (
                best < 0
                or (here and not best_here)
                or (here == best_here and left[one] > left[best])
            ):
                best = one
                best_here = here
        if best >= 0:
            found[person] = best
            left[best] -= 1
    return found


@compiled
def _is_never(never: Small, person: int, one: int) -> bool:
    for at in range(never.shape[1]):  # noqa: SIM110  (numba compiles no generator expressions)
        if never[person, at] == one:
            return True
    return False
