"""Plain queues that give histories to learn from, and Kaplan and Meier's estimate in fractions."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from hjemmel.engines.allocation.wait import History

Row = tuple[int, bool, int, int | None, bool]  # queue, without a GP, joined, left, got a place


def queue_of_a_list(queue: int, days: int, rng: np.random.Generator) -> list[Row]:
    """One list's queue: some join each day, some give up, and places come singly or in batches."""
    joins_per_day = rng.uniform(0.05, 0.4)
    places_per_day = joins_per_day * rng.uniform(0.8, 1.1)
    in_batches = rng.random() < 0.5
    joining = rng.poisson(joins_per_day, days)
    batch_days = rng.random(days) < 1 / 60
    places = (
        rng.poisson(places_per_day * 60, days) * batch_days
        if in_batches
        else rng.poisson(places_per_day, days)
    )
    waiting: list[tuple[bool, int, int]] = []  # has a GP, joined, number
    joined: list[tuple[bool, int, int]] = []  # without a GP, joined, gives up
    left: dict[int, tuple[int, bool]] = {}
    for day in range(days):
        for _ in range(int(joining[day])):
            without_gp = bool(rng.random() < 0.25)
            heapq.heappush(waiting, (not without_gp, day, len(joined)))
            joined.append((without_gp, day, day + int(rng.geometric(0.0004))))
        for _ in range(int(places[day])):
            while waiting:
                _, _, number = heapq.heappop(waiting)
                if joined[number][2] >= day:
                    left[number] = (day, True)
                    break
    for number, (_, _, gives_up) in enumerate(joined):
        if number not in left and gives_up < days:
            left[number] = (gives_up, False)
    rows: list[Row] = []
    for number, (without_gp, day, _) in enumerate(joined):
        end, placed = left.get(number, (None, False))
        rows.append((queue, without_gp, day, end, placed))
    return rows


def as_history(rows: Sequence[Row], until: int) -> History:
    still = until + 1
    return History(
        queue=np.array([row[0] for row in rows], np.int64),
        without_gp=np.array([row[1] for row in rows], bool),
        queued=np.array([row[2] for row in rows], np.int32),
        left=np.array([still if row[3] is None else row[3] for row in rows], np.int32),
        placed=np.array([row[4] for row in rows], bool),
        until=until,
    )


def simulated(seed: int, *, lists: int, days: int) -> History:
    rng = np.random.default_rng(seed)
    rows = [row for queue in range(1, lists + 1) for row in queue_of_a_list(queue, days, rng)]
    return as_history(rows, days - 1)


def percentile(waits: Sequence[tuple[float, bool]], share: Fraction) -> float | None:
    """The least wait that a share have got their place within; ``None`` when it is never reached.

    Args:
        waits: How long each waited, and whether that ended with a place.
        share: The share.
    """
    waiting = Fraction(1)
    for wait in sorted({wait for wait, placed in waits if placed}):
        at_risk = sum(other >= wait for other, _ in waits)
        placed_now = sum(other == wait and placed for other, placed in waits)
        waiting *= 1 - Fraction(placed_now, at_risk)
        if 1 - waiting >= share:
            return wait
    return None
