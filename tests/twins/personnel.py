"""All rosters there are: the slow twin of the personnel solver, for a few persons and days."""

from __future__ import annotations

from itertools import product

import numpy as np

from benchmarks.nurse_rostering.checker import judge
from hjemmel.engines.rostering.solvers.personnel import PersonnelProblem, ShiftKind, Worker

Choices = tuple[int, ...]


def lawful(problem: PersonnelProblem, person: int) -> list[Choices]:
    """Return every roster of one person that breaks none of her rules."""
    alone = PersonnelProblem(
        problem.kinds,
        (problem.workers[person],),
        problem.wish_cost[person : person + 1],
        problem.required,
        problem.under,
        problem.over,
        problem.first_weekday,
    )
    every = product(range(len(problem.kinds) + 1), repeat=problem.days)
    return [choices for choices in every if not judge(alone, [choices]).violations]


def least(problem: PersonnelProblem) -> int | None:
    """Return the least penalty of all lawful rosters, or ``None`` when somebody has none."""
    each = [lawful(problem, person) for person in range(len(problem.workers))]
    if not all(each):
        return None
    return min(judge(problem, rosters).objective for rosters in product(*each))


def generated(seed: int, *, persons: int, days: int, kinds: int = 2) -> PersonnelProblem:
    """Make a problem by chance; the same seed makes the same."""
    rng = np.random.default_rng(seed)
    lengths = rng.choice((360, 480, 720), kinds)
    shifts = tuple(
        ShiftKind(
            f"S{kind}",
            int(lengths[kind]),
            frozenset(other + 1 for other in range(kinds) if rng.random() < 0.3),
        )
        for kind in range(kinds)
    )
    wishes = rng.integers(0, 4, (persons, days, kinds + 1)) * (
        rng.random((persons, days, kinds + 1)) < 0.3
    )
    return PersonnelProblem(
        shifts,
        tuple(_worker(rng, person, days, kinds) for person in range(persons)),
        wishes.astype(np.int64),
        rng.integers(0, persons + 1, (days, kinds)).astype(np.int64),
        rng.integers(0, 12, (days, kinds)).astype(np.int64),
        rng.integers(0, 3, (days, kinds)).astype(np.int64),
        first_weekday=int(rng.integers(0, 7)),
    )


def _worker(rng: np.random.Generator, person: int, days: int, kinds: int) -> Worker:
    longest = int(rng.integers(1, 5))
    low = int(rng.integers(0, days * 240))
    return Worker(
        name=f"P{person}",
        most_of_kind=tuple(int(most) for most in rng.integers(0, days, kinds)),
        least_minutes=low,
        most_minutes=low + int(rng.integers(0, 1_500)),
        longest_run=longest,
        shortest_run=int(rng.integers(1, longest + 1)),
        shortest_rest=int(rng.integers(1, 4)),
        most_weekends=int(rng.integers(0, 3)),
        days_off=frozenset(int(day) for day in range(days) if rng.random() < 0.1),
    )
