"""In which order people are served: those without a GP, then by waiting time, then by the draw.

The draw between people who have waited equally long is a hash (SplitMix64) of the person's key and
the hash of the round's seed, so that anyone who has both can work it out again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.allocation.inputs import Applicants, Small
from hjemmel.law import LawAt

Draws = NDArray[np.uint64]
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SEED_BITS = (1 << 64) - 1


def draw_numbers(keys: NDArray[np.int64], seed: int) -> Draws:
    """Return each person's number in the draw between equals; the lower goes first.

    The seed is mixed before the key is added, so that the draws of neighbouring seeds have nothing to
    do with each other.

    Args:
        keys: Keys of the persons, shape (persons,).
        seed: The round's published seed.
    """
    mixed_seed = _mix(np.array([seed & _SEED_BITS], np.uint64))[0]
    with np.errstate(over="ignore"):
        return _mix(keys.astype(np.uint64) + mixed_seed)


def _mix(numbers: Draws) -> Draws:
    with np.errstate(over="ignore"):
        state = numbers * _STEP
        state = (state ^ (state >> np.uint64(30))) * _FIRST
        state = (state ^ (state >> np.uint64(27))) * _SECOND
        mixed: Draws = state ^ (state >> np.uint64(31))
    return mixed


def puts_without_gp_first(law: LawAt) -> bool:
    """Tell whether those without a GP go before the others on that day."""
    return law.flag("allocation.unallocated_first")


def serving_order(applicants: Applicants, law: LawAt, seed: int) -> tuple[Small, Small]:
    """Return who is served when.

    Args:
        applicants: Who wants a place.
        law: The law on the day of the round.
        seed: The round's published seed.

    Returns:
        ``order``: positions of the applicants, first served first, and ``rank``: the place of each
        applicant in that order, 0 is first; both of shape (applicants,).
    """
    if law.has("allocation.longest_without_first"):
        law.flag("allocation.longest_without_first")
    law.flag("waiting_list.first_come_first_served")
    columns: list[NDArray[np.generic]] = [
        draw_numbers(applicants.keys, seed),
        applicants.since,
    ]
    if puts_without_gp_first(law):
        columns.append(~applicants.without_gp)
    order = np.lexsort(columns).astype(np.int32)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return order, rank
