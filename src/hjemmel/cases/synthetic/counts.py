"""Whole numbers with a given sum: shares rounded, drawn, or levelled between bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def apportion(total: int, weights: Sequence[float] | Floats) -> Ints:
    """Divide ``total`` by weight, largest remainder first.

    >>> apportion(10, [1.0, 1.0, 1.0]).tolist()
    [4, 3, 3]
    """
    quota = np.asarray(weights, dtype=np.float64)
    quota = quota * (total / quota.sum())
    parts: Ints = np.floor(quota).astype(np.int64)
    order = np.argsort(parts - quota, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def spread(total: int, weights: Floats, most: Ints, rng: np.random.Generator) -> Ints:
    """Draw a division of ``total`` by weight in which part ``i`` is at most ``most[i]``."""
    parts = np.zeros(len(most), dtype=np.int64)
    left = total
    while left > 0:
        room = most - parts
        open_weights = np.where(room > 0, weights, 0.0)
        if open_weights.sum() <= 0:
            open_weights = room.astype(np.float64)
        drawn = np.minimum(rng.multinomial(left, open_weights / open_weights.sum()), room)
        parts += drawn
        left -= int(drawn.sum())
    return parts


def level(raw: Floats, total: int, low: int, high: int, step: int) -> Ints:
    """Shift ``raw`` so that it lies in ``low`` to ``high`` and adds up to ``total``.

    All parts but a few are multiples of ``step``; ``low`` and ``high`` are such multiples too.
    """
    down, up = low - float(raw.max()), high - float(raw.min())
    for _ in range(64):
        middle = (down + up) / 2
        if np.clip(raw + middle, low, high).sum() > total:
            up = middle
        else:
            down = middle
    wanted = np.clip(raw + down, low, high)
    parts = (np.floor(wanted / step) * step).astype(np.int64)
    for size in (step, 1):
        while (left := (total - int(parts.sum())) // size) > 0:
            open_parts = np.flatnonzero(parts + size <= high)
            nearest = open_parts[np.argsort((parts - wanted)[open_parts], kind="stable")]
            if size == 1:
                first = nearest[0]
                parts[first] += min(left, high - int(parts[first]))
            elif len(nearest) == 0:
                break
            else:
                parts[nearest[:left]] += size
    return parts


def draw_without_replacement(weights: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Draw ``count`` different positions, each draw in proportion to the weights; sorted."""
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    keys = rng.standard_exponential(len(weights)) / np.maximum(weights, 1e-12)
    if count >= len(keys):
        return np.arange(len(keys))
    return np.sort(np.argpartition(keys, count - 1)[:count])


def groups_of(total: int, shares: Sequence[float], first: int, rng: np.random.Generator) -> Ints:
    """Draw group sizes ``first``, ``first + 1`` … by share until they add up to ``total``."""
    if total <= 0:
        return np.zeros(0, dtype=np.int64)
    chances = np.asarray(shares, dtype=np.float64)
    sizes = rng.choice(np.arange(first, first + len(shares)), size=total, p=chances / chances.sum())
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, total))
    sizes = sizes[: last + 1].astype(np.int64)
    sizes[last] -= int(ends[last]) - total
    return sizes
