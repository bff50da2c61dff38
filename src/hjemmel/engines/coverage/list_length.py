"""Method 1, list length (Bergen): persons divided by the planned mean list, plus a reserve.

The reserve has two definitions that differ: a share *of the need* (need × 1.05) and a share *of the
capacity* (need / 0.95). Both are always reported. All functions also take arrays.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hjemmel.kernel.numbers import ceil_exact

Amount = TypeVar("Amount", float, NDArray[np.float64])


def need(population: Amount, guests: Amount, mean_list: Amount) -> Amount:
    """Return the GPs that ``population + guests`` persons need at ``mean_list`` persons per GP.

    >>> need(298_000.0, 10_000.0, 1_100.0)
    280.0
    """
    return (population + guests) / mean_list


def target_by_need(need_gps: Amount, reserve_share: float) -> Amount:
    """Return the need with the reserve as a share of the need: need × (1 + share).

    >>> round(target_by_need(280.0, 0.05), 6)
    294.0
    """
    return need_gps * (1 + reserve_share)


def target_by_capacity(need_gps: Amount, reserve_share: float) -> Amount:
    """Return the need with the reserve as a share of the capacity: need / (1 - share).

    >>> round(target_by_capacity(280.0, 0.05), 2)
    294.74
    """
    return need_gps / (1 - reserve_share)


def with_reserve(need_gps: Amount, reserve_share: float, of_capacity: bool) -> Amount:
    """Return the need with the reserve in the definition chosen."""
    if of_capacity:
        return target_by_capacity(need_gps, reserve_share)
    return target_by_need(need_gps, reserve_share)


def recruits(target: int, gps_today: int, leavers_per_year: float, years: int) -> int:
    """Return the GPs to recruit: target − GPs today + leavers × years, never below 0.

    >>> recruits(294, 256, 10, 5), recruits(294, 259, 10, 5)
    (88, 85)
    """
    return max(0, ceil_exact(target - gps_today + leavers_per_year * years))
