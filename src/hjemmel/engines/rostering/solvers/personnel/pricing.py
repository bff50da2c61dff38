"""The cheapest lawful roster of each person at given prices of cover, all persons beside each other.

Limits that the network does not count are given a price (a Lagrange multiplier) that rises while the
limit is broken and falls while there is room. The price is kept from call to call. Each call also
gives a lower bound that holds whatever the prices are.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.network import Network, cells_of, network_of
from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Real, Roster
from hjemmel.engines.rostering.solvers.personnel.shortest_path import (
    FORBIDDEN,
    cheapest_path,
    compiled,
)

Array = np.ndarray[Any, np.dtype[Any]]
_HALF = 5e8
_CLOSE = 2e-4
_MANY = 8
_RESCUE = 30


@compiled
def _usage(net: Network, choices: Array) -> Array:
    """Return how much of each limit with a price a roster uses."""
    used = np.zeros(net.limits.size, np.int64)
    for day in range(choices.size):
        if choices[day] == 0:
            continue
        if net.weekend[day] == 1 or (net.weekend[day] > 0 and (day == 0 or choices[day - 1] == 0)):
            used[0] += 1
        limit = net.limit_of[choices[day]]
        if limit >= 0:
            used[limit] += 1
    return used


@compiled
def _with_prices(net: Network, cost: Array, price: Array) -> Array:
    priced = np.empty(cost.shape, np.float32)
    for choice in range(cost.shape[1]):
        limit = net.limit_of[choice]
        extra = price[limit] if limit >= 0 else 0.0
        for day in range(cost.shape[0]):
            priced[day, choice] = cost[day, choice] + extra
    return priced


@compiled
def _move_prices(used: Array, limits: Array, price: Array, low: Array, high: Array) -> bool:
    """Move the prices towards limits that are kept; return whether any moved."""
    moved = False
    for limit in range(limits.size):
        if used[limit] > limits[limit]:
            low[limit] = max(low[limit], price[limit])
            if high[limit] > low[limit] + 0.02:
                price[limit] = min(0.5 * (low[limit] + high[limit]), price[limit] * 2.0 + 0.5)
            else:
                high[limit] = FORBIDDEN
                price[limit] = low[limit] * 1.5 + 0.5
            moved = True
        elif used[limit] < limits[limit] and price[limit] > 0.0:
            high[limit] = min(high[limit], price[limit])
            low[limit] = min(low[limit], high[limit])
            price[limit] = 0.5 * (low[limit] + high[limit]) if high[limit] > 0.02 else 0.0
            moved = True
    return moved


@compiled
def _raise_prices(used: Array, limits: Array, price: Array) -> None:
    """Raise the prices of broken limits, and lower none: sooner or later all are kept, if they can be."""
    for limit in range(limits.size):
        if used[limit] > limits[limit]:
            price[limit] = price[limit] * 1.6 + 2.0


@compiled
def cheapest_lawful(
    net: Network, cost: Array, price: Array, tries: int, buffer: Array
) -> tuple[float, float, Array]:
    """Return the cost of the best lawful roster found, a lower bound, and the roster.

    Args:
        net: The person's network.
        cost: Cost of each choice, float64, shape (days, kinds + 1); ``FORBIDDEN`` where it may not be.
        price: Prices of her limits; moved here.
        tries: How many prices to try.
        buffer: Room for the table.
    """
    days = cost.shape[0]
    best = float(FORBIDDEN)
    bound = -float(FORBIDDEN)
    roster = np.zeros(days, np.int8)
    low = np.zeros(price.size)
    high = np.full(price.size, float(FORBIDDEN))
    kept = price.copy()
    rescue = _RESCUE if tries >= _MANY else 0
    for attempt in range(tries + rescue):
        priced = _with_prices(net, cost, price)
        value, choices = cheapest_path(net, priced, price[0], buffer)
        if value >= _HALF:
            return float(FORBIDDEN), float(FORBIDDEN), roster
        bound = max(bound, value - (price * net.limits).sum())
        used = _usage(net, choices)
        if (used <= net.limits).all():
            total = 0.0
            for day in range(days):
                total += cost[day, choices[day]]
            if total < best:
                best = total
                roster = choices
                kept[:] = price
        if best - bound <= _CLOSE * abs(best):
            break
        if attempt < tries - 1 or rescue == 0:
            if not _move_prices(used, net.limits, price, low, high):
                break
        elif best < _HALF:
            break
        else:
            _raise_prices(used, net.limits, price)
    if best < _HALF:
        price[:] = kept
    return best, bound, roster


@dataclass(slots=True)
class Priced:
    """One person's cheapest roster at some prices.

    Args:
        person: Who.
        cost: Its cost at those prices; ``FORBIDDEN`` or more: none was found.
        bound: No roster of hers costs less.
        roster: Choice of each day.
    """

    person: int
    cost: float
    bound: float
    roster: Roster

    @property
    def is_found(self) -> bool:
        """Whether there is a roster."""
        return self.cost < _HALF


class Pricer:
    """Prices all persons of a problem.

    Args:
        problem: The problem.
        threads: How many at the same time.
        cells: Most cells of one person's table.
    """

    def __init__(self, problem: PersonnelProblem, *, threads: int, cells: int) -> None:
        self.problem = problem
        self.nets = [
            network_of(problem, person, cells=cells) for person in range(len(problem.workers))
        ]
        self.prices = [np.zeros(net.limits.size) for net in self.nets]
        self._room = max((cells_of(net) for net in self.nets), default=1)
        self._pool = ThreadPoolExecutor(threads)
        self._local = threading.local()
        self.blocked = np.stack([net.blocked for net in self.nets])

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def buffer(self) -> Array:
        """Return room for the largest table."""
        return np.empty(self._room, np.float32)

    def one(self, person: int, cost: Real, *, tries: int = 3) -> Priced:
        """Return one person's cheapest roster at costs of shape (days, kinds + 1)."""
        if not hasattr(self._local, "buffer"):
            self._local.buffer = self.buffer()
        allowed = np.where(self.blocked[person], float(FORBIDDEN), cost)
        value, bound, roster = cheapest_lawful(
            self.nets[person], allowed, self.prices[person], tries, self._local.buffer
        )
        return Priced(person, value, bound, roster)

    def many(self, persons: Iterable[int], costs: Array, *, tries: int = 3) -> list[Priced]:
        """Return the cheapest rosters of some persons; costs of shape (all persons, days, kinds + 1)."""
        work = [
            self._pool.submit(self.one, person, costs[person], tries=tries) for person in persons
        ]
        return [done.result() for done in work]
