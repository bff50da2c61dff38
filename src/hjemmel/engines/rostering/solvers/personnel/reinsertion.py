"""Take some persons' days out of a roster and put them back one by one, each the cheapest way.

Each person put back sees what cover is worth with the others as they are, and a little chance. Whether
the new roster is kept is decided as in simulated annealing. A move takes whole horizons of a few
persons, or a window of days of more; half of them begin where there are too few or too many.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba.typed import List as TypedList

from hjemmel.engines.rostering.solvers.personnel.network import Network
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer, cheapest_lawful
from hjemmel.engines.rostering.solvers.personnel.problem import Roster
from hjemmel.engines.rostering.solvers.personnel.shortest_path import FORBIDDEN, compiled

Array = np.ndarray[Any, np.dtype[Any]]
_MOST_PERSONS = 7
_WINDOWS = np.array([7, 14, 28, 56], np.int64)
_LOUDNESS = np.array([0.05, 0.5, 1.0, 3.0])
_TRIES = 2
_WHOLE = 0.25
_SEASON = 84.0


@compiled
def _put_back(
    net: Network,
    wish: Array,
    gap: Array,
    under: Array,
    over: Array,
    old: Array,
    first: int,
    last: int,
    loud: float,
    rng: Any,
    price: Array,
    buffer: Array,
) -> Array:
    """Return one person's cheapest roster with days before ``first`` and from ``last`` as they are.

    ``gap`` is what is missing without her; it is changed to what is missing with her.
    """
    days, choices = wish.shape
    cost = np.full((days, choices), float(FORBIDDEN))
    for day in range(days):
        if day < first or day >= last:
            cost[day, old[day]] = wish[day, old[day]]
            continue
        cost[day, 0] = wish[day, 0]
        for choice in range(1, choices):
            if net.blocked[day, choice]:
                continue
            few = gap[day, choice - 1] > 0
            worth = -under[day, choice - 1] if few else over[day, choice - 1]
            cost[day, choice] = wish[day, choice] + worth + loud * (rng.random() - 0.5)
    value, _, roster = cheapest_lawful(net, cost, price, _TRIES, buffer)
    if value >= 0.5 * FORBIDDEN:
        roster = old.copy()
    for day in range(days):
        if roster[day] > 0:
            gap[day, roster[day] - 1] -= 1
    return roster


@compiled
def _price_of(gap: Array, under: Array, over: Array) -> int:
    total = 0
    for day in range(gap.shape[0]):
        for kind in range(gap.shape[1]):
            missing = gap[day, kind]
            total += missing * under[day, kind] if missing > 0 else -missing * over[day, kind]
    return total


@compiled
def _take_out(gap: Array, wish: Array, roster: Array) -> int:
    """Add what a person covers to what is missing; return the penalty of her wishes."""
    total = 0
    for day in range(roster.size):
        total += wish[day, roster[day]]
        if roster[day] > 0:
            gap[day, roster[day] - 1] += 1
    return total


@compiled
def _choose(days: int, gap: Array, everyone: int, rng: Any, persons: Array) -> tuple[int, int, int]:
    """Choose how many persons (into ``persons``) and which days."""
    length = days
    if rng.random() > _WHOLE * min(1.0, _SEASON / days):
        length = min(days, _WINDOWS[rng.integers(0, _WINDOWS.size)])
    middle = rng.integers(0, days)
    if rng.random() < 0.5:
        for _ in range(30):
            day = rng.integers(0, days)
            if gap[day].max() > 0 or gap[day].min() < 0:
                middle = day
                break
    first = max(0, middle - length // 2)
    last = min(days, first + length)
    first = max(0, last - length)
    most = 3 if length >= min(days, 56) else (4 if length > 14 else _MOST_PERSONS)
    count = min(everyone, rng.integers(1, most + 1))
    for place in range(count):
        fresh = False
        while not fresh:
            persons[place] = rng.integers(0, everyone)
            fresh = True
            for other in range(place):
                if persons[other] == persons[place]:
                    fresh = False
    return count, first, last


class Ground(NamedTuple):
    """What a walk does not change.

    Args:
        nets: The persons' networks.
        wishes: Penalty of choices, shape (persons, days, kinds + 1).
        under: Penalty of too few, shape (days, kinds).
        over: Penalty of too many.
    """

    nets: Any
    wishes: Array
    under: Array
    over: Array


@compiled
def _attempt(
    ground: Ground,
    prices: Any,
    gap: Array,
    trial: Array,
    roster: Array,
    persons: Array,
    kept: Array,
    window: tuple[int, int],
    loud: float,
    rng: Any,
    buffer: Array,
) -> int:
    """Put persons back, into ``kept`` and ``trial``; return how much dearer the roster becomes."""
    trial[:] = gap
    change = -_price_of(gap, ground.under, ground.over)
    for person in persons:
        change -= _take_out(trial, ground.wishes[person], roster[person])
    for place in range(persons.size):
        person = persons[place]
        wish = ground.wishes[person]
        kept[place] = _put_back(
            ground.nets[person],
            wish,
            trial,
            ground.under,
            ground.over,
            roster[person],
            window[0],
            window[1],
            loud,
            rng,
            prices[person],
            buffer,
        )
        for day in range(wish.shape[0]):
            change += wish[day, kept[place, day]]
    return int(change + _price_of(trial, ground.under, ground.over))


@compiled
def walk(
    ground: Ground,
    prices: Any,
    gap: Array,
    roster: Array,
    best: Array,
    objective: int,
    least: int,
    steps: int,
    temperature: float,
    rng: Any,
    buffer: Array,
) -> tuple[int, int]:
    """Make moves; return the objective where the walk stands and the least seen.

    Args:
        ground: What is asked.
        prices: Prices of the persons' limits, changed here.
        gap: What is missing, changed here.
        roster: Where the walk stands, changed here.
        best: The best roster seen, changed here.
        objective: Penalty of ``roster``.
        least: Penalty of ``best``.
        steps: How many moves.
        temperature: How much worse a move may be, about.
        rng: Chance.
        buffer: Room for the largest table.
    """
    everyone, days = roster.shape
    chosen = np.zeros(_MOST_PERSONS, np.int64)
    kept = np.zeros((_MOST_PERSONS, days), np.int8)
    trial = gap.copy()
    for _ in range(steps):
        count, first, last = _choose(days, gap, everyone, rng, chosen)
        persons = chosen[:count]
        loud = temperature * _LOUDNESS[rng.integers(0, _LOUDNESS.size)]
        window = (first, last)
        change = _attempt(
            ground, prices, gap, trial, roster, persons, kept, window, loud, rng, buffer
        )
        if change > 0 and change > -temperature * np.log(max(rng.random(), 1e-12)):
            continue
        gap[:] = trial
        objective += change
        for place in range(count):
            roster[persons[place]] = kept[place]
        if objective < least:
            least = objective
            best[:] = roster
    return objective, least


class Chain:
    """One walk through rosters.

    Args:
        pricer: The persons' networks.
        roster: Where it begins, shape (persons, days).
        rng: Its chance.
    """

    def __init__(self, pricer: Pricer, roster: Roster, rng: np.random.Generator) -> None:
        self.problem = pricer.problem
        problem = pricer.problem
        self.ground = Ground(TypedList(pricer.nets), problem.wish_cost, problem.under, problem.over)
        self.prices = TypedList([price.copy() for price in pricer.prices])
        self.buffer = pricer.buffer()
        self.rng = rng
        self.begin_at(roster)

    def begin_at(self, roster: Roster) -> None:
        """Go on from another roster."""
        self.roster = roster.copy()
        self.gap = self.problem.required - self.problem.counts(roster)
        self.objective = self.problem.objective(roster)
        self.least = self.objective
        self.best = roster.copy()

    def steps(self, count: int, temperature: float) -> None:
        """Make ``count`` moves."""
        self.objective, self.least = walk(
            self.ground,
            self.prices,
            self.gap,
            self.roster,
            self.best,
            self.objective,
            self.least,
            count,
            temperature,
            self.rng,
            self.buffer,
        )
