"""Diving: choices that the master's mix agrees on are fixed, new rosters are made, and so on to the end.

Fixed are choices of a day, not whole rosters, so that what is left of each person is planned anew at
each step. Only choices of a person's most used roster are fixed, which therefore always stays possible.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.generation import Generation
from hjemmel.engines.rostering.solvers.personnel.master import Prices
from hjemmel.engines.rostering.solvers.personnel.problem import Roster

Array = np.ndarray[Any, np.dtype[Any]]
_WHOLE = 1 - 1e-6
_OF_THE_TIME = 0.7


def dive(
    generation: Generation,
    rng: np.random.Generator,
    *,
    rounds: int = 6,
    agreed: float = 0.85,
    least: float = 0.04,
    noise: float = 0.02,
) -> dict[int, Roster] | None:
    """Return a roster of each person, or ``None`` when somebody has none yet.

    The less time there is, the more choices are fixed at each step; when it is over, everybody gets
    the roster that the mix uses most.

    Args:
        generation: Column generation that has converged; its restriction is put back at the end.
        rng: Breaks ties.
        rounds: Rounds of generation after each step.
        agreed: Share from which a choice is fixed.
        least: Share of all choices fixed at each step at least.
        noise: How much chance there is in which choices come first.
    """
    before = generation.allowed
    watch = generation.watch
    allowed = before.copy()
    try:
        begun = watch.passed
        node = generation.converge(rounds=rounds, gap=0.3)
        while node is not None:
            main = generation.main_rosters(node.prices)
            if len(main) < len(generation.persons):
                return None
            if watch.is_over() or all(share >= _WHOLE for share, _ in main.values()):
                return {person: roster for person, (_, roster) in main.items()}
            steps = max(1.0, _OF_THE_TIME * watch.left / max(watch.passed - begun, 1e-3))
            begun = watch.passed
            share = max(least, _open_share(generation, allowed) / steps)
            _fix(generation, node.prices, main, allowed, rng, agreed, share, noise)
            generation.restrict(allowed)
            node = generation.converge(rounds=rounds, gap=0.3, tries=2)
        return None
    finally:
        generation.restrict(before)


def _open_share(generation: Generation, allowed: Array) -> float:
    """Return the share of the persons' days whose choice is not fixed."""
    return float((allowed[generation.persons].sum(axis=2) > 1).mean())


def _fix(
    generation: Generation,
    prices: Prices,
    main: dict[int, tuple[float, Roster]],
    allowed: Array,
    rng: np.random.Generator,
    agreed: float,
    least: float,
    noise: float,
) -> None:
    """Fix the choices that the mix agrees on most."""
    shares = generation.shares(prices)
    persons = np.array(sorted(main))
    days = np.arange(allowed.shape[1])
    chosen = np.stack([main[person][1] for person in persons.tolist()]).astype(np.int64)
    share = shares[persons[:, None], days[None, :], chosen]
    is_open = allowed[persons].sum(axis=2) > 1
    rank = np.where(is_open, share + noise * rng.random(share.shape), -1.0)
    count = max(1, int(least * is_open.size))
    limit = np.partition(rank.ravel(), -min(count, rank.size))[-min(count, rank.size)]
    for place, day in zip(*np.nonzero(is_open & (rank >= min(limit, agreed))), strict=True):
        keep = chosen[place, day]
        allowed[persons[place], day, :] = False
        allowed[persons[place], day, keep] = True
