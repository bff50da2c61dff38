"""Column generation: the master asks each person for rosters that are worth more than what it has.

The prices sent out lie between the master's and the best so far (smoothing), which spares rounds. Each
round also proves a bound: what the persons' cheapest rosters cost at those prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.master import Master, Prices
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.problem import Roster
from hjemmel.engines.rostering.solvers.personnel.shortest_path import FORBIDDEN
from hjemmel.engines.rostering.solvers.personnel.watch import Watch

Array = np.ndarray[Any, np.dtype[Any]]
_SMOOTHING = 0.5
_USED = 1e-6
_NEAR = 0.02
_FAR_TRIES = 2


@dataclass(slots=True)
class Node:
    """What is known after some rounds.

    Args:
        prices: The master's answer.
        bound: No mix of the allowed rosters has less.
    """

    prices: Prices
    bound: float


class Generation:
    """Column generation over some persons, the others' rosters being fixed.

    Args:
        pricer: Prices the persons.
        persons: Whose rosters are made.
        required: What they have to cover together, shape (days, kinds).
        watch: When to stop.
    """

    def __init__(self, pricer: Pricer, persons: list[int], required: Array, watch: Watch) -> None:
        self.problem = pricer.problem
        self.pricer = pricer
        self.persons = persons
        self.required = required
        self.watch = watch
        self.master = Master(self.problem, persons, required)
        self.allowed = ~pricer.blocked
        self.center = np.zeros(required.shape)

    def add(self, person: int, roster: Roster) -> bool:
        """Add a known roster."""
        return self.master.add(person, roster)

    def restrict(self, allowed: Array) -> None:
        """Allow only some choices, shape (all persons, days, kinds + 1)."""
        self.allowed = allowed
        if self.master.rosters:
            rosters = np.stack(self.master.rosters)
            owner = np.array(self.master.owner)
            days = np.arange(rosters.shape[1])
            self.master.allow(allowed[owner[:, None], days[None, :], rosters].all(axis=1))

    def converge(self, *, rounds: int, gap: float, tries: int = 3) -> Node | None:
        """Generate until the master is within ``gap`` of its bound, or for some rounds.

        Returns:
            ``None`` when not even one round was possible.
        """
        prices = self.master.solve() if self.master.rosters else None
        target = prices.cover if prices else self.center
        best = -np.inf
        smoothing = _SMOOTHING if prices else 0.0
        node = Node(prices, best) if prices else None
        for _ in range(rounds):
            if self.watch.is_over():
                break
            sent = smoothing * self.center + (1 - smoothing) * target
            is_near = node is not None and node.prices.objective - best < _NEAR * abs(best)
            bound, new = self._round(sent, tries if is_near else min(tries, _FAR_TRIES))
            if bound > best:
                best = bound
                self.center = sent
            prices = self.master.solve() if new or node is None else node.prices
            if prices is None:
                break
            node = Node(prices, best)
            if prices.objective - best <= gap or (not new and smoothing == 0.0):
                break
            smoothing = _SMOOTHING if new else 0.0
            target = np.clip(prices.cover, -self.problem.over, self.problem.under)
        return node

    def _round(self, sent: Array, tries: int) -> tuple[float, int]:
        """Ask every person for a roster at some prices; return the bound and how many are new."""
        costs = np.where(self.allowed, self.problem.wish_cost, float(FORBIDDEN))
        costs[:, :, 1:] -= sent[None]
        answers = self.pricer.many(self.persons, costs, tries=tries)
        bound = float((sent * self.required).sum()) + sum(answer.bound for answer in answers)
        new = sum(self.add(one.person, one.roster) for one in answers if one.is_found)
        return bound, new

    def shares(self, prices: Prices) -> Array:
        """Return how much of each choice the mix uses, shape (all persons, days, kinds + 1)."""
        shares = np.zeros(self.allowed.shape)
        days = np.arange(self.problem.days)
        for column in np.flatnonzero(prices.share > _USED):
            owner = self.master.owner[column]
            shares[owner, days, self.master.rosters[column]] += prices.share[column]
        return shares

    def main_rosters(self, prices: Prices) -> dict[int, tuple[float, Roster]]:
        """Return the roster that each person's mix uses most, and how much."""
        main: dict[int, tuple[float, Roster]] = {}
        for column in np.flatnonzero(prices.share > _USED):
            owner = self.master.owner[column]
            share = float(prices.share[column])
            if owner not in main or share > main[owner][0]:
                main[owner] = (share, self.master.rosters[column])
        return main
