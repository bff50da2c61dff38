"""Ways to make a roster better, and the choice among them by what each has gained a second.

Walks put persons back one by one; blocks are days of persons by CP-SAT; replanning makes the rosters
of some persons anew by column generation. None is best for all problems, so each gets time by its gains.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.columns import replan_persons
from hjemmel.engines.rostering.solvers.personnel.compact import solve_block
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.problem import Roster
from hjemmel.engines.rostering.solvers.personnel.reinsertion import Chain
from hjemmel.engines.rostering.solvers.personnel.watch import Watch

Array = np.ndarray[Any, np.dtype[Any]]
_HEAT = (1.0, 2.0, 4.0, 8.0)
_COLD = 0.3
_LEAST_HEAT = 0.2
_CALL_SECONDS = 0.3
_KNOWN = 60
_BLOCK_SECONDS = 6.0
_GROUP_SECONDS = 10.0
_GROUP = 0.4
_GROUP_LEAST, _GROUP_MOST = 5.0, 14.0
_ANYHOW = 0.6


@dataclass(slots=True)
class Way:
    """One way to improve, and what it has gained.

    Args:
        name: What it is called.
        run: Takes a watch and improves.
        rate: Gain a second, the later the more weight; ``None`` before it was tried.
    """

    name: str
    run: Callable[[Watch], None]
    rate: float | None = None


@dataclass(slots=True)
class Size:
    """How large a neighbourhood is: grows when solved with ease, shrinks when not."""

    value: float
    least: float
    most: float

    def learn(self, *, easy: bool) -> None:
        """Change the size after a try."""
        self.value = float(np.clip(self.value * (1.15 if easy else 0.85), self.least, self.most))


@dataclass(slots=True)
class Improver:
    """Holds the best roster and makes it better.

    Args:
        pricer: The persons' networks, with as many limits counted as there is room for.
        walker: The same with fewer counted, for the many short looks of walks.
        best: The best roster so far, shape (persons, days).
        bound: No roster has less; the search ends there.
        seed: Chance.
        threads: Walks at the same time.
        workers: Workers of CP-SAT.
        known: Rosters of each person that may be of use.
        steps: What each way led to.
    """

    pricer: Pricer
    walker: Pricer
    best: Roster
    bound: int
    seed: int
    threads: int
    workers: int
    known: dict[int, list[Roster]] = field(default_factory=dict)
    steps: list[tuple[str, int]] = field(default_factory=list)
    rng: np.random.Generator = field(init=False)
    objective: int = field(init=False)
    _chains: list[Chain] = field(init=False, default_factory=list)
    _block: Size = field(init=False)
    _group: Size = field(init=False)
    _usual: float = field(init=False)

    def __post_init__(self) -> None:
        """Make the generator and sizes."""
        problem = self.pricer.problem
        self.rng = np.random.default_rng(self.seed)
        self.objective = problem.objective(self.best)
        everyone = len(problem.workers)
        cells = float(self.best.size)
        self._block = Size(min(cells, 120.0), min(cells, 20.0), cells)
        wishes = problem.wish_cost[problem.wish_cost > 0]
        self._usual = float(wishes.mean()) if wishes.size else float(max(problem.over.max(), 1))
        group = float(np.clip(_GROUP * everyone, _GROUP_LEAST, _GROUP_MOST))
        self._group = Size(min(everyone, group), min(everyone, 2.0), everyone)

    def run(self, watch: Watch, *, with_columns: bool, slices: int = 24) -> None:
        """Improve until the time is over or the bound is reached."""
        ways = [Way("walk", self.walk), Way("block", self.blocks)]
        if with_columns:
            ways.append(Way("columns", self.columns))
        length = max(watch.left / slices, 0.5)
        while not watch.is_over() and self.objective > self.bound:
            way = self._pick(ways)
            before, begun = self.objective, watch.passed
            way.run(watch.part(length))
            rate = (before - self.objective) / max(watch.passed - begun, 1e-3)
            way.rate = rate if way.rate is None else 0.6 * way.rate + 0.4 * rate
            self.steps.append((way.name, self.objective))

    def _pick(self, ways: list[Way]) -> Way:
        for way in ways:
            if way.rate is None:
                return way
        rates = np.array([way.rate or 0.0 for way in ways])
        share = rates / rates.sum() if rates.sum() > 0 else np.full(len(ways), 1 / len(ways))
        return ways[int(self.rng.choice(len(ways), p=(1 - _ANYHOW) * share + _ANYHOW / len(ways)))]

    def keep(self, roster: Roster) -> bool:
        """Take a roster that is at least as good; return whether it is better."""
        objective = self.pricer.problem.objective(roster)
        if objective > self.objective:
            return False
        better = objective < self.objective
        self.best, self.objective = roster.copy(), objective
        return better

    def remember(self, roster: Roster) -> None:
        """Keep everybody's rosters as columns for later."""
        for person, one in enumerate(roster):
            rosters = self.known.setdefault(person, [])
            if not any((one == other).all() for other in rosters):
                rosters.append(one.copy())
                del rosters[:-_KNOWN]

    def walk(self, watch: Watch) -> None:
        """Walk from the best roster, each thread at its own heat, cooling down."""
        while len(self._chains) < self.threads:
            rng = np.random.default_rng([self.seed, len(self._chains)])
            self._chains.append(Chain(self.walker, self.best, rng))
        scale = max(min(self.objective / self.best.size, self._usual), _LEAST_HEAT)
        whole = max(watch.left, 0.1)
        heats = self.rng.choice(_HEAT, len(self._chains)) * scale
        with ThreadPoolExecutor(self.threads) as pool:
            work = [
                pool.submit(self._cool, chain, float(heat), scale * _COLD, whole, watch)
                for chain, heat in zip(self._chains, heats, strict=True)
            ]
            for done in work:
                done.result()
        for chain in self._chains:
            self.remember(chain.best)
            self.keep(chain.best)

    def _cool(self, chain: Chain, hot: float, cold: float, whole: float, watch: Watch) -> None:
        chain.begin_at(self.best)
        count, part = 1, watch.part(whole)
        while not part.is_over() and chain.least > self.bound:
            begun = part.passed
            heat = hot * (min(cold, hot) / hot) ** min(begun / whole, 1.0)
            chain.steps(count, heat)
            used = max(part.passed - begun, 1e-4)
            count = max(1, int(count * min(2.0, _CALL_SECONDS / used)))

    def blocks(self, watch: Watch) -> None:
        """Solve blocks of days and persons by CP-SAT."""
        while not watch.is_over() and self.objective > self.bound:
            free = self._some_block()
            begun = watch.passed
            seconds = min(_BLOCK_SECONDS, watch.left)
            answer = solve_block(
                self.pricer.problem,
                self.best,
                free,
                seconds=max(seconds, 0.1),
                workers=self.workers,
                seed=int(self.rng.integers(1 << 30)),
                watch=watch,
            )
            if answer.roster is not None:
                self.keep(answer.roster)
            self._block.learn(easy=watch.passed - begun < 0.5 * _BLOCK_SECONDS)

    def _some_block(self) -> Array:
        """Return a block of about the size that CP-SAT manages: tall, wide or between."""
        persons, days = self.best.shape
        width = int(self.rng.choice([days, 7, 10, 14, 21, 28]))
        width = min(width, days)
        count = int(np.clip(round(self._block.value / width), 1, persons))
        width = int(np.clip(round(self._block.value / count), 1, days))
        first = int(self.rng.integers(0, days - width + 1))
        free = np.zeros((persons, days), np.bool_)
        free[self.rng.choice(persons, count, replace=False), first : first + width] = True
        return free

    def columns(self, watch: Watch) -> None:
        """Make the rosters of some persons anew by column generation."""
        everyone = len(self.pricer.problem.workers)
        while not watch.is_over() and self.objective > self.bound:
            count = int(np.clip(round(self._group.value), 1, everyone))
            persons = sorted(self.rng.choice(everyone, count, replace=False).tolist())
            begun = watch.passed
            roster, _ = replan_persons(
                self.pricer,
                self.best,
                persons,
                self.known,
                watch.whole.part(_GROUP_SECONDS),  # a slice that ends would leave it half done
                workers=self.workers,
                seed=int(self.rng.integers(1 << 30)),
            )
            self.remember(roster)
            self.keep(roster)
            self._group.learn(easy=watch.passed - begun < 0.5 * _BLOCK_SECONDS)
