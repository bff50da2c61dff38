"""The shortest path finds the cheapest of all lawful rosters of a person, and nothing unlawful."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.nurse_rostering.checker import judge
from hjemmel.engines.rostering.solvers.personnel import PersonnelProblem, ShiftKind, Worker
from hjemmel.engines.rostering.solvers.personnel.network import network_of
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from tests.twins.personnel import generated, lawful

_PLENTY = 10_000_000
_TRIES = 24


@pytest.mark.parametrize("seed", range(60))
def test_path_costs_what_the_cheapest_of_all_lawful_rosters_costs(seed: int) -> None:
    problem = generated(seed, persons=1, days=7)
    cost = np.random.default_rng(seed).integers(-40, 40, problem.wish_cost.shape[1:]) / 4
    every = lawful(problem, 0)
    pricer = Pricer(problem, threads=1, cells=_PLENTY)
    found = pricer.one(0, cost, tries=1)
    pricer.close()
    assert found.is_found == bool(every)
    if every:
        best = min(sum(cost[day, choice] for day, choice in enumerate(one)) for one in every)
        assert found.cost == pytest.approx(best, abs=1e-4)
        assert tuple(found.roster.tolist()) in every


@pytest.mark.parametrize("seed", range(40))
def test_priced_limits_never_break_and_their_bound_holds(seed: int) -> None:
    problem = generated(seed, persons=1, days=7)
    cost = np.random.default_rng(seed).integers(-40, 40, problem.wish_cost.shape[1:]) / 4
    every = lawful(problem, 0)
    pricer = Pricer(problem, threads=1, cells=0)
    found = pricer.one(0, cost, tries=_TRIES)
    pricer.close()
    assert found.is_found == bool(every)
    if every:
        assert tuple(found.roster.tolist()) in every
        best = min(sum(cost[day, choice] for day, choice in enumerate(one)) for one in every)
        assert found.bound <= best + 1e-4
        assert found.cost >= best - 1e-4


def test_limits_are_counted_while_there_is_room_and_priced_beyond_it() -> None:
    worker = Worker("A", (2, 14), 0, 14 * 480, 5, most_weekends=1)
    tables = np.zeros((14, 2), np.int64)
    problem = PersonnelProblem(
        (ShiftKind("E", 480), ShiftKind("N", 480)),
        (worker,),
        np.zeros((1, 14, 3), np.int64),
        tables,
        tables,
        tables,
    )
    counted = network_of(problem, 0, cells=_PLENTY)
    priced = network_of(problem, 0, cells=0)
    assert (counted.planes, counted.limits.size) == (2 * 3, 1)
    assert (priced.planes, priced.limits.tolist()) == (1, [1, 2])


def test_runs_at_the_ends_may_be_short_but_not_long() -> None:
    worker = Worker("A", (7,), 0, 7 * 480, 3, shortest_run=3, shortest_rest=3)
    tables = np.zeros((7, 1), np.int64)
    wishes = np.full((1, 7, 2), 9, np.int64)
    for day, choice in enumerate((1, 0, 0, 0, 1, 1, 1)):
        wishes[0, day, choice] = 0
    problem = PersonnelProblem((ShiftKind("E", 480),), (worker,), wishes, tables, tables, tables)
    pricer = Pricer(problem, threads=1, cells=_PLENTY)
    found = pricer.one(0, wishes[0].astype(np.float64))
    pricer.close()
    assert (found.cost, found.roster.tolist()) == (0.0, [1, 0, 0, 0, 1, 1, 1])
    assert judge(problem, [[1, 1, 1, 1, 0, 0, 0]]).violations == (
        "A: 4 shifts in a row from day 0, more than 3",
    )
